"""The marks of a state secret: MẬT, TỐI MẬT, TUYỆT MẬT, wherever an office prints or stamps them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.vietnamese import fold

# "MẬT", "T Ố I  M Ậ T", "[TUYỆT MẬT]", also with accents lost; "mật" is a word, "MẶT" another.
_STAMP = re.compile(r"MẬT|MAT|MÂT|MẠT")
_FOLDED = frozenset({"toimat", "tuyetmat"})
# A stamp that extraction has put into the line beside it: "TỐI MẬT Số: 05-BC/ĐU", "Số: 05-BC/ĐU (MẬT)".
_BESIDE = re.compile(
    r"(?P<first>(?:T\w{2,4}\s+)?M\wT)\s+S[ốỐ]\s*:|^S[ốỐ]\s*:.{1,40}?[(\[]\s*(?P<last>(?:T\w{2,4}\s+)?M\wT)\s*[)\]]$"
)
_NO_LETTER = re.compile(r"[^\w]|_|\d")
_LABEL = re.compile(r"do mat\s*:?\s*(?P<mark>tuyet mat|toi mat|mat)\b")
_CELLS = re.compile(r"\t|\s\|\s|\s{3,}")
_LONGEST = 40
_LONGEST_HEAD = 120


@dataclass(frozen=True, slots=True)
class SecretMark:
    """`mark` as printed, on `line`, counted from 1."""

    mark: str
    line: int


def secret_mark(lines: Sequence[str]) -> SecretMark | None:
    """The first mark that stands alone on a line or in a cell, in capitals; or "Độ mật: Tối mật"."""
    for number, line in enumerate(lines, start=1):
        for cell in _CELLS.split(line):
            if _is_stamp(cell):
                return SecretMark(" ".join(cell.split()), number)
        beside = _BESIDE.search(line.strip()) if len(line) <= _LONGEST_HEAD else None
        for mark in (beside["first"], beside["last"]) if beside else ():
            if mark and _is_stamp(mark):
                return SecretMark(" ".join(mark.split()), number)
        label = _LABEL.match(fold(line).strip())
        if label and len(line) <= _LONGEST:
            return SecretMark(" ".join(line.split()), number)
    return None


def _is_stamp(cell: str) -> bool:
    letters = _NO_LETTER.sub("", cell)
    if not letters.isupper() or len(cell) > _LONGEST:
        return False
    return _STAMP.fullmatch(letters) is not None or fold(letters) in _FOLDED
