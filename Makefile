# The habits of the house; `make` alone tells them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
# What was installed last, as files: a second `make` with nothing changed does nothing.
APP    := $(VENV)/.installed-app
ALL    := $(VENV)/.installed-all

.PHONY: help setup demo test check fuzz bench docs vendor lock clean
.DEFAULT_GOAL := help

help: ## tell what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(ALL) ## everything to run, test and check, into .venv (exact versions, checked hashes)

demo: $(APP) ## the bundled sub-district: load it, print the findings, serve the dashboards
	$(BIN)/gongjian demo $(DEMO_ARGS)

test: $(ALL) ## every test, with a real Neo4j and a real browser
	scripts/system-packages test
	$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

check: $(ALL) ## format, lint, types, import rules; changes nothing
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

fuzz: $(ALL) ## five minutes of unforeseen files for the readers (FUZZ_ARGS='--seconds 60' for less)
	$(BIN)/python -m tests.fuzz.readers --seeds tests $(FUZZ_ARGS)

bench: $(ALL) ## measures beside other libraries, then the report by size (BENCH_ARGS='--sizes 1000,20000')
	$(BIN)/gongjian --lang en bench measures $(BENCH_ARGS)
	$(BIN)/gongjian --lang en bench report

docs: $(ALL) ## write again what is generated in docs/: schema, settings, glossary, screenshots
	scripts/system-packages test
	$(BIN)/python -m graph_model.schema > docs/schema.md.new && mv docs/schema.md.new docs/schema.md
	$(BIN)/python -m graph_model.settings > docs/settings.md.new && mv docs/settings.md.new docs/settings.md
	$(BIN)/python -m dashboard.i18n.glossary > docs/glossary.md.new && mv docs/glossary.md.new docs/glossary.md
	$(BIN)/python -m tests.browser.screenshots docs/images

vendor: ## fetch the scripts of others again from npm, and hold them against the checksums of their table
	scripts/vendor

# One resolution for all; the program's own lock is a part of it, which a test checks. Neither holds an address.
LOCK = $(BIN)/uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links --group build --extra reports
lock: $(ALL) ## resolve the dependencies anew into the two lock files
	$(PIP) install --quiet uv
	$(LOCK) --group test --group check --extra py2neo --output-file requirements.lock
	$(LOCK) --constraints requirements.lock --output-file requirements-app.lock

clean: ## remove .venv and every cache; never a data folder
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	PYTHON=$(PYTHON) scripts/system-packages run
	$(PYTHON) -m venv $(VENV)

$(APP): requirements-app.lock pyproject.toml | $(BIN)/python
	@echo 'Installing what the program needs (exact versions, checked hashes) …' >&2
	$(PIP) install --quiet --require-hashes -r requirements-app.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(ALL): requirements.lock $(APP)
	@echo 'Installing what tests and checks need besides …' >&2
	$(PIP) install --quiet --require-hashes -r requirements.lock
	touch $@
