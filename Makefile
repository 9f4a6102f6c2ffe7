# The commands of the product. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup run reset test check bench
PYTHON := .venv/bin/python
# `make run PORT=8080` works like `PORT=8080 make run`.
export

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

setup: ## install everything into .venv
	@scripts/setup test

run: ## start the product with demonstration data; Ctrl-C stops it (PORT=8000 HOST=127.0.0.1)
	@scripts/setup run
	@exec setpriv --pdeathsig TERM $(PYTHON) -m embedded.launcher

reset: ## stop the product and delete its data (FORCE=1: without asking)
	@scripts/setup run
	@$(PYTHON) -m embedded.launcher reset

test: ## pass all tests, on real servers and in a real browser (ARGS="-k visit")
	@scripts/setup test
	@$(PYTHON) -m pytest -n 2 $(ARGS)

check: ## format, lint, types, imports, migrations, translations, deployment
	@scripts/setup test
	@scripts/check

bench: ## measure the product against its limits (docs: benchmarks/README.md)
	@scripts/setup run
	@$(PYTHON) -m benchmarks $(ARGS)
