#!/usr/bin/env bash
# Make the two environments of the benchmark, as far as they are not: .venv-bench with the server's
# libraries and the peers, .venv-bench-pathway apart, because Pathway wants an older Arrow than the server.
# A peer that cannot be installed here is no failure: the benchmark lists it with the reason.
set -euo pipefail
cd "$(dirname "$0")/.."

installed() { [ "$(cat "$1/.installed" 2>/dev/null)" = "$(sha256sum <"$2")" ]; } # VENV LOCK

install_locked() { "$1/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$2"; }

make_venv() { # VENV LOCK INSTEAD: what is installed when LOCK cannot be
    if installed "$1" "$2"; then return; fi
    echo "Installing $2 into $1"
    .venv/bin/python -m venv --clear "$1"
    if install_locked "$1" "$2"; then
        sha256sum <"$2" >"$1/.installed"
    else
        echo "$2 cannot be installed on this Python; what needs it will be listed as not installed" >&2
        [ -z "$3" ] || install_locked "$1" "$3"
    fi
}

make_venv .venv-bench bench/requirements.lock requirements.lock
make_venv .venv-bench-pathway bench/pathway.lock ""
