"""The chair's table: opening a meeting, steering the screen, the minutes."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from bot.door import InputError
from bot.errors import FormError
from bot.meeting import MOST_ITEMS, Meeting, Meetings, read_questions
from bot.web.errors import not_found
from bot.web.live import is_shown, live_piece, unchanged
from bot.web.meeting import Seen, may_chair, meeting_of
from bot.web.office import Sender, SignedIn, back_to
from bot.web.templating import page
from corpus.audience import Audience

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

router = APIRouter(include_in_schema=False)


def chaired(request: Request, code: str, session: SignedIn) -> Meeting:
    """The meeting, for whoever may chair it; to others it is not there."""
    meeting = meeting_of(request, code)
    if not may_chair(session.account, meeting.proceedings()):
        raise not_found()
    return meeting


def steered(request: Request, code: str, session: Sender) -> Meeting:
    """The same for a form that steers it."""
    return chaired(request, code, session)


Chaired = Annotated[Meeting, Depends(chaired)]
Steered = Annotated[Meeting, Depends(steered)]
ItemNumber = Annotated[int, Form(alias="so")]


@router.post("/hop")
def open_meeting(
    request: Request,
    session: Sender,
    ten: Annotated[str, Form()] = "",
    chi_bo: Annotated[str, Form()] = "",
    ngay: Annotated[str, Form()] = "",
    pham_vi: Annotated[str, Form()] = "",
    cau_hoi: Annotated[str, Form()] = "",
) -> Response:
    meetings: Meetings = request.app.state.meetings
    try:
        audience = Audience.INTERNAL if pham_vi == Audience.INTERNAL else Audience.PUBLIC
        questions = read_questions(line for line in cau_hoi.splitlines() if line.strip())
        if len(questions) > MOST_ITEMS:
            raise FormError("meeting_full", most=MOST_ITEMS)
        meeting = meetings.open(ten, cell=chi_bo, audience=audience, by=session.account.name, day=_day(ngay))
        meeting.prepare(questions)
    except (InputError, FormError) as refused:
        return page(
            request,
            "meetings.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            session=session,
            account=session.account,
            meetings=(),
            unknown=False,
            refused=refused.message,
        )
    return _at_table(meeting)


@router.api_route("/hop/{code}/chu-toa", methods=["GET", "HEAD"])
def table(request: Request, meeting: Chaired, session: SignedIn) -> Response:
    seen = Seen(meeting.proceedings(), chairs=True)
    return page(request, "meeting_chair.html", view=seen, session=session, account=session.account)


@router.get("/hop/{code}/chu-toa/dang-hien")
def table_piece(request: Request, meeting: Chaired, session: SignedIn) -> Response:
    version = meeting.version()
    if is_shown(request, version):
        return unchanged(request.headers["X-Mark"])
    seen = Seen(meeting.proceedings(), chairs=True)
    return live_piece(request, "_meeting_chair.html", version=version, view=seen, session=session)


@router.post("/hop/{code}/hoi")
def ask_aloud(meeting: Steered, cau: Annotated[str, Form()] = "") -> Response:
    meeting.show(meeting.ask(cau).id)
    return _at_table(meeting)


@router.post("/hop/{code}/chuan-bi")
def prepare(meeting: Steered, cau: Annotated[str, Form()] = "") -> Response:
    meeting.prepare(line for line in cau.splitlines() if line.strip())
    return _at_table(meeting)


@router.post("/hop/{code}/dua-len")
def put_on_screen(meeting: Steered, item: ItemNumber) -> Response:
    meeting.show(item)
    return _at_table(meeting)


@router.post("/hop/{code}/xem-truoc")
def answer(meeting: Steered, item: ItemNumber) -> Response:
    meeting.answer_again(item)
    return _at_table(meeting)


@router.post("/hop/{code}/bo-qua")
def set_aside(meeting: Steered, item: ItemNumber) -> Response:
    meeting.set_aside(item)
    return _at_table(meeting)


@router.post("/hop/{code}/ghi-chu")
def note(meeting: Steered, item: ItemNumber, loi: Annotated[str, Form()] = "") -> Response:
    meeting.note(item, loi)
    return _at_table(meeting)


@router.post("/hop/{code}/toi")
def forward(meeting: Steered, ve: Annotated[str, Form()] = "") -> Response:
    meeting.forward()
    return _where(meeting, ve)


@router.post("/hop/{code}/lui")
def back(meeting: Steered, ve: Annotated[str, Form()] = "") -> Response:
    meeting.back()
    return _where(meeting, ve)


@router.post("/hop/{code}/an")
def hide(meeting: Steered) -> Response:
    meeting.hide()
    return _at_table(meeting)


@router.post("/hop/{code}/nguoi-du")
def attend(meeting: Steered, so: Annotated[str, Form()] = "") -> Response:
    meeting.attend(int(so) if so.isascii() and so.isdigit() and len(so) < 10 else -1)
    return _at_table(meeting)


@router.post("/hop/{code}/ket-thuc")
def close(meeting: Steered, session: Sender) -> Response:
    meeting.close(by=session.account.name)
    return back_to(f"/hop/{meeting.proceedings().code}/bien-ban")


@router.api_route("/hop/{code}/bien-ban", methods=["GET", "HEAD"])
def minutes_page(request: Request, meeting: Chaired, session: SignedIn) -> Response:
    seen = Seen(meeting.proceedings(), chairs=True)
    return page(request, "meeting_minutes.html", view=seen, session=session, account=session.account)


@router.get("/hop/{code}/bien-ban.docx")
def minutes_file(meeting: Chaired) -> Response:
    held = meeting.proceedings()
    name = f"bien-ban-{held.day.isoformat()}-{held.code}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(meeting.minutes(), media_type=_DOCX, headers=headers)


def _at_table(meeting: Meeting) -> Response:
    return back_to(f"/hop/{meeting.proceedings().code}/chu-toa")


def _where(meeting: Meeting, place: str) -> Response:
    """Whoever turned the page at the screen stays there."""
    return back_to(f"/hop/{meeting.proceedings().code}/{'man-hinh' if place == 'man-hinh' else 'chu-toa'}")


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise FormError("day") from error
