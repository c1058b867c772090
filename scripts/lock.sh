#!/usr/bin/env bash
# Write the lock files anew: newest releases, hashes, no addresses. The benchmark has its own two.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --no-emit-index-url --no-header --no-annotate --quiet "$@"; }
compile pyproject.toml --output-file requirements.lock
compile pyproject.toml --extra dev --constraints requirements.lock --output-file requirements-dev.lock
compile requirements.lock bench/requirements.in --output-file bench/requirements.lock
compile bench/pathway.in --output-file bench/pathway.lock
npm install --package-lock-only --silent
.venv/bin/python - <<'PYTHON'
import json, pathlib
path = pathlib.Path("package-lock.json")
lock = json.loads(path.read_text())
for package in lock["packages"].values():
    package.pop("funding", None)
    package.pop("resolved", None)
path.write_text(json.dumps(lock, indent=2) + "\n")
PYTHON
