"""No request body beyond a size, whether its length is announced or not."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.uploads import LARGEST

# A question of 2,000 letters and a few turns before it fit many times over.
MAX_BODY = 64 * 1024
# Whoever speaks the OpenAI protocol sends a whole conversation each time, sources and all.
MAX_CONVERSATION = 1024 * 1024
# A form and the file in it; who sends it is known before any of it is read.
MAX_UPLOAD = LARGEST + MAX_BODY
UPLOAD = "/quan-tri/tai-lieu"


class BodyLimit:
    """ASGI middleware. Who reads on beyond the limit gets 413."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = _limit(scope["path"])
        announced = Headers(scope=scope).get("content-length", "0")
        received = int(announced) if announced.isdigit() and int(announced) > limit else 0

        async def receive_within_limit() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers={"Connection": "close"})
            return message

        await self._app(scope, receive_within_limit, send)


def _limit(path: str) -> int:
    if path.startswith("/v1/"):
        return MAX_CONVERSATION
    return MAX_UPLOAD if path == UPLOAD else MAX_BODY
