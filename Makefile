# `make demo` and `make test` are all a newcomer needs; both make .venv first. Python 3.11 or newer.
# `make help` prints what stands after ## beside the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo.db

# Tests start hundreds of processes, each of which would compile all of the tracker.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check eval docs train bench size soak audit sbom lock clean

help:  ## print these lines
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.installed  ## install into .venv, read 21 demo articles, show a list, a trajectory and a weekly report
	@rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	@$(BIN)/tracker demo $(DEMO)
	@echo; echo "tracker is in $(BIN) here: . $(BIN)/activate puts it on your path."

test: $(VENV)/.dev  ## run all tests, without a network
	$(BIN)/python -m pytest -n 2

check: $(VENV)/.dev  ## lint, format, types, layers, migrations: what must be clean before a commit
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	rm -f .check.db*
	$(BIN)/tracker --db .check.db db upgrade
	$(BIN)/tracker --db .check.db db check
	rm -f .check.db*

# With EXTRACTOR=llm:MODEL (or rules) the figures of that extractor's mentions alone.
eval: $(VENV)/.dev  ## measure how well it reads against annotated articles; fails below the floors
	EXTRACTOR="$(EXTRACTOR)" $(BIN)/python tests/eval/gate.py

docs: $(VENV)/.dev  ## build the documentation as pages in docs/_build; a warning is an error
	$(BIN)/sphinx-build -q -W --keep-going -n docs docs/_build
	@echo "docs/_build/index.html"

train: $(VENV)/.dev  ## check seeds/corpus and train the models in seeds/model from it
	$(BIN)/python -m training.check
	$(BIN)/python -m training.train
	$(BIN)/python -m training.meaning
	$(BIN)/python -m training.rarity

bench: $(VENV)/.dev  ## measure speed and memory, from one article to a million claims
	PYTHONPATH=. $(BIN)/python tests/bench/speed.py
	PYTHONPATH=. $(BIN)/python tests/bench/reading.py
	PYTHONPATH=. $(BIN)/python tests/bench/scale.py
	PYTHONPATH=. $(BIN)/python tests/bench/order.py
	PYTHONPATH=.:tests $(BIN)/python tests/bench/model.py
	PYTHONPATH=. $(BIN)/python tests/bench/report.py
	PYTHONPATH=. $(BIN)/python tests/bench/cluster.py
	PYTHONPATH=. $(BIN)/python tests/bench/log.py
	PYTHONPATH=. $(BIN)/python tests/bench/desk.py
	PYTHONPATH=. $(BIN)/python tests/bench/together.py
	PYTHONPATH=. $(BIN)/python tests/bench/server.py
	PYTHONPATH=. $(BIN)/python tests/bench/cost.py

size: $(VENV)/.dev  ## measure what an installation takes, and how long the imports do
	PYTHONPATH=. $(BIN)/python tests/bench/size.py

# The tables at the end say how many of each were done.
soak: $(VENV)/.soak  ## the long forms of what the tests do in short: kills, random runs, fuzzing; an hour or two
	TRACKER_KILLS=1000 TRACKER_POINTS=1000 TRACKER_KILLED_WORKERS=20 TRACKER_RUNS=200 TRACKER_SOAK=10 \
	  $(BIN)/python -m pytest -n 2 tests/crash tests/core/test_machine.py tests/hostile/test_hostile_fuzz.py
	PYTHONPATH=tests:. $(BIN)/python tests/hostile/soak.py

audit: $(VENV)/.dev  ## ask for known vulnerabilities in what is locked; needs a network
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements.lock

sbom: $(VENV)/.dev  ## write what it is made of, as CycloneDX
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible --of JSON -o sbom.json

# Exact versions with hashes, for every platform; names no package index.
lock:  ## lock exact versions of all dependencies; needs uv and a network
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml --group dev -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --group soak -o requirements-soak.lock

clean:  ## remove .venv, the demo and what was built
	rm -rf $(VENV) $(DEMO) $(DEMO)-wal $(DEMO)-shm sbom.json build dist docs/_build

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "tracker needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.soak: requirements-soak.lock $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-soak.lock
	@touch $@
