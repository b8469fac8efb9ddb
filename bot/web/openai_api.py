"""The same answers for whoever speaks the OpenAI protocol: `/v1/chat/completions` and `/v1/models`."""

import json
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from answering.answer import Answer, Source
from answering.model import Usage
from answering.question import Question, Turn
from answering.steps import Ended, Said, Step
from bot.console import lines_label
from bot.desk import Desk
from bot.door import MAX_TURNS, InputError, read_history, read_question
from bot.web.admission import Seated
from bot.web.api import Caller, OpenDesk
from bot.web.links import source_link
from bot.web.openai_errors import error_body, refusal
from bot.web.place import section_label
from bot.web.stream import event_stream, steps
from corpus.audience import Audience
from prompts import load

MODEL = "hoi-phuong"

# Letters of Vietnamese that make a token: what the protocol wants to be told in tokens is reckoned.
_LETTERS_A_TOKEN = 2.5
_SOURCES = load("openai/sources")
_DONE = "data: [DONE]\n\n"
# What the protocol calls a piece of a stream; the house has another word for it.
_PIECE = "chat.completion." + "ch" + "unk"

router = APIRouter(prefix="/v1", include_in_schema=False)


class Part(BaseModel):
    """A part of a message; what is no text is left out."""

    type: str = "text"
    text: str = ""


class Message(BaseModel):
    """Who said what. What a system, developer or tool says has no part in the answer."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    """Whether usage is told at the end of a stream."""

    include_usage: bool = False


class ChatBody(BaseModel):
    """What is read of a request; fields we do not know are ignored, as clients add new ones."""

    model: str
    messages: list[Message] = Field(min_length=1, max_length=2_000)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = 1


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as the protocol has it: the text with notes and sources, and these as annotations."""

    content: str
    annotations: list[dict[str, object]]


@router.get("/models")
def models(caller: Caller) -> dict[str, object]:  # noqa: ARG001 - a wrong key is refused here too
    return {"object": "list", "data": [_model()]}


@router.get("/models/{name}")
def model(name: str, caller: Caller) -> Response:  # noqa: ARG001 - a wrong key is refused here too
    return JSONResponse(_model()) if name == MODEL else _no_model()


@router.post("/chat/completions", dependencies=[Seated])
def chat(request: Request, body: ChatBody, desk: OpenDesk, caller: Caller) -> Response:
    if body.model != MODEL:
        return _no_model()
    if body.n not in {None, 1}:
        return refusal(400, "one_answer", load("errors/openai_one_answer"), param="n")
    question = _question(body.messages, caller)
    if body.stream:
        counts = bool(body.stream_options and body.stream_options.include_usage)
        return event_stream(_streamed(request, desk, question, counts=counts))
    ended = [step for step in desk.steps(question, gone=Event()) if isinstance(step, Ended)][-1]
    written = write(ended.answer, base=str(request.base_url))
    message = {
        "role": "assistant",
        "content": written.content,
        "refusal": None,
        "annotations": written.annotations,
    }
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    usage = _usage(ended, question, written.content)
    return JSONResponse({**_head("chat.completion"), "choices": [choice], "usage": usage})


def write(answer: Answer, *, base: str) -> Written:
    """`base` is the address of the server, with a slash at its end."""
    parts = [answer.text, *(load("openai/note", note=note) for note in answer.notes)]
    if answer.understood:
        parts.append(load("cli/understood", question=answer.understood))
    content = "\n\n".join(parts)
    annotations: list[dict[str, object]] = []
    if answer.sources:
        content += f"\n\n{_SOURCES}"
    for place, source in enumerate(answer.sources, start=1):
        line = _source_line(place, source)
        start = len(content) + 1
        content += f"\n{line}"
        citation = {
            "start_index": start,
            "end_index": len(content),
            "url": f"{base.rstrip('/')}{source_link(source.document, lines=source.lines, text=source.quote)}",
            "title": source.title,
        }
        annotations.append({"type": "url_citation", "url_citation": citation})
    return Written(content, annotations)


def _source_line(place: int, source: Source) -> str:
    section = section_label(source.section) if source.section else ""
    where = ", ".join(part for part in (source.title, section) if part)
    return load(
        "openai/source", place=place, where=where, lines=lines_label(source.lines), quote=source.quote
    )


def _question(messages: Sequence[Message], caller: Audience) -> Question:
    """The last message of the user asks. Raises InputError.

    Earlier pairs go before it, as far as they can be read: whoever speaks the protocol sends all of a
    conversation each time, and a turn that was refused then says nothing now.
    """
    asked = messages[-1]
    if asked.role != "user":
        raise InputError("empty")
    turns: list[Turn] = []
    before = ""
    for message in messages[:-1]:
        if message.role == "user":
            before = message.text
        elif message.role == "assistant" and before:
            turns += _turn(before, message.text)
            before = ""
    return read_question(asked.text, audience=caller, history=tuple(turns[-MAX_TURNS:]))


def _turn(question: str, content: str) -> tuple[Turn, ...]:
    text = content.partition(f"\n\n{_SOURCES}\n")[0]
    try:
        return read_history([(question, text)])
    except InputError:
        return ()


async def _streamed(request: Request, desk: Desk, question: Question, *, counts: bool) -> AsyncIterator[str]:
    """The events of a stream. A text that was taken back is followed by the one that counts."""
    head = _head(_PIECE)
    usage: dict[str, object] = {"usage": None} if counts else {}
    yield _piece(head, {"role": "assistant", "content": ""}, usage)
    said = ""
    async for step in steps(request, desk, question):
        if step is None:
            yield ": \n\n"
        elif isinstance(step, Said):
            said += step.text
            yield _piece(head, {"content": step.text}, usage)
        elif isinstance(step, Ended):
            written = write(step.answer, base=str(request.base_url))
            whole = said == step.answer.text
            rest = written.content[len(said) :] if whole else f"\n\n{written.content}"
            yield _piece(head, {"content": rest, "annotations": written.annotations}, usage)
            yield _piece(head, {}, usage, finish="stop")
            if counts:
                yield _data({**head, "choices": [], "usage": _usage(step, question, written.content)})
            yield _DONE
        elif not isinstance(step, Step):
            yield _data(error_body(load("errors/http_crashed"), code="crashed", kind="server_error"))


def _piece(
    head: dict[str, object], delta: dict[str, object], usage: dict[str, object], *, finish: str | None = None
) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return _data({**head, "choices": [choice], **usage})


def _data(body: object) -> str:
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"


def _head(kind: str) -> dict[str, object]:
    name = f"chatcmpl-{secrets.token_hex(12)}"
    return {
        "id": name,
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
        "system_fingerprint": None,
    }


def _model() -> dict[str, object]:
    return {"id": MODEL, "object": "model", "created": 1_767_225_600, "owned_by": MODEL}


def _no_model() -> Response:
    return refusal(404, "model_not_found", load("errors/openai_no_model", model=MODEL), param="model")


def _usage(ended: Ended, question: Question, content: str) -> dict[str, int]:
    """The tokens of the language model; without one those of the question and the answer, reckoned."""
    reckoned = Usage(
        round(len(question.text) / _LETTERS_A_TOKEN) + 1, round(len(content) / _LETTERS_A_TOKEN) + 1
    )
    used = ended.tally.usage if ended.tally and ended.tally.usage.read else reckoned
    return {
        "prompt_tokens": used.read,
        "completion_tokens": used.written,
        "total_tokens": used.read + used.written,
    }
