"""Trains the encoder with all heads together; resumable, the same plan for the same seed.

    python train.py GOLD --tokens PATH/tokens --work work [--pieces 7e6] [--stated-licences-only]
"""

import os

# threads that spin while they wait starve each other on a shared machine; must stand before torch
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

import argparse
import json
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

import events
import spans
from data import STATED, Doc, add_sayings, corpora, label_lists, lexicon, read_conllu
from net import RARE, Net
from pieces import SHAPES, base_folder, pieces, shape, vocabulary

# passes over each corpus, in units that `--pieces` scales
PASSES = {"ewt": 10, "gum": 10, "re3d": 12, "polnear": 1.6, "timebank": 3.5, "aquaint": 3.5,
          "wikiwars": 2.5, "lgl": 2, "trnews": 3, "geovirus": 2,
          "own": 10, "news": 10, "cameo": 12, "plv": 12, "case": 6, "meantime": 10, "names": 10, "facts": 10}
WEIGHTS = {"sentence": 0.5, "upos": 0.5, "xpos": 0.3, "lemma": 0.4, "mode": 0.5, "recency": 0.5, "part": 0.5, "say": 0.05, "silver": 0.5}
LENGTHS = [48, 96, 192, 256]  # pieces in a window
ALONE = 0  # in place of a length: every sentence by itself, as headlines and queries come
BATCH = 1536


def windows(doc: Doc, limit: int):
    """Cuts a document into runs of words of at most `limit` pieces, at sentence ends where it can."""
    if limit == ALONE:
        starts = [i for i, begins in enumerate(doc.sent) if begins] + [len(doc.words)]
        short = [(a, b) for a, b in zip(starts, starts[1:]) if len_pieces(doc, a, b) <= 192]
        return short
    ends = [".", "!", "?", '"', "”"]
    start, size, safe, out = 0, 2, None, []
    for i, word in enumerate(doc.words):
        n = len(pieces(word)) + doc.par[i]
        begins = doc.sent[i] if doc.sent else doc.par[i] or (i > 0 and doc.words[i - 1] in ends)
        if begins and i > start:
            safe = i
        if size + n > limit:
            cut = safe if safe is not None and safe > start else i
            if cut > start:
                out.append((start, cut))
            size = 2 + sum(len(pieces(w)) + p for w, p in zip(doc.words[cut:i], doc.par[cut:i]))
            start, safe = cut, None
        size += n
    if start < len(doc.words):
        out.append((start, len(doc.words)))
    return out


def lengths(docs):
    """The lengths of windows that a corpus is cut into; every third is a sentence where sentences are known."""
    if docs[0].says:
        return LENGTHS[1:]  # what is said often runs over sentences
    return LENGTHS + [ALONE, ALONE] if docs[0].sent else LENGTHS


def plan(data, total, seed):
    """The whole run as a list of batches: (corpus, [(doc, start, end), …])."""
    rng = random.Random(seed)
    sizes = {(name, limit): [(len_pieces(doc, a, b), (k, a, b)) for k, doc in enumerate(docs)
                             for a, b in windows(doc, limit)]
             for name, docs in data.items() for limit in lengths(docs)}
    want = {name: PASSES[name] * sum(n for n, _ in sizes[name, 256]) for name in data}
    scale = total / sum(want.values())
    batches = []
    for name in data:
        left = want[name] * scale
        while left > 0:
            limit = rng.choice(lengths(data[name]) if data[name][0].heads else [192, 256])
            pool = sorted(sizes[name, limit], key=lambda x: x[0] + rng.random() * 8)
            group, longest, made = [], 0, []
            for n, item in pool:
                if group and max(longest, n) * (len(group) + 1) > BATCH:
                    made.append((name, group))
                    group, longest = [], 0
                group.append(item)
                longest = max(longest, n)
            made.append((name, group))
            rng.shuffle(made)
            per_batch = sum(n for n, _ in pool) / len(made)
            take = made[: max(1, round(left / per_batch))]
            batches.extend(take)
            left -= per_batch * len(take)
    rng.shuffle(batches)
    return batches


def len_pieces(doc, a, b):
    return 2 + sum(len(pieces(w)) + p for w, p in zip(doc.words[a:b], doc.par[a:b]))


class Encoded:
    """One batch as tensors."""

    def __init__(self, docs, items, labels, rng=None):
        sep, cls, pad, mask = (vocabulary()[x] for x in ("[SEP]", "[CLS]", "[PAD]", "[MASK]"))
        rows, first = [], []
        for row, (k, a, b) in enumerate(items):
            ids, shapes = [cls], [0]
            for i in range(a, b):
                if docs[k].par[i] and i > a:
                    ids.append(sep)
                    shapes.append(0)
                first.append((row, len(ids)))
                form = docs[k].words[i]
                for p in pieces(form):
                    ids.append(mask if rng and rng.random() < 0.04 else p)
                    shapes.append(0 if rng and rng.random() < 0.02 else shape(form))
            rows.append((ids + [sep], shapes + [0]))
        width = max(len(ids) for ids, _ in rows)
        self.ids = torch.tensor([ids + [pad] * (width - len(ids)) for ids, _ in rows])
        self.shapes = torch.tensor([s + [0] * (width - len(s)) for _, s in rows])
        self.mask = torch.tensor([[0.0] * len(ids) + [-10000.0] * (width - len(ids)) for ids, _ in rows])[:, None, None]
        self.first = torch.tensor([row * width + at for row, at in first])
        self.tags, self.heads, self.rels, self.sentence, self.silver = {}, None, None, None, docs[0].silver
        self.take_events(docs, items, labels)
        for head in set(docs[0].tags) - {"quad"}:
            index = labels[head]
            self.tags[head] = torch.tensor(
                [index.get(docs[k].tags[head][i], -100) for k, a, b in items for i in range(a, b)])
        if docs[0].sent and not docs[0].silver:
            # a paragraph's first word always starts a sentence: nothing to learn there
            self.tags["sentence"] = torch.tensor(
                [-100 if docs[k].par[i] or i == a else int(docs[k].sent[i]) for k, a, b in items for i in range(a, b)])
        if docs[0].heads:
            heads, sentence, at, number = [], [], 0, 0
            for k, a, b in items:
                for i in range(a, b):
                    number += docs[k].sent[i] or i == a
                    h = docs[k].heads[i]
                    heads.append(-1 if h < 0 else at + h - a if a <= h < b else -100)
                    sentence.append(number)
                at += b - a
            self.heads, self.sentence = torch.tensor(heads), torch.tensor(sentence)
            self.rels = torch.tensor(
                [labels["relations"].get(docs[k].rels[i], -100) for k, a, b in items for i in range(a, b)])


    def take_events(self, docs, items, labels):
        """Triggers with their participants and pairs of participants, as words of the batch."""
        at, self.acts, self.pairs, self.says, self.quads = 0, [], [], [], []
        for k, a, b in items:
            doc, here, whole = docs[k], (at, at + b - a), b - a == len(docs[k].words)
            inside = lambda words, a=a, b=b, at=at: [at + i - a for i in words if a <= i < b]
            for trigger, *sides in doc.acts:
                if a <= trigger < b:
                    self.acts.append((at + trigger - a, *map(inside, sides), here))
            for saying, *sides in doc.says:
                if a <= saying < b:
                    self.says.append((at + saying - a, *map(inside, sides), here))
            for actors, recipients, types in doc.pairs:
                sides = inside(actors), inside(recipients)
                if (whole or any(sides)) and all(bool(x) == bool(y) for x, y in zip(sides, (actors, recipients))):
                    self.pairs.append((*sides, [labels["event"][t] for t in types], here))
            if doc.quad is not None and whole:
                self.quads.append((doc.quad, here))
            at += b - a


def event_losses(net, batch, h, tags):
    """What triggers, participants, pairs and quad classes cost; `tags` gives the scores of a head."""
    losses = {}
    if batch.acts or batch.pairs:
        act, part = net.participation(h)
        act, part = act.float(), part.float()
    if batch.acts:
        losses["part"] = pairing_loss(act, part, batch.acts)
    if batch.says:
        losses["say"] = pairing_loss(*(x.float() for x in net.speech(h)), batch.says)
    if batch.pairs:
        event, total = tags("event").float(), 0.0
        for actors, recipients, types, (a, b) in batch.pairs:
            fit = event[a:b, 1:].logsumexp(1) - event[a:b, 0]
            for role, words in enumerate((actors, recipients)):
                if words:
                    fit = fit + (act[a:b, role] @ part[words].T).mean(1)
            told = event[a:b, 1:].log_softmax(1)[:, [t - 1 for t in types]].logsumexp(1)
            total = total - (fit.log_softmax(0) + told).logsumexp(0)
        losses["pair"] = total / len(batch.pairs)
    if batch.quads:
        quad, weight = tags("quad").float(), tags("quad_weight").float()
        pooled = torch.stack([weight[a:b, 0].softmax(0) @ quad[a:b] for _, (a, b) in batch.quads])
        losses["quad"] = F.cross_entropy(pooled, torch.tensor([q for q, _ in batch.quads]))
    return losses


def pairing_loss(one, other, pairs):
    """What it costs to tell which words of a window belong to a word, on each of two sides."""
    total = 0.0
    for word, *sides, (a, b) in pairs:
        target = torch.zeros(2, b - a)
        for row, side in enumerate(sides):
            target[row, [i - a for i in side]] = 1
        total = total + F.binary_cross_entropy_with_logits(one[word] @ other[a:b].T + RARE, target, reduction="sum")
    return total / len(pairs)


def tree_scores(arcs, root, sentence):
    apart = sentence[:, None] != sentence[None, :]
    arcs = arcs.float().masked_fill(apart, -1e4)
    arcs.fill_diagonal_(-1e4)
    return torch.cat([root.float()[:, None], arcs], 1)


def loss_of(net, batch):
    x = net.dropout(net.embedding(batch.ids, batch.shapes))
    h = net.encode(x, batch.mask, batch.first)
    tags, arcs, root, dep, head = net.score(h)
    parts, at, total = {}, 0, 0.0
    for name, size in net.tag_sizes.items():
        if name in batch.tags and (batch.tags[name] >= 0).any():
            loss = F.cross_entropy(tags[:, at:at + size].float(), batch.tags[name], ignore_index=-100)
            parts[name] = loss.item()
            total = total + WEIGHTS.get(name, 1.0) * loss
        at += size
    for name, loss in event_losses(net, batch, h, lambda head: tags[:, net.columns(head)]).items():
        parts[name] = loss.item()
        total = total + WEIGHTS.get(name, 1.0) * loss
    if batch.heads is not None:
        scores = tree_scores(arcs, root, batch.sentence)
        target = torch.where(batch.heads == -100, -100, batch.heads + 1)
        arc_loss = F.cross_entropy(scores, target, ignore_index=-100)
        root_row = net.rel_root.to(head.dtype)[None]
        chosen = torch.cat([root_row, head]).index_select(0, target.clamp(min=0))
        rels = torch.where(batch.heads == -100, -100, batch.rels)
        rel_loss = F.cross_entropy(net.relations(dep, chosen).float(), rels, ignore_index=-100)
        parts["arc"], parts["rel"] = arc_loss.item(), rel_loss.item()
        total = total + (arc_loss + rel_loss) * (WEIGHTS["silver"] if batch.silver else 1.0)
    return total, parts


@torch.no_grad()
def dev_scores(net, docs, labels):
    """UPOS, UAS, LAS with gold words; heads by their best score, without a tree search."""
    net.eval()
    n = upos = uas = las = 0
    rel_names = {v: k for k, v in labels["relations"].items()}
    for k, doc in enumerate(docs):
        for a, b in windows(doc, 192):
            batch = Encoded(docs, [(k, a, b)], labels)
            with torch.autocast(batch.ids.device.type, torch.bfloat16):
                tags, arcs, root, dep, head = net.score(net.encode(net.embedding(batch.ids, batch.shapes), batch.mask, batch.first))
                best = tree_scores(arcs, root, batch.sentence).argmax(1)
                chosen = torch.cat([net.rel_root.to(head.dtype)[None], head]).index_select(0, best)
                rel = net.relations(dep, chosen).argmax(1)
            at = 2
            p = tags[:, at:at + net.tag_sizes["upos"]].argmax(1)
            n += b - a
            upos += (p == batch.tags["upos"]).sum().item()
            right = best == batch.heads + 1
            uas += right.sum().item()
            base = [rel_names[r].split(":")[0] == doc.rels[a + i].split(":")[0] for i, r in enumerate(rel.tolist())]
            las += (right & torch.tensor(base)).sum().item()
    net.train()
    return {"upos": 100 * upos / n, "uas": 100 * uas / n, "las": 100 * las / n}


@torch.no_grad()
def parse(net, docs, lists):
    """Gives documents without trees those that a net sees: tags, where sentences begin, heads and relations."""
    net.eval()
    labels = {h: {x: i for i, x in enumerate(xs)} for h, xs in lists.items()}
    seen = []
    for k, doc in enumerate(docs):
        found = Doc([], [], [], {"upos": [], "xpos": []}, [], [])
        for a, b in windows(doc, 192):
            batch = Encoded(docs, [(k, a, b)], labels)
            with torch.autocast(batch.ids.device.type, torch.bfloat16):
                tags, arcs, root, dep, head = net.score(
                    net.encode(net.embedding(batch.ids, batch.shapes), batch.mask, batch.first))
                begins = [i == 0 or doc.par[a + i] or bool(x)
                          for i, x in enumerate(tags[:, net.columns("sentence")].argmax(1).tolist())]
                best = tree_scores(arcs, root, torch.tensor(begins).cumsum(0)).argmax(1)
                chosen = torch.cat([net.rel_root.to(head.dtype)[None], head]).index_select(0, best)
                rels = net.relations(dep, chosen).argmax(1).tolist()
            found.sent += begins
            found.heads += [a + h - 1 if h else -1 for h in best.tolist()]
            found.rels += [lists["relations"][r] for r in rels]
            for tag in found.tags:
                found.tags[tag] += [lists[tag][i] for i in tags[:, net.columns(tag)].argmax(1).tolist()]
        seen.append(found)
    for doc, found in zip(docs, seen):
        doc.sent, doc.heads, doc.rels, doc.silver = found.sent, found.heads, found.rels, True
        doc.tags |= found.tags


@torch.no_grad()
def silence(net, trained):
    """Heads that no corpus trains say "O" to every word, not whatever they began with."""
    at = 0
    for name, size in net.tag_sizes.items():
        if name not in trained:
            net.tags.weight[at:at + size] = 0
            net.tags.bias[at:at + size] = 0
            net.tags.bias[at] = 5
        at += size


@torch.no_grad()
def take_over(net, state, old_labels, lists):
    """Fills the net from an earlier state; heads and labels that it did not have keep their beginnings."""
    old, fresh = json.loads(old_labels.read_text()), net.state_dict()
    starts, at = {}, 0
    for head, labels in old.items():
        if head != "relations":
            starts[head], at = at, at + len(labels)
    for name in ("tags.weight", "tags.bias"):
        for head in starts:
            for row, label in enumerate(old[head]):
                if label in lists[head]:
                    fresh[name][net.columns(head).start + lists[head].index(label)] = state[name][starts[head] + row]
        state[name] = fresh[name]
    net.load_state_dict(fresh | state)


SCORERS = {"part": ("act.", "part.", "act_roles."), "say": ("say.", "said.", "say_roles.")}


def freeze_all_but(net, heads):
    """Lets only these tag heads, and the scorers of pairs that are named among them, learn."""
    scorers = SCORERS["part"] * ("part" in heads) + SCORERS["say"] * ("say" in heads)
    keep = torch.zeros(net.tags.weight.shape[0], 1)
    for head in set(heads) - set(SCORERS):
        keep[net.columns(head)] = 1
    for name, x in net.named_parameters():
        x.requires_grad_(name.startswith(("tags.", *scorers)))
    net.tags.weight.register_hook(lambda g: g * keep)
    net.tags.bias.register_hook(lambda g: g * keep[:, 0])
    net.dropout.p = 0.0  # what does not learn need not be shaken


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("gold", type=Path)
    p.add_argument("--tokens", type=Path, required=True, help="the dateline-train-tokens binary")
    p.add_argument("--work", type=Path, default=Path("work"))
    p.add_argument("--pieces", type=float, default=7e6, help="word pieces to train on in all")
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--init", type=Path, help="start from the weights of this state.pt, with a fresh schedule")
    p.add_argument("--silver", type=Path, help="a state.pt whose trees stand where a corpus has none")
    p.add_argument("--rate", type=float, default=1.0, help="scales the learning rates")
    p.add_argument("--emphasis", default="", help="scales passes over corpora: ewt=2,gum=2")
    p.add_argument("--heads-only", default="", help="train these heads alone and nothing that others use: event,part,…")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--save-minutes", type=float, default=8)
    p.add_argument("--stated-licences-only", action="store_true")
    args = p.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)

    data = corpora(args.gold, args.tokens) | events.event_corpora(args.gold, args.tokens)
    data |= spans.span_corpora(args.tokens, data["ewt"] + data["gum"])
    lists = label_lists(data, events.LABELS)
    data = {k: v for k, v in data.items() if STATED[k] or not args.stated_licences_only}
    (args.work / "labels.json").write_text(json.dumps(lists, ensure_ascii=False, indent=0))
    rows = "".join("\t".join(row) + "\n" for row in lexicon(data))
    (args.work / "lexicon.tsv").write_text(rows, encoding="utf-8")
    labels = {h: {x: i for i, x in enumerate(xs)} for h, xs in lists.items()}
    tag_sizes = {h: len(xs) for h, xs in lists.items() if h != "relations"}
    dev = read_conllu(args.gold / "treebank/en_ewt-ud-dev.conllu")
    net = Net(tag_sizes, len(lists["relations"]), len(vocabulary()), len(SHAPES))
    for name, factor in (part.split("=") for part in args.emphasis.split(",") if part):
        PASSES[name] *= float(factor)
    if args.silver:
        teacher = Net(tag_sizes, len(lists["relations"]), len(vocabulary()), len(SHAPES))
        take_over(teacher, torch.load(args.silver, weights_only=True)["net"], args.silver.parent / "labels.json", lists)
        for name, docs in data.items():
            # trees that nothing learns from are wanted only for the heads of cues
            if PASSES[name] and not docs[0].heads and (docs[0].cues or not args.heads_only):
                parse(teacher, docs, lists)
        add_sayings([doc for doc in data.get("polnear", []) if doc.heads])
    batches = plan(data, args.pieces, args.seed)
    if args.init:
        take_over(net, torch.load(args.init, weights_only=True)["net"], args.init.parent / "labels.json", lists)
    else:
        net.load_base(load_file(base_folder() / "model.safetensors"))
    silence(net, {head for docs in data.values() for head in docs[0].tags} | {"sentence", "quad_weight"})
    if args.heads_only:
        freeze_all_but(net, args.heads_only.split(","))
    encoder = [x for n, x in net.named_parameters() if n.startswith(("layers", "embedding"))]
    heads = [x for n, x in net.named_parameters() if not n.startswith(("layers", "embedding"))]
    opt = torch.optim.AdamW([{"params": encoder, "lr": 2e-4 * args.rate}, {"params": heads, "lr": 1e-3 * args.rate}],
                            weight_decay=0.0 if args.heads_only else 0.01, betas=(0.9, 0.98), fused=True)
    warm = len(batches) // 10
    schedule = torch.optim.lr_scheduler.LambdaLR(
        opt, lambda s: min((s + 1) / warm, max(0.0, (len(batches) - s) / (len(batches) - warm))))
    step, saved = 0, args.work / "state.pt"
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        net.load_state_dict(state["net"])
        opt.load_state_dict(state["opt"])
        schedule.load_state_dict(state["schedule"])
        step = state["step"]
        print(f"resumed at step {step}", flush=True)

    def save():
        state = {"net": net.state_dict(), "opt": opt.state_dict(), "schedule": schedule.state_dict(), "step": step}
        torch.save(state, saved.with_suffix(".new"))
        saved.with_suffix(".new").replace(saved)

    net.train()
    began = last_save = time.time()
    first, mean, count = step, {}, {}
    print(f"{len(batches)} steps, {({k: len(v) for k, v in data.items()})} documents", flush=True)
    for step in range(step, len(batches)):
        name, items = batches[step]
        rng = random.Random(args.seed * 1_000_003 + step)
        batch = Encoded(data[name], items, labels, rng)
        with torch.autocast("cpu", torch.bfloat16):
            loss, parts = loss_of(net, batch)
        if parts:  # a window may hold nothing that is labelled
            loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        opt.zero_grad(set_to_none=True)
        schedule.step()
        for k, v in parts.items():
            mean[k] = mean.get(k, 0.0) + v
            count[k] = count.get(k, 0) + 1
        if (step + 1) % 50 == 0:
            rate = (step + 1 - first) / (time.time() - began)
            shown = " ".join(f"{k} {mean[k] / count[k]:.3f}" for k in mean)
            print(f"{step + 1}/{len(batches)} {rate:.2f} steps/s, {(len(batches) - step) / rate / 60:.0f} min left: {shown}", flush=True)
            mean, count = {}, {}
        if (step + 1) % 1000 == 0:
            print("dev", dev_scores(net, dev, labels), flush=True)
        if time.time() - last_save > args.save_minutes * 60:
            step += 1
            save()
            step -= 1
            last_save = time.time()
    step = len(batches)
    save()
    print("dev", dev_scores(net, dev, labels), flush=True)


if __name__ == "__main__":
    main()
