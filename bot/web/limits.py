"""No request body beyond a size or a time, whether its length is announced or not."""

import time
from http import HTTPStatus

import anyio
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

# In the scope: whether all of the body has been read.
READ_WHOLE = "body_read_whole"

# Seconds for a body to arrive: who sends a letter at a time holds a connection and nothing else.
BODY_TIME = 20.0
UPLOAD_TIME = 600.0


class BodyLimit:
    """ASGI middleware. Who reads on beyond the size gets 413; 408 for a body that is late."""

    def __init__(self, app: ASGIApp, *, body_time: float = BODY_TIME) -> None:
        self._app = app
        self._body_time = body_time

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = _limit(scope["path"])
        ends = time.monotonic() + (UPLOAD_TIME if limit == MAX_UPLOAD else self._body_time)
        announced = Headers(scope=scope).get("content-length", "0")
        received = int(announced) if announced.isdecimal() and int(announced) > limit else 0
        is_whole = False

        async def receive_within_limit() -> Message:
            nonlocal received, is_whole
            if is_whole:
                return await receive()
            try:
                with anyio.fail_after(max(0.0, ends - time.monotonic())):
                    message = await receive()
            except TimeoutError as error:
                raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, headers={"Connection": "close"}) from error
            is_whole = not message.get("more_body", False)
            scope[READ_WHOLE] = is_whole
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers={"Connection": "close"})
            return message

        await self._app(scope, receive_within_limit, send)


def _limit(path: str) -> int:
    if path.startswith("/v1/"):
        return MAX_CONVERSATION
    return MAX_UPLOAD if path == UPLOAD else MAX_BODY
