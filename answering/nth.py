"""The item of a list that a question points at by its place: "mô hình thứ ba", "nhiệm vụ cuối cùng"."""

from collections.abc import Sequence

from answering.counted_noun import is_by_place
from answering.evidence import Term, place
from answering.rank import Ranked
from answering.stretch import Stretch
from answering.understand import Asked
from answering.whole_list import lists_of
from corpus.library import Library

_LOOKED_AT = 8
# The list must hold so much of the question, in its items or the words that introduce it.
_HELD = 0.6


def nth(asked: Asked, terms: Sequence[Term], ranked: Sequence[Ranked], library: Library) -> list[Stretch]:
    """The item, from the first list that holds the question and is long enough; [] without one.

    A unit whose printed number is the one asked for is left to be the answer by itself.
    """
    if asked.ordinal is None or not is_by_place(asked.text) or ranked[0].features.labelled:
        return []
    for each in ranked[:_LOOKED_AT]:
        for items in lists_of(each.unit.passage, library):
            place_of = len(items) if asked.ordinal < 0 else asked.ordinal
            if 1 <= place_of <= len(items) and len(items) > 1 and _share(terms, items) >= _HELD:
                return [items[place_of - 1]]
    return []


def _share(terms: Sequence[Term], items: Sequence[Stretch]) -> float:
    first = items[0].passage
    around = [first.lead, first.text, *first.headings[-1:], *(item.text for item in items)]
    where = place(" . ".join(around))
    total = sum(term.weight for term in terms)
    return sum(term.weight * term.credit(where) for term in terms) / total if total else 0.0
