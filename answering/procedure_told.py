"""What a procedure card says of one part: the words, and the lines they stand on."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from answering.procedure_asked import Part
from corpus.procedure import Paper, Procedure, Told, Way
from corpus.vietnamese import fold
from prompts import load

# Longer notes are cut; the card and the source have all of it.
_NOTE = 22
_SHOWN, _LONG, _FEWEST = 6, 16, 6
# Words of a list besides its items, and the fewest that a clause must have to stand for a sentence.
_AROUND, _CLAUSE_WORDS = 16, 2
_LEADING = re.compile(r"^(?:[-+*•]\s*)+")
_BARE_TIME = re.compile(r"\d+")
_CONDITIONAL = re.compile(r"\b(?:truong hop|neu co|doi voi)\b|^neu\b")
_FORM = re.compile(r"(?:to khai|don|phieu|ban khai|giay de nghi|van ban de nghi|mau)\b")
_CLAUSE = re.compile(r";\s|\.\s|\s\(|, (?=trừ |trường hợp |nếu )")
_BEFORE_MORE = re.compile(r";\s|\.\s")
_STEP = re.compile(r"[^\w]*(?:[a-z]\)\s*)?buoc \d")
_SMALL_SUM = re.compile(r"\d{1,3}\s(?:VNĐ|VND|Việt Nam Đồng|Đồng)")
_HANDED_IN = re.compile(r"\bnop\b(?:(?!\bnop\b).){0,80}?\b(?:tai|cho|den|toi)\s\w.+")
_SENTENCE = re.compile(r"[^.;]+[.;]?")


@dataclass(frozen=True, slots=True)
class Said:
    """`text` for the answer, the places it rests on; `known` is False where the portal says nothing of it."""

    text: str
    places: tuple[Told, ...] = ()
    known: bool = True


def say(part: Part, procedure: Procedure, *, channels: frozenset[str], room: int) -> Said:
    """One part in about `room` words."""
    ways = [way for way in procedure.ways if way.how.text in channels] or list(procedure.ways)
    told: Mapping[Part, Callable[[], Said]] = {
        Part.PAPERS: lambda: _papers(procedure, room),
        Part.FEE: lambda: _of_ways(Part.FEE, ways, _fee, room),
        Part.TIME: lambda: _of_ways(Part.TIME, ways, _time, room),
        Part.PLACE: lambda: _place(procedure),
        Part.ONLINE: lambda: _ways(procedure, channels),
        Part.WHO: lambda: _one(Part.WHO, procedure.applicants, room),
        Part.CONDITIONS: lambda: _several(Part.CONDITIONS, procedure.conditions, room),
        Part.RESULT: lambda: _several(Part.RESULT, procedure.results, room),
        Part.BASIS: lambda: _basis(procedure, room),
        Part.STEPS: lambda: _several(Part.STEPS, _steps(procedure), room),
    }
    return told[part]()


def cut(text: str, words: int) -> str:
    """The first words of a text, "…" where some are left out; a first clause that fits stands whole."""
    plain = _LEADING.sub("", text).rstrip(" ;.")
    parts = plain.split()
    if len(parts) <= words:
        return plain
    clause = _CLAUSE.split(plain, maxsplit=1)[0].split()
    kept = clause if _CLAUSE_WORDS <= len(clause) <= words else parts[:words]
    return f"{' '.join(kept).rstrip(' ,;:')}…"


def asked_for(procedure: Procedure) -> list[Paper]:
    """The papers of the checklist: first the form to fill in, then what everybody brings, then the rest."""
    return sorted((paper for paper in procedure.papers if not paper.is_remark), key=_standing)


def _standing(paper: Paper) -> int:
    name = fold(_LEADING.sub("", paper.name.text))
    if _CONDITIONAL.search(_BEFORE_MORE.split(name, maxsplit=1)[0]):
        return 2
    return 0 if _FORM.match(name) else 1


def _absent(part: Part) -> Said:
    return Said(load(f"replies/procedure_no_{part}"), known=False)


def _papers(procedure: Procedure, room: int) -> Said:
    papers = asked_for(procedure)
    if not papers:
        return _absent(Part.PAPERS)
    shown, lines = _fitting([paper.name for paper in papers], room - _AROUND)
    lines = [load("replies/procedure_papers", count=len(papers)), *lines]
    if len(papers) > len(shown):
        lines.append(load("replies/procedure_more", count=len(papers) - len(shown)))
    return Said("\n".join(lines), tuple(shown))


def _fitting(told: Sequence[Told], room: int) -> tuple[list[Told], list[str]]:
    """As many as there is room for, each cut to as much; lines that would read alike stand once."""
    count = max(1, min(_SHOWN, len(told), room // (_FEWEST + 1)))
    shown = list(told[:count])
    each = max(_FEWEST, min(_LONG, room // count - 1))
    return shown, list(dict.fromkeys(f"• {cut(one.text, each)}" for one in shown))


def _of_ways(part: Part, ways: Sequence[Way], value: Callable[[Way], str], room: int) -> Said:
    """What is the same of all ways once, with the first note; else way by way."""
    told = [(way, value(way)) for way in ways]
    known = [(way, text) for way, text in told if text]
    if not known:
        return Said(load(f"replies/procedure_no_{part}"), tuple(way.how for way in ways), known=False)
    if len({text for _, text in told}) == 1:
        hows = ", ".join(dict.fromkeys(way.how.text.lower() for way, _ in known))
        text = f"{known[0][1]} ({hows})"
        lines = [load(f"replies/procedure_{part}", value=text), *_noted(part, ways[:1], room)]
    else:
        each = [load("replies/procedure_way", how=way.how.text, value=text) for way, text in known]
        lines = [load(f"replies/procedure_{part}", value="").rstrip(), *dict.fromkeys(each)]
        lines += _noted(part, ways, room // len(each))
    return Said("\n".join(lines), tuple(_row(way) for way, _ in known))


def _noted(part: Part, ways: Sequence[Way], room: int) -> Sequence[str]:
    """What the portal adds to a fee, each note once."""
    if part is not Part.FEE:
        return ()
    notes = (way.fee_note.text.strip("() ") for way in ways if way.fee_note)
    told = (cut(note, min(room, _NOTE)) for note in notes if not note.startswith("/"))
    lines = dict.fromkeys(load("replies/procedure_fee_note", note=note) for note in told)
    small = any(way.fee and _SMALL_SUM.fullmatch(way.fee.text) for way in ways)
    return (*lines, *([load("replies/procedure_small_sum")] if small else []))


def _row(way: Way) -> Told:
    """The place of a way, told by its cells; the source quotes the row up to the last of them."""
    last = way.fee_note or way.fee or way.time or way.how
    return Told(last.text, way.how.line)


def _fee(way: Way) -> str:
    """The sum, with what it is counted by: "2,000 Việt Nam Đồng/trang"."""
    note = way.fee_note.text.strip("()") if way.fee_note else ""
    return f"{way.fee.text}{note if note.startswith('/') else ''}" if way.fee else ""


def _time(way: Way) -> str:
    if way.time is None:
        return ""
    bare = _BARE_TIME.fullmatch(way.time.text)
    return load("replies/procedure_no_unit", time=way.time.text) if bare else way.time.text


def _place(procedure: Procedure) -> Said:
    agency, where = procedure.agency or procedure.authority, _handed_in(procedure)
    level = None if agency else procedure.level
    labelled = (("agency", agency), ("level", level), ("address", procedure.place), ("handed_in", where))
    told = {fold(each.text): (name, each) for name, each in reversed(labelled) if each}
    if not told:
        return _absent(Part.PLACE)
    shown = list(reversed(told.values()))
    lines = [load(f"replies/procedure_{name}", value=cut(each.text, _NOTE)) for name, each in shown]
    return Said("\n".join(lines), tuple(each for _, each in shown))


def _handed_in(procedure: Procedure) -> Told | None:
    """The first sentence of the steps, or of the notes of the ways, that says where to hand in."""
    notes = (way.note for way in procedure.ways if way.note)
    for told in (*procedure.steps, *notes):
        for sentence in _SENTENCE.finditer(told.text):
            where = _HANDED_IN.search(fold(sentence.group()))
            if where:
                return Told(sentence.group()[where.start() :].strip(), told.line)
    return None


def _ways(procedure: Procedure, channels: frozenset[str]) -> Said:
    if not procedure.ways:
        return _absent(Part.ONLINE)
    hows = list(dict.fromkeys(way.how.text for way in procedure.ways))
    missing = sorted(channels - set(hows))
    text = load("replies/procedure_online", value=", ".join(hows))
    if missing:
        text = f"{text} {load('replies/procedure_no_channel', how=', '.join(missing))}"
    return Said(text, tuple(way.how for way in procedure.ways))


def _one(part: Part, told: Told | None, room: int) -> Said:
    if told is None:
        return _absent(part)
    return Said(load(f"replies/procedure_{part}", value=cut(told.text, room)), (told,))


def _several(part: Part, told: Iterable[Told], room: int) -> Said:
    several = list(told)
    if not several:
        return _absent(part)
    if len(several) == 1:
        return _one(part, several[0], room)
    shown, lines = _fitting(several, room - _AROUND)
    lines = [load(f"replies/procedure_{part}", value="").rstrip(), *lines]
    if len(several) > len(shown):
        lines.append(load("replies/procedure_more_lines", count=len(several) - len(shown)))
    return Said("\n".join(lines), tuple(shown))


def _steps(procedure: Procedure) -> Sequence[Told]:
    """The lines that open a step, where the portal numbers them; else all."""
    opening = [step for step in procedure.steps if _STEP.match(fold(step.text))]
    return opening if len(opening) > 1 else procedure.steps


def _basis(procedure: Procedure, room: int) -> Said:
    named = [ground.name or ground.number for ground in procedure.basis]
    numbered = [ground for ground in procedure.basis if ground.number]
    if not numbered:
        return _several(Part.BASIS, [told for told in named if told], room)
    numbers = dict.fromkeys(ground.number.text for ground in numbered if ground.number)
    text = load("replies/procedure_basis", value=cut("; ".join(numbers), room))
    return Said(text, tuple(ground.number for ground in numbered[:_SHOWN] if ground.number))
