"""The encoder and its heads."""

import math

import torch
import torch.nn.functional as F
from torch import nn

HIDDEN, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
ARC, REL, ROLE = 256, 192, 128
RARE = -4.0  # few words take part in what a word tells: where the scores of participation begin


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, x, mask, dropout, export):
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, ATTENTION_HEADS, -1).permute(2, 0, 3, 1, 4)
        if export:
            scores = q @ k.transpose(-1, -2) * (1 / math.sqrt(q.shape[-1])) + mask
            a = scores.softmax(-1) @ v
        else:
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        a = self.out(a.transpose(1, 2).reshape(b, t, HIDDEN))
        x = self.norm1(x + dropout(a))
        return self.norm2(x + dropout(self.down(F.gelu(self.up(x)))))


class Embedding(nn.Module):
    def __init__(self, vocabulary, shapes):
        super().__init__()
        self.word = nn.Embedding(vocabulary, HIDDEN)
        self.position = nn.Embedding(512, HIDDEN)
        self.shape = nn.Embedding(shapes, HIDDEN)
        nn.init.zeros_(self.shape.weight)
        self.kind = nn.Parameter(torch.zeros(HIDDEN))  # BERT's segment 0
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, ids, shapes):
        place = torch.arange(ids.shape[1], device=ids.device)
        return self.norm(self.word(ids) + self.position(place)[None] + self.shape(shapes) + self.kind)


class Net(nn.Module):
    """Flat over the words of a batch: `first` says where each word's first piece stands."""

    def __init__(self, tag_sizes: dict[str, int], relations: int, vocabulary: int, shapes: int):
        super().__init__()
        self.embedding = Embedding(vocabulary, shapes)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tag_sizes = tag_sizes
        self.tags = nn.Linear(HIDDEN, sum(tag_sizes.values()))
        self.arc_dep, self.arc_head = nn.Linear(HIDDEN, ARC), nn.Linear(HIDDEN, ARC)
        self.arc = nn.Linear(ARC, ARC)  # the biaffine weight; its bias scores heads alone
        self.root = nn.Linear(ARC, 1)
        self.rel_dep, self.rel_head = nn.Linear(HIDDEN, REL), nn.Linear(HIDDEN, REL)
        self.rel_root = nn.Parameter(torch.zeros(REL))
        self.rel_sum = nn.Linear(REL, relations)
        self.rel_product = nn.Linear(REL, relations, bias=False)
        # events: how well a word takes part in what a trigger tells, as actor and as recipient
        self.act, self.part = nn.Linear(HIDDEN, ROLE), nn.Linear(HIDDEN, ROLE)
        self.act_roles = nn.Linear(ROLE, 2 * ROLE)
        # statements: how well a word belongs to what a word of saying introduces, and to who says it
        self.say, self.said = nn.Linear(HIDDEN, ROLE), nn.Linear(HIDDEN, ROLE)
        self.say_roles = nn.Linear(ROLE, 2 * ROLE)
        self.dropout = nn.Dropout(0.1)
        self.head_dropout = nn.Dropout(0.2)

    def columns(self, head: str) -> slice:
        """Where the scores of a head stand among the tags."""
        at = 0
        for name, size in self.tag_sizes.items():
            if name == head:
                return slice(at, at + size)
            at += size
        raise KeyError(head)

    def encode(self, x, mask, first, export=False):
        for layer in self.layers:
            x = layer(x, mask, self.dropout, export)
        return x.reshape(-1, HIDDEN).index_select(0, first)

    def score(self, h):
        h = self.head_dropout(h)
        dep = self.head_dropout(F.relu(self.arc_dep(h)))
        head = self.head_dropout(F.relu(self.arc_head(h)))
        arcs = self.arc(dep) @ head.transpose(0, 1) * (1 / math.sqrt(ARC))
        return (
            self.tags(h),
            arcs,
            self.root(dep).squeeze(-1),
            self.head_dropout(self.rel_dep(h)),
            self.head_dropout(self.rel_head(h)),
        )

    def participation(self, h):
        """For each word as a trigger the vectors of its two roles, and for each word its own vector.

        Their product and `RARE` together are the score of a word as a participant.
        """
        return self.pairing(h, self.act, self.act_roles, self.part)

    def speech(self, h):
        """The same for words of saying: what is said, and who says it."""
        return self.pairing(h, self.say, self.say_roles, self.said)

    def pairing(self, h, one, roles, other):
        h = self.head_dropout(h)
        pairs = roles(self.head_dropout(F.relu(one(h))))
        return pairs.view(-1, 2, ROLE), self.head_dropout(F.relu(other(h)))

    def relations(self, dep, head):
        return self.rel_sum(F.relu(dep + head)) + self.rel_product(dep * head)

    def load_base(self, weights: dict[str, torch.Tensor]):
        """Fills encoder and embeddings from a BERT state."""
        e = self.embedding
        with torch.no_grad():
            e.word.weight.copy_(weights["embeddings.word_embeddings.weight"])
            e.position.weight.copy_(weights["embeddings.position_embeddings.weight"])
            e.kind.copy_(weights["embeddings.token_type_embeddings.weight"][0])
            e.norm.weight.copy_(weights["embeddings.LayerNorm.weight"])
            e.norm.bias.copy_(weights["embeddings.LayerNorm.bias"])
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    qkv = [weights[f"{p}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(qkv))
                    getattr(layer.out, kind).copy_(weights[f"{p}attention.output.dense.{kind}"])
                    getattr(layer.norm1, kind).copy_(weights[f"{p}attention.output.LayerNorm.{kind}"])
                    getattr(layer.up, kind).copy_(weights[f"{p}intermediate.dense.{kind}"])
                    getattr(layer.down, kind).copy_(weights[f"{p}output.dense.{kind}"])
                    getattr(layer.norm2, kind).copy_(weights[f"{p}output.LayerNorm.{kind}"])
