"""The wall: which columns of which lines an edition withholds, and how a text reads without them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import prompts
from corpus.audience import Audience
from corpus.document import UNDER
from ingest.blocks import Mark, Span, Structured
from ingest.errors import IngestError
from ingest.letters import LOWER, UPPER
from ingest.manifest import Entry, WholeLines, WholeSection, Words

OMITTED = "[…]"
MASKED = "[đã che]"

_COMPLAINT = re.compile(r"khiếu nại|tố cáo|đơn thư|vụ việc|phản ánh|tranh chấp", re.IGNORECASE)
_PERSON = re.compile(
    r"(?<!\w)(?<!Hai )"
    r"(?:(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị)(?:\s*\((?:ông|bà)\))?|[Cc]ông dân|[Hh]ộ(?: ông| bà)?)\s+"
    rf"(?P<name>[{UPPER}]\w*(?:\s[{UPPER}][{LOWER}]*){{1,4}}"  # Nguyễn Văn A
    r"(?:,\s*(?=(?:(?:số|nhà|ngõ|ngách|tổ|P\.)\s*)*\d)[^;)*.]*)?)"  # , 12-14 phố Huế, phường Hai Bà Trưng
)
_IDENTITY = re.compile(
    r"(?:CCCD|CMND|CMTND|[Cc]ăn cước(?: công dân)?|định danh(?: cá nhân)?)(?:\s+số)?\s*:?\s*"
    r"(?P<name>\d{9,12})"
)
# 0912 345 678: a mobile telephone is a person's; the number of an office begins with that of its town.
_TELEPHONE = re.compile(r"(?<![\d.,/-])(?P<name>(?:\+?84[ .]?|0)[35789]\d(?:[ .-]?\d){7})(?![\d/-])")
_ACCOUNT = re.compile(
    r"(?:[Ss]ố\s+)?(?:[Tt]ài khoản|TÀI KHOẢN|STK|TK)(?:\s+(?:ngân hàng|số))*\s*:?\s*"
    r"(?P<name>\d(?:[ .-]?\d){5,19})"
)
_OFFICE_LINE = re.compile(r"đường dây nóng|hotline|tổng đài|trực ban|tiếp nhận phản ánh", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cut:
    """Columns `start` to `end` of a line are not shown; `sign` stands in their place."""

    start: int
    end: int
    sign: str


@dataclass(frozen=True, slots=True)
class Origin:
    """`text[start:end]` stands at `column` of a line."""

    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Woven:
    """The words of some spans as one text, and where each stretch of it comes from."""

    text: str
    origins: tuple[Origin, ...]


Cuts = Mapping[int, tuple[Cut, ...]]


def cuts(structured: Structured, entry: Entry, audience: Audience) -> Cuts:
    """What the edition of this audience withholds, by line.

    Names are masked in every edition, telephones and accounts in the public one. Raises IngestError when the
    manifest names words, lines or a section that the text does not have.
    """
    # Where the manifest is wrong is told of every edition.
    internal = [span for listed in entry.internal for span in _spans(structured, listed, entry)]
    found = [(span, MASKED) for span in _masked(structured, entry.mask, audience)]
    if audience is Audience.PUBLIC:
        hidden = [*internal, *_hidden_footnotes(structured, internal)]
        found += [(span, OMITTED) for span in hidden if span.end > span.start]
    return _by_line(found)


def masked_title(structured: Structured, entry: Entry, audience: Audience) -> str:
    """The title without the names that are masked in the text: a letterhead may print one."""
    title = _line(1, entry.title)
    spans = [*_given(title, entry.mask), *_of_persons(title, _complaining(structured), audience)]
    return redacted([entry.title], _by_line((span, MASKED) for span in spans))[0]


def _by_line(found: Iterable[tuple[Span, str]]) -> Cuts:
    several: dict[int, list[Cut]] = {}
    for span, sign in found:
        several.setdefault(span.line, []).append(Cut(span.start, span.end, sign))
    return {number: _merged(cuts) for number, cuts in several.items()}


def _masked(structured: Structured, names: Sequence[str], audience: Audience) -> Iterator[Span]:
    yield from _given(_whole(structured.lines), names)
    known = _complaining(structured)
    for text in _texts(structured):
        yield from _of_persons(text, known, audience)


def _given(text: Woven, names: Sequence[str]) -> Iterator[Span]:
    """The names of the manifest, wherever a line breaks in them."""
    for name in filter(str.strip, names):
        words = r"[\s*_]+".join(map(re.escape, name.split()))
        for match in re.finditer(rf"(?<!\w){words}(?!\w)", text.text, re.IGNORECASE):
            yield from _places(text, *match.span())


def _of_persons(text: Woven, known: frozenset[str], audience: Audience) -> Iterator[Span]:
    """Who complains, and numbers of persons; the ward may know their telephones and accounts."""
    complains = _COMPLAINT.search(text.text) is not None
    found = [match for match in _PERSON.finditer(text.text) if complains or _name(match) in known]
    found += _IDENTITY.finditer(text.text)
    if audience is Audience.PUBLIC:
        found += _ACCOUNT.finditer(text.text)
        found += () if _OFFICE_LINE.search(text.text) else _TELEPHONE.finditer(text.text)
    for match in found:
        yield from _places(text, *match.span("name"))


def _complaining(structured: Structured) -> frozenset[str]:
    """Who is masked in one place is masked in all."""
    texts = (text.text for text in _texts(structured) if _COMPLAINT.search(text.text))
    return frozenset(_name(match) for text in texts for match in _PERSON.finditer(text))


def _name(match: re.Match[str]) -> str:
    return " ".join(match["name"].partition(",")[0].split())


def _texts(structured: Structured) -> Iterator[Woven]:
    """Every line, and every paragraph that takes up several."""
    yield from (_line(number, line) for number, line in enumerate(structured.lines, start=1))
    for block in structured.blocks:
        if len({span.line for span in block.spans}) > 1:
            yield weave(structured.lines, block.spans, {})


def _line(number: int, line: str) -> Woven:
    return Woven(line, (Origin(0, len(line), number, 0),))


def _whole(lines: Sequence[str]) -> Woven:
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    numbered = enumerate(zip(starts, lines, strict=False), start=1)
    origins = (Origin(start, start + len(line), number, 0) for number, (start, line) in numbered)
    return Woven("\n".join(lines), tuple(origins))


def _places(text: Woven, start: int, end: int) -> Iterator[Span]:
    """Where `text[start:end]` stands in the lines."""
    for origin in text.origins:
        if origin.start < end and start < origin.end:
            shift = origin.column - origin.start
            yield Span(origin.line, max(start, origin.start) + shift, min(end, origin.end) + shift)


def _spans(structured: Structured, listed: WholeLines | WholeSection | Words, entry: Entry) -> list[Span]:
    lines, file = structured.lines, entry.file
    if isinstance(listed, WholeSection):
        return _section_spans(structured, listed.path, file)
    first, last = (
        (listed.first, listed.last) if isinstance(listed, WholeLines) else (listed.line, listed.line)
    )
    if not 1 <= first <= last <= len(lines):
        values = {"manifest": "manifest.yaml", "file": file, "line": max(first, last), "count": len(lines)}
        raise IngestError(prompts.load("errors/manifest_line", **values))
    if isinstance(listed, WholeLines):
        return [Span(number, 0, len(lines[number - 1])) for number in range(first, last + 1)]
    line = lines[listed.line - 1]
    start = line.find(listed.begin)
    end = line.find(listed.end, start) if start >= 0 else -1
    if end < 0:
        words = listed.begin if start < 0 else listed.end
        values = {"manifest": "manifest.yaml", "file": file, "line": listed.line, "words": words}
        raise IngestError(prompts.load("errors/manifest_words", **values))
    return [Span(listed.line, start, end + len(listed.end))]


def _section_spans(structured: Structured, path: str, file: str) -> list[Span]:
    under = tuple(f"{path}{sign}" for sign in (".", UNDER))
    numbers = [
        number
        for block in structured.blocks
        if block.section == path or block.section.startswith(under)
        for number in block.source
    ]
    if not numbers:
        values = {"manifest": "manifest.yaml", "file": file, "section": path}
        raise IngestError(prompts.load("errors/manifest_section", **values))
    return [Span(number, 0, len(structured.lines[number - 1])) for number in sorted(set(numbers))]


def _hidden_footnotes(structured: Structured, spans: Sequence[Span]) -> list[Span]:
    """The whole of every footnote that only withheld words cite."""
    citing: dict[int, list[Mark]] = {}
    for block in structured.blocks:
        for mark in block.marks:
            citing.setdefault(mark.footnote, []).append(mark)
    return [
        Span(number, 0, len(structured.lines[number - 1]))
        for footnote, marks in citing.items()
        if all(_withheld(mark, spans) for mark in marks)
        for number in structured.blocks[footnote].source
    ]


def _withheld(mark: Mark, spans: Sequence[Span]) -> bool:
    return any(span.line == mark.line and span.start < mark.start <= span.end for span in spans) or any(
        span.line == mark.line and span.start <= mark.start < span.end for span in spans
    )


def _merged(several: list[Cut]) -> tuple[Cut, ...]:
    """Cuts in order without overlap; where two meet, what is internal stays unsaid altogether."""
    kept: list[Cut] = []
    for cut in sorted(several, key=lambda one: (one.start, -one.end)):
        if kept and cut.start < kept[-1].end:
            sign = OMITTED if OMITTED in {cut.sign, kept[-1].sign} else MASKED
            kept[-1] = Cut(kept[-1].start, max(kept[-1].end, cut.end), sign)
        else:
            kept.append(cut)
    return tuple(kept)


def redacted(lines: Sequence[str], cuts: Cuts) -> tuple[str, ...]:
    """The lines of an edition, as many as the file has."""
    shown = []
    for number, line in enumerate(lines, start=1):
        position, parts = 0, []
        for cut in cuts.get(number, ()):
            parts += [line[position : cut.start], cut.sign]
            position = cut.end
        shown.append("".join([*parts, line[position:]]))
    return tuple(shown)


def weave(lines: Sequence[str], spans: Sequence[Span], cuts: Cuts) -> Woven:
    """The text of some spans as an edition shows it: a space at line ends, a sign for what is cut."""
    parts: list[str] = []
    origins: list[Origin] = []
    length, before = 0, 0
    for span in spans:
        gap = " " if parts and span.line != before and not parts[-1][-1].isspace() else ""
        before = span.line
        for piece in _pieces(span, cuts.get(span.line, ())):
            if isinstance(piece, Span):
                words = lines[piece.line - 1][piece.start : piece.end]
                start = length + len(gap)
                origins.append(Origin(start, start + len(words), piece.line, piece.start))
            elif parts and parts[-1].endswith(piece):
                # What is cut over two lines has one sign, and what follows stands as it stood.
                gap = ""
                continue
            else:
                words = piece
            parts.append(gap + words)
            length += len(gap) + len(words)
            gap = ""
    return Woven("".join(parts), tuple(origins))


def _pieces(span: Span, cuts: Sequence[Cut]) -> list[Span | str]:
    pieces: list[Span | str] = []
    position = span.start
    for cut in cuts:
        if cut.end <= span.start or cut.start >= span.end:
            continue
        if cut.start > position:
            pieces.append(Span(span.line, position, cut.start))
        pieces.append(cut.sign)
        position = max(position, min(cut.end, span.end))
    if position < span.end:
        pieces.append(Span(span.line, position, span.end))
    return pieces


def says_something(woven: Woven) -> bool:
    """Whether any word of the source is left to read."""
    return any(
        character.isalnum() for origin in woven.origins for character in woven.text[origin.start : origin.end]
    )


def offset(woven: Woven, line: int, column: int) -> int:
    """Where in the text the words before a column of a line end; -1 when none of them is shown."""
    before = [origin for origin in woven.origins if origin.line == line and origin.column < column]
    if not before:
        return -1
    last = before[-1]
    return min(last.start + column - last.column, last.end)


def stretch(woven: Woven, span: Span) -> tuple[int, int] | None:
    """The part of the text that shows words of a span; None when the edition shows none of them."""
    shown = [
        origin
        for origin in woven.origins
        if origin.line == span.line
        and origin.column < span.end
        and origin.column + origin.end - origin.start > span.start
    ]
    if not shown:
        return None
    first, last = shown[0], shown[-1]
    begin = first.start + max(span.start - first.column, 0)
    return begin, min(last.start + span.end - last.column, last.end)
