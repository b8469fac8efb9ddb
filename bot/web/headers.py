"""Security headers on every response, errors included."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy(*, framed_by: Sequence[str] = ()) -> str:
    """What a page may load: only what is ours. No other site frames it but those named."""
    ancestors = " ".join(framed_by) or "'none'"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        f"frame-ancestors {ancestors}"
    )


SECURITY_HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

# An address with a version is of one content alone.
_KEPT = "public, max-age=31536000, immutable"


class SecurityHeaders:
    """ASGI middleware. A header that the response already carries stays as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith("/static/"):
                    kept = _KEPT if scope["query_string"].startswith(b"v=") else "no-cache"
                    headers.setdefault("Cache-Control", kept)
                frames = headers.get("Content-Security-Policy")
                for name, value in SECURITY_HEADERS.items():
                    # The older header knows no exceptions, so a policy of its own stands alone.
                    if not (frames and name == "X-Frame-Options"):
                        headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
