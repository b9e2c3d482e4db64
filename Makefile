# Two commands for a fresh machine with Python 3.10 or newer: make demo, make test.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
STAMP := $(VENV)/.ready

.PHONY: demo test lint accuracy clean

demo: $(STAMP)
	@$(BIN)/lipei check corpora/sample --fail-on never

test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/lipei rules test
	$(BIN)/lipei rules lint
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

accuracy: $(STAMP)
	$(BIN)/python tools/accuracy.py --unseen

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[dev]"
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .coverage
