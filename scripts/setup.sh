#!/usr/bin/env bash
# Make this machine ready, as far as it is not: `setup.sh server|browser|tests`, each with what stands before it.
# server: .venv with the hashes of requirements.lock. browser: npm's packages and assets/vendor. tests: the
# tools of requirements-dev.lock, Chromium and a Chinese font. Debian's packages come by apt when we are root.
set -euo pipefail
cd "$(dirname "$0")/.."
goal=${1:-server}
venv=.venv

fail() { printf '%s\n' "$*" >&2; exit 2; }

debian() { # PURPOSE PACKAGE…: install them, or say by name what is missing
    local purpose=$1; shift
    if [ "$(id -u)" != 0 ]; then
        fail "$purpose is missing; ask an administrator for: apt-get install $* (or your system's like), then run this again"
    fi
    command -v apt-get >/dev/null || fail "$purpose is missing; install your system's packages for: $*, then run this again"
    echo "Installing $* for $purpose"
    apt-get update -qq || echo "apt-get update failed; trying with the package lists there are" >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        fail "apt-get could not install $*; what it said stands above"
}

new_enough() { command -v "$1" >/dev/null && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$name"; then echo "$name"; return; fi
    done
}

make_venv() {
    if new_enough "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then return; fi
    local python
    python=$(find_python)
    [ -n "$python" ] || { debian "Python 3.11 or newer" python3 python3-venv; python=$(find_python); }
    [ -n "$python" ] || fail "Python 3.11 or newer is needed; this system's packages bring an older one"
    "$python" -c 'import ensurepip, venv' 2>/dev/null || debian "Python's venv module" python3-venv
    echo "Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
}

fresh() { [ "$(cat "$1" 2>/dev/null)" = "$2" ]; } # STAMP DIGEST

install_locked() { # LOCK: exactly what it names, by hash
    local stamp=$venv/.installed-$1 digest
    digest=$(cat "$1" pyproject.toml | sha256sum)
    if fresh "$stamp" "$digest"; then return; fi
    echo "Installing $1"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$1"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
    echo "$digest" >"$stamp"
}

node_enough() { command -v node >/dev/null && command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'; }

node_ready() {
    if node_enough; then return; fi
    debian "Node.js 18 or newer with npm" nodejs npm
    node_enough || fail "Node.js 18 or newer with npm is needed; this system's packages bring an older one"
}

browser_files() {
    local stamp=node_modules/.installed digest
    digest=$(sha256sum <package-lock.json)
    if ! fresh "$stamp" "$digest"; then
        node_ready
        echo "Installing package-lock.json"
        npm ci --silent
        echo "$digest" >"$stamp"
    fi
    "$venv/bin/python" -m scripts.browser_files
}

test_tools() {
    install_locked requirements-dev.lock
    node_ready
    local missing=()
    command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
    { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ]; } || missing+=(fontconfig fonts-noto-cjk)
    [ ${#missing[@]} = 0 ] || debian "What the browser tests need" "${missing[@]}"
}

case $goal in server | browser | tests) ;; *) fail "usage: scripts/setup.sh server|browser|tests" ;; esac
make_venv
install_locked requirements.lock
if [ "$goal" != server ]; then browser_files; fi
if [ "$goal" = tests ]; then test_tools; fi
