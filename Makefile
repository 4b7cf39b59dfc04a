# Every target is one line. Needs git, make, and a Python 3.11 or newer with pip.
.PHONY: help demo test check lock messages bench

help: ## say what there is
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10
demo: ## plan the sample day and say where the maps are
	@python3 -m mealroute demo
test: ## run every test, lint and types among them
	@python3 -m mealroute test
check: ## lint and types only
	@python3 -m mealroute test tests/architecture/test_tools.py
lock: ## pin what pyproject.toml asks for, newest versions: make lock UPGRADE=--upgrade
	@python3 -m mealroute.bootstrap tools.lock $(UPGRADE)
messages: ## bring the translation catalogues up to date with the code
	@python3 -m mealroute.bootstrap tools.messages
bench: ## run ours beside other solvers: make bench ARGS="--days n200-s0 --seconds 5"
	@python3 -m mealroute.bootstrap benchmarks.environment $(or $(MODULE),benchmarks) $(ARGS)
