"""The answer to a question about a procedure: the part of its card that is asked for, or all in short."""

from collections.abc import Iterable, Sequence

from answering.answer import Answer, Source, Status
from answering.procedure_asked import Part, ProcedureAsked
from answering.procedure_told import Said, cut, say
from corpus.procedure import Procedure, Told
from corpus.procedure_list import ProcedureList, Title
from prompts import load

# Words of an answer, and what is told of a whole card in short: the papers last, with the room that is left.
_ROOM = 92
_IN_SHORT = (Part.TIME, Part.FEE, Part.PLACE, Part.PAPERS)
_MOST_PARTS, _CHOICES, _LISTED, _COUNTED = 3, 4, 6, 3
_LONGEST_NAME, _SHORT_NAME = 22, 9
_MOST_SOURCES = 8
# "(mã 1.001193)" with the mark of a list, and the line above the list.
_CODE_WORDS = 7


def about(procedure: Procedure, asked: ProcedureAsked) -> Answer:
    """What the portal says; a part it leaves out is said to be left out."""
    parts = [part for part in asked.parts if part is not Part.WHOLE]
    if len(parts) > 1 and Part.ONLINE in parts:
        parts.remove(Part.ONLINE)
    wanted = tuple(parts[:_MOST_PARTS]) or _IN_SHORT
    head = load("replies/procedure", procedure=_named(procedure))
    said: list[Said] = []
    for left, part in reversed(list(enumerate(reversed(wanted), start=1))):
        room = (_ROOM - len(head.split()) - sum(len(each.text.split()) for each in said)) // left
        said.append(say(part, procedure, channels=asked.channels, room=room))
    known = [each for each in said if each.known]
    text = "\n".join([head, *(each.text for each in said)])
    status = Status.ANSWERED if len(known) == len(said) or not parts else Status.ANSWERED_PARTIAL
    if not known:
        status = Status.UNANSWERABLE
    sources = _sources(procedure, said if known else [*said, Said("", (procedure.name,))])
    return Answer(status, text, sources, (_checked(procedure.checked),), procedure=procedure)


def choice(titles: Sequence[Title], asked: ProcedureAsked, listed: ProcedureList) -> Answer:
    """Several procedures may be meant: their names, and the question for each."""
    shown = [listed.by_key(title.key) for title in titles[:_CHOICES]]
    room = _ROOM // len(shown) - _CODE_WORDS
    lines = [f"• {_named(procedure, min(room, _LONGEST_NAME))}" for procedure in shown]
    text = "\n".join([load("replies/procedure_choice", count=len(shown)), *lines])
    part = next((part for part in asked.parts), Part.WHOLE)
    questions = tuple(load(f"replies/procedure_ask_{part}", procedure=each.name.text) for each in shown)
    sources = tuple(_source(each, each.name) for each in shown)
    return Answer(Status.LOOKUP_AMBIGUOUS, text, sources, suggestions=questions)


def list_of(titles: Sequence[Title], *, field: str, listed: ProcedureList, counted: bool) -> Answer:
    """The procedures of a field, or how many there are; counted in the list, which the answer says."""
    plainest = sorted(titles, key=lambda title: len(title.name.split()))
    shown = [listed.by_key(title.key) for title in plainest[: _COUNTED if counted else _LISTED]]
    text = load("replies/procedure_count", count=len(titles), field=field, all=len(listed))
    if not counted:
        lines = [f"• {_named(procedure, _SHORT_NAME)}" for procedure in shown]
        more = len(titles) - len(shown)
        lines += [load("replies/procedure_more_listed", count=more)] if more else []
        text = "\n".join([text, *lines])
    told = [(each, (each.field or each.name) if counted else each.name) for each in shown]
    questions = tuple(
        load("replies/procedure_ask_papers", procedure=each.name.text) for each in shown[:_COUNTED]
    )
    notes = (load("replies/procedure_count_note"), _checked(shown[0].checked))
    sources = tuple(_source(each, place) for each, place in told)
    return Answer(Status.ANSWERED, text, sources, notes, suggestions=questions)


def _named(procedure: Procedure, words: int = _LONGEST_NAME) -> str:
    name = cut(procedure.name.text, words)
    return load("replies/procedure_name", title=name, code=procedure.code)


def note_on_count(listed: ProcedureList) -> str:
    """How many procedures the list has, beside a count that documents tell."""
    return load("replies/procedure_count_beside", all=len(listed))


def _checked(day: str) -> str:
    if not day:
        return load("replies/procedure_unchecked")
    return load("replies/procedure_checked", day="/".join(reversed(day.split("-"))))


def _sources(procedure: Procedure, said: Iterable[Said]) -> tuple[Source, ...]:
    places = dict.fromkeys(place for each in said for place in each.places)
    return tuple(_source(procedure, place) for place in list(places)[:_MOST_SOURCES])


def _source(procedure: Procedure, told: Told) -> Source:
    """The words where they stand; of a row, from its first cell to them."""
    line = procedure.lines[told.line - 1]
    end = line.find(told.text) + len(told.text)
    return Source(
        document=procedure.file,
        title=procedure.name.text,
        section=procedure.section_at(told.line),
        lines=(told.line, told.line),
        page=None,
        quote=line[:end] if "\t" in line else told.text,
        document_id=procedure.file,
    )
