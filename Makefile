# citysense: `make wall` shows it, `make test` proves it. PORT=8060 make wall listens elsewhere.
PORT ?= 8050
PYTHON_BIN := .venv/bin/python
TYPED := $(wildcard app.py) pipelines dashboards scripts

.PHONY: help setup wall test check format lint types pytest jstest shots lock

help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /	/'

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

lock: ## newest versions into the lock files (needs uv)
	@scripts/lock.sh
