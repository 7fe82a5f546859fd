# Everything a person does with this project. `make help` lists it.

PYTHON ?= python3
BIN := .venv/bin
CODE := ratsfenster search transcription participation council tests tools

.DEFAULT_GOAL := help
.PHONY: help setup test-setup demo start test lint format bench messages vendor lock

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

setup: ## environment in .venv, ffmpeg, speech model
	@$(PYTHON) tools/setup.py

test-setup: ## the same, and what tests need
	@$(PYTHON) tools/setup.py --tests

demo: setup ## take the built-in recording through the whole program and show the site
	@$(BIN)/ratsfenster demo

start: setup ## the site and its worker
	@$(BIN)/ratsfenster start

test: test-setup lint ## check the code, then run all tests, two at a time; ARGS="-n 0" one by one
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: test-setup ## style, types and who imports whom
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: test-setup ## bring the code into its form
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

bench: test-setup ## measure; ONLY=media for a part, LONG=1 with the slow ones
	@$(BIN)/python -m tests.bench $(ONLY)

messages: setup ## gather the site's texts for translation, and compile the translations
	@$(BIN)/python tools/messages.py

vendor: setup ## fetch what the browser needs into static/vendor
	@$(BIN)/python tools/vendor.py

lock: test-setup ## renew the lock; ARGS=--upgrade for newer versions
	@$(BIN)/python tools/lock.py $(ARGS)
