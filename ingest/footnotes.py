"""Footnotes: which lines are bodies, where their markers stand, and what is a unit instead (m², km²)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_BODY = re.compile(rf"\s*(?:(?P<raised>[{_DIGITS}]{{1,3}})|\[(?P<boxed>\d{{1,3}})\])\s*(?=[^\s{_DIGITS}])")
_MARKER = re.compile(rf"[{_DIGITS}]+|\[\d{{1,3}}\]")
_UNIT = re.compile(r"(?:^|[\d\s/(.,])(?:[kcdm]?m|ha)$")  # 2,95km² · người/ km² · 1106,5m²
_TO_ASCII = str.maketrans(_DIGITS, "0123456789")


@dataclass(frozen=True, slots=True)
class Body:
    """The first line of a footnote: its number as plain digits, and the column where its words begin."""

    line: int
    label: str
    begin: int


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker in a line and the line on which the footnote it points at begins."""

    line: int
    start: int
    end: int
    body: int


def body_of(number: int, line: str) -> Body | None:
    """The footnote that begins on this line, if one does."""
    match = _BODY.match(line)
    return Body(number, _number(match["raised"] or match["boxed"]), match.end()) if match else None


def markers(lines: Sequence[str], bodies: Sequence[Body]) -> list[Marker]:
    """Every marker that has a body, in order. Numbers may restart: a marker takes the next such body.

    A raised number without a body, or one that makes a unit of area, stays part of the text.
    """
    openings = {body.line: body.begin for body in bodies}
    found = []
    for number, line in enumerate(lines, start=1):
        for match in _MARKER.finditer(line, openings.get(number, 0)):
            start = match.start() + _is_unit(line, match)
            body = _body_for(_number(line[start : match.end()]), number, bodies)
            if body is not None:
                found.append(Marker(number, start, match.end(), body.line))
    return found


def _number(mark: str) -> str:
    return mark.strip("[]").translate(_TO_ASCII)


def _is_unit(line: str, match: re.Match[str]) -> bool:
    """Whether the first raised digit makes a unit of area or volume; a marker may follow it: "130m²⁷"."""
    return match.group()[0] in "²³" and _UNIT.search(line[: match.start()]) is not None


def _body_for(label: str, line: int, bodies: Sequence[Body]) -> Body | None:
    same = [body for body in bodies if body.label == label and body.line != line]
    after = [body for body in same if body.line > line]
    return after[0] if after else (same[-1] if same else None)
