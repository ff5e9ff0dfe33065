# Every target does its own set-up. Paths are relative, so a blank in the checkout's path is fine.

.DEFAULT_GOAL := help
.PHONY: help demo test check format lock clean venv bench faults chaos
# One recipe at a time: the set-up is shared, and the machine's cores belong to the tests.
.NOTPARALLEL:

export HUB_SCHEMAS ?= $(CURDIR)/.cache/schemas

# Further words for pytest: make test ARGS="-k outbox"
ARGS ?=

# What chance decides is decided by the seed; the same seed breaks the same things.
SEEDS ?= 1,2,3
SEED ?= 1
MINUTES ?= 10

help: ## show this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1 \2/p' Makefile | awk '{ printf "%s %-8s", $$1, $$2; $$1 = $$2 = ""; print }'

demo: ## run the hub on the example documents and show what each customer received (BROKER=rabbitmq: over servers)
	@tools/setup runtime schemas $(if $(BROKER),servers)
	@$(if $(BROKER),.venv/bin/python -m tools.demo $(BROKER),.venv/bin/hub demo)

test: ## run every test
	@tools/setup development schemas servers node
	@.venv/bin/python -m pytest -q -n 2 --dist loadfile $(ARGS)

faults: ## break a hub between real servers, with three seeds (SEEDS=1,2,3)
	@tools/setup development schemas servers
	@.venv/bin/python -m tests.proof.faults --seeds $(SEEDS)
	@.venv/bin/python -m tests.proof.figures

chaos: ## kill at random under load (MINUTES=10 SEED=1)
	@tools/setup development schemas servers
	@.venv/bin/python -m tests.proof.chaos --minutes $(MINUTES) --seed $(SEED)

bench: ## measure: every benchmark of bench/, or some (ONLY='catalogue_*'); results in build/bench
	@tools/setup development schemas servers
	@failed=0; for script in $$(grep -l '^if __name__' bench/$(or $(ONLY),*).py); do \
	  echo "$$script"; PYTHONPATH=. .venv/bin/python "$$script" || failed=1; done; exit $$failed

check: ## formatting, lint, strict types and the layers
	@tools/setup development
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/python -m pytest -q tests/test_architecture.py

format: ## bring the code into the project's form
	@tools/setup development
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

venv: ## make .venv with the hub and all tools, nothing else
	@tools/setup development
	@echo "ready: .venv/bin/hub"

lock: ## write requirements/*.lock anew from pyproject.toml (make lock ARGS=--upgrade)
	@tools/lock $(ARGS)

clean: ## remove everything that the targets made
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
