# Every command sets up what it needs; `make` alone lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.SILENT:

ENV ?= dev
JOBS ?= 3
BIN := .venv/bin
PY := $(BIN)/python
READY := .venv/.ready
DYNAMODB := .cache/dynamodb-local/.ready
REFERENCE := .cache/reference/.ready
AI := .cache/ai/.ready
AGENT := .cache/agent
AGENT_READY := $(AGENT)/.ready
BROWSER := .cache/.browser
# SAM runs make for the layers; it must not take this make's flags for its own.
SAM := env -u MAKEFLAGS -u MAKELEVEL PATH="$(CURDIR)/$(BIN):$$PATH" SAM_CLI_TELEMETRY=0 \
	PYTHON="$(CURDIR)/$(PY)" CONSTRAINTS="$(CURDIR)/local/constraints.txt" sam

.PHONY: help
help: ## list the commands
	awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): pyproject.toml layers/core/requirements.txt local/constraints.txt
	python=$$(local/find_python.sh) || exit 1; \
	if ! $(PY) -c 'import sys; raise SystemExit(sys.version_info[:2] != (3, 13))' 2>/dev/null; \
	then rm -rf .venv && "$$python" -m venv .venv || exit 1; fi; \
	echo "Installing the Python packages ..."; \
	$(PY) -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1' && \
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement \
		layers/core/requirements.txt --group dev --constraint local/constraints.txt && \
	touch $@

$(DYNAMODB): local/dynamodb_local.py $(READY)
	$(PY) -m local.dynamodb_local && touch $@

$(REFERENCE): layers/reference/Makefile layers/reference/fetch_npm.py $(READY)
	rm -rf $(@D) && $(MAKE) -s -C layers/reference build-ApiReferenceLayer \
		PYTHON="$(CURDIR)/$(PY)" ARTIFACTS_DIR="$(CURDIR)/$(@D)" && touch $@

$(AI): layers/ai/Makefile layers/ai/requirements.txt layers/ai/trim_aiplatform.py $(READY)
	rm -rf $(@D) && $(MAKE) -s -C layers/ai build-AiLayer PYTHON="$(CURDIR)/$(PY)" \
		NATIVE_WHEELS=1 ARTIFACTS_DIR="$(CURDIR)/$(@D)" && touch $@

$(AGENT_READY): agent/requirements.txt agent/constraints.txt $(READY)
	rm -rf $(AGENT) && $(PY) -m venv $(AGENT) && echo "Installing the voice agent's packages ..." && \
	$(AGENT)/bin/python -m pip install --quiet --disable-pip-version-check \
		--requirement agent/requirements.txt --constraint agent/constraints.txt && touch $@

$(BROWSER): local/find_browser.sh
	mkdir -p $(@D) && local/find_browser.sh > $@ || { rm -f $@; exit 1; }

.PHONY: run
run: $(READY) $(if $(STUBS),$(AGENT_READY)) ## the whole stack on this machine, until Ctrl-C (API_PORT=3000 AWS_PORT=4566 STUBS=1)
	exec $(PY) -m local.run run $(if $(STUBS),--stubs)

.PHONY: stop
stop: $(READY) ## end a running stack, keep its data
	exec $(PY) -m local.run stop

.PHONY: reset
reset: $(READY) ## end a running stack and forget its data
	exec $(PY) -m local.run reset

.PHONY: test
test: $(READY) $(DYNAMODB) $(REFERENCE) $(AI) $(AGENT_READY) $(BROWSER) ## check, then every test; ends with pytest's summary
	checked=0; $(MAKE) --no-print-directory check || checked=1; \
	$(PY) -m pytest -q -n $(JOBS) tests; tested=$$?; \
	exit $$((checked || tested))

.PHONY: check
check: $(READY) $(AGENT_READY) ## lint, format, types, imports, template
	failed=0; \
	$(BIN)/ruff check . || failed=1; \
	$(BIN)/ruff format --check --quiet . || failed=1; \
	$(BIN)/mypy || failed=1; \
	MYPYPATH=agent $(BIN)/mypy --python-executable $(AGENT)/bin/python agent/voice_agent || failed=1; \
	PYTHONPATH=layers/core $(BIN)/lint-imports --no-logo || failed=1; \
	AWS_DEFAULT_REGION=us-east-1 $(SAM) validate --lint || failed=1; \
	$(BIN)/cfn-lint template.yaml agent/fargate.yaml || failed=1; \
	exit $$failed

.PHONY: bench
bench: $(READY) $(DYNAMODB) $(REFERENCE) $(AI) $(AGENT_READY) ## measure cold starts, requests and DynamoDB, write docs/performance.md
	$(PY) -m local.bench

.PHONY: scale
scale: $(READY) ## simulate 50,000 of a partner watching, and sign-ups; some minutes
	$(PY) -m local.bench scale

.PHONY: new
new: $(READY) ## a new endpoint: ROUTE="POST /v1/..." NAME=domain.endpoint WHO=U [FEATURE=...]
	$(PY) -m local.new_endpoint --route "$(ROUTE)" --name "$(NAME)" --who "$(WHO)" --feature "$(FEATURE)"

.PHONY: foods
foods: $(READY) ## load the full food table: FDC=<unpacked CSV download of USDA FoodData Central>
	$(PY) -m local.load_foods "$(FDC)"

.PHONY: eval-food
eval-food: $(READY) $(AI) ## ask the model of VERTEX_* about photos of known weight: DIR=<photos and weights.csv>
	PYTHONPATH=layers/core:$(dir $(AI))python $(PY) -m local.eval_food "$(DIR)"

.PHONY: openapi
openapi: $(READY) ## write the OpenAPI document and the template's generated parts
	$(PY) -m local.openapi
	$(PY) -m local.template_parts

.PHONY: build
build: $(READY) ## sam build for ENV=dev|prod, for the architecture that samconfig.toml deploys to
	ARCHITECTURE=$$($(PY) -m local.doctor $(ENV) --architecture) && export ARCHITECTURE && \
		$(SAM) build --config-env $(ENV)

.PHONY: doctor
doctor: $(READY) ## say what a deployment to ENV=dev|prod lacks
	$(PY) -m local.doctor $(ENV)

.PHONY: deploy
deploy: doctor build ## sam deploy to ENV=dev|prod
	$(SAM) deploy --config-env $(ENV)

.PHONY: verify
verify: $(READY) ## ask the deployed stack of ENV=dev|prod whether it is what the template says [BASE=https://...]
	$(PY) -m local.verify $(ENV) $(if $(BASE),--base-url "$(BASE)")

.PHONY: replay
replay: $(READY) ## process what failed of the table's stream again, ENV=dev|prod [SINCE=2026-01-31] [LIST=1]
	$(PY) -m local.replay $(ENV) $(if $(SINCE),--since "$(SINCE)") $(if $(LIST),--list)

.PHONY: layers
layers: $(READY) ## build the core layer alone and tell its size
	ARCHITECTURE=$$($(PY) -m local.doctor $(ENV) --architecture) && export ARCHITECTURE && \
		$(SAM) build CoreLayer --config-env $(ENV) --build-dir .aws-sam/layers
	du -sh .aws-sam/layers/CoreLayer
