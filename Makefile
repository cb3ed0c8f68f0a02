# Two commands for people: `make run` and `make test`. The rest is for those who work on it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
export PORT ?= 8000
export SITE_URL ?= http://127.0.0.1:$(PORT)

.PHONY: run test check lock bench screenshots clean

run: export CONSULTANT_SMTP_PORT ?= $(shell expr $(PORT) + 25)
run: .venv/run
	@$(BIN)/flask --app wsgi setup --port $(PORT)
	@$(BIN)/honcho start --no-prefix -p $(PORT) || [ $$? -eq 130 ]  # Ctrl-C is how one stops it

# One process a core; the journeys share one browser and one site, so they run after, one by one.
test: .venv/dev check
	$(BIN)/python -m pytest -n auto -m "not browser"
	$(BIN)/python -m pytest -m browser tests/e2e

check: .venv/dev
	$(BIN)/ruff check careercenter tests wsgi.py
	$(BIN)/pyright
	$(BIN)/lint-imports --no-cache

bench: .venv/dev
	$(BIN)/python -m tests.benchmarks

# Takes the README's pictures from the running site.
screenshots: .venv/dev
	$(BIN)/python -m tests.e2e.screenshots

# Writes the locked requirements, with hashes, from what is named in the .in files.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-find-links --no-emit-index-url --custom-compile-command "make lock"
lock: .venv/dev
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

.venv/run: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "CareerCenter needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis
