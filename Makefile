# The steps that CI runs, in the words that people use. `make help` lists them.
# PYTHON may name another interpreter, 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .make
DEMO ?= demo

.DEFAULT_GOAL := help
.PHONY: help demo test lint types rooms unit campaign bench wheel facts sample persian golden catalogues clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: $(STAMPS)/run ## install what is missing and build the sample company's newest report
	@scripts/demo $(BIN) $(DEMO)

test: $(STAMPS)/dev ## install what the tests need and run all of them
	@scripts/check $(BIN)

$(STAMPS)/run: pyproject.toml requirements.txt scripts/install
	@scripts/install run $(PYTHON) $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: pyproject.toml requirements.txt requirements-dev.txt scripts/install
	@scripts/install dev $(PYTHON) $(VENV)
	@mkdir -p $(STAMPS) && touch $(STAMPS)/run $@

lint: $(STAMPS)/dev ## style
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(STAMPS)/dev ## types
	$(BIN)/mypy

rooms: $(STAMPS)/dev ## who may import whom
	$(BIN)/lint-imports

unit: $(STAMPS)/dev ## the tests alone
	$(BIN)/python -m pytest -n auto -m "not campaign"

campaign: $(STAMPS)/dev ## long runs: thousands of kills, fuzzing, big volumes
	$(BIN)/python -m pytest -n auto -m campaign

bench: $(STAMPS)/dev ## speed, against named peers in the same run
	$(BIN)/python -m benchmarks

facts: $(STAMPS)/dev ## compile the facts' statements anew
	$(BIN)/python -m flashreport.facts

sample: $(STAMPS)/run ## write the sample company anew
	$(BIN)/python sample_data/make_sample.py

persian: $(STAMPS)/run ## write the Persian sample company anew
	$(BIN)/python sample_data/make_sample.py --fa

catalogues: $(STAMPS)/run ## bring every catalogue up to date and compile it
	$(BIN)/python -m flashreport.render.catalogues --extract

golden: $(STAMPS)/dev ## draw the golden pages anew; look at each
	FLASHREPORT_GOLDEN=draw $(BIN)/python -m pytest -n0 -q tests/render/test_golden_pages.py

wheel: $(STAMPS)/dev ## build the wheel
	$(BIN)/python -m hatchling build -t wheel

clean: ## remove what the targets made
	rm -rf $(STAMPS) $(VENV) build dist demo
