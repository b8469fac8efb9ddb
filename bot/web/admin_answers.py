"""Official answers by the page: the list, a form for a new or a revised one, withdrawing."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from bot.accounts import Session
from bot.door import InputError
from bot.errors import FormError
from bot.official import LONGEST_SOURCE, LONGEST_TEXT, Draft, OfficialAnswers
from bot.web.admin import sheet
from bot.web.office import Official, OfficialSender, back_to, office_page
from corpus.audience import Audience
from prompts import load

_REVIEW_AFTER = timedelta(days=90)
_EXPIRES_AFTER = timedelta(days=180)
_MOST_WORDINGS = 50

router = APIRouter(include_in_schema=False)


@router.api_route("/quan-tri/tra-loi", methods=["GET", "HEAD"])
def answers_page(request: Request, session: Official) -> Response:
    official = _official(request)
    return office_page(
        request, "official_answers.html", session, answers=official.all(), today=official.today()
    )


@router.get("/quan-tri/tra-loi.csv")
def answers_sheet(request: Request, session: Official) -> Response:  # noqa: ARG001 - who may read it
    official = _official(request)
    today = official.today()
    rows = [
        (
            each.id,
            load(f"cli/access_audience_{each.draft.audience}"),
            " | ".join(each.draft.wordings),
            each.draft.text,
            each.draft.source,
            f"{each.draft.review:%d/%m/%Y}",
            f"{each.draft.expires:%d/%m/%Y}",
            each.written_by,
            load(f"office/answer_{'given' if each.is_given(today) else 'over'}"),
        )
        for each in official.all()
    ]
    return sheet("tra-loi-cua-can-bo", "office/columns_answers", rows)


@router.api_route("/quan-tri/tra-loi/moi", methods=["GET", "HEAD"])
def new_page(request: Request, session: Official) -> Response:
    return _form(request, session, _blank(request))


@router.post("/quan-tri/tra-loi/moi")
def new_from_questions(
    request: Request,
    session: OfficialSender,
    pham_vi: Annotated[Audience, Form()],
    cau: Annotated[list[str], Form()],
) -> Response:
    """The form with the questions of a concern filled in; nothing is kept yet."""
    blank = _blank(request)
    wordings = tuple(cau[:_MOST_WORDINGS])
    return _form(
        request, session, Draft(wordings, pham_vi, "", "", review=blank.review, expires=blank.expires)
    )


@router.api_route("/quan-tri/tra-loi/{number}", methods=["GET", "HEAD"])
def edit_page(request: Request, session: Official, number: int) -> Response:
    return _form(request, session, _official(request).find(number).draft, number=number)


def filled(
    cach_hoi: Annotated[str, Form()] = "",
    pham_vi: Annotated[Audience, Form()] = Audience.INTERNAL,
    noi_dung: Annotated[str, Form()] = "",
    can_cu: Annotated[str, Form()] = "",
    xem_lai: Annotated[str, Form()] = "",
    het_han: Annotated[str, Form()] = "",
) -> Draft:
    """What the form holds, not yet looked at."""
    wordings = tuple(line for line in cach_hoi.splitlines() if line.strip())
    return Draft(wordings, pham_vi, noi_dung, can_cu, review=_day(xem_lai), expires=_day(het_han))


@router.post("/quan-tri/tra-loi")
@router.post("/quan-tri/tra-loi/{number}")
def keep(
    request: Request, session: OfficialSender, draft: Annotated[Draft, Depends(filled)], number: int = 0
) -> Response:
    official = _official(request)
    try:
        if number:
            official.replace(number, draft, by=session.account.name)
        else:
            official.keep(draft, by=session.account.name)
    except (FormError, InputError) as refused:
        return _form(request, session, draft, number=number, refused=refused.message)
    return back_to("/quan-tri/tra-loi")


@router.post("/quan-tri/tra-loi/{number}/rut")
def withdraw(request: Request, session: OfficialSender, number: int) -> Response:
    _official(request).withdraw(number, by=session.account.name)
    return back_to("/quan-tri/tra-loi")


def _form(
    request: Request, session: Session, draft: Draft, *, number: int = 0, refused: str = ""
) -> Response:
    return office_page(
        request,
        "official_form.html",
        session,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        draft=draft,
        number=number,
        refused=refused,
        longest_text=LONGEST_TEXT,
        longest_source=LONGEST_SOURCE,
    )


def _blank(request: Request) -> Draft:
    today = _official(request).today()
    return Draft((), Audience.PUBLIC, "", "", review=today + _REVIEW_AFTER, expires=today + _EXPIRES_AFTER)


def _official(request: Request) -> OfficialAnswers:
    official: OfficialAnswers = request.app.state.official
    return official


def _day(typed: str) -> date:
    """A day that cannot be read is one that is past, which the form then tells."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return date.min
