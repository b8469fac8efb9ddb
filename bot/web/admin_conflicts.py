"""Conflicts by the page: two places that give different figures, for an official to confirm or dismiss."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from answering.question import MAX_QUESTION
from bot.conflicts import record_decision
from bot.door import read_words
from bot.errors import FormError
from bot.web.admin import sheet
from bot.web.api import OpenDesk
from bot.web.office import Official, OfficialSender, back_to, office_page
from corpus.audience import Audience
from corpus.conflict import Conflict
from corpus.decisions import (
    DECISIONS,
    OPEN,
    Decision,
    Decisions,
    UnreadableDecisionsError,
    Verdict,
    read_decisions,
)
from corpus.document import Document
from prompts import load

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A conflict with what has been decided; `documents` are those of its two sides."""

    conflict: Conflict
    decision: Decision
    documents: tuple[Document, Document]


@router.api_route("/quan-tri/mau-thuan", methods=["GET", "HEAD"])
def conflicts_page(request: Request, session: Official, desk: OpenDesk) -> Response:
    shown = _shown(request, desk)
    undecided = sum(each.decision.verdict is Verdict.OPEN for each in shown)
    return office_page(request, "conflicts.html", session, shown=shown, undecided=undecided)


@router.get("/quan-tri/mau-thuan.csv")
def conflicts_sheet(request: Request, session: Official, desk: OpenDesk) -> Response:  # noqa: ARG001
    rows = [
        (
            each.conflict.id,
            load(f"cli/conflicts_kind_{each.conflict.kind}"),
            each.conflict.noun,
            *(
                cell
                for side, held in zip(
                    (each.conflict.first, each.conflict.second), each.documents, strict=True
                )
                for cell in (side.figure, held.file, side.lines[0], side.quote)
            ),
            load(f"cli/conflicts_{each.decision.verdict}"),
            each.decision.words,
        )
        for each in _shown(request, desk)
    ]
    return sheet("so-lieu-lech-nhau", "office/columns_conflicts", rows)


@router.post("/quan-tri/mau-thuan/{mark}")
def decide(
    request: Request,
    session: OfficialSender,
    desk: OpenDesk,
    mark: str,
    y_kien: Annotated[Verdict, Form()],
    loi: Annotated[str, Form()] = "",
) -> Response:
    if mark not in {conflict.id for conflict in desk.conflicts(Audience.INTERNAL)}:
        raise FormError("conflict_gone")
    _decisions(request)  # Nothing is written over a file that cannot be read.
    words = read_words(loi, limit=MAX_QUESTION) if loi.strip() else ""
    record_decision(request.app.state.data, mark, verdict=y_kien, words=words, by=session.account.name)
    response = back_to(f"/quan-tri/mau-thuan#m{mark}")
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def _shown(request: Request, desk: OpenDesk) -> tuple[Shown, ...]:
    """Undecided ones first, those told without a decision before the rest."""
    decisions = _decisions(request)
    held = {held.id: held for held in desk.documents(Audience.INTERNAL)}
    shown = [
        Shown(
            conflict,
            decisions.get(conflict.id, OPEN),
            (held[conflict.first.document], held[conflict.second.document]),
        )
        for conflict in desk.conflicts(Audience.INTERNAL)
    ]
    shown.sort(key=lambda each: (each.decision.verdict is not Verdict.OPEN, not each.conflict.strong))
    return tuple(shown)


def _decisions(request: Request) -> Decisions:
    """Raises FormError for a file that someone has damaged."""
    try:
        return read_decisions(request.app.state.data)
    except UnreadableDecisionsError as error:
        raise FormError("decisions", file=DECISIONS) from error
