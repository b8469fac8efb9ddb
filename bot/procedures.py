"""What an official reads of the imported procedures, and how a list is taken in."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from bot.console import date_label
from bot.errors import UsageError
from bot.moments import day_of, now
from bot.procedure_shape import PaperShape, ProcedureShape, WayShape
from corpus.procedure import Procedure
from corpus.procedure_list import Title
from ingest.procedures.take_in import clear_procedures, import_procedures
from prompts import load
from retrieval.embedding import open_embedding
from retrieval.procedures import Procedures
from settings import Settings

_FOUND = 10


def imported(file: Path, checked: str, settings: Settings) -> str:
    """Takes a list in and says so. Raises UsageError for a day that is none, and IngestError."""
    try:
        day = date.fromisoformat(checked) if checked else day_of(now())
    except ValueError as error:
        raise UsageError(load("errors/procedures_day", day=checked)) from error
    embedder = open_embedding(settings.embedding)
    done = import_procedures(file, checked=day.isoformat(), data=settings.data, embedder=embedder)
    return load(
        "cli/procedures_imported",
        count=done.procedures,
        before=done.before,
        generation=done.generation,
        day=date_label(day.isoformat()),
    )


def cleared(settings: Settings) -> str:
    """Takes the list out and says so. Raises IngestError."""
    done = clear_procedures(data=settings.data, embedder=open_embedding(settings.embedding))
    return load("cli/procedures_cleared", before=done.before, generation=done.generation)


def listed(procedures: Procedures | None, words: str, *, as_json: bool) -> Iterator[str]:
    """A line a procedure, those that fit the words where some are given; how many there are, last."""
    if procedures is None:
        yield from () if as_json else (load("cli/procedures_none"),)
        return
    titles = found(procedures, words) if words else procedures.list.titles
    for title in titles:
        procedure = procedures.list.by_key(title.key) if as_json else None
        yield ProcedureShape.of(procedure).model_dump_json() if procedure else _line(title)
    if not as_json:
        yield load("cli/procedures_count", shown=len(titles), count=len(procedures.list))


def shown(procedures: Procedures | None, words: str, *, as_json: bool) -> str:
    """The card of the procedure with a code, or of the one that fits the words best."""
    if procedures is None:
        return load("cli/procedures_none")
    procedure = procedures.list.by_code(words)
    if procedure is None:
        near = found(procedures, words)
        if not near:
            raise UsageError(load("errors/cli_unknown_procedure", words=words))
        procedure = procedures.list.by_key(near[0].key)
    return ProcedureShape.of(procedure).model_dump_json() if as_json else card_text(procedure)


def found(procedures: Procedures, words: str) -> Sequence[Title]:
    """The procedures that fit the words, best first."""
    return [near.title for near in procedures.find(words, limit=_FOUND)]


def card_text(procedure: Procedure) -> str:
    """A whole card as plain text; what the portal leaves out is said to be left out."""
    shape = ProcedureShape.of(procedure)
    absent = load("cli/procedure_absent")
    papers = [paper for paper in shape.papers if not paper.remark]
    parts = {
        "applicants": shape.applicants or absent,
        "agency": shape.agency or shape.authority or absent,
        "field": shape.field or absent,
        "level": shape.level or absent,
        "decision": shape.decision or absent,
        "ways": _list(map(_way, shape.ways)) or absent,
        "papers": _list(map(_paper, papers)) or absent,
        "steps": _list(shape.steps) or absent,
        "results": _list(shape.results) or absent,
        "conditions": _list(shape.conditions) or absent,
        "basis": _list(" – ".join(filter(None, (each.number, each.name))) for each in shape.basis) or absent,
        "url": shape.url or absent,
        "checked": date_label(shape.checked) or absent,
    }
    return load("cli/procedure", code=shape.code, title=shape.name, file=shape.document, **parts)


def _way(way: WayShape) -> str:
    absent = load("cli/procedure_absent")
    fee = " ".join(filter(None, (way.fee, way.fee_note))) or absent
    return load("cli/procedure_way", how=way.how, time=way.time or absent, fee=fee)


def _paper(paper: PaperShape) -> str:
    extra = filter(None, (paper.copies, paper.form))
    return load("cli/procedure_paper", paper=paper.name.lstrip("-+* "), extra="; ".join(extra))


def _list(lines: Iterator[str] | Sequence[str]) -> str:
    shown = [f"\n    - {line.lstrip('-+* ')}" for line in lines]
    return "".join(shown)


def _line(title: Title) -> str:
    return " · ".join(part for part in (title.code, title.field, title.name) if part)
