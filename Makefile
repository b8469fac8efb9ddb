# make run    sets up, reads the default corpus the first time and serves the page on http://127.0.0.1:8000
# make test   sets up and runs lint, types, import contracts and every test
# make evals  sets up and scores the answers, with what is gained and lost against the committed ones
# TORCH_INDEX names a package index with CPU builds of torch (see README).

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test setup setup-dev check fix evals clean

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

.venv/.installed: requirements.lock pyproject.toml
	@echo "Đang cài đặt vào .venv (lần đầu mất vài phút)…"
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Cần Python 3.11 trở lên, ví dụ: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv
	@$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) $$(grep '^torch==' requirements.lock)
	@$(PIP) -r requirements.lock
	@$(PIP) --no-deps -e .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock
	@$(PIP) -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv data
