"""Which side of the wall a request stands on: internal with a key or a login that says so, else public."""

import hashlib
import hmac
from http import HTTPStatus

from anyio import to_thread
from fastapi import HTTPException, Request

from bot.access import Access
from bot.accounts import Accounts, Session
from bot.security_log import Refusal, SecurityLog
from corpus.audience import Audience

# The prefix makes browsers take it over a secure connection alone, for this host and all of its paths.
SESSION_COOKIE = "__Host-phien"


def audience_of(request: Request) -> Audience:
    """A key that is given and wrong is refused with 401; a login that has ended is none, hence public."""
    given = request.headers.get("authorization")
    if given is not None:
        return _bearer(request, given)
    return Audience.PUBLIC if session_of(request) is None else Audience.INTERNAL


async def audience_here(request: Request) -> Audience:
    """The same without a thread for who brings neither key nor login: most do not."""
    if "authorization" not in request.headers and SESSION_COOKIE not in request.cookies:
        return Audience.PUBLIC
    return await to_thread.run_sync(audience_of, request)


def asker_of(request: Request) -> str:
    """Who asks, by the account or by what tells a key from others; "" for everybody else.

    A key that is wrong is refused with 401.
    """
    given = request.headers.get("authorization")
    if given is not None:
        _bearer(request, given)
        return hashlib.sha256(given.encode(errors="replace")).hexdigest()[:16]
    session = session_of(request)
    return session.account.name if session else ""


def session_of(request: Request) -> Session | None:
    """Who is logged in, by the cookie of the request."""
    token = request.cookies.get(SESSION_COOKIE)
    if not token:
        return None
    accounts: Accounts = request.app.state.accounts
    return accounts.session(token)


def _bearer(request: Request, given: str) -> Audience:
    expected: str = request.app.state.internal_key
    access: Access = request.app.state.access
    scheme, _, key = given.partition(" ")
    key = key.strip()
    if scheme.lower() == "bearer" and expected and hmac.compare_digest(key.encode(), expected.encode()):
        return Audience.INTERNAL
    audience = access.key_audience(key) if scheme.lower() == "bearer" else None
    if audience is None:
        note(request, Refusal.KEY)
        raise HTTPException(HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
    return audience


def note(request: Request, what: Refusal) -> None:
    """Keeps in the security log that something was refused, and where it came from."""
    log: SecurityLog = request.app.state.security
    log.note(what, request.client.host if request.client else "")
