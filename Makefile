# The words of the house; `make` alone lists them. Needs Python 3.11 or later and make, nothing else:
# every word that runs something sets up `.venv` first, and again only when pyproject.toml or uv.lock changed.
#
# Paths in here are relative, so the folder of the repository may have spaces in its name. Values a user gives
# (FOLDER, JSON) reach the recipes through the environment, so they may have spaces too.

PYTHON ?= python3
UV_VERSION := 0.13.9
WORKERS ?= 2
ARGS ?=
export PYTHON FOLDER JSON

BIN := .venv/bin
STAMP := .venv/.set-up
DEBIAN := chromium fonts-liberation libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
UV_SYNC := UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never \
	$(BIN)/python -m uv sync --locked --quiet --compile-bytecode --python $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help setup browser demo test test-slow check bench docs clean

help: ## list these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  PYTHON=python3.12     the Python to set up with (default python3)"
	@echo "  ARGS='-k mali'        more options for pytest; WORKERS=4 test processes (default 2)"
	@echo "  FOLDER=my-demo        where make demo puts its ledger"
	@echo "  JSON=bench.json       a file for the figures of make bench"

setup: $(STAMP) ## make the virtual environment in .venv with everything locked in uv.lock

# A virtual environment that cannot run (half made, copied from elsewhere, or of an old Python) is made anew.
# uv is told which environment and which Python to use, as its own environment variables could say otherwise. It
# trusts its own list of certificates, which fails where a network puts its own in between; then those of the system.
$(STAMP): pyproject.toml uv.lock
	@$(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		"$$PYTHON" -c '' 2>/dev/null || { \
			echo "Setting up needs Python 3.11 or later, and \"$$PYTHON\" does not run." \
				"Install it, or name another: make setup PYTHON=python3.11" >&2; exit 1; }; \
		"$$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
			echo "Setting up needs Python 3.11 or later, and \"$$PYTHON\" is $$("$$PYTHON" --version 2>&1)." \
				"Install a later one, or name it: make setup PYTHON=python3.11" >&2; exit 1; }; \
		"$$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || { \
			echo "Setting up needs the venv and ensurepip modules, and \"$$PYTHON\" lacks them." \
				"Install them (on Debian and Ubuntu: the package python3-venv), or name another Python:" \
				"make setup PYTHON=python3.11" >&2; exit 1; }; \
		echo "Making .venv"; "$$PYTHON" -m venv --clear .venv; }
	@$(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check "uv==$(UV_VERSION)"
	@$(UV_SYNC) 2>.venv/.uv-said || { \
		grep -q 'peer certificate' .venv/.uv-said || { cat .venv/.uv-said >&2; exit 1; }; \
		UV_SYSTEM_CERTS=true $(UV_SYNC); }
	@touch $@
	@echo "Set up: $$($(BIN)/python --version) in .venv"

# A named KRONIEK_BROWSER is not looked for in Debian's archive; the tests say when it does not run.
browser: $(STAMP) ## install what dossier pages and PDFs are tested with, where it is missing (Debian, as root)
	@lacking() { \
		{ [ -n "$$KRONIEK_BROWSER" ] || command -v chromium || command -v chromium-browser \
			|| command -v google-chrome; } >/dev/null || return 0; \
		! $(BIN)/python -c 'import weasyprint' >/dev/null 2>&1; \
	}; \
	lacking || { echo "A browser and Pango are here"; exit 0; }; \
	if [ "$$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then \
		echo "Dossier pages and PDFs are tested with Chromium and Pango, and they are not all here." \
			"Install them (on Debian and Ubuntu: apt-get install $(DEBIAN))." >&2; exit 1; \
	fi; \
	echo "Installing $(DEBIAN)"; \
	export DEBIAN_FRONTEND=noninteractive; \
	apt-get update -qq && apt-get install -qq -y --no-install-recommends $(DEBIAN) >.venv/.apt-said 2>&1 \
		|| { cat .venv/.apt-said >&2; exit 1; }; \
	! lacking || { echo "Chromium and Pango were installed, and still do not run." >&2; exit 1; }

demo: $(STAMP) ## the Mali story in a new folder: a ledger, its policy day by day, a case replayed
	@folder=$${FOLDER:-kroniek-demo}; \
	if [ -z "$$FOLDER" ]; then n=1; while [ -e "$$folder" ]; do n=$$((n + 1)); folder=kroniek-demo-$$n; done; fi; \
	$(BIN)/kroniek demo "$$folder"

test: $(STAMP) ## the tests, without those that take minutes
	$(BIN)/python -m pytest -m "not slow" -n $(WORKERS) --dist loadfile $(ARGS)

test-slow: $(STAMP) ## the tests that take minutes
	$(BIN)/python -m pytest -m slow $(ARGS)

check: $(STAMP) ## style, format, types, and which package may import which
	@failed=0; \
	for look in "ruff check ." "ruff format --check ." mypy lint-imports; do \
		echo "$$look"; $(BIN)/$$look || failed=1; \
	done; exit $$failed

bench: $(STAMP) ## measure speed beside its peers, as ratios in one run
	@$(BIN)/python -m bench $${JSON:+--json "$$JSON"}

docs: $(STAMP) ## write the generated reference pages again
	$(BIN)/python docs/generate.py

clean: ## remove .venv, caches and build output; ledgers and demo folders stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
	find ./*/ -type d -name __pycache__ -prune -exec rm -rf {} +
