"""A long sentence cut to the stretch that answers: whole clauses, in the document's own words."""

import re
from collections.abc import Sequence

from answering.evidence import Place, Term, place

# Clauses end at these signs; a comma ends one only between stretches too long to be items of a list.
_CUT = re.compile(r"(?P<strong>[;:](?=\s))|,(?=\s)")
_ITEM = 7
# A stretch shorter than this many words grows on even where the next clause holds nothing that was asked.
_LEAST = 14


def trim(text: str, terms: Sequence[Term], *, keep: tuple[int, int] | None, budget: int) -> tuple[int, int]:
    """The offsets of the stretch of `text` to show, at most about `budget` words.

    `keep` is a stretch that must stay (the figure that answers). The stretch grows from it, or from the
    clause that holds most of the question, to whichever side gains more of the question's words.
    """
    clauses = _split(text)
    if len(clauses) < 2 or len(text.split()) <= budget:
        return 0, len(text)
    places = [place(text[start:end]) for start, end in clauses]
    sizes = [len(text[start:end].split()) for start, end in clauses]
    first = last = _seed(clauses, places, terms, keep)
    while True:
        held = _held(terms, places[first : last + 1])
        grown = [
            (_gain(terms, held, places[side]) / (sizes[side] + 4), side)
            for side in (first - 1, last + 1)
            if 0 <= side < len(clauses) and sum(sizes[first : last + 1]) + sizes[side] <= budget
        ]
        if not grown:
            break
        gain, side = max(grown, key=lambda option: (option[0], -option[1]))
        if (
            gain <= 0
            and sum(sizes[first : last + 1]) >= _LEAST
            and not _reaches(terms, held, places, side, first)
        ):
            break
        first, last = min(first, side), max(last, side)
    return clauses[first][0], clauses[last][1]


def _split(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _CUT.finditer(text):
        if _inside_brackets(text, start, match.start()) or not _ends_clause(text, start, match):
            continue
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    trimmed = [
        (left + len(text[left:right]) - len(text[left:right].lstrip()), right) for left, right in spans
    ]
    return [(left, right) for left, right in trimmed if left < right]


def _ends_clause(text: str, start: int, match: re.Match[str]) -> bool:
    if match["strong"]:
        return True
    following = re.split(r"[;:,]\s", text[match.end() :], maxsplit=1)[0]
    return len(text[start : match.start()].split()) >= _ITEM and len(following.split()) >= _ITEM


def _inside_brackets(text: str, start: int, at: int) -> bool:
    opened = text.count("(", start, at) - text.count(")", start, at)
    return opened > 0 and ")" in text[at:]


def _seed(
    clauses: Sequence[tuple[int, int]],
    places: Sequence[Place],
    terms: Sequence[Term],
    keep: tuple[int, int] | None,
) -> int:
    if keep:
        for index, (start, end) in enumerate(clauses):
            if start <= keep[0] < end:
                return index
    return max(range(len(clauses)), key=lambda index: sum(t.weight * t.credit(places[index]) for t in terms))


def _held(terms: Sequence[Term], places: Sequence[Place]) -> set[Term]:
    return {term for term in terms if any(term.credit(where) for where in places)}


def _gain(terms: Sequence[Term], held: set[Term], where: Place) -> float:
    return sum(term.weight * term.credit(where) for term in terms if term not in held)


def _reaches(terms: Sequence[Term], held: set[Term], places: Sequence[Place], side: int, first: int) -> bool:
    """Whether clauses beyond an empty one hold words of the question that are still missing."""
    beyond = places[: side + 1] if side < first else places[side:]
    return any(_gain(terms, held, where) > 0 for where in beyond)
