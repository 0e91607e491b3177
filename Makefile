# Everything a checkout needs: `make demo`, `make test` and `make check` do their own set-up.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DEFAULT_GOAL := help
.PHONY: help demo test check bench assets format lock install browser

BIN := .venv/bin
HASH := { sha256sum 2>/dev/null || shasum -a 256; } | cut -c1-64
JOBS ?= $(shell n=$$(nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2); echo $$(( n > 4 ? 4 : n )))
# PG=15 tests on a system PostgreSQL of that version, and only what touches the database itself.
PG ?=
SMALL ?=
LOAD ?=
ARGS ?=
DATABASE_TESTS := $(wildcard tests/records tests/queries tests/indicators tests/actions)
# TESTS="tests/rules -k scoring" narrows a run.
TESTS ?= $(if $(PG),$(DATABASE_TESTS),tests)

help:
	echo "make demo    a running Pulih with made-up people (PORT=8000 FRESH=1)"
	echo "make test    every test (TESTS='tests/rules -k name', PG=15)"
	echo "make check   lint, types, contracts, translations, migrations, facts about the code"
	echo "make bench   speed beside a bare application (SMALL=1 as in CI, LOAD=1 for 300 users, WALK=1 every page)"
	echo "make assets  the style sheet and the scripts"
	echo "make format  put the code in its form"
	echo "make lock    renew requirements.lock from pyproject.toml"

demo: install assets
	exec $(BIN)/pulih demo $(if $(PORT),--port $(PORT)) $(if $(FRESH),--fresh)

test: install assets browser
	$(if $(PG),export PULIH_PG=$(PG))
	exec $(BIN)/python -m pytest -n $(JOBS) $(TESTS)

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy pulih
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -p no:xdist tests/repository

# ARGS="--people 50000 --only search"; SMALL=1 is what a change is checked with, LOAD=1 ten minutes of 300 users,
# WALK=1 every page as every role.
bench: install assets
	if [ -n "$(SMALL)" ]; then exec $(BIN)/python -m bench.small $(ARGS); fi
	if [ -n "$(LOAD)" ]; then exec $(BIN)/python -m bench.load $(ARGS); fi
	if [ -n "$(WALK)" ]; then exec $(BIN)/python -m bench.walk $(ARGS); fi
	$(BIN)/python -m bench.scoring
	exec $(BIN)/python -m bench.measure $(ARGS)

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The virtual environment, made anew only when the lock or the project file changed.
install:
	usable() { "$$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
	wanted=$$(cat requirements.lock pyproject.toml | $(HASH))
	if [ -f $(BIN)/.installed ] && [ "$$(cat $(BIN)/.installed)" = "$$wanted" ] && usable $(BIN)/python; then exit 0; fi
	if ! usable $(BIN)/python; then
	    for python in $${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
	        if usable "$$python" && "$$python" -c 'import ensurepip, venv' 2>/dev/null; then found=$$python; break; fi
	    done
	    if [ -z "$${found:-}" ]; then
	        echo "Pulih needs Python 3.11 or newer with venv (Debian: apt-get install python3-venv)." >&2; exit 1
	    fi
	    rm -rf .venv
	    "$$found" -m venv .venv
	fi
	echo "Installing what Pulih needs ..."
	export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	PULIH_SKIP_ASSETS=1 $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	echo "$$wanted" > $(BIN)/.installed

# The bundler itself skips the work while nothing that goes into the bundle has changed.
assets: install
	exec $(BIN)/python frontend/bundle.py

# Journeys need a Chromium; where none can be had pytest tells so, and how to get one.
browser:
	if [ -n "$${PULIH_CHROMIUM:-}" ] || [ -n "$(PG)" ]; then exit 0; fi
	for name in chromium chromium-browser google-chrome google-chrome-stable; do
	    if command -v $$name > /dev/null; then exit 0; fi
	done
	if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
	    echo "Installing chromium for the journeys ..."
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
	        > /dev/null || echo "chromium could not be installed" >&2
	fi

# Versions and hashes only: no line may name the index it came from.
lock: install
	$(BIN)/python -c 'import uv' 2>/dev/null || $(BIN)/python -m pip install --quiet uv
	$(BIN)/python -m uv pip compile --quiet --universal --all-extras --generate-hashes --no-emit-index-url \
	    --no-emit-find-links pyproject.toml -o requirements.lock
	sed -i.old -e '/^--/d' requirements.lock
	rm -f requirements.lock.old
