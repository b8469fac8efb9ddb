"""The gate before every page: shut while answers are paused, and narrow for who asks too often."""

from http import HTTPStatus

from anyio import to_thread
from fastapi import HTTPException, Request

from bot.pause import Pause
from bot.rates import Rates, one_asker
from bot.security_log import Refusal
from bot.web.access import SESSION_COOKIE, asker_of, note

# What goes on while nothing is answered: health, the office, people's rights, what chats send.
_ALWAYS = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/dang-nhap",
    "/dang-xuat",
    "/quan-tri",
    "/quyen-rieng-tu",
    "/hooks/",
)
_ASKS = frozenset({"/api/ask", "/tra-loi", "/v1/chat/completions", "/mcp", "/quyen-rieng-tu", "/danh-gia"})
_LOGIN = "/dang-nhap"


async def gate(request: Request) -> None:
    """Raises PausedError; HTTPException 429 with the seconds to wait."""
    path = request.url.path
    if not path.startswith(_ALWAYS):
        pause: Pause = request.app.state.pause
        pause.check()
    asks = path in _ASKS if request.method == "POST" else path == "/" and "q" in request.query_params
    if (asks or (path == _LOGIN and request.method == "POST")) and not _is_this_machine(request):
        await to_thread.run_sync(_count, request)


def _is_this_machine(request: Request) -> bool:
    """Without a key or login: nobody to be counted, which costs a thread."""
    known = "authorization" in request.headers or SESSION_COOKIE in request.cookies
    return not known and not one_asker(request.client.host if request.client else "")


def _count(request: Request) -> None:
    rates: Rates = request.app.state.rates
    address = request.client.host if request.client else ""
    if request.url.path == _LOGIN:
        wait = rates.login(address)
    else:
        who = asker_of(request)
        wait = rates.key(who) if who else rates.asking(address)
    if wait:
        note(request, Refusal.RATE)
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(wait)})
