# Everything a person or CI does here is one of these commands: `make help` lists them.
# Set-up is done by need: the stamps in .venv are older than what they were made from.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
ARGS ?=
WORKERS ?= auto
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header
# What the tests run as their S3 (moto, by way of botocore) takes no later one, and they test what is served.
OLDER := python-dateutil<3
CODE := $(wildcard src tests bench tools)
# Each process of the tests would compile all of the house again.
unexport PYTHONDONTWRITEBYTECODE

# An environment is made anew if it was moved, if its Python has gone, or if it has another Python than
# the one that was asked for. Who asks for none keeps the one that is there.
VERSION := import sys; print(*sys.version_info[:2])
ASKED := $(filter-out file,$(origin PYTHON))
STALE := $(shell { [ "$$(cat .venv/made)" = "$(CURDIR)" ] && $(BIN)/python -c '' && { [ -z "$(ASKED)" ] || \
	[ "$$($(BIN)/python -c '$(VERSION)')" = "$$($(PYTHON) -c '$(VERSION)')" ]; }; } 2>/dev/null || echo anew)

.PHONY: anew help install run test quick fuzz adversary soak check lint bench made lock fmt clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

install: .venv/run ## set up what is needed to serve, and do no more

run: .venv/run ## set up what is needed and serve http://localhost:8000
	@$(BIN)/esoviet serve $(ARGS)

test: .venv/test ## set up what is needed and run the tests (ARGS="-k ballots" for some of them)
	@$(BIN)/python -m tests.browser.install
	@$(BIN)/python -m tests.proxy.install
	@rm -f .venv/tested; touch .venv/tested.since
	@set -o pipefail; colour=no; [ ! -t 1 ] || colour=yes; \
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --color=$$colour $(ARGS) | tee .venv/tested.now
	@[ -n "$(ARGS)" ] || tail -n 1 .venv/tested.now > .venv/tested
	@[ -n "$(ARGS)" ] || touch -r .venv/tested.since .venv/tested

quick: ## the everyday run: all tests without a browser, and of each matter one journey in one (ARGS)
	@$(MAKE) --no-print-directory test ARGS="--quick $(ARGS)"

fuzz: .venv/test ## properties and storms with many more examples, and new ones each time (MINUTES=15)
	@$(BIN)/python -m tests.browser.install
	@$(BIN)/python -m tests.long fuzz $(or $(MINUTES),15)

adversary: .venv/test ## attacks, hostile requests, crashes and long storms, with new seeds each time (MINUTES=30)
	@$(BIN)/python -m tests.browser.install
	@$(BIN)/python -m tests.long adversary $(or $(MINUTES),30)

soak: .venv/test ## the browser tests five times beside a load on every core (MINUTES=120)
	@$(BIN)/python -m tests.browser.install
	@$(BIN)/python -m tests.long soak $(or $(MINUTES),120)

check: lint .venv/tested ## format, lint, types, import contract, and the tests if anything changed since they passed
	@echo "The tests passed on these very files:"
	@cat .venv/tested

lint: .venv/test
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports

bench: .venv/test ## measure the budgets, each beside its floor
	@$(BIN)/python -m bench $(ARGS)

made: .venv/test ## write anew all that is generated: parts of documents, catalogues, vectors, the golden log
	@$(BIN)/python -m tools.made

fmt: .venv/test ## format the code and mend what the linter can
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

lock: .venv/dev ## renew the locked versions in requirements/ (ARGS=--upgrade for newer ones)
	$(LOCK) $(ARGS) --only-build-deps --build-deps-for editable -o requirements/build.lock pyproject.toml
	$(LOCK) $(ARGS) -P '$(OLDER)' -o requirements/run.lock pyproject.toml
	$(LOCK) $(ARGS) --extra media -c requirements/run.lock -o requirements/media.lock pyproject.toml
	$(LOCK) $(ARGS) --extra s3 -c requirements/run.lock -o requirements/s3.lock pyproject.toml
	$(LOCK) $(ARGS) --extra test -c requirements/media.lock -o requirements/test.lock pyproject.toml

clean: ## remove what these commands made (never the data folder)
	rm -rf .venv build dist .screenshots .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
	rm -rf src/*.egg-info

# `make test` without ARGS leaves this file with the summary line of a run that passed, and the time
# when it began; `make check` runs the tests only if something that they could depend on is newer.
.venv/tested: .venv/test $(shell find $(CODE) docs README.md Makefile ../shared/data/*.* -type f -not -name '*.pyc' 2>/dev/null)
	@$(MAKE) --no-print-directory test ARGS=

.venv/made: $(STALE)
	@command -v $(PYTHON) >/dev/null || { echo "E-Soviet needs Python 3.11 or newer: install it, or say make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "E-Soviet needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1): say make PYTHON=python3.12, or whichever you have" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "Python's venv is missing: on Debian and Ubuntu, apt install python3-venv" >&2; exit 1; }
	@echo "Making .venv ..."
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@echo "$(CURDIR)" > $@

# Every package is checked against the hashes in the lock, the build tool too; hence no isolation.
.venv/run: .venv/made requirements/build.lock requirements/run.lock requirements/media.lock pyproject.toml
	@echo "Installing E-Soviet ..."
	@$(PIP) --require-hashes -r requirements/build.lock -r requirements/media.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/test: .venv/run requirements/test.lock
	@echo "Installing what the tests need ..."
	@$(PIP) --require-hashes -r requirements/test.lock
	@touch $@

.venv/dev: .venv/test
	@$(PIP) 'pip-tools>=7.5'
	@touch $@
