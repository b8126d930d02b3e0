# Homeward. `make` alone shows the map.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo build test check bench chaos simulate screens notice clean

# What `make simulate` drives.
LIVES ?= 5000
SEED ?= 1

# Without cgo one static binary runs everywhere, and the SQLite dialect does not compile a C library that nobody uses.
export CGO_ENABLED := 0

# Some runners start without one, and go, npm and the browser keep their caches there.
export HOME := $(or $(HOME),$(shell echo ~))

# The newest that names no symbol the SDK lacks; run from the module proxy, so that nobody has to install it.
WORKFLOWCHECK := go.temporal.io/sdk/contrib/tools/workflowcheck@v0.6.0

help: ## show this map
	@printf 'Homeward: assisted voluntary return, from the first talk to the last visit.\n\n'
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: build ## build, then serve a sample caseload at http://localhost:8080
	@./bin/homeward demo

build: ## build bin/homeward
	@scripts/need go
	@scripts/build

test: ## install what the tests need where possible, then run all of them
	@scripts/need go tests
	@go test -json -timeout 60m ./... | go run ./scripts/tally

check: ## formatting, vet, determinism of the workflows, generated files
	@scripts/need go
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { printf 'Run gofmt -w on:\n%s\n' "$$unformatted" >&2; exit 1; }
	go vet ./...
	@GOBIN="$(CURDIR)/bin" scripts/patiently go install $(WORKFLOWCHECK)
	bin/workflowcheck ./workflows/...
	@go run ./scripts/notice | diff -u NOTICE - || { echo 'The dependencies have changed: run make notice.' >&2; exit 1; }

bench: ## print the figures: go benchmarks, then one line a figure
	@scripts/need go tests
	go test -run '^$$' -bench . -benchmem $$(go list ./... | grep -v /e2e$$)
	go test ./e2e -run '^$$' -bench Figures -benchtime 1x -timeout 30m | grep ^figure

chaos: ## pay 10,000 instalments by a bank that loses answers, while the worker is killed at random
	@scripts/need go tests
	HOMEWARD_INSTALMENTS=10000 go test ./e2e -count 1 -run TheBankAndTheCasesAgree -timeout 120m -v | grep --line-buffered -E '^(figure|progress|---|FAIL|ok)'

simulate: ## drive LIVES random lives of families from SEED on, and print the figures
	@HOMEWARD_LIVES=$(LIVES) HOMEWARD_SEED=$(SEED) go test ./lives ./activities -count 1 -timeout 120m -v -run Lives | grep -vE '^(=== |--- PASS|PASS|ok )'

screens: ## write the pictures of docs/screens from a running demo at http://localhost:8080
	@scripts/need go tests
	@cd scripts/browser && node screens.mjs http://localhost:8080 "$$(command -v chromium || command -v chromium-browser || command -v google-chrome)" demo-homeward ../../docs/screens

notice: ## write NOTICE anew from the modules that go into the binary
	@scripts/need go
	@go run ./scripts/notice >NOTICE.new && mv NOTICE.new NOTICE

clean: ## remove what was built
	rm -rf bin
