"""Webhooks of the chat platforms: checked, put on the disk, acknowledged; answered later."""

from http import HTTPStatus

from anyio import to_thread
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from bot.hook import HookRefusedError, Hooks
from bot.security_log import Refusal
from bot.state import StateUnavailableError
from bot.web.access import note
from bot.web.errors import not_found

router = APIRouter(include_in_schema=False)


@router.post("/hooks/{channel}")
async def arrived(channel: str, request: Request) -> Response:
    """What is no event is acknowledged too, so that it does not come again."""
    hooks: Hooks = request.app.state.hooks
    hook = hooks.of(channel)
    if hook is None:
        raise _later("5") if hooks.expects(channel) else not_found()
    body = await request.body()
    try:
        message = hook.hear(request.headers, body)
        if message:
            await hook.accept(message)
    except HookRefusedError:
        await to_thread.run_sync(note, request, Refusal.HOOK)
        return Response(status_code=HTTPStatus.FORBIDDEN)
    except StateUnavailableError as error:
        raise _later("30") from error
    except ValueError:
        pass
    return JSONResponse({"message": "Success"})


def _later(seconds: str) -> HTTPException:
    return HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": seconds})
