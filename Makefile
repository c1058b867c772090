# citysense: `make wall` shows it, `make test` proves it. PORT=8060 make wall listens elsewhere.
PORT ?= 8050
PYTHON_BIN := .venv/bin/python
TYPED := $(wildcard app.py) pipelines dashboards scripts bench
# Histories of `make bench`, in cases: make bench SIZES="10000 10000000"; BENCH_SIZES is taken too.
SIZES ?= $(BENCH_SIZES)

.PHONY: help setup wall test check format lint types pytest jstest shots lock bench bench-reads

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /	/'

setup: ## .venv with everything the server needs
	@scripts/setup.sh server

wall: ## the demo day on a wall, on this machine only
	@scripts/setup.sh browser
	@$(PYTHON_BIN) -m scripts.wall $(PORT)

test: ## every test, Python's and the browser's
	@scripts/setup.sh tests
	@$(MAKE) --no-print-directory jstest pytest

check: ## format, lint, types and every test
	@scripts/setup.sh tests
	@$(MAKE) --no-print-directory format lint types jstest pytest

format:
	@$(PYTHON_BIN) -m ruff format --check .

lint:
	@$(PYTHON_BIN) -m ruff check .

types:
	@$(PYTHON_BIN) -m mypy $(TYPED)

jstest:
	@node --test $(wildcard tests/js/*.test.js tests/js/*.test.mjs)

pytest:
	@$(PYTHON_BIN) -m pytest

shots: ## pictures of every screen into docs/shots
	@scripts/setup.sh tests
	@$(PYTHON_BIN) -m scripts.shots

bench: ## the same work for citysense and its peers: docs/BENCHMARKS.md
	@scripts/setup.sh server
	@bench/setup.sh
	@.venv-bench/bin/python -m bench.run $(SIZES)

bench-reads: ## what reading, rebuilding and verifying cost over one history
	@scripts/setup.sh server
	@$(PYTHON_BIN) -m bench.reads $(firstword $(SIZES))

lock: ## newest versions into the lock files (needs uv)
	@scripts/lock.sh
