"""A platform on loopback: it logs every call, and answers by a script before it answers as it should."""

import json
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs

WAITS = 20.0


@dataclass(frozen=True, slots=True)
class Call:
    """`body` holds the fields of a form or of a JSON object; `at` is in seconds of the monotonic clock."""

    method: str
    body: dict[str, Any]
    headers: dict[str, str]
    at: float


@dataclass(frozen=True, slots=True)
class Answer:
    """One scripted answer; the call counts as done before the wait, as it does where a reply is lost."""

    status: int = 200
    body: object = None
    wait: float = 0.0
    does: bool = False


class Platform:
    """What every platform's stand-in has. `answer()` is what the platform itself does."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.script: defaultdict[str, deque[Answer]] = defaultdict(deque)
        self.lock = threading.RLock()
        self.closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, call: Call, path: str) -> Answer:
        raise NotImplementedError

    def name(self, path: str) -> str:
        """What a path calls for, the key of the script."""
        return path.rsplit("/", 1)[-1]

    def called(self, method: str) -> list[Call]:
        with self.lock:
            return [call for call in self.calls if call.method == method]

    def plan(self, method: str, *answers: Answer) -> None:
        with self.lock:
            self.script[method].extend(answers)

    def respond(self, call: Call, path: str) -> Answer:
        with self.lock:
            self.calls.append(call)
            planned = self.script[call.method].popleft() if self.script[call.method] else None
        if planned is None:
            return self.answer(call, path)
        done = self.answer(call, path) if planned.does else planned
        self.closing.wait(planned.wait)
        return Answer(planned.status, done.body)


def until(holds: Any, *, within: float = WAITS) -> None:
    """Waits for something to hold; that it does not in time is a failure, however slow the machine is."""
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def _handler(platform: Platform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            path = self.path.split("?")[0]
            headers = {name.lower(): value for name, value in self.headers.items()}
            call = Call(platform.name(path), _fields(raw, headers), headers, time.monotonic())
            answer = platform.respond(call, path)
            body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            try:
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        do_GET = do_POST  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            """Silent."""

    return Handler


def _fields(raw: bytes, headers: dict[str, str]) -> dict[str, Any]:
    kind = headers.get("content-type", "")
    if "multipart" in kind:
        return {"raw": raw}
    if "json" in kind:
        return dict(json.loads(raw or b"{}"))
    form = parse_qs(raw.decode(), keep_blank_values=True)
    return {name: _value(values[-1]) for name, values in form.items()}


def _value(text: str) -> Any:
    """Nested values of a form are JSON."""
    return json.loads(text) if text[:1] in "[{" and text[-1:] in "]}" else text
