# mind-gitter's commands. `make help` lists them; every one sets up what it needs.
#
# PYTHON names the interpreter the environments are made with:  make PYTHON=python3.12 setup
# TESTS narrows the tests:                                      make test TESTS=tests/config

PYTHON ?= python3
TESTS ?= tests
BIN := .venv/bin
TRAINING := .venv-training/bin
# torch stands apart from the hashed lists: its build without CUDA carries no registry hash.
TORCH := torch==2.13.0
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11

# Hundreds of processes begin in a run of the tests: compiled once, each of them is up in a third of the time.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup setup-training demo test test-training soak check bench bench-large screenshots language lock clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: .venv/installed ## Make .venv with everything for running and testing; again only when the lists changed
	@:

setup-training: .venv-training/installed ## Make .venv-training, which trains the expression model
	@:

demo: setup ## Bot, stand-in for Telegram and a page to chat in, on this machine; without a terminal a short chat in demo-out/
	@if [ -t 0 ] && [ -t 1 ] && [ -z "$$CI" ]; then $(BIN)/python -m app playground; \
	else $(BIN)/python -m app playground --headless; fi

# Much of a journey is waiting, so three processes keep two cores busy; a file's tests stay together, since those
# of journeys share a bot. The order is that of tests/conftest.py: what takes longest begins first.
test: setup ## Run the tests, without network
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder $(TESTS)

# tests/conftest.py is for the bot's rooms, whose libraries training lacks; the variable is its only
# line that training needs: without, onnxruntime writes to the home and looks for its maker's host.
test-training: setup-training ## Run training's tests with torch, without network
	ORT_DISABLE_TELEMETRY=1 $(TRAINING)/python -m pytest --confcutdir tests/training tests/training

# Stories of who reaches what, compared with a model 100,000 times at least, which the test asserts,
# and ten times the forged presses of `make test`; then more than 500 kills of a bot and its workers
# while a household lives in every flow, in nine lives, of which an odd seed speaks Korean.
soak: setup ## The tests of who reaches what, and of kill -9 in every flow, for longer: an hour or more
	MINDGITTER_TEST_STORIES=20 $(BIN)/python -m pytest tests/diary/test_reach.py -rP
	MINDGITTER_TEST_PRESSES=100000 $(BIN)/python -m pytest tests/bot/test_forgery.py -rP
	MINDGITTER_TEST_MUTATIONS=1000 MINDGITTER_TEST_BOMBS=90 $(BIN)/python -m pytest tests/hostile -o log_cli=true -o log_cli_level=INFO
	MINDGITTER_TEST_BUSY_CLIPS=10 $(BIN)/python -m pytest tests/journeys/test_faulty_telegram.py
	MINDGITTER_TEST_CLOCKS=1 $(BIN)/python -m pytest tests/journeys/test_faults.py
	MINDGITTER_TEST_WRITERS=500 $(BIN)/python -m pytest tests/storage/test_two_writers.py -rP
	MINDGITTER_TEST_REKEYS=60 $(BIN)/python -m pytest tests/app/test_rekey_kills.py -rP
	for seed in 1 2 3 4 5 6 7 8 9; do MINDGITTER_TEST_KILLS=60 MINDGITTER_TEST_SEED=$$seed \
	  $(BIN)/python -m pytest tests/journeys/test_kills_in_every_flow.py -rP || exit 1; done

check: setup ## Lint, format, types, import directions, and known weaknesses of what is locked
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python requirements/audit.py

bench: setup ## Run every measurement in benchmarks/, one after the other
	@status=0; for file in benchmarks/*.py; do echo "== $$file"; \
		PYTHONPATH=. $(BIN)/python "$$file" || status=1; done; exit $$status

bench-large: setup ## Search among 1,000,000 entries; takes minutes and two gigabytes
	PYTHONPATH=. $(BIN)/python benchmarks/search.py --large

screenshots: setup ## The pictures of the page in docs/pictures, anew; needs Chromium and takes minutes
	$(BIN)/python -m tests.browser.pictures docs/pictures

language: setup ## Make languages/CODE.po, or bring it up to date:  make language CODE=ja
	$(BIN)/python -m languages.extraction $(CODE)

lock: setup ## Compile requirements/*.in into exact versions with hashes
	@set -e; for name in tools runtime test training; do \
		$(COMPILE) requirements/$$name.in --output-file requirements/$$name.txt > /dev/null; \
		echo "requirements/$$name.txt"; done

clean: ## Remove environments, caches and the demo's pictures; data/ stays
	rm -rf .venv .venv-training demo-out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	rm -rf .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp that is older than its lists: then, and only then, they are installed again.
.venv/installed: requirements/tools.txt requirements/test.txt | .venv/bin/python
	@echo "Installing what requirements/test.txt lists (once; some minutes on a slow line) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/tools.txt
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/test.txt
	@touch $@

.venv-training/installed: requirements/tools.txt requirements/training.txt | .venv-training/bin/python
	@echo "Installing $(TORCH) and what requirements/training.txt lists ..."
	@$(TRAINING)/python -m pip install --quiet --require-hashes -r requirements/tools.txt
	@$(TRAINING)/python -m pip install --quiet $(TORCH)
	@$(TRAINING)/uv pip install --quiet --python $(TRAINING)/python --require-hashes -r requirements/training.txt
	@touch $@

.venv/bin/python .venv-training/bin/python:
	@command -v "$(PYTHON)" > /dev/null || { echo "$(PYTHON) is not on this machine. Install" \
		"Python 3.11 or newer, or name one: make PYTHON=/path/to/python setup" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older" \
		"than 3.11, which mind-gitter needs. Name a newer one: make PYTHON=python3.12 setup" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { echo "$(PYTHON) cannot make virtual" \
		"environments here. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(firstword $(subst /, ,$@))
