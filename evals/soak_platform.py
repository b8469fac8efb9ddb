"""A chat platform on loopback for a soak: it loses, repeats, limits and delays by chance, and keeps count."""

import random
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

# Longer than the bot waits for an answer.
_NO_ANSWER = 17.0
_NUMBER = re.compile(r"(?P<number>9\d{4})(?=/QĐ)")  # 90017/QĐ-UBND: no document has such a number
_PAGE = (502, b"<html>Bad Gateway</html>")


class Channel(StrEnum):
    """The platforms, by the names of their channels."""

    TELEGRAM = "telegram"
    ZALO = "zalo"
    ZALO_OA = "zalo-oa"


@dataclass(slots=True)
class Chances:
    """How likely each fault is; the first three are told to the bot, the others are not."""

    limit: float = 0.02
    failure: float = 0.02
    page: float = 0.01
    lost_answer: float = 0.004
    cut_after: float = 0.004
    cut_before: float = 0.004
    again: float = 0.05


@dataclass(slots=True)
class Traffic:
    """What was written and delivered: by number, with the moment; `order` by chat; what was never told."""

    written: dict[int, float] = field(default_factory=dict)
    delivered: dict[int, list[float]] = field(default_factory=dict)
    order: dict[str, list[int]] = field(default_factory=dict)
    swallowed: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the bot: the last part of its path, its headers in small letters, its fields."""

    method: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gets."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """What the bot sends to a chat."""

    chat: str
    text: str


class Speech(Protocol):
    """One platform's own way: how messages reach the bot, what it answers, how it fails and limits."""

    channel: Channel
    command: tuple[str, ...]
    send: str
    secrets: tuple[str, ...]
    done: Answer
    limit: Answer
    failure: Answer

    def environment(self, url: str) -> Mapping[str, str]: ...

    def arrive(self, chat: str, number: int, text: str) -> None: ...

    def is_ready(self) -> bool: ...

    def respond(self, call: Call) -> Answer: ...

    def read_send(self, call: Call) -> Sent | Answer: ...

    def close(self) -> None: ...


class SoakPlatform:
    """A platform as far as a soak needs it. `speech` is what is its own."""

    def __init__(self, speech: Speech, chances: Chances, *, seed: int) -> None:
        self.traffic = Traffic()
        self.speech = speech
        self._chances = chances
        self._random = random.Random(seed)
        self._lock = threading.Lock()

    def write(self, chat: str, number: int) -> None:
        """A person asks about a document that nothing cites, so that the reply bears its number."""
        self.traffic.written[number] = time.monotonic()
        self.speech.arrive(chat, number, f"Quyết định {number}/QĐ-UBND là gì?")

    def respond(self, call: Call) -> Answer | None:
        """None to hang up without a word."""
        if call.method != self.speech.send:
            return self.speech.respond(call)
        sent = self.speech.read_send(call)
        return sent if isinstance(sent, Answer) else self._send(sent)

    def _send(self, sent: Sent) -> Answer | None:
        with self._lock:
            drawn = self._random.random()
        chances, speech = self._chances, self.speech
        for chance, fault in (
            (chances.limit, speech.limit),
            (chances.failure, speech.failure),
            (chances.page, Answer(*_PAGE)),
            (chances.cut_before, None),
        ):
            if drawn < chance:
                if fault is None:
                    self.traffic.swallowed.add(_number(sent.text))
                return fault
            drawn -= chance
        self._deliver(sent)
        if drawn < chances.lost_answer:
            time.sleep(_NO_ANSWER)
        elif drawn < chances.lost_answer + chances.cut_after:
            return None
        return speech.done

    def _deliver(self, sent: Sent) -> None:
        number = _number(sent.text)
        with self._lock:
            self.traffic.delivered.setdefault(number, []).append(time.monotonic())
            self.traffic.order.setdefault(sent.chat, []).append(number)


def _number(text: str) -> int:
    found = _NUMBER.search(text)
    return int(found["number"]) if found else 0


@contextmanager
def served(platform: SoakPlatform) -> Iterator[str]:
    """The platform on loopback; its address."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = platform.respond(Call(self.path.rsplit("/", 1)[-1], headers, raw))
            if answer is None:
                self.close_connection = True
                return
            try:
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Silent."""

    class Silent(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A bot that is killed leaves its connections open."""

    server = Silent(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        platform.speech.close()
