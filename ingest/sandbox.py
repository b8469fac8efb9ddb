"""Reading files in processes that may die of it: limits, and a refusal in words for each way to end."""

import errno
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.errors import Reason, UnreadableError
from ingest.extract.drawn import Drawn
from ingest.extract.extracted import Extracted, Page, from_json
from ingest.extract.limits import Limits

_ROOT = Path(__file__).parents[1]
_DONE, _REFUSED, _NOT_WRITTEN = 0, 3, 4
_UNPACK = -1
_MOST_READERS = 8
_PICTURE = "page.webp"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as a picture (WebP), and the places of its words."""

    drawn: Drawn
    picture: bytes


class Sandbox:
    """Readers that wait for files, as many as the machine has cores; safe in several threads at once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._folder = Path(tempfile.mkdtemp(prefix="hoiphuong-reading-"))
        self._free: queue.SimpleQueue[_Reader | None] = queue.SimpleQueue()
        self._started: list[_Reader] = []
        self._lock = threading.Lock()
        self.size = min(os.cpu_count() or 1, _MOST_READERS)
        for _ in range(self.size):
            self._free.put(None)

    def extract(self, path: Path, *, file: str) -> Extracted:
        """As `ingest.extract.anyfile`. Raises UnreadableError, also when time or memory is up.

        Raises OSError when there is no room for what was read.
        """
        return self._asked(path, file=file, page=0)

    def read_picture(self, path: Path, *, page: int, file: str) -> Page:
        """As `ingest.extract.scan`. Raises UnreadableError."""
        return self._asked(path, file=file, page=page).pages[0]

    def draw(self, path: Path, *, page: int, file: str) -> Drawing:
        """As `ingest.extract.drawing`. Raises UnreadableError, and OSError when there is no room."""
        reader = self._taken()
        try:
            with tempfile.TemporaryDirectory(dir=self._folder) as room:
                told = self._result(reader, path, Path(room), file=file, page=page, picture=_PICTURE)
                picture = (Path(room) / _PICTURE).read_bytes()
            return Drawing(Drawn.from_lines(told.pages[0].lines), picture)
        finally:
            self._free.put(reader)

    def unpack(self, path: Path, into: Path, *, file: str) -> tuple[str, ...]:
        """The names of an archive's files; the first is written to `into / "0"`, the next to "1", and so on.

        Raises UnreadableError, and OSError when there is no room.
        """
        reader = self._taken()
        try:
            return self._result(reader, path, into, file=file, page=_UNPACK).lines
        finally:
            self._free.put(reader)

    def close(self) -> None:
        for reader in self._started:
            reader.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _asked(self, path: Path, *, file: str, page: int) -> Extracted:
        reader = self._taken()
        try:
            room = Path(tempfile.mkdtemp(dir=self._folder))
            try:
                return self._result(reader, path, room, file=file, page=page)
            finally:
                shutil.rmtree(room, ignore_errors=True)
        finally:
            self._free.put(reader)

    def _taken(self) -> "_Reader":
        reader = self._free.get()
        return reader if reader is not None and reader.is_alive else self._start()

    def _result(
        self, reader: "_Reader", path: Path, room: Path, *, file: str, page: int, picture: str = ""
    ) -> Extracted:
        out = room / "result.json"
        request = {
            "path": str(path.absolute()),
            "file": file,
            "page": page,
            "out": str(out),
            "picture": picture,
        }
        code = reader.ask(json.dumps({**request, "limits": asdict(self._limits)}))
        if code == _NOT_WRITTEN:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._folder))
        try:
            written = out.read_text(encoding="utf-8")
            if code == _DONE:
                return from_json(written)
            if code == _REFUSED:
                told = json.loads(written)
                raise UnreadableError.told(Reason(told["reason"]), told["message"])
        except (OSError, ValueError, KeyError):
            pass
        if code is not None and code >= 0:
            raise UnreadableError(Reason.DAMAGED, file=file)
        limits = self._limits
        raise UnreadableError(Reason.TOO_LONG, file=file, seconds=limits.seconds, memory=limits.memory_mb)

    def _start(self) -> "_Reader":
        with self._lock:
            reader = _Reader()
            self._started.append(reader)
            return reader


@contextmanager
def sandbox(limits: Limits) -> Iterator[Sandbox]:
    opened = Sandbox(limits)
    try:
        yield opened
    finally:
        opened.close()


class _Reader:
    """One process of `ingest.reader`, used by one thread at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.reader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            text=True,
        )

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: str) -> int | None:
        """How the process that read the file ended; None when the reader itself is gone."""
        stdin, stdout = self._process.stdin, self._process.stdout
        try:
            if stdin is None or stdout is None:
                return None
            stdin.write(f"{request}\n")
            stdin.flush()
            answer = stdout.readline()
            return int(answer) if answer else None
        except (BrokenPipeError, ValueError):
            return None

    def close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait()
