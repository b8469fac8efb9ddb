"""Logging in and out, and changing one's password."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.accounts import SESSION_LASTS, SHORTEST_PASSWORD, Accounts, Refused
from bot.errors import FormError
from bot.security_log import Refusal
from bot.web.access import SESSION_COOKIE, note, session_of
from bot.web.address import reaches_only_itself
from bot.web.office import Sender, SignedIn, back_to, check_origin, office_page
from bot.web.templating import page
from prompts import load

router = APIRouter(include_in_schema=False)


@router.api_route("/dang-nhap", methods=["GET", "HEAD"])
def login_page(request: Request, tiep: str = "") -> Response:
    if session_of(request) is not None:
        return back_to(_inside(tiep))
    return _login(request, tiep=tiep)


@router.post("/dang-nhap")
def login(
    request: Request,
    ten: Annotated[str, Form()] = "",
    mat_khau: Annotated[str, Form()] = "",
    ma_6_so: Annotated[str, Form()] = "",
    tiep: Annotated[str, Form()] = "",
) -> Response:
    check_origin(request)
    accounts: Accounts = request.app.state.accounts
    address = request.client.host if request.client else ""
    result = accounts.sign_in(ten, mat_khau, address=address, code=ma_6_so)
    if isinstance(result, Refused):
        note(request, Refusal.LOGIN)
        name = "errors/login_wait" if result.wait else "errors/login_wrong"
        return _login(
            request, tiep=tiep, name=ten[:40], refused=load(name, seconds=result.wait), wait=result.wait
        )
    # Whatever token the browser brought along is not the one it leaves with.
    if before := request.cookies.get(SESSION_COOKIE):
        accounts.sign_out(before)
    response = back_to("/quan-tri/mat-khau" if result.account.given else _inside(tiep))
    response.set_cookie(
        SESSION_COOKIE, result.token, max_age=SESSION_LASTS, secure=True, httponly=True, samesite="strict"
    )
    return response


@router.post("/dang-xuat")
def logout(request: Request, session: Sender) -> Response:
    request.app.state.accounts.sign_out(session.token)
    return _without_cookie(back_to("/dang-nhap"))


@router.api_route("/quan-tri/mat-khau", methods=["GET", "HEAD"])
def password_page(request: Request, session: SignedIn) -> Response:
    return office_page(request, "password.html", session, shortest=SHORTEST_PASSWORD, refused="")


@router.post("/quan-tri/mat-khau")
def change_password(
    request: Request,
    session: Sender,
    cu: Annotated[str, Form()] = "",
    moi: Annotated[str, Form()] = "",
    lai: Annotated[str, Form()] = "",
) -> Response:
    try:
        if moi != lai:
            raise FormError("password_twice")
        request.app.state.accounts.change_password(session.account.name, old=cu, new=moi)
    except FormError as refused:
        return office_page(
            request,
            "password.html",
            session,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            shortest=SHORTEST_PASSWORD,
            refused=refused.message,
        )
    return _without_cookie(back_to("/dang-nhap?xong=1"))


def _login(request: Request, *, tiep: str, name: str = "", refused: str = "", wait: int = 0) -> Response:
    status = HTTPStatus.OK
    if refused:
        status = HTTPStatus.TOO_MANY_REQUESTS if wait else HTTPStatus.UNPROCESSABLE_ENTITY
    # Browsers take a secure cookie over plain HTTP from the machine they run on, and from no other.
    insecure = request.url.scheme != "https" and not reaches_only_itself(request)
    return page(
        request,
        "login.html",
        status=status,
        headers={"Retry-After": str(wait)} if wait else None,
        name=name,
        refused=refused,
        back=_inside(tiep),
        changed="xong" in request.query_params,
        insecure=insecure,
    )


def _inside(path: str) -> str:
    """A path of this site; for anything a browser might read as another's, the first page of the office."""
    plain = path.isascii() and path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/quan-tri"


def _without_cookie(response: Response) -> Response:
    response.delete_cookie(SESSION_COOKIE, secure=True, httponly=True, samesite="strict")
    return response
