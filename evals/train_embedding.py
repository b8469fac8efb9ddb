"""Trains the bundled embedding from legal texts alone: no question, no judgement, no answer is read.

python -m evals.train_embedding FOLDER CORPUS…   (see docs/model-card.md)
"""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch.nn import functional

from evals.training_texts import Articles, Vocabulary, choose_terms, number_syllables, read_texts


@dataclass(frozen=True, slots=True)
class Bag:
    """The rows of the different terms of some texts, text after text; `starts` is where each text begins."""

    rows: torch.Tensor
    starts: torch.Tensor


Spans = list[tuple[int, int]]

# What sentence-transformers (6.2 and later) reads a model by.
_MODULES: dict[str, object] = {
    "modules.json": [
        {
            "idx": 0,
            "name": "0",
            "path": "",
            "type": "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding",
        },
        {
            "idx": 1,
            "name": "1",
            "path": "1_Normalize",
            "type": "sentence_transformers.base.modules.normalize.Normalize",
        },
    ],
    "1_Normalize/config.json": {
        "module_input_name": "sentence_embedding",
        "module_output_name": "sentence_embedding",
    },
    "config_sentence_transformers.json": {
        "model_type": "SentenceTransformer",
        "prompts": {"query": "", "document": ""},
        "similarity_fn_name": "cosine",
    },
}


class Pairs:
    """Draws pairs that belong together from the texts: a heading, a span or scattered words, and a passage.

    The words asked with are often cut out of the passage, so that the rest of it must tell the matter.
    """

    def __init__(self, articles: Articles, *, seed: int) -> None:
        self._bounds = articles.bounds.tolist()
        self._sentences = articles.sentences
        self._first = np.searchsorted(articles.sentences, articles.bounds[:, 2]).tolist()
        self._last = np.searchsorted(articles.sentences, articles.bounds[:, 3]).tolist()
        self._wrappings = articles.wrappings
        self._chance = Random(seed)

    def draw(self, size: int) -> tuple[list[Spans], list[Spans]]:
        """Half of the articles stand beside their neighbour of the same law: near, and not the one meant."""
        firsts = [self._chance.randrange(len(self._bounds) - 1) for _ in range(size // 2)]
        drawn = [self._pair(article) for first in firsts for article in (first, first + 1)]
        return [asked for asked, _ in drawn], [passage for _, passage in drawn]

    def _pair(self, article: int) -> tuple[Spans, Spans]:
        title, heading, body, _ = self._bounds[article]
        sentence = self._sentence(article)
        kind = self._chance.random()
        cut, with_heading = None, self._chance.random() < 0.7
        if kind < 0.3 and body - heading >= 3:
            asked = [(heading, body)]
            if self._chance.random() < 0.4:
                asked.append(self._within((title, heading), longest=14))
            with_heading = with_heading and kind < 0.15
        elif kind < 0.6:
            asked = [self._within(sentence, longest=30, shortest=5)]
            cut = asked[0]
        else:
            asked = self._scattered(article, sentence)
            cut = sentence
        if not 0.3 <= kind < 0.6 and self._chance.random() < 0.6:
            asked.append(self._chance.choice(self._wrappings))
        window = self._window(article, sentence)
        passage = [window] if cut is None or self._chance.random() < 0.5 else _without(window, cut)
        if with_heading:
            passage.append((heading, body))
        if self._chance.random() < 0.5:
            passage.append((title, heading))
        return asked, passage

    def _scattered(self, article: int, sentence: tuple[int, int]) -> Spans:
        title, heading, body, end = self._bounds[article]
        places = [sentence, sentence, sentence, (heading, body), (body, end)]
        asked = [
            self._within(self._chance.choice(places), longest=6) for _ in range(self._chance.randint(1, 3))
        ]
        if self._chance.random() < 0.2:
            asked.append(self._within((title, heading), longest=9))
        return asked

    def _sentence(self, article: int) -> tuple[int, int]:
        first, last = self._first[article], self._last[article]
        chosen = self._chance.randrange(first, last)
        end = int(self._sentences[chosen + 1]) if chosen + 1 < last else self._bounds[article][3]
        return int(self._sentences[chosen]), end

    def _within(self, span: tuple[int, int], *, longest: int, shortest: int = 2) -> tuple[int, int]:
        start, end = span
        length = min(self._chance.randint(shortest, longest), end - start)
        begin = self._chance.randint(start, end - length)
        return begin, begin + length

    def _window(self, article: int, sentence: tuple[int, int]) -> tuple[int, int]:
        """Some 30 to 300 syllables of the body, short ones more often, around the sentence."""
        _, _, body, end = self._bounds[article]
        length = int(30 * 10 ** self._chance.random())
        start = max(body, min(end - length, sentence[0] - self._chance.randrange(length)))
        return start, min(end, start + length)


def _without(span: tuple[int, int], cut: tuple[int, int]) -> Spans:
    start, end = span
    left = (start, max(start, min(end, cut[0])))
    right = (min(end, max(start, cut[1])), end)
    return [left, right] if left[1] - left[0] + right[1] - right[0] > 0 else [span]


def bag(spans: list[Spans], vocabulary: Vocabulary) -> Bag:
    owners = np.repeat(np.arange(len(spans)), [len(one) for one in spans])
    flat = np.array([span for one in spans for span in one], dtype=np.int64).reshape(-1, 2)
    size = len(vocabulary.terms)
    keys = []
    for rows, shorter in ((vocabulary.single, 0), (vocabulary.double, 1)):
        lengths = np.maximum(flat[:, 1] - flat[:, 0] - shorter, 0)
        offsets = np.repeat(flat[:, 0] - np.cumsum(lengths) + lengths, lengths)
        found = rows[offsets + np.arange(len(offsets))]
        keys.append((np.repeat(owners, lengths) * size + found)[found >= 0])
    # Sorting 32-bit keys is several times faster than a hash of 64-bit ones.
    key = np.sort(np.concatenate(keys).astype(np.int32))
    key = key[np.append(True, key[1:] != key[:-1])].astype(np.int64)
    starts = np.searchsorted(key, np.arange(len(spans)) * size)
    return Bag(torch.from_numpy(key % size), torch.from_numpy(starts))


def train(
    pairs: Pairs, vocabulary: Vocabulary, *, dimension: int, batch: int, steps: int, rate: float
) -> NDArray[np.float32]:
    """One vector a term, so that what belongs together is nearer than the rest of its batch, both ways."""
    rarity = torch.from_numpy(vocabulary.rarity)
    vectors = torch.randn(len(rarity), dimension) * (0.06 * rarity / rarity.mean())[:, None]
    vectors.requires_grad_(True)
    optimiser = torch.optim.Adam([vectors], lr=rate, betas=(0.9, 0.99), fused=True)
    began, loss_seen = time.perf_counter(), 0.0
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = rate * min(1.0, (step + 1) / 50) * max(0.02, 1 - step / steps)
        asked, passages = pairs.draw(batch)
        left, right = (
            _directions(bag(asked, vocabulary), vectors),
            _directions(bag(passages, vocabulary), vectors),
        )
        likeness = 20 * left @ right.T
        meant = torch.arange(len(asked))
        loss = (functional.cross_entropy(likeness, meant) + functional.cross_entropy(likeness.T, meant)) / 2
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        loss_seen = loss.item() if step == 0 else 0.98 * loss_seen + 0.02 * loss.item()
        if (step + 1) % 100 == 0:
            print(
                f"step {step + 1} of {steps}: loss {loss_seen:.3f}, {time.perf_counter() - began:.0f} s",
                flush=True,
            )
    return vectors.detach().numpy()


def _directions(texts: Bag, vectors: torch.Tensor) -> torch.Tensor:
    sums = functional.embedding_bag(texts.rows, vectors, texts.starts, mode="sum")
    return functional.normalize(sums, dim=1)


def save(folder: Path, terms: list[str], vectors: NDArray[np.float32]) -> None:
    """Writes a sentence-transformers model: eight bits a figure, a weight a term, row 0 for unknown terms."""
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    weights = np.abs(vectors).max(axis=1, initial=1e-9) / 127
    eight_bits = np.rint(vectors / weights[:, None]).astype(np.int8)
    tensors = {
        "embeddings": np.vstack([np.zeros_like(eight_bits[:1]), eight_bits]),
        "weights": np.append(np.float32(0), weights.astype(np.float32)),
    }
    save_file(tensors, folder / "model.safetensors")
    _write(folder / "tokenizer.json", _tokenizer(terms))
    for name, content in _MODULES.items():
        _write(folder / name, content)


def _tokenizer(terms: list[str]) -> object:
    """A tokenizer of terms that stand between spaces, as the tokenizers library writes it."""
    rows = {"[UNK]": 0} | {term: row for row, term in enumerate(terms, 1)}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "WhitespaceSplit"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": rows, "unk_token": "[UNK]"},
    }


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    options = _options(argv)
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    articles = number_syllables(read_texts(options.corpora, share=options.share, seed=options.seed))
    print(f"{len(articles.bounds)} articles, {len(articles.flow)} syllables", flush=True)
    vocabulary = choose_terms(articles, size=options.size)
    print(f"{len(vocabulary.terms)} terms", flush=True)
    pairs = Pairs(articles, seed=options.seed)
    vectors = train(
        pairs,
        vocabulary,
        dimension=options.dimension,
        batch=options.batch,
        steps=options.steps,
        rate=options.rate,
    )
    save(options.folder, vocabulary.terms, vectors)
    return 0


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.train_embedding", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write the model")
    parser.add_argument("corpora", nargs="+", type=Path, help="corpus.jsonl[.xz], or a folder of .txt files")
    parser.add_argument("--share", type=float, default=0.25, help="of whole documents")
    parser.add_argument("--size", type=int, default=85_000, help="terms")
    parser.add_argument("--dimension", type=int, default=256)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--rate", type=float, default=0.005)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(main())
