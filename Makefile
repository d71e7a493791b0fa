# `make` alone prints the targets. PYTHON names the interpreter to build on, ARGS goes to the command.
BIN := .venv/bin
# The quick tests; `make test` runs every test there is.
QUICK := tests/test_house.py tests/test_generated.py tests/core tests/laws tests/scenarios

# Another project's environment must not leak into this one; nor is anything to be compiled anew at each start.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo check test soak bench generate pictures lock audit sbom clean broker lint

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

setup: .venv/ready ## .venv with the floorwatch command, and all programs that the demo and the tests need
	@deploy/setup.sh broker
	@deploy/setup.sh tests

demo: .venv/ready broker ## a live floor on a Kafka of its own (ARGS='--rate 100 --port 8090'); Ctrl-C ends it
	@exec $(BIN)/floorwatch demo $(ARGS)

check: .venv/ready lint ## format, lint, imports, types and the quick tests, within minutes
	$(BIN)/pytest -n auto --dist worksteal $(QUICK)

test: setup lint ## everything: the checks and all tests, on a real Kafka, Prometheus and browser
	$(BIN)/pytest -n auto --dist worksteal tests/core --cov=stream --cov-report=term:skip-covered
	$(BIN)/pytest -n auto --dist worksteal $(filter-out tests/core,$(QUICK)) tests/shell
	$(BIN)/pytest -n auto --maxprocesses 2 --dist loadfile --durations=10 $(patsubst %,--ignore=%,$(QUICK) tests/shell)

soak: .venv/ready broker ## hours of faults on a real Kafka (ARGS='--seeds 20 --kills 100 --events 2000000'), all figures compared
	@exec $(BIN)/python -m tests.system.soak $(ARGS)

bench: .venv/ready broker ## throughput of the parts and of a worker, as ratios of one run
	@exec $(BIN)/floorwatch bench $(ARGS)

generate: .venv/ready ## write everything that is generated: pages of the KPIs, rules, alerts and routes, dashboards, scripts for Kafka
	@$(BIN)/python -m agents.generated

pictures: .venv/ready ## the pictures of the README, as the tests see them now
	@mkdir -p .venv/pictures deploy/pictures
	BOARD_PICTURES=.venv/pictures $(BIN)/pytest -q tests/shell/test_report_picture.py \
		"tests/system/test_board_fit.py::test_the_board_fits_in_every_language" tests/system/test_queue_browser.py
	cp .venv/pictures/usual-en-1080.png deploy/pictures/board.png
	cp .venv/pictures/queue.png .venv/pictures/report.svg deploy/pictures/

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
