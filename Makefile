# `make demo` and `make test` set everything up by themselves; nothing but Python 3.10+ and make is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORPUS ?= ../shared/data/statutes
QUERIES ?= ../shared/data/statute_queries.jsonl
EVALUATED := benchmarks/results/evaluated
INSTALLED := $(VENV)/.installed

.PHONY: demo test test-whoosh lint bench eval tune given site clean

demo: $(INSTALLED)
	$(BIN)/indexer add seeds
	$(BIN)/indexer search 户籍准入年限 --limit 3

test: $(INSTALLED)
	$(BIN)/python -m pytest -q

# The codec and the executor under the other distributions of Whoosh; 2.7.4 is not clean of warnings.
test-whoosh: $(INSTALLED)
	for whoosh in Whoosh==2.7.4 whoosh3==3.54.0; do \
		$(BIN)/python -m pip install --quiet --upgrade --no-deps --target $(VENV)/$$whoosh $$whoosh && \
		PYTHONPATH=$(VENV)/$$whoosh $(BIN)/python -m pytest -q -W default tests/codec tests/search/test_search_executor_* \
		|| exit 1; \
	done

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks $(CORPUS)

# How well judged queries are answered (docs/evaluation.md): make eval CORPUS=folder QUERIES=file
eval: given $(INSTALLED)
	rm -rf $(EVALUATED)
	mkdir -p $(EVALUATED)
	$(BIN)/indexer -i $(EVALUATED) add "$(CORPUS)"
	$(BIN)/indexer -i $(EVALUATED) optimize
	$(BIN)/indexer -i $(EVALUATED) eval "$(QUERIES)"

# Fits the weights of questions anew and tells what each feature adds (docs/ranking.md), on the index that eval made.
tune: eval
	$(BIN)/python -m benchmarks.tune_ranking $(EVALUATED) "$(QUERIES)"

given:
	@test -d "$(CORPUS)" || { echo "make eval: there is no folder $(CORPUS); say where the documents are: make eval CORPUS=folder"; exit 2; }
	@test -f "$(QUERIES)" || { echo "make eval: there is no file $(QUERIES); say where the judged queries are: make eval QUERIES=file"; exit 2; }

$(INSTALLED): setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	$(BIN)/python -m compileall -q indexer  # pip compiles what it installs, but not what is editable
	touch $@

$(VENV)/.bench: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	touch $@

# The pages of docs/ as a site in site/, with search that knows Chinese words.
site: $(VENV)/.site
	$(BIN)/mkdocs build --strict

$(VENV)/.site: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --editable '.[site]'
	touch $@

clean:
	rm -rf $(VENV) site build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis index_data/*
