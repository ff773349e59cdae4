# `make` lists the targets. Every recipe ends in the program that does the work, by exec, so that Ctrl-C reaches it and
# nothing else speaks.

.DEFAULT_GOAL := help
.PHONY: help up test soak data docs bench fuzz lint vuln verify build env clean web pictures

GO      ?= go
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT  := $(shell git rev-parse HEAD 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X coopgraph/internal/version.Version=$(VERSION) -X coopgraph/internal/version.Commit=$(COMMIT)
TOOLS   := build/tools
PACKAGES ?= ./...
# One package at a time where all share a database that was given.
TESTFLAGS ?= $(if $(COOPGRAPH_TEST_NEO4J_URI),-p 1)

# What is exchanged while it is asked is also tested under the race detector, which needs a C compiler.
RACE := $(if $(filter ./...,$(PACKAGES)),$(if $(shell command -v gcc || command -v clang),\
  $(GO) test -race -timeout 15m $(TESTFLAGS) ./graph/live,echo "no C compiler: the race detector is left out"),true)

help: ## list these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

up: build ## set up what is missing, start Neo4j, load the bundled data, serve on 127.0.0.1:8080
	@$(GO) build -o build/setup ./neo4jlocal/cmd/setup
	@exec build/setup
	@exec build/coopgraph up

test: ## run every test against a real Neo4j that the tests start themselves
	@$(GO) build -o build/setup ./neo4jlocal/cmd/setup
	@exec build/setup -tests -viewer
	@$(GO) test -timeout 15m $(TESTFLAGS) $(PACKAGES)
	@exec $(RACE)

soak: ## ten times as many random graphs and questions, of the engines alone
	@$(GO) build -o build/setup ./neo4jlocal/cmd/setup
	@exec build/setup -tests
	@COOPGRAPH_SOAK=10 exec $(GO) test -timeout 3h -count 1 $(TESTFLAGS) ./graph/...

# A dataset comes after those whose officials may be the same people as its own.
DATA_KNOWN_factbook := region trend-2024-06-27
DATA_KNOWN_archigos := factbook region trend-2024-06-27

data: build ## build the bundled datasets again from data/raw, byte for byte the same
	@set -e; $(foreach d,countries region factbook cow-igo cow-contiguity atop archigos,\
	  build/coopgraph import $(d) data/raw/$(d) data/$(d) $(foreach k,$(DATA_KNOWN_$(d)),--known data/$(k));) \
	  exec build/coopgraph import states data/raw/cow-igo data/states

docs: build ## write docs/queries.md anew, with the answers of a running `make up`
	@build/coopgraph query docs > build/queries.md && exec mv build/queries.md docs/queries.md

bench: build ## measure against rivals, print a table, write build/bench.json; QUICK=1 for the short form
	@exec $(GO) run ./internal/bench $(if $(QUICK),-quick)

plot: ## draw docs/performance.svg from what make bench measured
	@exec $(GO) run ./internal/bench -plot docs/performance.svg

web: ## make the viewer's bundle in web/dist again; the packages it needs are fetched first
	@exec $(GO) run ./web/cmd/bundle

pictures: ## draw the pictures of the viewer in docs/pictures with a real browser
	@COOPGRAPH_PICTURES=docs/pictures exec $(GO) test ./web -run '^TestStates$$' -count 1

FUZZTIME ?= 1m

fuzz: ## run every fuzz target for a minute each; FUZZTIME=10s for another time
	@set -e; $(GO) test -list '^Fuzz' ./... | awk '/^Fuzz/ {t[++n]=$$1} /^ok/ {for (i=1;i<=n;i++) print $$2, t[i]; n=0}' | \
	  while read package target; do \
	    echo "$$target in $$package"; \
	    $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package </dev/null; \
	  done

lint: $(TOOLS)/golangci-lint ## gofmt, go vet, golangci-lint with staticcheck
	@unformatted=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); \
	  if [ -n "$$unformatted" ]; then echo "not formatted, run gofmt -w on:"; echo "$$unformatted"; exit 1; fi
	@$(GO) vet ./...
	@exec $(TOOLS)/golangci-lint run ./...

vuln: $(TOOLS)/govulncheck ## ask the vulnerability database about what we depend on
	@exec $(TOOLS)/govulncheck ./...

verify: ## hold a running server against judges from outside; QUICK=1 for the short form
	@exec $(GO) run ./internal/verify $(if $(QUICK),-quick)

build: ## the static binary build/coopgraph
	@CGO_ENABLED=0 exec $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o build/coopgraph ./cmd/coopgraph

env: ## make .env with a random password, which docker-compose wants
	@$(GO) build -o build/setup ./neo4jlocal/cmd/setup
	@exec build/setup -env

clean: ## remove what was built; data, downloads and .env stay
	@exec rm -rf build

$(TOOLS)/golangci-lint: tools/go.mod tools/go.sum
	@echo "Building golangci-lint (once; a few minutes)."
	@$(GO) build -C tools -o ../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

$(TOOLS)/govulncheck: tools/go.mod tools/go.sum
	@$(GO) build -C tools -o ../$@ golang.org/x/vuln/cmd/govulncheck
