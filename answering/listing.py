"""Lists in running text: whether a text tells the items a question counts."""

import math
import re

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
    named = len(_SEPARATED.split(opened[1])) if len(opened) > 1 and count <= _FEW else 0
    least = max(2, math.ceil(_SHARE_TOLD * count))
    return least <= max(marks, divided, named) <= 2 * count
