.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
LOCALES := en ko zh_Hans ja ru mn
SUITE := $(BIN)/python -m pytest -p xdist -n 2 --dist worksteal -m "not slow"
export PYTEST_DISABLE_PLUGIN_AUTOLOAD = 1
export FLASK_SKIP_DOTENV = 1
# Compiled modules are kept (git ignores them), whatever the shell says: every command starts in half the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run serve test test-postgres test-browser test-slow check fix migrate messages docs demo lock bench bench-pictures clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort | column -t -s '	'

.venv/site: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/site
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.env:
	@umask 077; $(PYTHON) -c "import secrets; print('SECRET_KEY=' + secrets.token_urlsafe(48))" > $@

run: .venv/site .env ## install, migrate, load the demo into an empty database, and serve on 127.0.0.1:8000
	@$(BIN)/flask --app wsgi run-all

test: .venv/dev ## the suite on SQLite (the browser part runs with `make test-browser`)
	$(SUITE) tests

test-postgres: .venv/dev ## the suite on a real PostgreSQL
	$(SUITE) --postgres tests --ignore=tests/journeys --ignore=tests/architecture

test-browser: .venv/dev ## the journeys in a real Chromium; a missing one is a failure
	$(BIN)/python -m pytest --browser -o faulthandler_timeout=600 -o faulthandler_exit_on_timeout=true tests/journeys

test-slow: .venv/dev ## crashes, races and the full demo
	$(BIN)/python -m pytest -m slow --durations=0 --durations-min=1 tests/slow

check: .venv/dev ## lint, types, catalogues, architecture, migrations
	$(BIN)/ruff check .
	$(BIN)/mypy contest config.py wsgi.py
	$(BIN)/python -m pytest tests/architecture

fix: .venv/dev ## mend what the linter can mend
	$(BIN)/ruff check --fix .

migrate: .venv/site .env ## bring the database up to date
	$(BIN)/flask --app wsgi db upgrade

messages: .venv/site ## extract texts and bring the six catalogues in step
	@PYTHONPATH=. $(BIN)/pybabel -q extract --ignore-dirs='.*' -F babel.cfg -k N_ -k lazy_gettext --add-location=file --sort-by-file --project=contest -o translations/messages.pot .
	@$(BIN)/python translations/update.py

docs: .venv/site .env ## print docs/states.md and docs/policy.md from the code
	$(BIN)/flask --app wsgi docs

demo: .venv/site .env ## load the demo into an empty database
	$(BIN)/flask --app wsgi db upgrade
	$(BIN)/flask --app wsgi demo

lock: ## compile the hashed requirements (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements-scale.in -o requirements-scale.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements-dev.in -o requirements-dev.txt

bench: .venv/dev ## ratios to the floor app
	$(BIN)/python bench/run.py

bench-pictures: .venv/dev ## decoding against the bare cascade, its memory, sixty uploads; the likeness of 20,000 pictures
	$(BIN)/python bench/pictures.py
	$(BIN)/python bench/likeness.py

clean: ## remove everything made, but never uploads
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
