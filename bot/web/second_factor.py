"""The page on which an official switches the second factor of their login on and off."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.accounts import Session
from bot.errors import FormError
from bot.second_factor import SecondFactor
from bot.web.errors import not_found
from bot.web.office import Sender, SignedIn, back_to, office_page
from bot.web.qr import qr_picture

_PAGE = "/quan-tri/hai-buoc"

router = APIRouter(include_in_schema=False)


@router.api_route(_PAGE, methods=["GET", "HEAD"])
def factor_page(request: Request, session: SignedIn) -> Response:
    return _page(request, session)


@router.get(_PAGE + "/ma.svg")
def picture(request: Request, session: SignedIn) -> Response:
    """The secret as a picture: only for its owner, and only until it is confirmed."""
    factor = _factor(request)
    if factor.is_on(session.account.name):
        raise not_found()
    return qr_picture(factor.begin(session.account.name).address)


@router.post(_PAGE)
def switch(request: Request, session: Sender, ma_6_so: Annotated[str, Form()] = "") -> Response:
    factor, name = _factor(request), session.account.name
    try:
        (factor.end if factor.is_on(name) else factor.confirm)(name, ma_6_so)
    except FormError as refused:
        return _page(request, session, refused=refused.message)
    return back_to(_PAGE)


def _page(request: Request, session: Session, *, refused: str = "") -> Response:
    factor, name = _factor(request), session.account.name
    on = factor.is_on(name)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    secret = "" if on else factor.begin(name).secret
    return office_page(
        request, "second_factor.html", session, status=status, is_on=on, secret=secret, refused=refused
    )


def _factor(request: Request) -> SecondFactor:
    factor: SecondFactor = request.app.state.factor
    return factor
