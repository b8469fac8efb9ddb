"""The item of a list with the most or the least: "lĩnh vực nào có nhiều thủ tục nhất"."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.compose import Stretch, tidy
from answering.rank import Ranked
from answering.understand import Asked
from corpus.measure import figures
from corpus.passage import Passage
from corpus.sentences import enumeration
from corpus.vietnamese import fold

_LEAST_ITEMS = 3
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class _Counted:
    """An item of a list and the figure it carries."""

    start: int
    end: int
    value: float


def extreme(asked: Asked, ranked: Sequence[Ranked]) -> Stretch | None:
    """The item of the best list whose every item carries one figure; None without such a list."""
    if not asked.superlative:
        return None
    for each in ranked[:_LOOKED_AT]:
        passage = each.unit.passage
        items = _counted(passage)
        if len(items) >= _LEAST_ITEMS and _is_about(asked, passage):
            best = (min if asked.superlative == "least" else max)(items, key=lambda item: item.value)
            return tidy(passage, best.start, best.end)
    return None


def _counted(passage: Passage) -> list[_Counted]:
    items = enumeration(passage.text)
    found = [list(figures(passage.text[item.start : item.end])) for item in items]
    if not all(len(each) == 1 and "/" not in each[0].value for each in found):
        return []
    return [
        _Counted(item.start, item.end, float(each[0].value)) for item, each in zip(items, found, strict=True)
    ]


def _is_about(asked: Asked, passage: Passage) -> bool:
    """Whether the list's items bear the noun that is asked for."""
    return not asked.focus or " ".join(asked.focus[:2]) in fold(passage.text)
