# make run    sets up, reads the default corpus the first time and serves the page on http://127.0.0.1:8000
# make test   sets up and runs lint, types, import contracts and every test
# make evals  sets up and scores the answers, with what is gained and lost against the committed ones
# make lock   hashes the pins of the lock files anew, after a line was added or changed
# make sbom   writes what is installed to run, with its hashes, to sbom.json (CycloneDX)
# TORCH_INDEX names a package index with CPU builds of torch (see README).

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Every file is named in a lock and has the hash that stands there, whichever index it comes from.
LOCKED := $(PIP) --no-deps --require-hashes --only-binary :all:

.PHONY: run test setup setup-dev check fix evals lock sbom clean

run: setup
	@$(BIN)/hoiphuong serve

test: setup-dev check
	@$(BIN)/python -m pytest -n 3 --dist loadfile

check: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: setup-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

evals: setup-dev
	@$(BIN)/hoiphuong evals answers

setup: .venv/.installed
setup-dev: .venv/.installed-dev

.venv/.installed: requirements-torch-cpu.lock requirements-torch.lock requirements-cuda.lock requirements.lock pyproject.toml
	@echo "Đang cài đặt vào .venv (lần đầu mất vài phút)…"
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Cần Python 3.11 trở lên, ví dụ: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv
	@$(LOCKED) $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) -r requirements-torch-cpu.lock 2>/dev/null \
		|| $(LOCKED) -r requirements-torch.lock $(if $(filter Linux,$(shell uname)),-r requirements-cuda.lock)
	@$(LOCKED) -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock
	@$(LOCKED) -r requirements-dev.lock
	@touch $@

lock: setup-dev
	@for each in requirements.lock requirements-dev.lock requirements-cuda.lock; do \
		{ head -1 $$each; $(BIN)/uv pip compile --quiet --no-config --no-deps --universal --python-version 3.11 \
			--generate-hashes --no-annotate --no-header $$each; } > $$each.new && mv $$each.new $$each || exit 1; \
	done

sbom: setup-dev
	@cat requirements-torch.lock requirements.lock | $(BIN)/cyclonedx-py requirements --pyproject pyproject.toml \
		--output-reproducible --of JSON -o sbom.json -

clean:
	rm -rf .venv data
