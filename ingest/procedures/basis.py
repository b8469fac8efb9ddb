"""The portal's table of legal grounds, whose cells run into each other, taken apart."""

import re
from dataclasses import dataclass

from corpus.kinds import NAME_PATTERN
from corpus.letters import CAPITALS, SMALL

HEAD = ("Tên văn bản pháp lý", "Mã văn bản")

# A government's decree ends with CP, though the next name may be written large: "06/2025/NĐ-CPBAN HÀNH …".
_SYMBOL = rf"(?:QH\d\d|N[ĐQ]-CP|[{CAPITALS}]{{2,12}}(?:-(?:TTg|[{CAPITALS}]{{2,12}}))*(?![{SMALL}]))"
_NUMBER = re.compile(
    rf"(?:(?:{NAME_PATTERN})(?:\ssố)?\s)?\d{{1,4}}(?:\.\d{{1,2}})?/(?:(?:19|20)\d\d/)?{_SYMBOL}"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A document as printed: its name and its number, "" for a cell that is empty."""

    name: str
    number: str


def rows(text: str) -> tuple[Row, ...]:
    """The rows of a flattened table, in order.

    A number's cell touches the name before it: "… của ngườiLuật 47/2014/QH13", "QH1354/2014/QH13".
    """
    body = text.strip().removeprefix("".join(HEAD))
    found: list[Row] = []
    start = before = 0
    for match in _NUMBER.finditer(body):
        at = match.start()
        touches = at == before or not (body[at - 1].isspace() or body[at - 1] in "(\"“'")
        before = match.end()
        if at > start and touches:
            found.append(Row(" ".join(body[start:at].split()), match.group()))
            start = match.end()
    rest = " ".join(body[start:].split())
    return (*found, Row(rest, "")) if rest else tuple(found)
