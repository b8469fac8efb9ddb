"""What the embedding learns from: legal texts as numbered syllables, and the terms worth a vector."""

import json
import lzma
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import normalise, syllables

Ints = NDArray[np.int64]

# "Điều 12. Thời hạn giải quyết", "Điều 7a: Hiệu lực"
_ARTICLE = re.compile(r"^Điều \d+[a-zđ]?\s*[.:]\s*(?P<heading>.*)$", re.MULTILINE)
_NUMBERED = re.compile(r"^Điều \d+[a-zđ]?\s*[.:]?\s*")
_SENTENCE = re.compile(r"\n+|(?<=[.;:]) ")
_WINDOW = 1500  # characters, where a text has no articles
_LONGEST = 6000
_WHOLE_DOCUMENT = 24_000

# How people wrap the matter they ask about; they must come to mean next to nothing.
_WRAPPINGS = """
là gì | như thế nào | bao nhiêu | bao lâu | khi nào | ở đâu | ai | thế nào | có được không | gồm những gì
quy định như thế nào | được quy định ra sao | bao gồm | có phải | trường hợp nào | cần những gì
do ai | thì sao | đúng hay sai | mức bao nhiêu | tôi muốn hỏi | xin hỏi | thì bị xử phạt như thế nào
theo quy định | những | cho tôi hỏi | là bao lâu | có bị
"""


@dataclass(frozen=True, slots=True)
class Text:
    """One article: the title of its law, its own heading ("" without one), its words."""

    title: str
    heading: str
    body: str


@dataclass(frozen=True, slots=True)
class Articles:
    """All articles as one run of syllables: `bounds` has title, heading, body and end of each, in order.

    `sentences` are the starts of sentences in bodies, `wrappings` (start, end) of the question words that
    follow the last article. `names` are the folded syllables by their number.
    """

    flow: Ints
    bounds: Ints
    sentences: Ints
    wrappings: list[tuple[int, int]]
    names: list[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms that get a vector, how rare each is, and which term starts at each place of the flow.

    `single` and `double` hold the row of the syllable and of the pair at a place, -1 where it has none.
    """

    terms: list[str]
    rarity: NDArray[np.float32]
    single: Ints
    double: Ints


def read_texts(paths: Iterable[Path], *, share: float, seed: int) -> Iterator[Text]:
    """Articles of BEIR corpora (.jsonl, .jsonl.xz) and of folders of .txt files.

    Of texts longer than an article (whole documents) only `share` are taken, cut at their articles.
    """
    chance = Random(seed)
    for path in paths:
        if path.is_dir():
            for file in sorted(path.glob("*.txt")):
                yield from _cut("", file.read_text(encoding="utf-8"))
            continue
        read = lzma.open if path.suffix == ".xz" else open
        with read(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                title, _, heading = row["title"].rpartition(" | ")
                if len(row["text"]) <= _WHOLE_DOCUMENT:
                    yield Text(title, _NUMBERED.sub("", heading), row["text"])
                elif chance.random() < share:
                    yield from _cut(row["title"], row["text"])


def _cut(title: str, text: str) -> Iterator[Text]:
    found = list(_ARTICLE.finditer(text))
    if len(found) < 2:
        for start in range(0, min(len(text), 10 * _LONGEST), _WINDOW):
            yield Text(title, "", text[start : start + _WINDOW])
        return
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        yield Text(title, match["heading"][:200], text[match.end() : min(end, match.end() + _LONGEST)])


def number_syllables(texts: Iterable[Text]) -> Articles:
    """Bodies of fewer than five syllables ("(bãi bỏ)") are left out."""
    numbers, known = dict[str, int](), dict[str, list[int]]()
    flow, sentences, bounds = array("l"), array("l"), array("l")

    def add(text: str) -> int:
        start = len(flow)
        # No syllable reaches over a space, so a word need be taken apart only once.
        for word in normalise(text).split():
            if word not in known:
                known[word] = [numbers.setdefault(one.folded, len(numbers)) for one in syllables(word)]
            flow.extend(known[word])
        return start

    for text in texts:
        title, heading, body = add(text.title), add(text.heading), len(flow)
        starts = [add(sentence) for sentence in _SENTENCE.split(text.body)]
        if len(flow) - body < 5:
            del flow[title:]
            continue
        sentences.extend(sorted({start for start in starts if start < len(flow)}))
        bounds.extend((title, heading, body, len(flow)))
    wrappings = [(add(one), len(flow)) for one in re.split(r"[|\n]", _WRAPPINGS) if one.strip()]
    return Articles(
        np.array(flow, dtype=np.int64),
        np.array(bounds, dtype=np.int64).reshape(-1, 4),
        np.array(sentences, dtype=np.int64),
        wrappings,
        list(numbers),
    )


def choose_terms(articles: Articles, *, size: int, least: int = 3) -> Vocabulary:
    """Every syllable that `least` articles have, then the pairs that most articles have, `size` in all."""
    flow, kinds, names = articles.flow, len(articles.names), articles.names
    owner = np.searchsorted(articles.bounds[:, 0], np.arange(len(flow)), side="right") - 1
    seen = _articles_with(flow, owner, kinds=kinds)
    chosen = np.flatnonzero(seen >= least)
    rows = np.full(kinds, -1, dtype=np.int64)
    rows[chosen] = np.arange(len(chosen))

    within = np.append(owner[:-1] == owner[1:], False)
    joined = np.where(within, flow * kinds + np.roll(flow, -1), -1)
    pairs, times = _counted(np.sort(joined[within]))
    wanted = max(0, size - len(chosen))
    # A pair that one table repeats a thousand times is frequent and yet in few articles.
    pairs = np.sort(pairs[np.argsort(-times, kind="stable")[: 2 * wanted]])
    place = _places(pairs, joined)
    pair_seen = _articles_with(place[place >= 0], owner[place >= 0], kinds=len(pairs))
    best = np.sort(np.argsort(-pair_seen, kind="stable")[:wanted])
    best = best[pair_seen[best] >= least]
    double = _places(pairs[best], joined)

    terms = [names[one] for one in chosen]
    terms += [f"{names[pair // kinds]}_{names[pair % kinds]}" for pair in pairs[best]]
    frequent = np.concatenate([seen[chosen], pair_seen[best]])
    rarity = np.log((len(articles.bounds) + 1) / frequent).astype(np.float32)
    return Vocabulary(
        terms, np.maximum(rarity, 0.1), rows[flow], np.where(double >= 0, double + len(chosen), -1)
    )


def _articles_with(numbers: Ints, owner: Ints, *, kinds: int) -> Ints:
    """In how many articles each number below `kinds` occurs."""
    different, _ = _counted(np.sort(owner * kinds + numbers))
    return np.bincount(different % kinds, minlength=kinds)


def _counted(ordered: Ints) -> tuple[Ints, Ints]:
    """The different values of a sorted array, and how often each occurs."""
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    return ordered[starts], np.diff(np.append(starts, len(ordered)))


def _places(ordered: Ints, values: Ints) -> Ints:
    """Where each value stands in a sorted array, -1 for one that is not there."""
    if not len(ordered):
        return np.full(len(values), -1, dtype=np.int64)
    found = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return np.where(ordered[found] == values, found, -1)
