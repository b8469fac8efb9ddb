"""How close a passage that was found comes to the question: a few measures, and what each counts for."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.forward import END, Wordings, number_of

Figures = NDArray[np.float64]
Places = NDArray[np.int64]
Marks = NDArray[np.bool_]

# What each measure counts for, fitted by `hoiphuong evals fit_search` (docs/retrieval.md).
WEIGHTS: Mapping[str, float] = {"words": 3.45, "meaning": 3.53, "held": 2.41, "pairs": 5.0, "line": 4.49}
MEASURES = tuple(WEIGHTS)


@dataclass(frozen=True, slots=True)
class Sought:
    """The words and pairs of a question as numbers, and what each is worth: its rarity times its boost.

    `numbers` are all different words in rising order; `singles`, `lefts` and `rights` are places in it: of
    the words sought alone, and of the two of each pair.
    """

    numbers: NDArray[np.uint32]
    singles: Places
    worth: Figures
    lefts: Places
    rights: Places
    pair_worth: Figures


def sought(worth: Mapping[str, float]) -> Sought:
    """`worth` is what each search term is worth: folded syllables, and pairs joined by "_"."""
    singles = [term for term in worth if "_" not in term]
    pairs = [term.split("_") for term in worth if term.count("_") == 1]
    words = {word: number_of(word) for word in [*singles, *(word for pair in pairs for word in pair)]}
    numbers = np.unique(np.array(list(words.values()), dtype=np.uint32))

    def places(chosen: list[str]) -> Places:
        return np.searchsorted(numbers, np.array([words[word] for word in chosen], dtype=np.uint32))

    return Sought(
        numbers,
        places(singles),
        np.array([worth[word] for word in singles]),
        places([left for left, _ in pairs]),
        places([right for _, right in pairs]),
        np.array([worth[f"{left}_{right}"] for left, right in pairs]),
    )


def measures(asked: Sought, found: Wordings, *, words: Figures, cosines: Figures) -> Figures:
    """A row for each passage of `found`, a column for each of MEASURES, each between 0 and 1.

    `words` are the passages' scores by words, 0 for none; `cosines` those by meaning, nan for none, which
    counts as the least. `held` and `pairs` are the shares, by worth, of the question's words and pairs that
    stand in the passage, `line` the share of both in its best line.
    """
    ends = found.words == END
    line_of = np.cumsum(ends) - ends
    single, pair = _held(asked, found.words, line_of, lines=int(ends.sum()))
    every = np.append(asked.worth, asked.pair_worth)
    by_line = _shares(np.concatenate([single, pair], axis=1), every)
    # The first line of each passage: every passage has at least one.
    first = line_of[found.starts]
    known = cosines[~np.isnan(cosines)]
    columns = {
        "words": stretched(words),
        "meaning": stretched(np.where(np.isnan(cosines), known.min(initial=1.0), cosines)),
        "held": _shares(_any(single, first), asked.worth),
        "pairs": _shares(_any(pair, first), asked.pair_worth),
        "line": np.maximum.reduceat(by_line, first) if len(first) else by_line,
    }
    return np.stack([columns[name] for name in MEASURES], axis=1)


def _held(asked: Sought, words: NDArray[np.uint32], line_of: Places, *, lines: int) -> tuple[Marks, Marks]:
    """Which words and which pairs each line holds: a row a line."""
    size = len(asked.numbers)
    known = np.zeros((lines, size), dtype=bool)
    pairs = np.zeros((lines, len(asked.lefts)), dtype=bool)
    if not size:
        return known[:, asked.singles], pairs
    near = np.minimum(np.searchsorted(asked.numbers, words), size - 1)
    here = np.flatnonzero(asked.numbers[near] == words)
    spots = near[here]
    known[line_of[here], spots] = True
    # Neighbours of one line: the end of a line is no word of any question.
    together = np.flatnonzero(np.diff(here) == 1)
    order = np.argsort(wanted := asked.lefts * size + asked.rights, kind="stable")
    if len(order) and len(together):
        codes = spots[together] * size + spots[together + 1]
        place = np.minimum(np.searchsorted(wanted[order], codes), len(order) - 1)
        right = wanted[order][place] == codes
        pairs[line_of[here[together[right]]], order[place[right]]] = True
    return known[:, asked.singles], pairs


def _any(held: Marks, first: Places) -> Marks:
    """Of the lines that begin at `first` and end before the next, which hold what."""
    return np.logical_or.reduceat(held, first, axis=0) if len(first) else held[:0]


def _shares(held: Marks, worth: Figures) -> Figures:
    total = float(worth.sum())
    return held @ worth / total if total else np.zeros(len(held))


def stretched(scores: Figures) -> Figures:
    """Over 0 to 1; 1 for all where they are one."""
    if not len(scores):
        return scores
    low, high = float(scores.min()), float(scores.max())
    return np.ones_like(scores) if high == low else (scores - low) / (high - low)
