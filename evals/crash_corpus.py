"""Two states of a folder that an ingest leads from one to the other, and a reader that watches it do so."""

import shutil
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Self

import httpx
import yaml

from corpus.audience import Audience
from retrieval.edition import LIBRARY
from retrieval.generation import current_number, generation_folder
from retrieval.seal import file_sha256

# Whoever turns the pages sees the whole of a document or nothing of it, so each line tells where it belongs.
_NOTICES = 6
_EVERY = 0.02
_HEAD = "THÔNG BÁO SỐ {number} LẦN {turn} VỀ LỊCH TRỰC CỦA CÁC TỔ DÂN PHỐ"
_LINE = (
    "Tổ dân phố số {line} theo thông báo {number} lần {turn} trực vào {hour} giờ, "
    "bàn giao sổ trực số {number}-{turn}-{line}."
)
_QUESTION = "Tổ dân phố số {line} theo thông báo {number} trực lúc mấy giờ?"


@dataclass(frozen=True, slots=True)
class State:
    """What a folder holds: the lines of each file."""

    files: Mapping[str, tuple[str, ...]]

    def write(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, lines in self.files.items():
            (folder / name).write_text("\n".join(lines), encoding="utf-8")
        listed = [{"file": name, "audience": "public"} for name in self.files]
        (folder / "manifest.yaml").write_text(yaml.safe_dump({"documents": listed}), encoding="utf-8")


def states(lines: int) -> tuple[State, State]:
    """Before and after: one notice goes, one comes, one is another; so many lines each."""
    notices = [_notice(number, 1, lines) for number in range(_NOTICES)]
    before = {f"thong-bao-{number}.txt": notices[number] for number in range(_NOTICES - 1)}
    after = {f"thong-bao-{number}.txt": notices[number] for number in range(1, _NOTICES)}
    after["thong-bao-2.txt"] = _notice(2, 2, lines)
    return State(before), State(after)


def _notice(number: int, turn: int, lines: int) -> tuple[str, ...]:
    body = (_LINE.format(line=line, number=number, turn=turn, hour=line % 24) for line in range(1, lines))
    return (_HEAD.format(number=number, turn=turn), *body)


def libraries(data: Path) -> tuple[str, ...]:
    """What tells one library from another: the bytes of both editions that answer."""
    number = current_number(data)
    folder = generation_folder(data, number) if number is not None else data
    return tuple(file_sha256(folder / side / LIBRARY) for side in Audience)


@dataclass
class Seen:
    """What a reader was told: how often, what failed, what was half, and the longest time between answers."""

    asked: int = 0
    failed: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    longest: float = 0.0


class Reader(threading.Thread):
    """Asks a server without a pause and checks that every reply is whole and of one state."""

    def __init__(self, url: str, known: Sequence[State]) -> None:
        super().__init__(daemon=True)
        self._url = url
        self._known = known
        self._over = threading.Event()
        self.seen = Seen()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        with httpx.Client(base_url=self._url, timeout=30) as client:
            turn = 0
            while not self._over.wait(_EVERY):
                began = time.monotonic()
                try:
                    self._look(client, turn)
                except httpx.TransportError as error:
                    self.seen.failed.append(repr(error))
                self.seen.longest = max(self.seen.longest, time.monotonic() - began)
                turn += 1

    def _look(self, client: httpx.Client, turn: int) -> None:
        self.seen.asked += 1
        number = turn // 3 % _NOTICES
        match turn % 3:
            case 0:
                self._list(client.get("/api/documents"))
            case 1:
                name = f"thong-bao-{number}.txt"
                self._document(name, client.get(f"/api/documents/{name}"))
            case _:
                question = _QUESTION.format(line=turn % 20 + 1, number=number)
                self._answer(client.post("/api/ask", json={"question": question}))

    def _list(self, reply: httpx.Response) -> None:
        if self._is_well(reply):
            held = {document["file"] for document in reply.json()["documents"]}
            if held not in [set(state.files) for state in self._known]:
                self.seen.half.append(f"list {sorted(held)}")

    def _document(self, name: str, reply: httpx.Response) -> None:
        wholes = [state.files.get(name) for state in self._known]
        if reply.status_code == HTTPStatus.NOT_FOUND and None in wholes:
            return
        if self._is_well(reply) and tuple(reply.json()["lines"]) not in wholes:
            self.seen.half.append(name)

    def _answer(self, reply: httpx.Response) -> None:
        if self._is_well(reply):
            for source in reply.json()["sources"]:
                first, last = source["lines"]
                texts = [state.files.get(source["document"], ())[first - 1 : last] for state in self._known]
                if not any(source["quote"] in "\n".join(text) for text in texts):
                    self.seen.half.append(f"quote {source['document']} {first}")

    def _is_well(self, reply: httpx.Response) -> bool:
        if reply.status_code != HTTPStatus.OK:
            self.seen.failed.append(f"{reply.status_code} {reply.request.url.path}")
        return reply.status_code == HTTPStatus.OK
