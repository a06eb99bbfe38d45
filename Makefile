# Two commands matter: `make run` starts the product with a seeded school, `make test` proves it.
# Needed on the machine: Python 3.11 or newer, and make. Everything else is fetched or named.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PY := .venv/bin/python
# The newest Python on the path that is new enough; PYTHON=/path/to/python3 chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
# Processes that run tests side by side: a browser and a server each, so half of what the machine has, at least two.
WORKERS ?= $(shell n=$$(( $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) / 2 )); [ $$n -lt 2 ] && n=2; echo $$n)

.PHONY: help run prepare test drill histories reliability load hostile lint types sbom audit guides check clean dev assets libraries test-sqlite test-postgres

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

# Without a .env file this is a demonstration: a seeded school, mail kept in var/mail. DEMO=0 or a .env says otherwise.
run: export DEMO ?= $(if $(wildcard .env),,1)
run: prepare ## Start everything on http://localhost:8000 (HOST and PORT choose another address)
	@[ -n "$$DEMO" ] || unset DEMO; exec $(PY) manage.py serve --prepare

prepare: .venv/.base assets libraries

test: dev assets libraries ## Run the whole suite on SQLite, then on PostgreSQL
	@$(PY) -m tests.chromium
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgres

test-sqlite: # everything, with the browser
	$(PY) -m pytest -q -n $(WORKERS) --dist worksteal

test-postgres: # everything but the browser, which sees no difference
	$(PY) -m tests.postgres $(PY) -m pytest -q -n $(WORKERS) --dist worksteal -m "not browser"

drill: dev ## Back up, lose everything, restore and compare, on SQLite and on PostgreSQL
	$(PY) -m pytest -q -n 0 tests/backup
	$(PY) -m tests.postgres $(PY) -m pytest -q -n 0 tests/backup

histories: dev ## Try 2,000 random histories of a record and its subject, as for a release (takes long)
	HISTORIES=2000 $(PY) -m pytest -q -n $(WORKERS) tests/house/test_subject_histories.py

# RELIABILITY_KILLS and RELIABILITY_SUBMISSIONS choose how long; RELIABILITY_INCIDENTS how much R1's data is.
reliability: hostile load ## Break everything at length, measure a trust at work, and write docs/reliability.md
	RELIABILITY=1 $(PY) -m tests.postgres $(PY) -m pytest -q -n 0 tests/reliability/test_crash.py

# Filled once, then used by each. LOAD_PEOPLE, LOAD_SECONDS and LOAD_PAUSE choose how many, how long, how busy.
load: dev ## Thirty people at once on a trust's data; its migrations killed; its backup and restore
	RELIABILITY=1 $(PY) -m tests.postgres $(PY) -m pytest -q -n 0 tests/reliability/test_load.py \
		tests/reliability/test_migrations.py tests/reliability/test_restore_at_size.py

# HOSTILE_EXAMPLES chooses how many; on two cores at rest 200,000 take hours.
hostile: dev ## 200,000 hostile requests to every form and query string
	RELIABILITY=1 $(PY) -m pytest -q -n 0 tests/reliability/test_hostile_input.py

lint: dev ## Check style, imports between rooms, and that migrations are complete
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run

types: dev ## Check types
	$(PY) -m mypy

sbom: dev ## Write what the product is made of to var/sbom.json (CycloneDX)
	$(PY) .ci/sbom.py var/sbom.json

# --strict: a package that could not be asked about is a failure, not a pass. Needs the network.
audit: dev ## Ask whether a weakness is known of any package that is shipped
	$(PY) -m pip_audit --strict --require-hashes --disable-pip -r requirements/base.txt --progress-spinner off

guides: dev assets libraries ## Take the pictures of docs/guides anew
	@$(PY) -m tests.chromium
	PICTURES_TO=docs/guides/images $(PY) -m pytest -q -n 0 tests/guides -k pictures_can_be_taken

check: ## Do everything continuous integration does
	.ci/run

clean: ## Remove what was made here, except data in var/
	rm -rf .venv .build-venv node_modules static/built var/static
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

dev: .venv/.dev

assets: | $(if $(wildcard .venv/.dev),.venv/.dev,.venv/.base)
	@$(PY) -m esafety.ui.assets

libraries: | $(if $(wildcard .venv/.dev),.venv/.dev,.venv/.base)
	@$(PY) esafety/serve/libraries.py

# -- the environment -----------------------------------------------------------------------------

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "This needs Python 3.11 or newer. Install it, or name one: make PYTHON=/path/to/python3 run" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is not Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "Python cannot make an environment here. Run: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Making the Python environment …"
	@$(PYTHON) -m venv .venv

# Installs exactly what a lock names, each file checked against its hash: with uv, or where uv cannot
# reach the packages (it does not read pip's configuration), with pip.
define install
	@echo "Installing what $(1) names …"
	@{ $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/boot.txt \
		&& .venv/bin/uv pip sync -q --require-hashes --python $(PY) $(1); } \
		|| { echo "uv could not; trying pip, which takes a minute longer …"; \
		$(PY) -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r $(1); }
	@touch $@
endef

# The development set holds the whole product, so once it is there it serves `make run` too.
.venv/.base: requirements/base.txt requirements/dev.txt requirements/boot.txt | .venv/bin/python
	$(call install,$(if $(wildcard .venv/.dev),requirements/dev.txt,requirements/base.txt))

.venv/.dev: requirements/dev.txt requirements/boot.txt | .venv/bin/python
	$(call install,requirements/dev.txt)
	@touch .venv/.base
