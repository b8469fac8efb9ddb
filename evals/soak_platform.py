"""Telegram on loopback for a soak: hands out messages, loses, repeats and delays by chance, keeps count."""

import json
import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

TOKEN = "123456:AAH-token-of-the-soak"  # noqa: S105 - opens nothing
_ME = {"id": 1, "is_bot": True, "first_name": "Soak", "username": "soak_bot"}
# Longer than the bot waits for an answer.
_NO_ANSWER = 17.0
_NUMBER = re.compile(r"(?P<number>9\d{4})(?=/QĐ)")  # 90017/QĐ-UBND: no document has such a number


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
    """What was written and what was delivered: by number, with the moment; `order` by chat."""

    written: dict[int, float] = field(default_factory=dict)
    delivered: dict[int, list[float]] = field(default_factory=dict)
    order: dict[int, list[int]] = field(default_factory=dict)
    calls: int = 0


class SoakPlatform:
    """Telegram as far as a soak needs it."""

    def __init__(self, chances: Chances, seed: int) -> None:
        self.traffic = Traffic()
        self._chances = chances
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._updates: list[dict[str, object]] = []
        self._given: list[dict[str, object]] = []
        # The bot remembers the numbers of an earlier soak in the same data folder.
        self._next = int(time.time() * 1000)
        self.polled = False

    def write(self, chat: int, number: int) -> None:
        """A person asks about a document that nothing cites, so that the reply bears its number."""
        person = {"id": chat, "is_bot": False, "first_name": "An"}
        message = {
            "message_id": self._next,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "An"},
            "from": person,
            "text": f"Quyết định {number}/QĐ-UBND là gì?",
        }
        with self._lock:
            self._updates.append({"update_id": self._next, "message": message})
            self._next += 1
            self.traffic.written[number] = time.monotonic()

    def respond(self, method: str, form: dict[str, str]) -> tuple[int, bytes] | None:
        """Status and body; None to hang up without a word."""
        self.traffic.calls += 1
        match method:
            case "getMe":
                return _told(_ME)
            case "getUpdates":
                return self._poll(int(form.get("offset", "0")))
            case "sendMessage":
                return self._send(int(form["chat_id"]), form["text"])
            case _:
                return _told(result=True)

    def _poll(self, offset: int) -> tuple[int, bytes]:
        self.polled = True
        deadline = time.monotonic() + 1
        while time.monotonic() < deadline:
            with self._lock:
                self._given += [each for each in self._updates if int(str(each["update_id"])) < offset]
                self._updates = [each for each in self._updates if int(str(each["update_id"])) >= offset]
                waiting = self._updates[:100]
                if waiting and self._given and self._random.random() < self._chances.again:
                    waiting = [*waiting, self._random.choice(self._given[-50:])]
            if waiting:
                return _told(waiting)
            time.sleep(0.01)
        return _told([])

    def _send(self, chat: int, text: str) -> tuple[int, bytes] | None:
        with self._lock:
            drawn, chances = self._random.random(), self._chances
        for chance, fault in (
            (chances.limit, self._limit),
            (chances.failure, lambda: (500, b'{"ok": false, "error_code": 500, "description": "Internal"}')),
            (chances.page, lambda: (502, b"<html>Bad Gateway</html>")),
            (chances.cut_before, lambda: None),
        ):
            if drawn < chance:
                return fault()
            drawn -= chance
        self._deliver(chat, text)
        if drawn < chances.lost_answer:
            time.sleep(_NO_ANSWER)
        elif drawn < chances.lost_answer + chances.cut_after:
            return None
        sent = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "x"}
        return _told(sent)

    def _limit(self) -> tuple[int, bytes]:
        told = {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests",
            "parameters": {"retry_after": 2},
        }
        return 429, json.dumps(told).encode()

    def _deliver(self, chat: int, text: str) -> None:
        found = _NUMBER.search(text)
        number = int(found["number"]) if found else 0
        with self._lock:
            self.traffic.delivered.setdefault(number, []).append(time.monotonic())
            self.traffic.order.setdefault(chat, []).append(number)


def _told(result: object) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()


@contextmanager
def served(platform: SoakPlatform) -> Iterator[str]:
    """The platform on loopback; its address."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
            form = {name: values[-1] for name, values in parse_qs(raw).items()}
            answer = platform.respond(self.path.rsplit("/", 1)[-1], form)
            if answer is None:
                self.close_connection = True
                return
            status, body = answer
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
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
