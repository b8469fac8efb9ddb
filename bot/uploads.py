"""Uploads: documents that officials bring in, in a folder of their own beside the generations."""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.audit import AUDIT_TABLES, record
from bot.errors import FormError, reason_of
from bot.moments import now
from bot.state import State
from bot.whole import write_whole
from corpus.audience import Audience
from ingest.errors import IngestError
from ingest.extract.kinds import SUPPORTED
from ingest.intake import Intake, read_intake
from ingest.manifest import load_manifest
from ingest.pipeline import Report, default_corpus
from ingest.sources import MANIFEST
from prompts import load
from retrieval.generation import current_number, generation_folder
from retrieval.seal import Seal

FOLDER = "uploads"
LARGEST = 20 * 1024 * 1024
LONGEST_TITLE = 300

_LONGEST_NAME = 120
_NO_NAME = re.compile(r"[^\w.\- ()]")

TakeIn = Callable[[Sequence[Path], str], Report]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes
    audience: Audience
    title: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of the last upload: still being read, read, or refused and why."""

    file: str
    is_running: bool = False
    report: Report | None = None
    refused: str = ""


class Uploads:
    """One upload is read at a time; what is there before goes on answering meanwhile."""

    def __init__(self, data: Path, *, take_in: TakeIn) -> None:
        """`take_in` makes the paths what the data folder holds, or nothing if the file named is set aside."""
        self._data = data
        self._folder = data / FOLDER
        self._take_in = take_in
        self._state = State(data, tables=AUDIT_TABLES)
        self._busy = threading.Lock()
        self.last: Reading | None = None

    def add(self, upload: Upload, *, by: str) -> None:
        """Keeps the file and reads it beside. Raises FormError, and for a second upload meanwhile."""
        name = self._admitted(upload)
        threading.Thread(target=self._read, args=(upload, name, by), daemon=True).start()

    def read_now(self, upload: Upload, *, by: str) -> Reading:
        """The same, but what became of it is known on return."""
        return self._read(upload, self._admitted(upload), by)

    def _admitted(self, upload: Upload) -> str:
        """The name of an upload that may be read now; from then on no other may."""
        name = file_name(upload.name)
        if not upload.content:
            raise FormError("upload_empty")
        if len(upload.content) > LARGEST:
            raise FormError("upload_large", most=LARGEST // 1024 // 1024)
        if name in self._others():
            raise FormError("upload_taken")
        if not self._busy.acquire(blocking=False):
            raise FormError("upload_busy")
        self.last = Reading(name, is_running=True)
        return name

    def wait(self) -> None:
        """Until nothing is being read any more."""
        with self._busy:
            pass

    def intake(self) -> Intake:
        """How well the files were read of which the current generation was made."""
        number = current_number(self._data)
        return Intake() if number is None else read_intake(generation_folder(self._data, number))

    def _read(self, upload: Upload, name: str, by: str) -> Reading:
        try:
            self.last = reading = self._reading(upload, name)
            outcome = "document_refused" if reading.refused else "document_added"
            with self._state.writing() as write:
                record(write, at=now(), actor=by, action=outcome, subject=f"{name} {upload.audience}")
            return reading
        finally:
            self._busy.release()

    def _reading(self, upload: Upload, name: str) -> Reading:
        try:
            with self._kept(upload, name):
                return Reading(name, report=self._take_in([*self._sources(), self._folder], name))
        except IngestError as error:
            return Reading(name, refused=str(error))
        except OSError as error:
            told = load("errors/cli_file", file=error.filename or name, reason=reason_of(error))
            return Reading(name, refused=told)

    @contextmanager
    def _kept(self, upload: Upload, name: str) -> Iterator[None]:
        """Puts the file into the folder, and all back as it was if it cannot be read."""
        self._folder.mkdir(parents=True, exist_ok=True)
        before = {path: path.read_bytes() if path.exists() else None for path in self._paths(name)}
        try:
            write_whole(self._folder / name, upload.content)
            self._list(upload, name)
            yield
        except BaseException:
            for path, content in before.items():
                if content is None:
                    path.unlink(missing_ok=True)
                else:
                    write_whole(path, content)
            raise

    def _paths(self, name: str) -> tuple[Path, ...]:
        return self._folder / name, self._folder / MANIFEST

    def _list(self, upload: Upload, name: str) -> None:
        path = self._folder / MANIFEST
        listed = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
        documents = [each for each in (listed or {}).get("documents", []) if each["file"] != name]
        entry = {"file": name, "audience": str(upload.audience)}
        documents.append({**entry, "title": upload.title} if upload.title else entry)
        text = yaml.safe_dump({"documents": documents}, allow_unicode=True, sort_keys=False)
        write_whole(path, text.encode())
        load_manifest(path)

    def _sources(self) -> list[Path]:
        """What is held now was made of these, the folder of uploads aside."""
        number = current_number(self._data)
        if number is None:
            return [default_corpus()]
        sources = Seal.read(generation_folder(self._data, number)).sources
        paths = [Path(source) for source in sources] or [default_corpus()]
        return [path for path in paths if path != self._folder.absolute()]

    def _others(self) -> set[str]:
        """Files of the same name from elsewhere cannot be held beside an upload."""
        files: set[str] = set()
        for source in self._sources():
            files |= {path.name for path in source.iterdir()} if source.is_dir() else {source.name}
        return files


def file_name(given: str) -> str:
    """The name a file is kept under: its own, without a path. Raises FormError for a kind we do not read."""
    last = unicodedata.normalize("NFC", given.replace("\\", "/").rpartition("/")[2])
    name = " ".join(_NO_NAME.sub("", last.encode(errors="ignore").decode()).split()).lstrip(". -")
    stem, dot, suffix = name.rpartition(".")
    if not stem or f"{dot}{suffix}".lower() not in SUPPORTED:
        raise FormError("upload_kind", supported=", ".join(SUPPORTED))
    return f"{stem[:_LONGEST_NAME]}.{suffix.lower()}"
