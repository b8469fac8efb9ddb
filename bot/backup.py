"""A backup: everything a data folder holds that cannot be made again, in one file that says what is in it."""

import hashlib
import json
import os
import secrets
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.archive import CONTENTS, FORMAT
from bot.errors import BackupError
from bot.state import STATE, holds_whole_state
from prompts import load
from retrieval.generation import current_number, generation_folder
from retrieval.seal import FileSeal, Seal, damaged, file_sha256

# Where the last backup lies, for whoever finds the state damaged.
LAST = "last-backup"

_GENERATIONS, _CURRENT = "generations", "current"
# Beside locks and what is only half there: readings are made again from the files.
_LEFT_OUT = {_GENERATIONS, _CURRENT, STATE, f"{STATE}-wal", f"{STATE}-shm", "readings", LAST}
_HALF = (".lock", ".new")
SET_ASIDE = ("before-restore-", "state-damaged-", ".")
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written or restored; `generation` is None where nothing had been ingested."""

    file: Path
    files: int
    size: int
    generation: int | None


def back_up(data: Path, file: Path) -> Backup:
    """Writes one moment of the data folder to `file`, while it is in use. Raises BackupError."""
    beside = file.with_name(f"{file.name}.new")
    try:
        # Whatever is not there from now on was removed by an ingest meanwhile.
        beside.touch(mode=0o600)
        if not data.is_dir():
            raise BackupError(load("errors/backup_nothing", folder=data))
        for _ in range(_TRIES):
            # An ingest that ends meanwhile may remove what is being copied.
            with suppress(FileNotFoundError):
                made = _written(data, beside)
                break
        else:
            raise BackupError(load("errors/backup_restless", folder=data))
        beside.replace(file)
        (data / LAST).write_text(f"{file.absolute()}\n", encoding="utf-8")
    except (OSError, sqlite3.Error) as error:
        raise BackupError(load("errors/backup_write", file=file, reason=error)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return Backup(file, made.files, file.stat().st_size, made.generation)


def last_backup(data: Path) -> Path | None:
    """Where the last backup was put, if it is still there."""
    try:
        file = Path((data / LAST).read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return None
    return file if file.is_file() else None


def _written(data: Path, file: Path) -> Backup:
    number = current_number(data)
    held: dict[str, FileSeal] = {}
    # It holds the internal edition and the passwords' hashes: for its owner alone.
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(descriptor, "wb") as raw,
        zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for path in _kept(data, number):
            _add(archive, path, path.relative_to(data).as_posix(), held)
        if number is not None:
            name = f"{number:06d}\n".encode()
            archive.writestr(_CURRENT, name)
            held[_CURRENT] = FileSeal(len(name), hashlib.sha256(name).hexdigest())
        if (data / STATE).exists():
            copy = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
            try:
                _copy_state(data / STATE, copy)
                _add(archive, copy, STATE, held)
            finally:
                copy.unlink(missing_ok=True)
        contents = {
            "format": FORMAT,
            "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "files": {name: asdict(seal) for name, seal in held.items()},
        }
        archive.writestr(CONTENTS, json.dumps(contents, indent=1))
        archive.close()
        os.fsync(raw.fileno())
    return Backup(file, len(held), 0, number)


def _kept(data: Path, number: int | None) -> Iterator[Path]:
    """The generation that answers, whole, and whatever else lies in the folder."""
    if number is not None:
        folder = generation_folder(data, number)
        _require_whole(folder)
        yield from sorted(path for path in folder.rglob("*") if path.is_file())
    for place in sorted(data.iterdir()):
        if place.name in _LEFT_OUT or place.name.endswith(_HALF) or place.name.startswith(SET_ASIDE):
            continue
        inside = [place] if place.is_file() else sorted(place.rglob("*"))
        yield from (path for path in inside if path.is_file() and not path.is_symlink())


def _require_whole(folder: Path) -> None:
    """Raises BackupError: a backup of damaged files would push out a good one."""
    try:
        wrong = damaged(folder, Seal.read(folder).files)
    except ValueError:
        wrong = ("manifest.json",)
    if wrong:
        raise BackupError(load("errors/backup_source_damaged", file=folder / wrong[0]))


def _add(archive: zipfile.ZipFile, path: Path, name: str, held: dict[str, FileSeal]) -> None:
    seal = FileSeal(path.stat().st_size, file_sha256(path))
    archive.write(path, name)
    held[name] = seal


def _copy_state(state: Path, copy: Path) -> None:
    """One moment of a database in use, without anything waiting in its journal."""
    with closing(sqlite3.connect(state, timeout=10)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    if not holds_whole_state(copy):
        raise BackupError(load("errors/backup_source_damaged", file=state))
