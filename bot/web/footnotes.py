"""Which line of a document cites which footnote."""

import re
from collections.abc import Mapping, Sequence

_SIGN = r"[¹²³⁰⁴-⁹]+"
_NOTE = re.compile(rf"\s*(?P<sign>{_SIGN})\s+\S")  # "¹ Chỉ đạo tập trung tuyên truyền"
# Not the square of a metre or kilometre.
_CITED = re.compile(rf"(?<!\bm)(?<!\bkm)(?<!\dm)(?<!\dkm){_SIGN}")

# A note stands at the foot of the page that cites it, so not far below.
_FARTHEST = 60


def citing_lines(lines: Sequence[str]) -> Mapping[int, int]:
    """The line that each footnote belongs to, both counted from 1; a note that nothing cites is left out."""
    notes = {
        number: note["sign"] for number, line in enumerate(lines, start=1) if (note := _NOTE.match(line))
    }
    cited = {
        number: frozenset(_CITED.findall(line))
        for number, line in enumerate(lines, start=1)
        if number not in notes and not line.isascii()
    }
    found: dict[int, int] = {}
    for number, sign in notes.items():
        above = range(number - 1, max(number - _FARTHEST, 0), -1)
        citing = next((line for line in above if sign in cited.get(line, ())), None)
        if citing is not None:
            found[number] = citing
    return found
