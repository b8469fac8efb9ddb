"""The portal's tables of papers, whose cells and headings run into each other, taken apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.letters import CAPITALS, SMALL

HEAD = ("Tên giấy tờ", "Mẫu đơn, tờ khai", "Số lượng")
_HEAD = re.compile("".join(HEAD))
# "1 bản chính,1 bản sao", with the figure that ends the cell before: "… năm 20240 bản chính".
_COPIES = re.compile(r"\d\sbản chính(?:,\s?\d+\sbản sao)?")
# Before these, or before the column's own count, the words stand in a sentence: "01 bản chính (nếu có)".
_IN_SENTENCE = re.compile(r"[\s.;,:)/]")
# A form's file ends its cell: "Đơn đề nghị.docx", "MauKX1079 (1).docx".
_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|odt|rtf|rar|zip|jpe?g|png)$", re.IGNORECASE)
# Where one cell's last sign touches the next one's first: "NĐ-CP;Mauso25.docx", "01/TAINMẫu số 01.docx".
_TOUCHES = re.compile(
    rf"(?<=[{SMALL}])(?=[{CAPITALS}])|(?<=[);:”])(?=\w)|(?<=[){SMALL}]\.)(?=\w)"
    rf"|(?<=[\d{CAPITALS}])(?=[{CAPITALS}][{SMALL}])(?!Tg(?![{SMALL}]))"
)
_LONGEST_FILE = 120
_NO_FILE_NAME = re.compile(r"[;“”]|\A\w+\Z")
# A heading takes no further heading's sign: "--" stands for none.
_NO_HEADING = "--"


@dataclass(frozen=True, slots=True)
class Row:
    """One paper as printed; `case` is the heading of its table, `copies` "" where it counts none."""

    case: str
    name: str
    form: str
    copies: str


def rows(text: str) -> tuple[Row, ...]:
    """The rows of every table, in order; () for a text without one."""
    heads = list(_HEAD.finditer(text))
    if not heads:
        return ()
    found: list[Row] = []
    case = text[: heads[0].start()]
    ends = [*(match.start() for match in heads[1:]), len(text)]
    for match, end in zip(heads, ends, strict=True):
        listed = list(_rows(text[match.end() : end]))
        title = "" if case.strip() == _NO_HEADING else " ".join(case.split())
        # What follows the last count is the heading of the table after it.
        case = listed.pop().name if listed and not listed[-1].copies and end < len(text) else _NO_HEADING
        found += (replace(row, case=title) for row in listed)
    return tuple(found)


def _rows(body: str) -> Iterator[Row]:
    start = 0
    for match in _COPIES.finditer(body):
        within = _IN_SENTENCE.match(body, match.end()) or _COPIES.match(body, match.end())
        if within or not body[start : match.start()].strip():
            continue
        yield _row(body[start : match.start()], match.group())
        start = match.end()
    rest = body[start:].strip()
    if rest:
        yield Row("", rest, "", "")


def _row(cell: str, copies: str) -> Row:
    text = " ".join(cell.split())
    if not _FILE.search(text):
        return Row("", text, "", copies)
    at = _file_starts(text)
    return Row("", text[:at].strip(), text[at:].strip(), copies)


def _file_starts(text: str) -> int:
    """Where the name of a form's file begins; the end where that cannot be told."""
    for match in _TOUCHES.finditer(text, max(1, len(text) - _LONGEST_FILE)):
        at = match.start()
        if not _NO_FILE_NAME.search(text, at) and not text[at - 3 : at].startswith(" ("):
            return at
    return len(text)
