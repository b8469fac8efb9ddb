"""Words a law quotes over several paragraphs: the articles it writes anew, with their clauses and points."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.labels import Label, Style, label_of
from ingest.shape import quotes_open

_LONGEST = 300
_MARKS = '“"'
NOT_QUOTED = -1


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quoted paragraph: the mark it begins with, and by place in the quotation what it completes.

    `lead` is NOT_QUOTED where that is the sentence before the quotation; `group` is the first of its list.
    """

    label: Label | None
    lead: int
    group: int


def quotation(texts: Iterable[str]) -> tuple[Quoted, ...]:
    """The paragraphs of the quotation that opens the first text.

    None when it does not close before another opens: a mark was left out, and nobody knows where.
    """
    found: list[str] = []
    balance = 0
    for text in texts:
        if len(found) == _LONGEST or (found and text.startswith(tuple(_MARKS))):
            return ()
        balance = quotes_open(text, before=balance)
        found.append(text)
        if not balance:
            return tuple(_placed(found))
    return ()


def _placed(texts: list[str]) -> list[Quoted]:
    """A clause completes its article, a point its clause; a paragraph is led by what leads the clauses."""
    placed: list[Quoted] = []
    article = clause = NOT_QUOTED
    clauses = points = 0
    for place, text in enumerate(texts):
        label = label_of(text.lstrip(_MARKS))
        marked = (
            label if label and label.style is not Style.LAW and not text.startswith(tuple(_MARKS)) else None
        )
        if label is None:
            placed.append(Quoted(None, article, clauses))
        elif label.style is Style.LAW:
            placed.append(Quoted(None, NOT_QUOTED, place))
            article = clause = place
            clauses = points = place + 1
        elif label.style is Style.DECIMAL:
            placed.append(Quoted(marked, article, clauses))
            clause, points = place, place + 1
        else:
            placed.append(Quoted(marked, clause, points))
    return placed
