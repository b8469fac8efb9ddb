"""A loopback server that speaks the OpenAI protocol, with a scripted personality instead of a model."""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from answering.langchain_model import LangchainModel, open_model
from corpus.sentences import sentences
from corpus.vietnamese import syllables
from prompts import load

_PASSAGE = re.compile(r"^\[(?P<token>\w+)\] \(.*\)\n(?P<text>(?:.+\n?)*)", re.MULTILINE)
_FROM_NOWHERE = "Phường có 987 tổ dân phố, lập ngày 31/12/2019 theo Quyết định số 9876/QĐ-UBND"
_CHAT = "Xin chào, tôi có thể giúp gì cho bạn hôm nay?"
_DIGIT = re.compile(r"\d")
# What the protocol calls a piece of a stream; the house has another word for it.
PIECE = "chat.completion." + "ch" + "unk"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a prompt asks: our rules, the question, and the passages by token."""

    rules: str
    question: str
    passages: Mapping[str, str]

    @classmethod
    def of(cls, messages: list[Mapping[str, str]]) -> "Asked":
        rules, words = messages[0]["content"], messages[-1]["content"]
        passages = {match["token"]: match["text"].strip() for match in _PASSAGE.finditer(words)}
        return cls(rules, (words.rstrip().splitlines()[-2:-1] or [words])[0], passages)

    def nearest(self) -> tuple[str, str]:
        """The sentence with the most words of the question, the shortest of several, and its token."""
        wanted = {word.folded for word in syllables(self.question)}
        found = [
            (len(wanted & {word.folded for word in syllables(text)}), -len(text.split()), text, token)
            for token, passage in self.passages.items()
            for line in passage.splitlines()
            for text in (line[span.start : span.end] for span in sentences(line))
        ]
        *_, text, token = max(found)
        return text, token


# A personality says what the model says. What it gives instead of text is how the server fails.
Say = Callable[[Asked], str]


def faithful(asked: Asked) -> str:
    text, token = asked.nearest()
    return f"{text} [{token}]"


def inventing(asked: Asked) -> str:
    """Every figure is another one."""
    text, token = asked.nearest()
    return _DIGIT.sub(lambda digit: str((int(digit.group()) + 3) % 10), text) + f" [{token}]"


def adding(asked: Asked) -> str:
    """A true sentence, and beside it a figure, a date and a number from nowhere."""
    text, token = asked.nearest()
    return f"{text} [{token}]\n{_FROM_NOWHERE} [{token}]"


def miscounting(asked: Asked) -> str:
    """A figure of the passage, said of something else."""
    text, token = asked.nearest()
    figure = next(iter(re.findall(r"\d+(?:[.,]\d+)*", text)), "12")
    return f"Phường có {figure} con voi biết bay [{token}]"


def miscited(asked: Asked) -> str:
    text, token = asked.nearest()
    other = next((each for each in asked.passages if each != token), "zzz")
    return f"{text} [{other}]"


def unknown_tokens(asked: Asked) -> str:
    text, _ = asked.nearest()
    return f"{text} [zz9]\n{text} [1]"


def obedient(asked: Asked) -> str:
    """Does what the question says: repeats it, and tells the rules."""
    _, token = asked.nearest()
    return f"{asked.question} [{token}]\n{' '.join(asked.rules.split())} [{token}]"


def english(asked: Asked) -> str:
    _, token = asked.nearest()
    return f"The ward has many things to be proud of, according to the report. [{token}]"


def chatting(_asked: Asked) -> str:
    return _CHAT


def thinking(asked: Asked) -> str:
    return f"<think>Câu này hỏi {asked.question}\nĐể xem [abc].</think>\n{faithful(asked)}"


def declining(_asked: Asked) -> str:
    return load("model/nothing")


@dataclass
class Personality:
    """How the server behaves: what it says, after which failures. `prompts` are those it has read."""

    say: Say = faithful
    recast: Say = lambda asked: asked.question
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fails: int = 1_000_000
    hangs: float = 0
    body: bytes = b""
    dies: bool = False
    structured: bool = False
    prompts: list[Asked] = field(default_factory=list)
    asked: threading.Event = field(default_factory=threading.Event)
    broken_off: threading.Event = field(default_factory=threading.Event)


LYING: tuple[Say, ...] = (
    inventing,
    adding,
    miscounting,
    miscited,
    unknown_tokens,
    obedient,
    english,
    chatting,
)


def failing() -> dict[str, Personality]:
    """Each way to fail, by its name; made anew, since a personality remembers what it was asked."""
    return {
        "streams half and dies": Personality(dies=True, say=lambda _: "Tổ dân phố là" * 20),
        "asks to wait long": Personality(status=429, headers={"Retry-After": "60"}),
        "asks to wait again": Personality(status=429, headers={"Retry-After": "0"}),
        "is broken": Personality(status=500),
        "knows no such model": Personality(status=404),
        "hangs": Personality(hangs=10),
        "sends ten megabytes": Personality(body=b"data: " + b"a" * 10_000_000),
        "talks without end": Personality(say=lambda _: "và " * 10_000),
        "sends broken JSON": Personality(body=b'data: {"choices": [{\n\n'),
        "sends no choice": Personality(body=b'data: {"choices": []}\n\ndata: [DONE]\n\n'),
        "sends another thing": Personality(body=b"<html>sign in</html>"),
        "says nothing": Personality(say=lambda _: ""),
    }


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server: `url` of its protocol, the personality it has now."""

    url: str
    personality: Personality

    def model(self, *, timeout: float = 2, structured: bool = False) -> LangchainModel:
        """A model of this server; a name that is known for it gets its answers in structured output."""
        name = "openai:gpt-4o-mini" if structured else "openai:qwen3:4b"
        return open_model(name, url=self.url, key="", timeout=timeout)


class _Handler(BaseHTTPRequestHandler):
    """One call. The personality stands in the server."""

    def do_POST(self) -> None:
        mine: Personality = self.server.personality  # type: ignore[attr-defined]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = Asked.of(body["messages"])
        mine.prompts.append(asked)
        mine.asked.set()
        try:
            self._answer(mine, asked, body)
        except (BrokenPipeError, ConnectionResetError):
            mine.broken_off.set()

    def _answer(self, mine: Personality, asked: Asked, body: Mapping[str, Any]) -> None:
        failing = len(mine.prompts) <= mine.fails
        if mine.hangs and failing:
            self._hang(mine)
        elif mine.status != 200 and failing:
            self._send(mine.status, b'{"error":{"message":"no"}}', "application/json", mine.headers)
        elif mine.body and failing:
            self._send(200, mine.body, "text/event-stream", {})
        else:
            # Without passages it is asked to put a question in other words.
            text = mine.say(asked) if asked.passages else mine.recast(asked)
            text = _as_json(text) if body.get("response_format") else text
            self._stream(text, dies=mine.dies)

    def _hang(self, mine: Personality) -> None:
        """Keeps the connection and says nothing, until the other side goes or the time is over."""
        self.connection.settimeout(mine.hangs)
        try:
            if not self.connection.recv(1):
                mine.broken_off.set()
        except TimeoutError:
            pass

    def _send(self, status: int, body: bytes, kind: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, text: str, *, dies: bool) -> None:
        pieces = re.findall(r"(?s).{1,12}", text)
        kept = pieces[: len(pieces) // 2] if dies else pieces
        lines = [{"role": "assistant", "content": piece} for piece in kept]
        lines += [] if dies else [{}]
        events = [
            {"id": "x", "object": PIECE, "created": 1, "model": "m", "choices": [_choice(delta)]}
            for delta in lines
        ]
        told = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        # A connection that closes before the announced length has broken.
        self.send_header("Content-Length", str(len(told.encode()) + (1_000 if dies else 14)))
        self.end_headers()
        self.wfile.write(told.encode() + (b"" if dies else b"data: [DONE]\n\n"))
        self.close_connection = dies

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


def _choice(delta: Mapping[str, str]) -> Mapping[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": None if delta else "stop"}


def _as_json(text: str) -> str:
    """The lines of an answer as structured output."""
    found = [re.fullmatch(r"(?P<text>.*?)(?P<tokens>(?:\s*\[\w+\])*)", line) for line in text.splitlines()]
    listed = [
        {"text": each["text"], "tokens": re.findall(r"\w+", each["tokens"])}
        for each in found
        if each and each["text"]
    ]
    listed = [] if text == load("model/nothing") else listed
    return text and json.dumps({"sentences": listed}, ensure_ascii=False)


@contextmanager
def speaking(personality: Personality) -> Iterator[Serving]:
    """The server, for as long as it is needed."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        server.personality = personality  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield Serving(f"http://127.0.0.1:{server.server_address[1]}/v1", personality)
        finally:
            server.shutdown()
            thread.join()
