"""What every page for people who log in needs: who they are, and that a form came from our own page."""

import hmac
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from bot.accounts import Role, Session
from bot.pause import Pause
from bot.security_log import Refusal
from bot.web.access import note, session_of
from bot.web.errors import not_found
from bot.web.templating import page

_RANK = {Role.CELL: 0, Role.OFFICIAL: 1, Role.ADMIN: 2}


def signed_in(request: Request) -> Session:
    """Whoever is logged in; others are sent to the login page, and back after it."""
    session = session_of(request)
    if session is None:
        back = quote(request.url.path if request.method == "GET" else "/quan-tri", safe="/")
        raise HTTPException(HTTPStatus.SEE_OTHER, headers={"Location": f"/dang-nhap?tiep={back}"})
    return session


SignedIn = Annotated[Session, Depends(signed_in)]


def official(session: SignedIn) -> Session:
    """Officials and admins; for a cell's account there is no such page."""
    return at_least(session, Role.OFFICIAL)


def admin(session: SignedIn) -> Session:
    return at_least(session, Role.ADMIN)


def sent_by(request: Request, session: SignedIn, ma: Annotated[str, Form()] = "") -> Session:
    """Who sent a form of ours: it brings back the token that the page put into it."""
    check_token(request, session, ma)
    return session


Official = Annotated[Session, Depends(official)]
Admin = Annotated[Session, Depends(admin)]
Sender = Annotated[Session, Depends(sent_by)]


def official_sender(session: Sender) -> Session:
    return at_least(session, Role.OFFICIAL)


def admin_sender(session: Sender) -> Session:
    return at_least(session, Role.ADMIN)


OfficialSender = Annotated[Session, Depends(official_sender)]
AdminSender = Annotated[Session, Depends(admin_sender)]


def check_token(request: Request, session: Session, token: str) -> None:
    """Raises 403 for what did not come from a page of ours."""
    check_origin(request)
    if not hmac.compare_digest(token.encode(errors="replace"), session.form_token.encode()):
        note(request, Refusal.FORM)
        raise HTTPException(HTTPStatus.FORBIDDEN)


def at_least(session: Session, role: Role) -> Session:
    """Raises 404 below that role."""
    if _RANK[session.account.role] < _RANK[role]:
        raise not_found()
    return session


def check_origin(request: Request) -> None:
    """Browsers say whose page a request comes from; what another site sends is refused."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        note(request, Refusal.FORM)
        raise HTTPException(HTTPStatus.FORBIDDEN)


def office_page(
    request: Request, template: str, session: Session, *, status: int = 200, **values: object
) -> Response:
    """A page whose templates know who reads it."""
    pause: Pause = request.app.state.pause
    known = {"session": session, "account": session.account, "paused": pause.current()}
    return page(request, template, status=status, headers=None, **known, **values)


def back_to(path: str) -> RedirectResponse:
    """After a form: a reload then sends nothing a second time."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)
