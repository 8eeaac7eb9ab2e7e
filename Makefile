# Study in Białystok: two commands on a fresh machine, `make site` and `make test`.
#
# Everything is set up once, in .venv/, from lock files whose every line carries its hashes;
# a target sets up only what it needs. `make PYTHON=python3.13 site` names another Python.

PYTHON ?= python3
RUN := .venv/bin/python
PIP := .ci/set-up $(PYTHON) install --disable-pip-version-check --no-input --quiet --require-hashes -r
LOCK := --universal --python-version 3.11 --generate-hashes --only-binary :all: --emit-build-options \
  --no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet
UV := .venv/lock-tools/bin/uv
# The other generators written in or packed for Python, each with a lock file of its own.
PEERS := hugo mkdocs pelican
# More words for the command a target runs: make check ARGS="--report github"
ARGS ?=
# How long `make soak` looks: make soak MINUTES=60
MINUTES ?= 10
# How often `make lighthouse` measures a page that misses a figure, 1 or 3: make lighthouse TRIES=1
TRIES ?= 3

.DEFAULT_GOAL := help
.PHONY: help site check serve test soak lint gallery lighthouse bench lock clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

site: .venv/site.stamp ## set up and build the real site into site/
	$(RUN) build.py build $(ARGS)

check: .venv/site.stamp ## do everything `site` does, publishing nothing
	$(RUN) build.py check $(ARGS)

serve: .venv/site.stamp ## show a live preview
	$(RUN) build.py serve $(ARGS)

test: lint .venv/judges.stamp ## set up and pass every test
	$(RUN) tests/browser/get_browser.py
	$(RUN) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(ARGS)

soak: .venv/test.stamp ## look for edits after which a build with memory differs from a clean one
	MICROSITE_SOAK=$(MINUTES) $(RUN) -m pytest tests/incremental/test_machine.py $(ARGS)

lint: .venv/test.stamp ## check the style and the types
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

gallery: site .venv/test.stamp ## take pictures of each type of page into gallery/, for a person to look at
	$(RUN) tests/browser/get_browser.py
	$(RUN) -m tests.browser.gallery

lighthouse: site .venv/lighthouse.stamp ## measure each type of page in a lab, into docs/lighthouse.md
	$(RUN) tests/browser/get_browser.py
	$(RUN) -m tests.lighthouse.run_lighthouse --tries $(TRIES)

bench: .venv/test.stamp ## measure the generator beside others, into docs/performance.md
	$(RUN) tests/benchmark/get_peers.py $(PYTHON)
	$(RUN) -m tests.benchmark.run_benchmark $(ARGS)

# Versions stay as they are unless ARGS=--upgrade; uv makes the files and is no part of them.
lock: .venv/test.stamp ## write the lock files anew from pyproject.toml and the package.json files
	$(PYTHON) -m venv --clear .venv/lock-tools
	.venv/lock-tools/bin/python -m pip install --disable-pip-version-check --quiet uv==0.13.9
	$(UV) pip compile pyproject.toml $(LOCK) $(ARGS) -o requirements.txt
	$(UV) pip compile pyproject.toml --group dev -c requirements.txt $(LOCK) $(ARGS) -o requirements-dev.txt
	$(RUN) tests/outside/get_nu_checker.py lock
	for peer in $(PEERS); do \
	  $(UV) pip compile tests/benchmark/peers/$$peer.in $(LOCK) $(ARGS) -o tests/benchmark/peers/$$peer.txt || exit; done
	$(RUN) tests/lighthouse/get_lighthouse.py lock
	$(RUN) tests/benchmark/get_peers.py lock

clean: ## delete all that can be made again
	rm -rf .venv site .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The interpreter is a link to the machine's own; when that Python is gone, the stamps go too.
$(RUN):
	.ci/set-up $(PYTHON)

.venv/site.stamp: requirements.txt $(RUN)
	$(PIP) requirements.txt
	@touch $@

.venv/test.stamp: requirements-dev.txt .venv/site.stamp
	$(PIP) requirements-dev.txt
	@touch $@

.venv/judges.stamp: tests/outside/package-lock.json .venv/test.stamp
	$(RUN) tests/outside/get_nu_checker.py
	@touch $@

.venv/lighthouse.stamp: tests/lighthouse/package-lock.json .venv/test.stamp
	$(RUN) tests/lighthouse/get_lighthouse.py
	@touch $@
