# Samling. "make run" harvests the bundled page; "make help" lists the rest.

GO ?= go
FUZZTIME ?= 20s

.PHONY: help run serve build test peers bench bench-peers fuzz golden lint

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

run: ## harvest the bundled page over HTTP and publish it to out/www
	$(GO) run ./cmd/samling run --sample
	@echo "Look at it: make serve, then open http://localhost:8080/"

serve: ## harvest the bundled page and serve the publication on http://localhost:8080/
	$(GO) run ./cmd/samling serve --sample

build: ## build the program to ./samling
	CGO_ENABLED=0 $(GO) build -trimpath -o samling ./cmd/samling

test: ## our own tests; they need Go and nothing else
	$(GO) vet ./...
	$(GO) test ./...

peers: ## other people's tools read what we write (installs them: Debian, npm)
	bash .ci/peers/run

bench: ## entries and triples a second, with allocations
	$(GO) test -run '^$$' -bench . -benchmem ./harvest ./transform ./publish/... ./cmd/samling/...

bench-peers: ## Samling beside what one would write instead, in turn (installs it); BENCH="-sizes 1000 -rounds 3"
	bash .ci/bench/run $(BENCH)

fuzz: ## every fuzz target in turn, FUZZTIME each
	@for file in $$(grep -rl --include='*_test.go' '^func Fuzz' .); do \
		for target in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9]*)\(.*/\1/p' $$file); do \
			echo "$$file $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) ./$$(dirname $$file) || exit 1; \
		done; \
	done

golden: ## write the golden files anew; read the diff before you commit it
	$(GO) test ./cmd/samling/internal/config ./publish/citation ./publish/feed ./publish/jsonld ./publish/nquads ./publish/ntriples ./publish/oaipmh ./publish/site ./publish/turtle -update

lint: ## formatting, vet and the lint configuration
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.12.0 run
