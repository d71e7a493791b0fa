# `make` alone prints the targets. PYTHON names the interpreter to build on, ARGS goes to the command.
BIN := .venv/bin
# The quick tests; `make test` runs every test there is.
QUICK := tests/test_house.py tests/test_generated.py tests/core tests/laws tests/scenarios

# Another project's environment must not leak into this one.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.PHONY: help setup demo check test bench generate lock audit sbom clean broker lint

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

setup: .venv/ready ## .venv with the floorwatch command, and all programs that the demo and the tests need
	@deploy/setup.sh broker
	@deploy/setup.sh tests

demo: .venv/ready broker ## a live floor on a Kafka of its own (ARGS='--rate 100 --port 8090'); Ctrl-C ends it
	@exec $(BIN)/floorwatch demo $(ARGS)

check: .venv/ready lint ## format, lint, imports, types and the quick tests, within a minute
	$(BIN)/pytest -n auto --dist worksteal $(QUICK)

test: setup lint ## everything: the checks and all tests, on a real Kafka, Prometheus and browser
	$(BIN)/pytest tests/core --cov=stream --cov-report=term:skip-covered
	$(BIN)/pytest --ignore=tests/core

bench: .venv/ready broker ## throughput of the parts and of a worker, as ratios of one run
	@exec $(BIN)/floorwatch bench $(ARGS)

generate: .venv/ready ## write everything that is generated: documentation, rules, alerts and their routes
	@$(BIN)/python -m agents.generated

lock: .venv/ready ## write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --group dev --generate-hashes --no-header \
		--upgrade --output-file requirements.lock pyproject.toml

audit: .venv/ready ## ask whether a locked package has a known weakness; fails where nobody can be asked
	@$(BIN)/python deploy/audit.py requirements.lock -- $(BIN)/uv tool run --from pip-audit==2.10.1 pip-audit

sbom: .venv/ready ## write artefacts/sbom.json: everything that is shipped, as CycloneDX
	@mkdir -p artefacts
	@$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible $(BIN)/python \
		| $(BIN)/python deploy/sbom.py >artefacts/sbom.json

clean: ## remove all that the other targets made here
	rm -rf .venv .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache dist artefacts
	find stream agents tests -name __pycache__ -prune -exec rm -rf {} +

.venv/ready: pyproject.toml requirements.lock deploy/setup.sh
	@deploy/setup.sh venv

# A demo or a bench runs without Java too: the command says what it does instead.
broker: .venv/ready
	@deploy/setup.sh broker || echo "going on without them"

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
