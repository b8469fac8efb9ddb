"""What an official reads of the conflicts of an edition, and how a decision on one is kept."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from bot.audit import AUDIT_TABLES, record
from bot.console import lines_label
from bot.errors import UsageError
from bot.moments import now
from bot.state import State
from corpus.conflict import Conflict, Said
from corpus.decisions import (
    OPEN,
    Decision,
    Decisions,
    UnreadableDecisionsError,
    Verdict,
    decide,
    read_decisions,
)
from corpus.library import Library
from prompts import load

_VERDICTS = {"confirm": Verdict.CONFIRMED, "dismiss": Verdict.DISMISSED}


class SideShape(BaseModel):
    """One of the two places, with its quote."""

    figure: str
    document: str
    lines: tuple[int, int]
    quote: str


class ConflictShape(BaseModel):
    """A conflict as JSON, with what has been decided."""

    id: str
    kind: str
    noun: str
    strong: bool
    verdict: str
    words: str
    first: SideShape
    second: SideShape


def listed(library: Library, data: Path, *, as_json: bool) -> Iterator[str]:
    """Each conflict as text or as one line of JSON; a sentence where there is none. Raises UsageError."""
    decisions = _decisions(data)
    conflicts = library.conflicts()
    if not conflicts and not as_json:
        yield load("cli/conflicts_none")
    files = {document.id: document.file for document in library.documents()}
    for conflict in conflicts:
        decision = decisions.get(conflict.id, OPEN)
        shape = _shape(conflict, decision, files)
        yield shape.model_dump_json() if as_json else _text(shape)


def keep(action: str, id: str, words: str, *, library: Library, data: Path) -> str:  # noqa: A002 - its name
    """Keeps a decision and says so. Raises UsageError."""
    if id not in {conflict.id for conflict in library.conflicts()}:
        raise UsageError(load("errors/cli_unknown_conflict", id=id))
    _decisions(data)
    decided = decide(data, id, verdict=_VERDICTS.get(action), words=words or None)
    return load("cli/conflicts_kept", id=id, verdict=load(f"cli/conflicts_{decided.verdict}"))


def record_decision(data: Path, conflict: str, *, verdict: Verdict, words: str, by: str) -> None:
    """Keeps what an official has decided, with a line in the audit trail. Raises StateUnavailableError."""
    decide(data, conflict, verdict=verdict, words=words)
    with State(data, tables=AUDIT_TABLES).writing() as write:
        record(write, at=now(), actor=by, action="conflict_decided", subject=f"{conflict} {verdict}")


def _decisions(data: Path) -> Decisions:
    try:
        return read_decisions(data)
    except UnreadableDecisionsError as error:
        raise UsageError(load("errors/cli_decisions", file=error)) from error


def _shape(conflict: Conflict, decision: Decision, files: dict[str, str]) -> ConflictShape:
    return ConflictShape(
        id=conflict.id,
        kind=conflict.kind,
        noun=conflict.noun,
        strong=conflict.strong,
        verdict=decision.verdict,
        words=decision.words,
        first=_side(conflict.first, files),
        second=_side(conflict.second, files),
    )


def _side(said: Said, files: dict[str, str]) -> SideShape:
    return SideShape(figure=said.figure, document=files[said.document], lines=said.lines, quote=said.quote)


def _text(shape: ConflictShape) -> str:
    sides = [
        load(
            "cli/conflicts_side",
            figure=side.figure,
            file=side.document,
            lines=lines_label(side.lines),
            quote=side.quote,
        )
        for side in (shape.first, shape.second)
    ]
    head = load(
        "cli/conflicts",
        id=shape.id,
        noun=shape.noun,
        kind=load(f"cli/conflicts_kind_{shape.kind}"),
        verdict=load(f"cli/conflicts_{shape.verdict}"),
    )
    words = [load("cli/conflicts_words", words=shape.words)] if shape.words else []
    return "\n  ".join([head, *sides, *words])
