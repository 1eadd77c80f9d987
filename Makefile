# Two commands are enough:  make run   and   make test   (both set everything up in .venv first).
# What each of the others does:  make help

# The first Python from 3.11 to 3.13 that is found. To choose another, remove .venv and:  make PYTHON=python3.12 run
FITS := -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p $(FITS) && { echo $$p; break; }; done)
BIN := .venv/bin
# What a run needs is installed first; all else (tests, types, documentation, cluster) when it is asked for.
READY := .venv/.ready
COMPLETE := .venv/.complete
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTEST := $(BIN)/pytest -n 2 --dist loadfile

# An environment is bound to its folder and its Python: after a move, or without that Python, it is made anew.
SOUND := $(shell .venv/bin/python -c '' 2>/dev/null && test "$$(cat .venv/.home 2>/dev/null)" = "$$PWD" && echo yes)
ifneq ($(SOUND),yes)
$(shell rm -f $(READY) $(COMPLETE))
endif

.PHONY: help run setup test test-all lint format train docs lock samples serve clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: $(READY) ## read the reports in raw/ and write the tables to output/ (options: make run ARGS="--force")
	@$(BIN)/pipeline run $(ARGS) || { code=$$?; [ $$code -eq 3 ]; }

setup: $(COMPLETE) ## install everything into .venv, for tests and documentation too

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" && $(PYTHON) $(FITS) || { echo "Python 3.11, 3.12 or 3.13 is needed, and not found ($(PYTHON))."; \
		echo "Install one, or say where it is:  make PYTHON=/path/to/python3.12 run"; exit 1; }
	@echo "Setting up .venv with $(PYTHON) (a minute or two, once)"
	@$(PYTHON) -m venv $(if $(SOUND),,--clear) .venv
	@$(PIP) --constraint requirements.lock hatchling editables
	@$(PIP) --constraint requirements.lock --no-build-isolation --editable '.[desk]'
	@pwd > .venv/.home
	@touch $@

$(COMPLETE): $(READY)
	@echo "Adding what tests and documentation need"
	@$(PIP) --requirement requirements.lock
	@touch $@

test: lint ## all tests but the slow ones
	$(PYTEST) -m "not slow"

test-all: lint ## all tests: faults, fuzzing, browser, cluster, notebooks and docs too
	$(PYTEST)

lint: $(COMPLETE) ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(COMPLETE) ## put the code into the house's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

train: $(COMPLETE) ## make the embedded English model again (hours; see docs/model.md)
	$(BIN)/python -m training $(ARGS)

docs: $(COMPLETE) ## build the documentation site into site/
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/examples.py --samples
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

lock: $(COMPLETE) ## renew the pinned versions in requirements.lock
	$(BIN)/python docs/lock.py

samples: $(COMPLETE) ## make the sample PDF in raw/ again
	$(BIN)/python docs/sample_report.py

serve: $(READY) ## start a Prefect server on this machine and run the schedule of prefect.yaml
	$(BIN)/pipeline serve

clean: ## remove the tables and what is kept between runs; reports in raw/ stay
	rm -rf interim/* output/* output/.[!.g]* site
