# Two commands are enough: `make demo` opens the case's map, `make test` proves the code. Everything lives in .venv.
.PHONY: demo map test test-packages test-minimum test-integration docs data clean bench fuzz torture mutants coverage audit
.DEFAULT_GOAL := map

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.venv/.made: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; say which: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@echo "installing (once) ..."
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/.made-dev: .venv/.made
	@$(BIN)/python -m pip install --quiet --group dev
	@touch $@

demo: .venv/.made  ## the case in a folder to play with, checked, drawn, and opened in the browser
	@mkdir -p build
	@$(BIN)/geo demo build/at-tanf --open

map: .venv/.made  ## the cases, analysed and drawn
	@$(BIN)/geo check data/at-tanf --format table
	@$(BIN)/geo map data/at-tanf -o maps/at-tanf.html
	@$(BIN)/geo map data/falklands-1982 -o maps/falklands-1982.html

test: .venv/.made-dev  ## style, types, and every test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n auto --dist loadfile

test-packages: .venv/.made-dev  ## wheel and sdist in clean environments, run as their users run them; needs a package index
	@$(BIN)/python tests/packages/installed.py

test-minimum: .venv/.made-dev  ## the tests with the lowest versions that pyproject allows; needs a package index
	@$(BIN)/python tests/packages/minimum.py

docs: .venv/.made-dev  ## build/docs/index.html: this README, the API, the notebooks
	@$(BIN)/python data/build/docs.py

test-integration: .venv/.made-dev  ## --geocoder against a real Nominatim on loopback; says what it lacks and fails then
	@$(BIN)/python -m pip install --quiet --group integration
	@$(BIN)/python -m pytest tests/integration -o addopts= --strict-markers -q -rA -p no:cacheprovider

data: .venv/.made-dev  ## the committed tables and assets, made again from their pinned sources
	@set -e; for name in outlines provinces province_outlines vendor_assets fit_profiles readme pictures notebooks; do \
	  echo "data/build/$$name.py"; $(BIN)/python data/build/$$name.py; done

bench: .venv/.made-dev  ## figures beside the peers, with short settings; build/bench.md holds the summary
	@$(BIN)/python tests/bench/summary.py

fuzz: .venv/.made-dev  ## new inputs for every parser and for containment, for FUZZ_SECONDS; time against size
	@$(BIN)/python tests/fuzz/run.py --seconds $${FUZZ_SECONDS:-120}

torture: .venv/.made-dev  ## fuzzing, faults, hostile data, and ten million verdicts against pyproj.Geod; under 15 minutes
	@$(BIN)/python tests/torture/run.py

coverage: .venv/.made-dev  ## branch coverage of the tests, in build/coverage
	@$(BIN)/python -m pip install --quiet --group coverage
	@$(BIN)/python -m pytest -n auto --dist loadfile --cov=geo --cov-branch --cov-report=term:skip-covered \
	  --cov-report=html:build/coverage

mutants: .venv/.made-dev  ## the verdict logic changed in small ways: which changes no test sees; MUTANTS names files
	@$(BIN)/python -m pip install --quiet --group mutants
	@$(BIN)/python tests/mutants.py $(MUTANTS)

audit: .venv/.made-dev  ## known vulnerabilities of all that is installed; asks pypi.org, and fails where it cannot
	@$(BIN)/python -m pip install --quiet --group audit
	@mkdir -p build && $(BIN)/python -m pip freeze --exclude-editable > build/installed.txt
	@$(BIN)/pip-audit --strict --no-deps --disable-pip --requirement build/installed.txt

clean:
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache
