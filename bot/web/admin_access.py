"""Access by the page: keys, codes and accounts are given out, listed and ended."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.access import LONGEST_LABEL, Access, Kind
from bot.access_command import CODE_DAYS, KEY_DAYS, read_days, read_role, state_of
from bot.accounts import Accounts, Session
from bot.door import InputError, read_words
from bot.errors import FormError
from bot.moments import now
from bot.web.office import Admin, AdminSender, back_to, office_page
from corpus.audience import Audience

router = APIRouter(include_in_schema=False)


@router.api_route("/quan-tri/truy-cap", methods=["GET", "HEAD"])
def access_page(request: Request, session: Admin) -> Response:
    return _page(request, session)


@router.post("/quan-tri/truy-cap/khoa")
def new_grant(
    request: Request,
    session: AdminSender,
    loai: Annotated[Kind, Form()],
    ten: Annotated[str, Form()] = "",
    ngay: Annotated[str, Form()] = "",
    pham_vi: Annotated[Audience, Form()] = Audience.INTERNAL,
) -> Response:
    """The secret is shown on this one page and never again."""
    access: Access = request.app.state.access
    by = session.account.name
    try:
        label = read_words(ten, limit=LONGEST_LABEL)
        days = read_days(int(ngay) if ngay.isascii() and ngay.isdigit() and len(ngay) < 6 else 0)
        if loai is Kind.KEY:
            issued = access.issue_key(label=label, audience=pham_vi, days=days, by=by)
        else:
            issued = access.issue_code(label=label, days=days, by=by)
    except (FormError, InputError) as refused:
        return _page(request, session, refused=refused.message)
    return _page(request, session, secret=issued.secret, whose=issued.grant.label, kind=loai)


@router.post("/quan-tri/truy-cap/tai-khoan")
def new_account(
    request: Request,
    session: AdminSender,
    ten: Annotated[str, Form()] = "",
    vai_tro: Annotated[str, Form()] = "",
    chi_bo: Annotated[str, Form()] = "",
) -> Response:
    accounts: Accounts = request.app.state.accounts
    name = ten.strip().lower()
    try:
        cell = read_words(chi_bo, limit=LONGEST_LABEL) if chi_bo.strip() else ""
        secret = accounts.open(name, role=read_role(vai_tro), cell=cell, by=session.account.name)
    except (FormError, InputError) as refused:
        return _page(request, session, refused=refused.message)
    return _page(request, session, secret=secret, whose=name, kind="account")


@router.post("/quan-tri/truy-cap/mat-khau")
def renew(request: Request, session: AdminSender, ten: Annotated[str, Form()] = "") -> Response:
    """Another one's password; one's own is changed by who knows it."""
    accounts: Accounts = request.app.state.accounts
    if ten == session.account.name:
        raise FormError("own_account")
    return _page(
        request, session, secret=accounts.renew(ten, by=session.account.name), whose=ten, kind="account"
    )


@router.post("/quan-tri/truy-cap/thu-hoi")
def revoke(request: Request, session: AdminSender, ma_so: Annotated[str, Form()] = "") -> Response:
    if ma_so == session.account.name:
        raise FormError("own_account")
    access: Access = request.app.state.access
    accounts: Accounts = request.app.state.accounts
    by = session.account.name
    if not access.revoke(ma_so, by=by) and not accounts.close(ma_so, by=by):
        raise FormError("account_unknown")
    return back_to("/quan-tri/truy-cap")


def _page(
    request: Request,
    session: Session,
    *,
    refused: str = "",
    secret: str = "",
    whose: str = "",
    kind: str = "",
) -> Response:
    access: Access = request.app.state.access
    accounts: Accounts = request.app.state.accounts
    moment = now()
    return office_page(
        request,
        "access.html",
        session,
        status=422 if refused else 200,
        accounts=accounts.all(),
        grants=[(grant, state_of(grant, moment)) for grant in access.grants()],
        refused=refused,
        secret=secret,
        whose=whose,
        kind=kind,
        key_days=KEY_DAYS,
        code_days=CODE_DAYS,
    )
