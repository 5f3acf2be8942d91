# Thin on purpose: each target is a command or two that can be typed by hand.
# GOLD is a folder of annotated corpora, laid out as AREA/NAME.jsonl and AREA/NAME.conllu.

GOLD ?= ../shared/gold/open
REPORTS ?= examples
OUT ?= benches/runs
OWN_GOLD = target/own-gold
DATELINE = cargo run --release --quiet -p dateline-cli --
PYTHON ?= python3
VENV = model/train/.venv
# TRAIN_FLAGS=--stated-licences-only leaves out corpora whose files state no licence
TRAIN_FLAGS ?=

.PHONY: demo test lint eval calibrate bench train stories

demo: ## build, read the dispatches of examples/ and print their records
	cargo run --release -p dateline-cli -- read examples

test: ## every test there is
	cargo test --workspace

lint: ## what a change must pass beside the tests
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets -- -D warnings

eval: ## score every corpus below GOLD, and our own annotation of its texts, and compare with the floors
	$(PYTHON) eval/gather.py $(GOLD) $(OWN_GOLD)
	status=0; for gold in $(OWN_GOLD) $(GOLD); do \
		$(DATELINE) eval $$gold --floors eval/floors.toml || status=1; \
	done; exit $$status

calibrate: ## fit codebook/score.toml anew: what the coder is sure of, and how sure
	$(PYTHON) eval/gather.py $(GOLD) $(OWN_GOLD)
	rm -rf target/calibrate && mkdir -p target/calibrate && cp -r codebook target/calibrate/open
	sed -i 's/^threshold = .*/threshold = 0.0/' target/calibrate/open/score.toml
	$(DATELINE) eval $(OWN_GOLD) --only bank --codebook target/calibrate/open --predictions target/calibrate/own
	$(DATELINE) eval $(OWN_GOLD) --only quiet --codebook target/calibrate/open --predictions target/calibrate/own
	$(DATELINE) eval $(GOLD) --only bank --codebook target/calibrate/open --predictions target/calibrate/gold
	$(PYTHON) eval/calibrate.py $(OWN_GOLD) target/calibrate/own $(GOLD) target/calibrate/gold --write codebook/score.toml

bench: ## speed, memory and start-up on REPORTS, written to OUT
	$(DATELINE) bench $(REPORTS) --articles 200 --out $(OUT)

train: $(VENV)/ready ## train stage by stage, export and quantise the model from GOLD; resumes where it stopped
	cargo build --release -p dateline-train-tokens
	model/train/recipe.sh $(abspath $(VENV))/bin/python $(abspath $(GOLD)) $(CURDIR)/target/release/tokens $(TRAIN_FLAGS)

stories: $(VENV)/ready ## count words and train what joins stories, from GOLD and our own happenings; figures by folds
	$(PYTHON) eval/gather.py $(GOLD) $(OWN_GOLD)
	$(VENV)/bin/python model/train/stories.py words $(GOLD) model/weights/common.tsv
	$(DATELINE) eval $(GOLD) --only coref/ecbplus.train --pairs target/pairs.ecb.tsv
	$(DATELINE) eval $(OWN_GOLD) --only stories --pairs target/pairs.own.tsv
	$(VENV)/bin/python model/train/stories.py folds target/pairs.ecb.tsv target/pairs.own.tsv
	$(VENV)/bin/python model/train/stories.py trees target/pairs.ecb.tsv target/pairs.own.tsv --out model/weights/stories.json

$(VENV)/ready: model/train/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement $<
	touch $@
