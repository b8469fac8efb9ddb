"""The scan of the wall: whether what nobody outside may read stands in any file that serves the outside."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.checkup import Finding
from bot.errors import UsageError
from bot.intake import limits_of
from bot.state import STATE
from bot.uploads import FOLDER as UPLOADS
from corpus.audience import Audience
from ingest.leaks import Secrets, secrets_of
from ingest.readings import Readings
from ingest.texts import texts_of
from ingest.wall import LeftOut
from prompts import load
from retrieval.generation import current_number, generation_folder
from settings import Settings

_READINGS = "readings"
# These hold everything, as the files themselves do: they are told, not searched.
_WHOLE = frozenset({_READINGS, UPLOADS})
_OTHERS = 0o007
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret found in a file, in `where` of it; `private` when it names a person."""

    path: Path
    where: str
    secret: LeftOut
    private: bool


@dataclass(frozen=True, slots=True)
class Scan:
    """What was looked for, in how many files, and what was found."""

    secrets: Secrets
    files: int
    leaks: tuple[Leak, ...]


def scan_wall(settings: Settings, more: Sequence[Path]) -> tuple[Finding, ...]:
    """One finding a place where something leaks; `more` are files and folders such as logs and backups.

    Raises UsageError for one that is not there.
    """
    data = settings.data
    number = current_number(data)
    if number is None:
        return (Finding(load("doctor/library_none"), is_well=False),)
    if absent := [path for path in more if not path.exists()]:
        raise UsageError(load("doctor/wall_absent", path=absent[0]))
    folder = generation_folder(data, number)
    try:
        secrets = secrets_of(folder, readings=Readings(data / _READINGS, limits_of(settings)))
    except (OSError, ValueError, sqlite3.Error):
        return (Finding(load("doctor/wall_unread", generation=folder.name), is_well=False),)
    files = [*_served(data), *(path for given in more for path in _files(given))]
    leaks = tuple(leak for path in files for leak in _leaks(path, secrets, is_state=path.parent == data))
    return tuple(_told(Scan(secrets, len(files), leaks), data))


def _served(data: Path) -> Iterator[Path]:
    """Every file of the data folder that is no internal edition, of older generations too."""
    for path in _files(data):
        parts = path.relative_to(data).parts
        inside = parts[0] == "generations" and str(Audience.INTERNAL) in parts
        if parts[0] not in _WHOLE and not inside:
            yield path


def _files(path: Path) -> tuple[Path, ...]:
    return tuple(sorted(each for each in path.rglob("*") if each.is_file())) if path.is_dir() else (path,)


def _leaks(path: Path, secrets: Secrets, *, is_state: bool) -> Iterator[Leak]:
    """Each secret once a file, at the first place. Rows of the internal side may hold internal words."""
    seen: set[LeftOut] = set()
    # Deleted rows lie in free pages: of these nobody can tell any more whose they were.
    rows_alone = is_state and path.name.startswith(STATE)
    for held in texts_of(path):
        found = [(secret, True) for secret in secrets.masked_in(held.text)]
        if not held.internal and not (rows_alone and not held.where):
            found += [(secret, False) for secret in secrets.internal_in(held.text)]
        for secret, private in found:
            if secret not in seen:
                seen.add(secret)
                yield Leak(path, held.where, secret, private)


def _told(scan: Scan, data: Path) -> Iterator[Finding]:
    counts = {
        "files": scan.files,
        "runs": len(scan.secrets.runs),
        "names": len(scan.secrets.names) + len(scan.secrets.numbers),
    }
    yield Finding(load("doctor/wall_looked", **counts), is_well=True)
    for file in scan.secrets.unread:
        yield Finding(load("doctor/wall_masked_unknown", file=file), is_well=False)
    for leak in scan.leaks[:_SHOWN]:
        yield _finding(leak, data)
    if len(scan.leaks) > _SHOWN:
        yield Finding(load("doctor/wall_more", count=len(scan.leaks) - _SHOWN), is_well=False)
    if not scan.leaks:
        yield Finding(load("doctor/wall_clean"), is_well=True)
    if data.stat().st_mode & _OTHERS:
        yield Finding(load("doctor/wall_open_folder", folder=data), is_well=False)


def _finding(leak: Leak, data: Path) -> Finding:
    """Says where, and where the words come from; never the words."""
    path = leak.path.relative_to(data) if leak.path.is_relative_to(data) else leak.path
    place = load("doctor/wall_inside", path=path, where=leak.where) if leak.where else str(path)
    origin = "doctor/wall_origin" if leak.secret.line else "doctor/wall_origin_listed"
    said = load(origin, file=leak.secret.file, line=leak.secret.line)
    remedy = load(f"doctor/wall_remedy_{_kind(leak.path, data)}")
    name = "doctor/wall_name" if leak.private else "doctor/wall_internal"
    return Finding(load(name, place=place, origin=said, remedy=remedy), is_well=False)


def _kind(path: Path, data: Path) -> str:
    if not path.is_relative_to(data):
        return "other"
    if path.relative_to(data).parts[0] == "generations":
        current = current_number(data)
        named = f"{current:06d}" if current is not None else ""
        return "current" if named in path.parts else "older"
    return "state" if path.name.startswith(STATE) else "other"
