"""The item of a list with the most or the least: "lĩnh vực nào có nhiều thủ tục nhất"."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.rank import Ranked
from answering.stretch import Stretch
from answering.understand import Asked
from answering.whole_list import lists_of
from corpus.library import Library
from corpus.measure import figures
from corpus.vietnamese import fold

_LEAST_ITEMS = 3
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class _Counted:
    """An item of a list and the figure it carries."""

    shown: Stretch
    value: float


def extreme(asked: Asked, ranked: Sequence[Ranked], library: Library) -> Stretch | None:
    """The item of the best list whose every item carries one figure; None without such a list."""
    if not asked.superlative:
        return None
    for each in ranked[:_LOOKED_AT]:
        for listed in lists_of(each.unit.passage, library):
            items = _counted(listed)
            if len(items) >= _LEAST_ITEMS and _is_about(asked, listed):
                best = (min if asked.superlative == "least" else max)(items, key=lambda item: item.value)
                return best.shown
    return None


def _counted(items: Sequence[Stretch]) -> list[_Counted]:
    found = [list(figures(item.text)) for item in items]
    if not all(len(each) == 1 and "/" not in each[0].value for each in found):
        return []
    return [_Counted(item, float(each[0].value)) for item, each in zip(items, found, strict=True)]


def _is_about(asked: Asked, items: Sequence[Stretch]) -> bool:
    """Whether the list, or what introduces it, bears the noun that is asked for."""
    first = items[0].passage
    text = fold(" . ".join([first.lead, first.text, *(item.text for item in items)]))
    return not asked.focus or " ".join(asked.focus[:2]) in text
