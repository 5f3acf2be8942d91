# Thin on purpose: each target is a command or two that can be typed by hand.
# GOLD is a folder of annotated corpora, laid out as AREA/NAME.jsonl and AREA/NAME.conllu.

GOLD ?= ../shared/gold/open
REPORTS ?= examples
OUT ?= benches/runs
DATELINE = cargo run --release --quiet -p dateline-cli --
PYTHON ?= python3
VENV = model/train/.venv
# TRAIN_FLAGS=--stated-licences-only leaves out corpora whose files state no licence
TRAIN_FLAGS ?=
TRAIN = cd model/train && .venv/bin/python train.py $(abspath $(GOLD)) --tokens $(CURDIR)/target/release/tokens

.PHONY: demo test lint eval bench train

demo: ## build, read the dispatches of examples/ and print their records
	cargo run --release -p dateline-cli -- read examples

test: ## every test there is
	cargo test --workspace

lint: ## what a change must pass beside the tests
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets -- -D warnings

eval: ## score every corpus below GOLD and compare with the floors
	$(DATELINE) eval $(GOLD) --floors eval/floors.toml

bench: ## speed, memory and start-up on REPORTS, written to OUT
	$(DATELINE) bench $(REPORTS) --articles 200 --out $(OUT)

train: $(VENV)/ready ## train in two stages, export and quantise the model from GOLD; resumes where it stopped
	cargo build --release -p dateline-train-tokens
	$(TRAIN) --work work/first --pieces 7e6 $(TRAIN_FLAGS)
	$(TRAIN) --work work/second --init work/first/state.pt --rate 0.5 --seed 8 --emphasis ewt=2,gum=2 --pieces 2.6e6 $(TRAIN_FLAGS)
	cd model/train && .venv/bin/python export.py work/second ../weights

$(VENV)/ready: model/train/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement $<
	touch $@
