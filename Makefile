# Everything a user runs. Needs Python 3.11-3.13 with pip and venv, and make; the rest is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
DEMO := data/snapshots/demo/manifest.json
DEMO_SOURCES := $(shell find src/analysis/data src/analysis/registers reference -name '*.py' -o -name '*.csv' -o -name '*.yml')
JOBCENTER ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: reports read-back test lint lab docs demo format lock check-output validation clean help

help:
	@echo "make reports   the reports of every jobcenter on the synthetic country"
	@echo "               JOBCENTER=\"Esbjerg Herlev\" for some of them"
	@echo "make read-back  reads the sentences of all reports back and holds them against their tables"
	@echo "make test      all tests, notebooks included"
	@echo "make lab       JupyterLab on the notebooks, in Danish as far as it is translated"
	@echo "make docs      the generated pages of docs/"
	@echo "make lint      ruff and mypy"
	@echo "make validation  docs/validation.md: the methods against published answers and simulations"

reports:
ifeq ($(strip $(JOBCENTER)),)
	@echo "A report for every jobcenter, on synthetic figures: about 15 minutes on 2 cores, the country included, plus 2 for installing the first time."
else
	@echo "Reports for $(JOBCENTER), on synthetic figures: a minute or two for three, plus 2 minutes for installing the first time."
endif
	@$(MAKE) --no-print-directory demo
	@$(BIN)/jobcenter run --data demo $(if $(strip $(JOBCENTER)),--jobcenter "$(JOBCENTER)")

demo: $(DEMO)

$(DEMO): $(INSTALLED) $(DEMO_SOURCES)
	@$(BIN)/jobcenter data demo

read-back: $(INSTALLED)
	@PYTHONPATH=tests $(BIN)/python -m read_back reports

test: demo
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --max-worker-restart 0

lint: $(INSTALLED)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

docs: $(INSTALLED)
	@$(BIN)/python docs/pages.py

format: $(INSTALLED)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lab: demo
	@cd notebooks && ../$(BIN)/jupyter lab --LabApp.app_settings_dir=../lab --LabApp.extension_manager=readonly

lock: $(INSTALLED)
	@$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --no-header --no-emit-index-url --quiet -o requirements.lock

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"This project needs Python 3.11, 3.12 or 3.13; $(PYTHON) is {v[0]}.{v[1]}. Name another: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(INSTALLED)

clean:
	rm -rf data reports .pytest_cache .mypy_cache .ruff_cache

check-output: demo
	@$(BIN)/python -m analysis.runs.checked notebooks/*.ipynb

validation: $(INSTALLED)
	@$(BIN)/python benchmarks/validation.py
