"""Taking a generation into use: a folder filled aside, sealed, and named in one step or not at all."""

import fcntl
import logging
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import prompts
from corpus.audience import Audience
from ingest.checks import CheckError
from ingest.errors import IngestError
from ingest.failpoints import Failpoint, reached
from retrieval.generation import current_number, generation_folder, generation_numbers
from retrieval.index import BrokenIndexError
from retrieval.seal import MANIFEST, Counts, Seal, sealed_files

_KEPT = 3
_BUILDING = ".building-"
# The new generation needs room for itself and for the journals of its indexes while they are written.
_ROOM = 3
_LEAST_ROOM = 20_000_000

_log = logging.getLogger(__name__)


@contextmanager
def building(data: Path) -> Iterator[Path]:
    """An empty folder to fill that no other process has; what is left of it uncommitted is removed.

    Raises IngestError when another ingest is running, there is no room, a write fails or a check does.
    """
    with alone(data):
        _remove_unfinished(data)
        try:
            _require_room(data)
            # Chroma remembers a folder it once failed to open, so no two writings share a name.
            folder = data / "generations" / f"{_BUILDING}{secrets.token_hex(8)}"
            folder.mkdir()
            yield folder
        except CheckError as error:
            _log.error("a check failed: %s", error)
            raise IngestError(prompts.load("errors/ingest_check")) from error
        except (OSError, sqlite3.Error, BrokenIndexError) as error:
            raise _not_written(data, error) from error
        finally:
            _remove_unfinished(data)


def take_into_use(
    folder: Path,
    *,
    data: Path,
    model: str,
    fingerprint: str,
    counts: Mapping[Audience, Counts],
    sources: tuple[str, ...],
) -> int:
    """Seals what `building()` gave and makes it the generation that answers; returns its number."""
    number = max(generation_numbers(data), default=0) + 1
    seal = Seal(
        number=number,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model=model,
        fingerprint=fingerprint,
        counts=counts,
        files=sealed_files(folder),
        sources=sources,
    )
    (folder / MANIFEST).write_text(seal.to_json(), encoding="utf-8")
    reached(Failpoint.SEALED)
    _sync_all(folder)
    reached(Failpoint.SYNCED)
    folder.rename(generation_folder(data, number))
    _sync(data / "generations")
    reached(Failpoint.RENAMED)
    _point(data, number)
    reached(Failpoint.POINTED)
    _prune(data, number)
    reached(Failpoint.PRUNED)
    return number


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """No other process ingests meanwhile. Raises IngestError.

    The system lets go of the lock by itself when the process dies, however it dies.
    """
    try:
        # The internal edition and the readings are nobody's on this machine but the program's own user's.
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        (data / "generations").mkdir(exist_ok=True)
        lock = (data / "ingest.lock").open("a")
    except OSError as error:
        raise _not_written(data, error) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IngestError(prompts.load("errors/ingest_running")) from error
        yield


def _not_written(data: Path, error: Exception) -> IngestError:
    _log.error("a write failed: %s", error)
    return IngestError(prompts.load("errors/ingest_write", folder=data))


def _remove_unfinished(data: Path) -> None:
    for folder in (data / "generations").glob(f"{_BUILDING}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _require_room(data: Path) -> None:
    number = current_number(data)
    held = generation_folder(data, number).rglob("*") if number is not None else ()
    needed = max(_LEAST_ROOM, _ROOM * sum(path.stat().st_size for path in held if path.is_file()))
    free = shutil.disk_usage(data).free
    if free < needed:
        sizes = {"needed": needed // 1_000_000, "free": free // 1_000_000}
        raise IngestError(prompts.load("errors/ingest_room", folder=data, **sizes))


def _point(data: Path, number: int) -> None:
    beside = data / "current.new"
    beside.write_text(f"{number:06d}\n", encoding="ascii")
    _sync(beside)
    reached(Failpoint.POINTER)
    beside.replace(data / "current")
    _sync(data)


def _prune(data: Path, number: int) -> None:
    """Keeps the newest three. One that cannot be removed costs room, nothing else."""
    for old in generation_numbers(data)[_KEPT:]:
        if old != number:
            shutil.rmtree(generation_folder(data, old), onerror=_cannot_remove)


def _cannot_remove(_function: object, path: str, _error: object) -> None:
    _log.warning("cannot remove %s", path)


def _sync_all(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
