"""The portal's table of ways to hand in, whose cells run into each other, taken apart."""

import re
from dataclasses import dataclass

from ingest.procedures.record import NOTHING

HEAD = ("Hình thức nộp", "Thời gian", "Phí, lệ phí", "Mô tả")

_UNIT = r"(?:Ngày|Giờ|Tháng|Tuần|Năm|Phút)(?: làm việc)?"
_MONEY = r"(?:VNĐ|VND|Việt Nam Đồng|Đồng|USD|EUR)"
_FEE = rf"(?:Miễn phí|{NOTHING}|\d[\d.,]*\s{_MONEY})"
# "Trực tiếp" glued to what follows opens a row; "trực tiếp tại …" in a remark does not.
_ROW = re.compile(r"(?:Trực tuyến|Trực tiếp|Dịch vụ bưu chính)(?=[^\s.,;:)\-–/])")
_TIME = re.compile(rf"(?P<time>\d+\s{_UNIT}|{NOTHING}|Không quy định)(?=\S|\Z)")  # 5 Ngày làm việc
# The figure of a time without its unit runs into the figure of the fee: 120,000 VNĐ is 1 and 20,000 VNĐ.
_FIGURES = re.compile(rf"(?P<digits>\d[\d.,]*)(?P<money>\s{_MONEY})")
_WORDS = re.compile(rf"(?P<time>.+?)(?P<fee>{_FEE})", re.DOTALL)
_FEES = re.compile(_FEE)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row as printed; "" for an empty one. `fee_note` is what the fee has in brackets."""

    how: str
    time: str
    fee: str
    fee_note: str
    note: str


def rows(text: str) -> tuple[Row, ...]:
    """The rows of a flattened table; () for a text that is no such table."""
    body = text.strip().removeprefix("".join(HEAD))
    starts = list(_ROW.finditer(body))
    if not starts or starts[0].start():
        return ()
    ends = [*(match.start() for match in starts[1:]), len(body)]
    return tuple(
        _row(match.group(), body[match.end() : end].strip()) for match, end in zip(starts, ends, strict=True)
    )


def _row(how: str, cells: str) -> Row:
    time, rest = _time(cells)
    fee = _FEES.match(rest)
    if fee is None:
        return Row(how, time, "", "", rest.strip())
    after = rest[fee.end() :]
    noted = bracketed(after)
    return Row(how, time, fee.group(), noted, after[len(noted) :].strip())


def _time(cells: str) -> tuple[str, str]:
    """The time, and what follows it."""
    told = _TIME.match(cells)
    if told:
        return told["time"], cells[told.end() :]
    glued = _FIGURES.match(cells)
    if glued:
        at = _time_ends(glued["digits"], bracketed(cells[glued.end() :]))
        return cells[:at], cells[at:]
    worded = _WORDS.match(cells)
    if worded:
        return worded["time"].strip(), cells[worded.start("fee") :]
    return "", cells


def _time_ends(digits: str, note: str) -> int:
    """Where a time's figure ends before a fee's: where the fee repeats in its note, else after one digit."""
    told = [re.sub(r"\D", "", figure) for figure in re.findall(r"\d[\d.,]*", note)]
    usable = [at for at in range(1, len(digits)) if digits[at] in "123456789" and digits[:at].isdigit()]
    for at in usable:
        fee = re.sub(r"\D", "", digits[at:])
        if any(figure.startswith(fee) for figure in told):
            return at
    return usable[0] if usable else 0


def bracketed(text: str) -> str:
    """The brackets a text opens with, up to the one that closes the first; "" for none."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return text[: place + 1] if place else ""
    return ""
