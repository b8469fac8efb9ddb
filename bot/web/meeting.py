"""The meeting room: the way in, members' telephones and the screen on the wall."""

import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.accounts import Account, Role, Session
from bot.door import InputError
from bot.errors import FormError
from bot.meeting import Meeting, Meetings
from bot.proceedings import Item, Proceedings
from bot.web.access import session_of
from bot.web.address import address_of
from bot.web.errors import not_found
from bot.web.live import is_shown, live_piece, unchanged
from bot.web.office import back_to, check_origin
from bot.web.qr import qr_picture
from bot.web.templating import page
from corpus.audience import Audience

MEMBER_COOKIE = "hop"
_MEMBER_LASTS = 24 * 3600
_LATEST = 30

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page of a meeting shows. `chairs`: whoever looks may steer it."""

    held: Proceedings
    chairs: bool = False
    own: tuple[Item, ...] = ()
    refused: str = ""
    sent: bool = False

    @property
    def page_text(self) -> str:
        return self.held.pages[min(self.held.page, len(self.held.pages) - 1)] if self.held.pages else ""

    @property
    def number(self) -> int:
        """Which question is on the screen, counted from 1 in the order they were shown; 0 for none."""
        shown = self.held.shown
        return self.held.discussed.index(shown) + 1 if shown and shown.shown else 0

    @property
    def links_sources(self) -> bool:
        """Only what everybody may open is a link."""
        return self.held.audience is Audience.PUBLIC


def meeting_of(request: Request, code: str) -> Meeting:
    """Raises 404, the same for a code that never was."""
    meetings: Meetings = request.app.state.meetings
    found = meetings.find(code)
    if found is None:
        raise not_found()
    return found


def may_chair(account: Account, held: Proceedings) -> bool:
    """Who opened it, officials of the ward, and the accounts of the same party cell."""
    same_cell = bool(account.cell) and account.cell == held.cell
    return account.role is not Role.CELL or account.name == held.opened_by or same_cell


@router.api_route("/hop", methods=["GET", "HEAD"])
def way_in(request: Request, ma: str = "") -> Response:
    """Members type the code here; who is logged in opens a meeting or goes back to one."""
    meetings: Meetings = request.app.state.meetings
    found = meetings.find(ma) if ma else None
    if found is not None:
        return back_to(f"/hop/{found.proceedings().code}")
    session = session_of(request)
    if session is None:
        return page(request, "meeting_join.html", status=404 if ma else 200, unknown=bool(ma))
    own = tuple(held for held in meetings.latest(_LATEST) if may_chair(session.account, held))
    return page(
        request,
        "meetings.html",
        session=session,
        account=session.account,
        meetings=own,
        unknown=bool(ma),
        refused="",
    )


@router.api_route("/hop/{code}", methods=["GET", "HEAD"])
def telephone(request: Request, code: str) -> Response:
    meeting = meeting_of(request, code)
    token = request.cookies.get(MEMBER_COOKIE) or secrets.token_urlsafe(16)
    held = meeting.proceedings()
    if held.closed is None and request.method == "GET":
        meeting.join(_member(held, token))
    return _telephone(request, meeting, token)


@router.get("/hop/{code}/dang-hien")
def telephone_piece(request: Request, code: str) -> Response:
    meeting = meeting_of(request, code)
    version = meeting.version()
    if is_shown(request, version):
        return unchanged(request.headers["X-Mark"])
    seen = _of_member(meeting, request.cookies.get(MEMBER_COOKIE, ""))
    return live_piece(request, "_meeting_telephone.html", version=version, view=seen)


@router.post("/hop/{code}")
def send_question(request: Request, code: str, cau: Annotated[str, Form()] = "") -> Response:
    check_origin(request)
    meeting = meeting_of(request, code)
    token = request.cookies.get(MEMBER_COOKIE) or secrets.token_urlsafe(16)
    try:
        meeting.submit(cau, member=_member(meeting.proceedings(), token))
    except (InputError, FormError) as refused:
        return _telephone(request, meeting, token, refused=refused.message)
    response = back_to(f"/hop/{code}?da-gui=1")
    return _with_member(request, response, token)


@router.api_route("/hop/{code}/man-hinh", methods=["GET", "HEAD"])
def screen(request: Request, code: str) -> Response:
    seen, session = on_screen(request, meeting_of(request, code))
    return page(request, "meeting_screen.html", view=seen, session=session)


@router.get("/hop/{code}/man-hinh/dang-hien")
def screen_piece(request: Request, code: str) -> Response:
    meeting = meeting_of(request, code)
    version = meeting.version()
    seen, session = on_screen(request, meeting)
    if is_shown(request, version):
        return unchanged(request.headers["X-Mark"])
    return live_piece(request, "_meeting_screen.html", version=version, view=seen, session=session)


@router.get("/hop/{code}/ma.svg")
def qr(request: Request, code: str) -> Response:
    held = meeting_of(request, code).proceedings()
    return qr_picture(address_of(request, f"/hop/{held.code}"))


def on_screen(request: Request, meeting: Meeting) -> tuple[Seen, Session | None]:
    """The screen of an internal meeting is for those who may chair it; to others it is not there."""
    held, session = meeting.proceedings(), session_of(request)
    chairs = session is not None and may_chair(session.account, held)
    if held.audience is Audience.INTERNAL and not chairs:
        raise not_found()
    return Seen(held, chairs=chairs), session


def _telephone(request: Request, meeting: Meeting, token: str, *, refused: str = "") -> Response:
    seen = _of_member(meeting, token, refused=refused, sent="da-gui" in request.query_params)
    response = page(request, "meeting_telephone.html", status=422 if refused else 200, view=seen)
    return _with_member(request, response, token)


def _of_member(meeting: Meeting, token: str, *, refused: str = "", sent: bool = False) -> Seen:
    held = meeting.proceedings()
    own = meeting.asked_by(_member(held, token)) if token else ()
    return Seen(held, own=own, refused=refused, sent=sent and not refused)


def _member(held: Proceedings, token: str) -> str:
    """One telephone is another member in every meeting."""
    return f"{held.code} {token}"


def _with_member(request: Request, response: Response, token: str) -> Response:
    response.set_cookie(
        MEMBER_COOKIE,
        token,
        max_age=_MEMBER_LASTS,
        path="/hop",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response
