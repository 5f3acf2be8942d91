"""Writes the trained state as the files that the Rust crate embeds.

    python export.py WORK OUT [--float]

`encoder.onnx`: layers and heads, int8 weights per output channel and int8
activations quantised as it runs (or all float with --float, for comparison).
`tables.bin`: embeddings (int8 rows with a scale each) and the relation scorer.
`labels.json`, `lexicon.tsv` (lemmas of the treebanks' words), `vocab.txt`.
"""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from net import ARC, ATTENTION_HEADS, HIDDEN, LAYERS, ROLE
from pieces import base_folder


class Graph:
    """Builds nodes one after another; each method gives the name of its result."""

    def __init__(self, quantised: bool):
        self.nodes, self.constants, self.quantised, self.count = [], [], quantised, 0
        self.scaled = {}

    def add(self, op, *inputs, outputs=1, name=None, **attributes):
        self.count += 1
        out = [name or f"{op.lower()}_{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(op, list(inputs), out, name=out[0], **attributes))
        return out[0] if outputs == 1 else out

    def constant(self, value, dtype=np.float32):
        self.count += 1
        name = f"c{self.count}"
        self.constants.append(numpy_helper.from_array(np.array(value, dtype=dtype, order="C"), name))
        return name

    def linear(self, x, weight, bias, quantise=True, name=None):
        """x @ weight.T + bias; `weight` is out × in, as PyTorch keeps it."""
        w = weight.T
        if self.quantised and quantise:
            scale = np.maximum(np.abs(w).max(0), 1e-8) / 127
            q = np.clip(np.rint(w / scale), -127, 127).astype(np.int8)
            if x not in self.scaled:
                self.scaled[x] = self.add("DynamicQuantizeLinear", x, outputs=3)
            xq, xs, xz = self.scaled[x]
            zero = self.constant(0, np.int8)
            product = self.add("MatMulInteger", xq, self.constant(q, np.int8), xz, zero)
            y = self.add("Mul", self.add("Cast", product, to=TensorProto.FLOAT),
                         self.add("Mul", xs, self.constant(scale)))
        else:
            y = self.add("MatMul", x, self.constant(w))
        return self.add("Add", y, self.constant(bias), name=name)

    def norm(self, x, weight, bias):
        return self.add("LayerNormalization", x, self.constant(weight), self.constant(bias), epsilon=1e-12, axis=-1)


def attention(g: Graph, x, state, prefix):
    width = HIDDEN // ATTENTION_HEADS
    qkv_w, qkv_b = state[prefix + "qkv.weight"].copy(), state[prefix + "qkv.bias"].copy()
    qkv_w[:HIDDEN] /= np.sqrt(width)  # the scaling of the scores, done once here
    qkv_b[:HIDDEN] /= np.sqrt(width)
    shape = g.constant([0, 0, ATTENTION_HEADS, width], np.int64)
    parts = []
    for i, order in ((0, [0, 2, 1, 3]), (1, [0, 2, 3, 1]), (2, [0, 2, 1, 3])):
        rows = slice(i * HIDDEN, (i + 1) * HIDDEN)
        y = g.add("Reshape", g.linear(x, qkv_w[rows], qkv_b[rows]), shape)
        parts.append(g.add("Transpose", y, perm=order))
    scores = g.add("Add", g.add("MatMul", parts[0], parts[1]), "mask")
    mixed = g.add("MatMul", g.add("Softmax", scores, axis=-1), parts[2])
    mixed = g.add("Reshape", g.add("Transpose", mixed, perm=[0, 2, 1, 3]), g.constant([0, 0, HIDDEN], np.int64))
    return g.linear(mixed, state[prefix + "out.weight"], state[prefix + "out.bias"])


def build(state, quantised: bool) -> onnx.ModelProto:
    g = Graph(quantised)
    x = "x"
    for i in range(LAYERS):
        p = f"layers.{i}."
        x = g.norm(g.add("Add", x, attention(g, x, state, p)), state[p + "norm1.weight"], state[p + "norm1.bias"])
        up = g.add("Gelu", g.linear(x, state[p + "up.weight"], state[p + "up.bias"]))
        down = g.linear(up, state[p + "down.weight"], state[p + "down.bias"])
        x = g.norm(g.add("Add", x, down), state[p + "norm2.weight"], state[p + "norm2.bias"])
    flat = g.add("Reshape", x, g.constant([-1, HIDDEN], np.int64))
    h = g.add("Gather", flat, "first", axis=0)
    g.linear(h, state["tags.weight"], state["tags.bias"], name="tags")
    dep = g.add("Relu", g.linear(h, state["arc_dep.weight"], state["arc_dep.bias"]))
    head = g.add("Relu", g.linear(h, state["arc_head.weight"], state["arc_head.bias"]))
    scale = 1 / np.sqrt(ARC)
    arc = g.linear(dep, state["arc.weight"] * scale, state["arc.bias"] * scale, quantise=False)
    g.add("MatMul", arc, g.add("Transpose", head, perm=[1, 0]), name="arcs")
    g.linear(dep, state["root.weight"], state["root.bias"], quantise=False, name="root")
    g.linear(h, state["rel_dep.weight"], state["rel_dep.bias"], name="rel_dep")
    g.linear(h, state["rel_head.weight"], state["rel_head.bias"], name="rel_head")
    act = g.add("Relu", g.linear(h, state["act.weight"], state["act.bias"]))
    g.linear(act, state["act_roles.weight"], state["act_roles.bias"], name="act")
    g.add("Relu", g.linear(h, state["part.weight"], state["part.bias"]), name="part")
    say = g.add("Relu", g.linear(h, state["say.weight"], state["say.bias"]))
    g.linear(say, state["say_roles.weight"], state["say_roles.bias"], name="say")
    g.add("Relu", g.linear(h, state["said.weight"], state["said.bias"]), name="said")

    def value(name, dims, kind=TensorProto.FLOAT):
        return helper.make_tensor_value_info(name, kind, dims)

    graph = helper.make_graph(
        g.nodes, "dateline",
        [value("x", ["batch", "pieces", HIDDEN]), value("mask", ["batch", 1, 1, "pieces"]),
         value("first", ["words"], TensorProto.INT64)],
        [value("tags", ["words", state["tags.weight"].shape[0]]), value("arcs", ["words", "words"]),
         value("root", ["words", 1]), value("rel_dep", ["words", state["rel_dep.weight"].shape[0]]),
         value("rel_head", ["words", state["rel_head.weight"].shape[0]]),
         value("act", ["words", 2 * ROLE]), value("part", ["words", ROLE]),
         value("say", ["words", 2 * ROLE]), value("said", ["words", ROLE])],
        initializer=g.constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


def tables(state) -> bytes:
    """Little-endian; each table is `rows u32, columns u32, kind u32 (0 float, 1 int8 rows)`, then its numbers."""
    out = b"DLTB" + np.uint32(1).tobytes()

    def table(value, rows_int8=False):
        nonlocal out
        value = np.atleast_2d(np.asarray(value, np.float32))
        out += np.array([*value.shape, int(rows_int8)], np.uint32).tobytes()
        if rows_int8:
            scale = np.maximum(np.abs(value).max(1), 1e-8) / 127
            out += scale.astype("<f4").tobytes()
            out += np.clip(np.rint(value / scale[:, None]), -127, 127).astype(np.int8).tobytes()
        else:
            out += value.astype("<f4").tobytes()

    table(state["embedding.word.weight"], rows_int8=True)
    table(state["embedding.position.weight"] + state["embedding.kind"])
    table(state["embedding.shape.weight"])
    table(state["embedding.norm.weight"])
    table(state["embedding.norm.bias"])
    table(state["rel_root"])
    table(state["rel_sum.weight"])
    table(state["rel_sum.bias"])
    table(state["rel_product.weight"])
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("work", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--float", action="store_true", help="keep the encoder in floats")
    args = p.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    state = torch.load(args.work / "state.pt", weights_only=True)["net"]
    state = {k: v.float().numpy() for k, v in state.items()}
    onnx.save(build(state, not args.float), args.out / "encoder.onnx")
    (args.out / "tables.bin").write_bytes(tables(state))
    lists = json.loads((args.work / "labels.json").read_text())
    (args.out / "labels.json").write_text(json.dumps(lists, ensure_ascii=False, indent=0) + "\n")
    shutil.copy(args.work / "lexicon.tsv", args.out / "lexicon.tsv")
    shutil.copy(base_folder() / "vocab.txt", args.out / "vocab.txt")
    for f in sorted(args.out.iterdir()):
        print(f"{f.stat().st_size:>10} {f.name}")


if __name__ == "__main__":
    main()
