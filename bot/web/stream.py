"""Answers as they come about: server-sent events, for as long as somebody listens."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from threading import Event

from anyio import to_thread
from fastapi import Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from answering.answer import Answer, Source
from answering.question import Question
from answering.steps import Ended, Found, Said, Step, Writing
from bot.desk import Desk
from bot.shapes import AnswerShape, ErrorDetail, ErrorShape, SourceShape
from prompts import load

EVENTS = "text/event-stream"

Body = BaseModel | Mapping[str, object]

# How often it is looked whether the asker has gone, and when a silent line is kept open, in seconds.
_LOOK, _KEEP = 0.25, 10.0
_STILL_THERE = ": \n\n"

_log = logging.getLogger(__name__)


class _Broken:
    """The steps ended with a defect."""


def wants_events(request: Request) -> bool:
    """Whether the caller asks for an answer step by step."""
    accepted = request.headers.get("accept", "").lower()
    return any(part.partition(";")[0].strip() == EVENTS for part in accepted.split(","))


def event_stream(events: AsyncIterator[str]) -> StreamingResponse:
    return StreamingResponse(events, media_type=EVENTS, headers={"X-Accel-Buffering": "no"})


async def asked(request: Request, desk: Desk, question: Question) -> AsyncIterator[str]:
    """The events of `POST /api/ask`: status, sources, delta, and final as the last."""
    async for told in told_by(request, desk, question, sources=_sources, final=AnswerShape.of):
        yield told


async def told_by(
    request: Request,
    desk: Desk,
    question: Question,
    *,
    sources: Callable[[tuple[Source, ...]], Body],
    final: Callable[[Answer], Body],
) -> AsyncIterator[str]:
    """The same events; `sources` and `final` say how the two that carry something are told."""
    yield _event("status", {"stage": "reading"})
    async for step in steps(request, desk, question):
        match step:
            case Writing():
                yield _event("status", {"stage": "writing"})
            case Found():
                yield _event("sources", sources(step.sources))
            case Said():
                yield _event("delta", {"text": step.text})
            case Ended():
                yield _event("final", final(step.answer))
            case None:
                yield _STILL_THERE
            case _:
                yield _event("error", ErrorShape(error=defect()))


def _sources(found: tuple[Source, ...]) -> Body:
    return {"sources": [SourceShape.of(source).model_dump() for source in found]}


def defect() -> ErrorDetail:
    """What is told where nothing more can be: the response has begun."""
    return ErrorDetail(code="crashed", message=load("errors/http_crashed"))


async def steps(request: Request, desk: Desk, question: Question) -> AsyncIterator[Step | _Broken | None]:
    """The steps of an answer; None keeps a silent line open, and a defect ends it.

    Once the asker has gone nothing more comes, and whoever writes the answer is told to stop.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[Step | _Broken] = asyncio.Queue()
    gone = Event()

    def run() -> None:
        for step in desk.steps(question, gone=gone):
            loop.call_soon_threadsafe(queue.put_nowait, step)

    running = asyncio.create_task(to_thread.run_sync(run))
    # After the last step nobody reads it any more.
    running.add_done_callback(lambda _: queue.put_nowait(_Broken()))
    try:
        silent = 0.0
        while not await request.is_disconnected():
            step: Step | _Broken | None = None
            with suppress(TimeoutError):
                step = await asyncio.wait_for(queue.get(), _LOOK)
            silent = 0.0 if step else silent + _LOOK
            if step or silent >= _KEEP:
                silent = 0.0
                yield step
            if isinstance(step, Ended | _Broken):
                break
    finally:
        gone.set()
        (failed,) = await asyncio.gather(running, return_exceptions=True)
        if failed is not None:
            _log.error("an answer ended with a defect", exc_info=failed)


def _event(name: str, body: Body) -> str:
    told = body.model_dump_json() if isinstance(body, BaseModel) else json.dumps(body, ensure_ascii=False)
    return f"event: {name}\ndata: {told}\n\n"
