"""The first page of the office: what nobody was helped with; the figures and the audit trail."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from bot.accounts import Role
from bot.audit import AuditTrail
from bot.concerns import Concerns
from bot.feedback import Feedback
from bot.moments import day_label, day_of, moment_label, now
from bot.sheets import csv_sheet
from bot.usage import chart
from bot.web.office import Admin, Official, OfficialSender, SignedIn, back_to, office_page
from corpus.audience import Audience
from prompts import load

_SHOWN = 60
_DAYS = 30
_SHEET_DAYS = 365
_ACTS = 100
_SHEET_ACTS = 10_000
_MOST_WORDINGS = 200

router = APIRouter(include_in_schema=False)


@router.api_route("/quan-tri", methods=["GET", "HEAD"])
def concerns_page(request: Request, session: SignedIn) -> Response:
    """A cell's account has meetings alone."""
    if session.account.role is Role.CELL:
        return back_to("/hop")
    found = _concerns(request).open()
    return office_page(request, "concerns.html", session, concerns=found[:_SHOWN], count=len(found))


@router.get("/quan-tri/cau-hoi.csv")
def concerns_sheet(request: Request, session: Official) -> Response:  # noqa: ARG001 - who may read it
    rows = [
        (
            number,
            load(f"cli/access_audience_{concern.audience}"),
            question,
            concern.unanswered,
            concern.badly_rated,
            "; ".join(concern.reasons),
            day_label(concern.last),
        )
        for number, concern in enumerate(_concerns(request).open(), start=1)
        for question in concern.questions
    ]
    return sheet("cau-hoi-can-tra-loi", "office/columns_concerns", rows)


@router.post("/quan-tri/bo-qua")
def settle(
    request: Request,
    session: OfficialSender,
    pham_vi: Annotated[Audience, Form()],
    cau: Annotated[list[str], Form(max_length=_MOST_WORDINGS)],
) -> Response:
    _concerns(request).settle(cau, pham_vi, by=session.account.name)
    return back_to("/quan-tri")


@router.api_route("/quan-tri/so-lieu", methods=["GET", "HEAD"])
def usage_page(request: Request, session: Official) -> Response:
    feedback: Feedback = request.app.state.feedback
    uses, today = feedback.usage(), day_of(now())
    charts = {
        audience: chart((use for use in uses if use.audience is audience), until=today, days=_DAYS)
        for audience in Audience
    }
    return office_page(request, "usage.html", session, charts=charts, days=_DAYS)


@router.get("/quan-tri/so-lieu.csv")
def usage_sheet(request: Request, session: Official) -> Response:  # noqa: ARG001 - who may read it
    feedback: Feedback = request.app.state.feedback
    rows = [
        (use.day, load(f"cli/access_audience_{use.audience}"), load(f"status/{use.status}"), use.times)
        for use in feedback.usage()[-_SHEET_DAYS * 20 :]
    ]
    return sheet("luot-hoi", "office/columns_usage", rows)


@router.api_route("/quan-tri/nhat-ky", methods=["GET", "HEAD"])
def audit_page(
    request: Request, session: Admin, truoc: Annotated[int | None, Query(ge=1, le=1 << 53)] = None
) -> Response:
    trail: AuditTrail = request.app.state.audit
    acts = trail.latest(_ACTS, before=truoc)
    return office_page(
        request, "audit.html", session, acts=acts, broken=trail.broken_at(), is_newest=truoc is None
    )


@router.get("/quan-tri/nhat-ky.csv")
def audit_sheet(request: Request, session: Admin) -> Response:  # noqa: ARG001 - who may read it
    trail: AuditTrail = request.app.state.audit
    rows = [
        (act.id, moment_label(act.at), act.actor, load(f"audit/{act.action}"), act.subject, act.seal)
        for act in trail.latest(_SHEET_ACTS)
    ]
    return sheet("nhat-ky", "office/columns_audit", rows)


def sheet(name: str, columns: str, rows: Sequence[Sequence[object]]) -> Response:
    """A list to take away; `columns` names the prompt with their titles, a line each."""
    return Response(
        csv_sheet(load(columns).split("\n"), rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _concerns(request: Request) -> Concerns:
    concerns: Concerns = request.app.state.concerns
    return concerns
