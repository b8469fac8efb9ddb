"""Which lines make one paragraph: sentences cut by a page break come back together, footnotes stand aside."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import Enum

from ingest.clean import is_rule, layout
from ingest.footnotes import Body, Marker, body_of, markers
from ingest.labels import starts_new
from ingest.shape import is_capital_title, is_legal

_ENDED = re.compile(r"[.!?:;…][”\"')\]]*$")
_SYLLABLE = re.compile(r"[^\W\d_]+")
_CLAUSE = re.compile(r"[.;:!?()]")
# A sentence never ends on one of these: what follows is its rest, whatever its first letter.
_OPEN_WORDS = frozenset(
    {"và", "hoặc", "của", "các", "những", "mỗi", "mọi", "với", "cho", "về", "tại", "trong"}
    | {"trên", "dưới", "giữa", "do", "bởi", "từ", "đến", "theo", "thuộc", "nhằm", "để"}
    | {"như", "là", "số", "ngày", "tháng"}
)

_WIDEST_PAGE = 130
_FEWEST_LINES = 10
_FULL = 0.8


class Role(Enum):
    BODY = 1
    FOOTNOTE = 2
    ROW = 3


@dataclass(frozen=True, slots=True)
class Strand:
    """One paragraph, footnote or table row: its lines in order, and the column where the first begins."""

    role: Role
    lines: tuple[int, ...]
    begin: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """The strands in order of their first line, and the footnote markers in them."""

    strands: tuple[Strand, ...]
    markers: tuple[Marker, ...]


def flow(lines: Sequence[str], joined: Collection[int] = ()) -> Flow:
    """`joined` are lines known to go on with the one before."""
    bodies = [body for number, line in enumerate(lines, start=1) if (body := body_of(number, line))]
    found = markers(lines, bodies)
    words = _Words(lines, found)
    weaver = _Weaver(words, {body.line: body for body in bodies}, joined)
    for number, line in enumerate(lines, start=1):
        if not is_rule(words.of(number)):
            weaver.take(number, line)
    strands = [Strand(r.role, tuple(r.lines), r.begin, r.label) for r in weaver.rows]
    return Flow(tuple(strands), tuple(found))


@dataclass(slots=True)
class _Growing:
    role: Role
    lines: list[int]
    begin: int = 0
    label: str = ""


class _Words:
    """The words of each line without layout and markers, and every run of three words of the text."""

    def __init__(self, lines: Sequence[str], found: Sequence[Marker]) -> None:
        cuts: dict[int, list[tuple[int, int]]] = {}
        for marker in found:
            cuts.setdefault(marker.line, []).append((marker.start, marker.end))
        self.lines = [
            _without(line, [*layout(line), *cuts.get(number, [])])
            for number, line in enumerate(lines, start=1)
        ]
        self.width = _line_width([len(line) for line in self.lines if line])
        # In a law each line is a paragraph, and its terms recur so often that any two lines seem to go on.
        clauses = [] if is_legal(lines) else [part for line in self.lines for part in _CLAUSE.split(line)]
        self.runs = {run for clause in clauses for run in _runs(clause)}

    def of(self, number: int) -> str:
        return self.lines[number - 1]

    def wraps(self, number: int) -> bool:
        """Whether this line was broken only because the page was full: the next goes on with it."""
        line, following = self.of(number), self.of(number + 1)
        full = self.width > 0 and len(line) >= _FULL * self.width and not _ENDED.search(line)
        return full and not is_capital_title(line) and not is_capital_title(following)

    def continues(self, before: str, after: str) -> bool:
        """Whether `after` is the rest of a sentence that `before` breaks off."""
        if not before or _ENDED.search(before):
            return False
        if after[0].islower() or before.endswith(","):
            return True
        last = _SYLLABLE.findall(before)[-1:]
        if not last or not before.endswith(last[0]) or not last[0].islower():
            return False
        if last[0] in _OPEN_WORDS:
            return True
        # "khối" + "Đảng, đoàn thể": the text itself says elsewhere that these words go together.
        return (*last, *_SYLLABLE.findall(_CLAUSE.split(after)[0])[:2]) in self.runs


def _line_width(lengths: list[int]) -> int:
    """How many characters fill a line of a text of fixed width; 0 where a line is a paragraph."""
    if len(lengths) < _FEWEST_LINES:
        return 0
    width = sorted(lengths)[len(lengths) * 9 // 10]
    return width if width <= _WIDEST_PAGE else 0


def _without(line: str, cuts: list[tuple[int, int]]) -> str:
    kept, position = [], 0
    for start, end in sorted(cuts):
        kept.append(line[position:start])
        position = max(position, end)
    return "".join([*kept, line[position:]]).strip()


def _runs(clause: str) -> list[tuple[str, ...]]:
    syllables = _SYLLABLE.findall(clause)
    return list(zip(syllables, syllables[1:], syllables[2:], strict=False))


@dataclass(slots=True)
class _Weaver:
    words: _Words
    bodies: dict[int, Body]
    joined: Collection[int]
    rows: list[_Growing] = field(default_factory=list)
    body: _Growing | None = None
    footnote: _Growing | None = None

    def take(self, number: int, line: str) -> None:
        if number in self.joined and self.rows and self.rows[-1].role is not Role.ROW:
            self.rows[-1].lines.append(number)
        elif number in self.bodies:
            body = self.bodies[number]
            self.footnote = self._new(Role.FOOTNOTE, number, begin=body.begin, label=body.label)
        elif "\t" in line or " | " in line:
            self.body = None
            self._new(Role.ROW, number)
        elif not starts_new(self.words.of(number)) and (broken := self._broken_off(number)):
            broken.lines.append(number)
        else:
            self.body = self._new(Role.BODY, number)

    def _broken_off(self, number: int) -> _Growing | None:
        """The paragraph this line goes on with: the body first, else the footnote that ran over the page."""
        for growing in (self.body, self.footnote):
            if growing and self.words.continues(self.words.of(growing.lines[-1]), self.words.of(number)):
                return growing
        wrapped = self.rows[-1] if self.rows and self.rows[-1].role is not Role.ROW else None
        if wrapped and wrapped.lines[-1] == number - 1 and self.words.wraps(number - 1):
            return wrapped
        return None

    def _new(self, role: Role, number: int, *, begin: int = 0, label: str = "") -> _Growing:
        growing = _Growing(role, [number], begin, label)
        self.rows.append(growing)
        return growing
