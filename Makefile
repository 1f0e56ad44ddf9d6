# Everything here needs Python 3.11 or newer, make, and a package index; no more.
# Another Python: make run PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# Python compiles what it imports; pip would compile all the rest too.
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install --no-compile

SIZES ?= 100000 1000000
REPEATS ?= 3

.DEFAULT_GOAL := help
.PHONY: help run test test-pr test-all lint docs bench backtests setup setup-spark setup-bi setup-browser test-bi test-browser screenshots test-spark test-spark-cluster test-spark-skew test-wheel \
	test-versions test-semantic lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup ## build the sample shop and show what came out; `make test` has the tests
	$(BIN)/tiers build --no-tests

# All steps to the end, also after one did not pass; the quick ones two at a time.
test-pr: setup ## what CI runs on a pull request, in five minutes: all but what is thorough, the SQL that changed
	@rm -rf $(CHECK)
	@code=0; $(IN_STEPS) check-build $(LINT:check-sqlfluff=check-changed-sql) || code=1; \
		$(IN_STEPS) check-pytest MARKS="not cluster and not slow and not thorough" || code=1; exit $$code

test: setup ## everything that CI runs on each commit: parse, lint, types, dbt build, pytest
	@rm -rf $(CHECK)
	@code=0; $(IN_STEPS) check-build $(LINT) || code=1; $(IN_STEPS) check-pytest || code=1; exit $$code

test-all: setup ## every night: the slow tests too, more random shops, every subset of the inputs (half an hour)
	TEST_CASES=12 TEST_ALL_INPUTS=1 $(BIN)/python -m pytest -m "not cluster" --numprocesses auto --dist worksteal

lint: setup ## the quick part of the tests: SQL and Python style, types
	@$(IN_STEPS) $(LINT)

# Each beside the user's own database, and beside the others.
CHECK := target/check
IN_STEPS = $(MAKE) --no-print-directory --keep-going --jobs=2
LINT := check-parse check-sqlfluff check-ruff check-mypy
APART = TIERS_DATABASE=$(CHECK)/$@.duckdb DBT_TARGET_PATH=$(CHECK)/$@ DBT_LOG_PATH=$(CHECK)/$@ \
	DBT_USE_COLORS=false PYTHONWARNINGS=ignore

.PHONY: check-build check-pytest check-changed-sql $(LINT)

# The sample with all its tests; pytest looks at the same database, and builds none of its own.
SAMPLE := $(CHECK)/sample
MARKS := not cluster and not slow

check-build: | $(CHECK)
	@mkdir -p $(SAMPLE)
	DBT_TARGET_PATH=$(SAMPLE)/target DBT_WRITE_JSON=true PYTHONWARNINGS=ignore $(BIN)/tiers build --unit-tests \
		--database $(SAMPLE)/customer_tiers.duckdb --json > $(SAMPLE)/built.json
	@mv $(SAMPLE)/built.json $(SAMPLE)/report.json

check-pytest:
	$(BIN)/python -m pytest -m "$(MARKS)" --sample=$(SAMPLE) --numprocesses auto --dist worksteal

check-parse: | $(CHECK)
	$(APART) $(BIN)/dbt --quiet --warn-error --show-all-deprecations --no-partial-parse parse

check-sqlfluff: | $(CHECK)
	$(APART) $(BIN)/sqlfluff lint --processes 0 --disable-progress-bar models tests/dbt
	@for folder in figures customer; do \
		(cd runner/report/$$folder && $(abspath $(BIN))/sqlfluff lint --disable-progress-bar .) || exit 1; \
	done

# Of a branch, the files that differ from main.
BASE ?= origin/main

check-changed-sql: | $(CHECK)
	@git diff --name-only --diff-filter=d $(BASE)... -- 'models/*.sql' 'tests/dbt/*.sql' > $(CHECK)/changed
	$(APART) xargs -r $(BIN)/sqlfluff lint --processes 0 --disable-progress-bar < $(CHECK)/changed

check-ruff:
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --no-cache --check .

check-mypy:
	$(BIN)/mypy

$(CHECK):
	@mkdir -p $@

docs: setup ## write the tables, rules, playbook and dbt docs as pages to target/site
	@test -f $${TIERS_DATABASE:-customer_tiers.duckdb} || $(BIN)/tiers build --no-tests
	$(BIN)/tiers docs --out target/site

bench: setup $(VENV)-bench/.installed ## time the build against hand-written SQL and its peers: SIZES="100000 1000000"
	$(BIN)/python -m bench.run --orders $(SIZES) --repeats $(REPEATS) --out bench-results

backtests: setup ## how far off each forecast is on four real shops of ../shared/data (some minutes)
	$(BIN)/python -m bench.backtests

# The peers need other versions than the project: an environment of their own.
$(VENV)-bench/.installed: requirements-bench.lock
	@echo "Setting up $(VENV)-bench from requirements-bench.lock ..."
	$(PYTHON) -m venv --clear $(VENV)-bench
	$(VENV)-bench/bin/python -m pip --disable-pip-version-check -qq install --no-deps --require-hashes --requirement requirements-bench.lock
	@touch $@

setup: $(INSTALLED) ## make .venv from requirements.lock

# Done again only when the lock or the project file changes; after `make clean`, too.
$(INSTALLED): requirements.lock requirements-goldens.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "customer-tiers needs Python 3.11 or newer: make ... PYTHON=python3.12")'
	@echo "Setting up $(VENV) from requirements.lock (about a minute, once) ..."
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) --no-deps --require-hashes --requirement requirements.lock
	$(PIP) --no-deps --require-hashes --requirement requirements-goldens.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $(INSTALLED)

setup-spark: $(VENV)-spark/.installed ## make .venv-spark from requirements-spark.lock (400 MB)

$(VENV)-spark/.installed: requirements-spark.lock pyproject.toml
	@echo "Setting up $(VENV)-spark from requirements-spark.lock (some minutes, once) ..."
	$(PYTHON) -m venv --clear $(VENV)-spark
	$(VENV)-spark/bin/python -m pip --disable-pip-version-check -qq install \
		--no-deps --require-hashes --requirement requirements-spark.lock
	$(VENV)-spark/bin/python -m pip --disable-pip-version-check -qq install \
		--no-deps --no-build-isolation --editable .
	@touch $@

test-spark: setup-spark ## build with DuckDB and with Spark, compare every cell, read the plans
	$(VENV)-spark/bin/python -m pytest tests/spark

test-spark-cluster: setup-spark ## build on a Spark of two workers, of which one is killed
	$(VENV)-spark/bin/python -m pytest tests/spark -m cluster -k loses_a_worker

test-spark-skew: setup-spark ## build 5 million orders, half of one customer, with 1 GB executors
	$(VENV)-spark/bin/python -m pytest tests/spark -m cluster -k half_of_all_orders

# What is built and read by other versions of DuckDB and dbt than those of requirements.lock.
VERSIONS ?= $(patsubst tests/versions/%.lock,%,$(wildcard tests/versions/*.lock))

test-versions: setup $(VERSIONS:%=$(VENV)-versions/%/.installed) ## read and build with older DuckDBs and the next dbt: VERSIONS=duckdb-1.4
	$(BIN)/python -m pytest tests/versions -m slow

# A DuckDB is one package: a folder of it stands before the installed one.
$(VENV)-versions/duckdb-%/.installed: tests/versions/duckdb-%.lock
	rm -rf $(@D)
	$(PIP) --target $(@D) --no-deps --require-hashes --requirement $<
	@touch $@

$(VENV)-versions/dbt-%/.installed: tests/versions/dbt-%.lock
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python -m pip --disable-pip-version-check -qq install --no-deps --require-hashes --requirement $<
	@touch $@

# MetricFlow, for its older spec with dbt 1.11 and for its newer one with dbt 1.12.
METRICFLOWS := dbt-1.11 dbt-1.12

test-semantic: setup $(METRICFLOWS:%=$(VENV)-metricflow/%/.installed) ## ask MetricFlow, OSI and Superset's datasets for every metric
	$(BIN)/python -m pytest tests/semantic -m "not cluster"

$(VENV)-metricflow/%/.installed: tests/semantic/metricflow-%.lock
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python -m pip --disable-pip-version-check -qq install --no-deps --require-hashes --requirement $<
	@touch $@

setup-bi: $(VENV)-bi/.installed ## make .venv-bi from requirements-bi.lock: Superset and other readers

$(VENV)-bi/.installed: requirements-bi.lock
	@echo "Setting up $(VENV)-bi from requirements-bi.lock (two minutes, once) ..."
	$(PYTHON) -m venv --clear $(VENV)-bi
	$(VENV)-bi/bin/python -m pip --disable-pip-version-check -qq install \
		--no-deps --require-hashes --requirement requirements-bi.lock
	@touch $@

# Superset for real, and each query of its dashboards with each DuckDB from 1.0 on.
DUCKDBS := $(patsubst tests/versions/%.lock,$(VENV)-versions/%/.installed,$(wildcard tests/versions/duckdb-*.lock))

test-bi: setup setup-bi $(DUCKDBS) ## ask each chart of the dashboards for its data, and all readers
	$(BIN)/python -m pytest tests/bi -m "slow or not slow"

setup-browser: $(VENV)-browser/.installed ## make .venv-browser from requirements-browser.lock: Playwright and axe-core

$(VENV)-browser/.installed: requirements-browser.lock pyproject.toml
	@echo "Setting up $(VENV)-browser from requirements-browser.lock (a minute, once) ..."
	$(PYTHON) -m venv --clear $(VENV)-browser
	$(VENV)-browser/bin/python -m pip --disable-pip-version-check -qq install \
		--no-deps --require-hashes --requirement requirements-browser.lock
	$(VENV)-browser/bin/python -m pip --disable-pip-version-check -qq install \
		--no-deps --no-build-isolation --editable .
	@touch $@

test-browser: setup-browser ## look at the report in Chromium: widths, themes, keyboard, axe-core, print
	$(VENV)-browser/bin/python -m pytest tests/browser -m "slow or not slow"

screenshots: setup-browser ## draw the pictures of the report in the READMEs anew
	@test -f $${TIERS_DATABASE:-customer_tiers.duckdb} || $(VENV)-browser/bin/tiers build --no-tests
	$(VENV)-browser/bin/python -m tests.browser.screenshots $${TIERS_DATABASE:-customer_tiers.duckdb}

test-wheel: setup ## install the wheel into a new venv and build orders outside the checkout
	rm -rf $(CHECK)/wheel && mkdir -p $(CHECK)/wheel/shop
	$(BIN)/python -m pip --disable-pip-version-check -qq wheel --no-deps --no-build-isolation --wheel-dir $(CHECK)/wheel .
	$(PYTHON) -m venv $(CHECK)/wheel/venv
	$(CHECK)/wheel/venv/bin/python -m pip --disable-pip-version-check -qq install $(CHECK)/wheel/*.whl
	cp tests/project/orders.csv $(CHECK)/wheel/shop
	cd $(CHECK)/wheel/shop && ../venv/bin/tiers build orders.csv

lock: ## solve the dependencies anew and write the lock files
	$(PYTHON) -m venv --clear $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(VENV)-lock/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-header --upgrade --quiet --output-file requirements.lock
	$(VENV)-lock/bin/uv pip compile --group bench --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-header --upgrade --quiet --output-file requirements-bench.lock
	$(VENV)-lock/bin/uv pip compile --group bi --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-header --upgrade --quiet --output-file requirements-bi.lock
	$(VENV)-lock/bin/uv pip compile pyproject.toml --group browser --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-header --upgrade --quiet \
		--constraint requirements.lock --output-file requirements-browser.lock
	$(VENV)-lock/bin/uv pip compile --group goldens --no-deps --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-header --upgrade --quiet --output-file requirements-goldens.lock
	$(VENV)-lock/bin/uv pip compile pyproject.toml --extra dev --extra spark --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-header --upgrade --quiet \
		--constraint requirements.lock --output-file requirements-spark.lock
	for version in 1.0 1.2 1.3 1.4 1.5; do \
		echo "duckdb~=$$version.0" | $(VENV)-lock/bin/uv pip compile - --universal --python-version 3.11 \
			--generate-hashes --no-header --no-annotate --upgrade --quiet \
			--output-file tests/versions/duckdb-$$version.lock || exit 1; \
	done
	$(VENV)-lock/bin/uv pip compile pyproject.toml --override tests/versions/dbt-1.12.in --universal \
		--python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate --upgrade --quiet \
		--output-file tests/versions/dbt-1.12.lock
	for version in 1.11 1.12; do \
		$(VENV)-lock/bin/uv pip compile tests/semantic/metricflow-dbt-$$version.in --universal --python-version 3.11 \
			--generate-hashes --no-header --no-annotate --upgrade --quiet \
			--output-file tests/semantic/metricflow-dbt-$$version.lock || exit 1; \
	done
	rm -rf $(VENV)-lock

clean: ## remove what was built; keeps the databases
	rm -rf $(VENV) $(VENV)-bench $(VENV)-bi $(VENV)-browser $(VENV)-spark $(VENV)-versions $(VENV)-metricflow $(VENV)-lock bench-results target logs build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find bench runner tests -name __pycache__ -type d -prune -exec rm -rf {} +
