"""More questions than can be answered: some wait a moment, the rest is told when to come again."""

from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Event, Semaphore

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from answering.answer import Answer, Status
from answering.assistant import Assistant
from answering.question import Question
from answering.steps import Ended, Step
from bot.web.admission import Room
from bot.web.limits import BodyLimit
from retrieval.generation import Generations
from tests.conftest import INTERNAL_KEY, Running, serving

HELD = "Ai đang chờ?"
KEY = {"Authorization": f"Bearer {INTERNAL_KEY}"}


class Gate:
    """An assistant that answers one question only once it is let through."""

    def __init__(self, generations: Generations) -> None:
        self.generations = generations
        self.through = Event()
        self.waiting = Semaphore(0)

    def ask(self, question: Question) -> Answer:
        if question.text == HELD:
            self.waiting.release()
            assert self.through.wait(30)
        return Answer(Status.UNANSWERABLE, "xong")

    def steps(self, question: Question, *, gone: Event) -> Iterator[Step]:
        yield Ended(self.ask(question))


@contextmanager
def crowded(assistant: Assistant, room: Room) -> Iterator[tuple[Running, Gate, Callable[..., Future[int]]]]:
    """A server, the gate behind it, and a way to ask what is held there; in the end all are let through."""
    gate = Gate(assistant.generations)
    with serving(gate, room=room) as running, ThreadPoolExecutor(8) as others, ExitStack() as stack:
        stack.callback(gate.through.set)

        def hold(**headers: str) -> Future[int]:
            def ask() -> int:
                body = {"question": HELD}
                return httpx.post(
                    f"{running.url}/api/ask", json=body, headers=headers, timeout=60
                ).status_code

            return others.submit(ask)

        yield running, gate, hold


def full(gate: Gate, hold: Callable[..., Future[int]]) -> Future[int]:
    """The only seat is taken once this returns."""
    held = hold()
    assert gate.waiting.acquire(timeout=30)
    return held


def test_who_finds_the_queue_full_is_told_at_once_when_to_come_again(assistant: Assistant) -> None:
    with crowded(assistant, Room(seats=1, queue=0, wait=30)) as (running, gate, hold):
        held = full(gate, hold)

        refused = httpx.post(f"{running.url}/api/ask", json={"question": "Chào"})
        gate.through.set()

        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "overloaded")
        assert 3 <= int(refused.headers["Retry-After"]) <= 9
        assert refused.headers["Retry-After"] in refused.json()["error"]["message"]
        assert held.result() == 200


def test_who_waits_is_answered_when_a_seat_gets_free(assistant: Assistant) -> None:
    with crowded(assistant, Room(seats=1, queue=8, wait=30)) as (_, gate, hold):
        held = [full(gate, hold), *(hold() for _ in range(4))]
        gate.through.set()

        assert [each.result() for each in held] == [200] * 5


def test_nobody_waits_for_ever(assistant: Assistant) -> None:
    with crowded(assistant, Room(seats=1, queue=8, wait=0.05)) as (running, gate, hold):
        full(gate, hold)

        assert httpx.post(f"{running.url}/api/ask", json={"question": "Chào"}).status_code == 503


@pytest.mark.parametrize(
    ("method", "path", "body", "accept"),
    [
        ("GET", "/?q=Chào", None, "text/html"),
        ("POST", "/tra-loi", {"question": "Chào"}, "application/json"),
        ("POST", "/api/ask", {"question": "Chào"}, "application/json"),
        ("POST", "/api/ask", {"question": "Chào"}, "text/event-stream"),
        (
            "POST",
            "/v1/chat/completions",
            {"model": "hoi-phuong", "messages": [{"role": "user", "content": "Chào"}]},
            "*/*",
        ),
        (
            "POST",
            "/mcp",
            {"jsonrpc": "2.0", "id": 1, "method": "tools/list"},
            "application/json, text/event-stream",
        ),
    ],
)
def test_every_way_in_is_refused_in_its_own_shape(
    assistant: Assistant, method: str, path: str, body: object, accept: str
) -> None:
    with crowded(assistant, Room(seats=1, queue=0, wait=30)) as (running, gate, hold):
        full(gate, hold)

        refused = httpx.request(method, f"{running.url}{path}", json=body, headers={"Accept": accept})

    again = refused.headers["Retry-After"]
    assert refused.status_code == 503
    if accept == "text/html":
        assert f'http-equiv="refresh" content="{again}"' in refused.text
        assert "quá nhiều người hỏi" in refused.text
    else:
        assert refused.json()["error"]["code"] == "overloaded"
    if path.startswith("/v1"):
        assert refused.json()["error"]["type"] == "server_error"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/hooks/none", "/static/ask.js", "/", "/van-ban"])
def test_what_is_no_question_is_not_held_up_by_questions(assistant: Assistant, path: str) -> None:
    with crowded(assistant, Room(seats=1, queue=0, wait=30)) as (running, gate, hold):
        full(gate, hold)

        status = httpx.get(f"{running.url}{path}").status_code

    assert status == (405 if path.startswith("/hooks") else 200)


def test_officials_have_seats_of_their_own(assistant: Assistant) -> None:
    with crowded(assistant, Room(seats=1, queue=0, wait=30)) as (running, gate, hold):
        full(gate, hold)

        answered = httpx.post(f"{running.url}/api/ask", json={"question": "Chào"}, headers=KEY)

    assert answered.status_code == 200


def test_a_stream_keeps_its_seat_until_its_end(assistant: Assistant) -> None:
    events = {"Accept": "text/event-stream"}
    with crowded(assistant, Room(seats=1, queue=0, wait=30)) as (running, gate, _):
        with httpx.stream(
            "POST", f"{running.url}/api/ask", json={"question": HELD}, headers=events, timeout=60
        ) as stream:
            assert gate.waiting.acquire(timeout=30)
            refused = httpx.post(f"{running.url}/api/ask", json={"question": "Chào"})
            gate.through.set()
            told = "".join(stream.iter_text())

        assert refused.status_code == 503
        assert "event: final" in told


def test_a_body_that_does_not_become_whole_is_given_up() -> None:
    async def read(request: Request) -> PlainTextResponse:
        return PlainTextResponse(await request.body())

    async def drip() -> AsyncIterator[bytes]:
        yield b"{"
        await anyio.sleep(30)

    async def send() -> httpx.Response:
        app = BodyLimit(Starlette(routes=[Route("/", read, methods=["POST"])]), body_time=0.05)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return await client.post("http://house/", content=drip())

    assert anyio.run(send).status_code == 408
