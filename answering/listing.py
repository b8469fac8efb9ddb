"""Lists in running text: whether a text tells the items a question counts."""

import math
import re
from itertools import groupby

from corpus.vietnamese import fold

# Items in a text: numbered ones, or stretches between separators where few are asked for.
_MARK = re.compile(r"\(\d{1,2}\)")
_SEPARATED = re.compile(r"[,;]\s|\svà\s")
_OPENED = re.compile(r":\s|\s(?:là|gồm|như|của các)\s|\(")
_SHARE_TOLD, _FEW = 0.8, 8


def tells_items(text: str, count: int) -> bool:
    """Whether a text names about as many items as the question says there are."""
    marks = len(_MARK.findall(text))
    divided = text.count(";") + 1
    opened = _OPENED.split(text, maxsplit=1)
    after = opened[1] if len(opened) > 1 and count <= _FEW else ""
    named = len(_SEPARATED.split(after)) if after else 0
    first = len(_SEPARATED.split(after.split("; ")[0])) if after else 0
    if count <= _FEW:
        named = max(named, _alike(text))
    least = max(2, math.ceil(_SHARE_TOLD * count))
    return any(least <= told <= 2 * count for told in (max(marks, divided, named), first))


def _alike(text: str) -> int:
    """How many items in a row open with the same word: "chợ Đông, chợ Tây và chợ Nam" are three."""
    openings = [fold(item).split()[:1] for item in _SEPARATED.split(text)]
    return max(len(list(same)) for _, same in groupby(openings))
