"""The signs of life that a supervisor asks for: they wait behind nobody."""

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from bot.web.opening import desk_of
from corpus.audience import Audience

router = APIRouter(include_in_schema=False)


@router.api_route("/healthz", methods=["GET", "HEAD"])
async def healthz() -> PlainTextResponse:
    return PlainTextResponse("ok")


@router.api_route("/readyz", methods=["GET", "HEAD"])
async def readyz(request: Request) -> PlainTextResponse:
    """Fails until a generation is open and its public edition can be read."""
    await to_thread.run_sync(desk_of(request).documents, Audience.PUBLIC)
    return PlainTextResponse("ready")
