"""A backup taken back into use: checked aside, then put in the place of what was there, which is kept."""

import secrets
import shutil
import time
from pathlib import Path

from bot.archive import Contents, DamagedArchiveError, ForeignArchiveError, read_contents, unpack
from bot.backup import SET_ASIDE, Backup
from bot.errors import BackupError
from bot.in_use import DataInUseError, alone_with
from bot.state import STATE, holds_whole_state
from ingest.commit import alone
from prompts import load
from retrieval.generation import current_number, generation_folder
from retrieval.seal import OtherFormatError, Seal, damaged

# Beside what is unpacked the checks need little.
_SPARE = 20_000_000
_LOCK = ".lock"


def restore(file: Path, data: Path) -> Backup:
    """Makes the data folder what it was; what was there lies in `before-restore-…` afterwards.

    Raises BackupError: then nothing has changed; IngestError while an ingest runs.
    """
    try:
        contents = read_contents(file)
        data.mkdir(parents=True, exist_ok=True)
        with alone_with(data), alone(data):
            room = data / f".restoring-{secrets.token_hex(4)}"
            try:
                _require_room(contents, data)
                room.mkdir()
                unpack(file, contents, room)
                _check(room)
                _exchange(room, data)
            finally:
                shutil.rmtree(room, ignore_errors=True)
    except DataInUseError as error:
        raise BackupError(load("errors/restore_in_use", folder=data)) from error
    except ForeignArchiveError as error:
        raise BackupError(load("errors/restore_foreign", file=file)) from error
    except DamagedArchiveError as error:
        raise BackupError(load("errors/restore_damaged", file=file, part=error)) from error
    except OSError as error:
        raise BackupError(load("errors/restore_write", file=file, folder=data, reason=error)) from error
    return Backup(file, len(contents.files), contents.size, current_number(data))


def _require_room(contents: Contents, data: Path) -> None:
    free, needed = shutil.disk_usage(data).free, contents.size + _SPARE
    if free < needed:
        sizes = {"needed": needed // 1_000_000, "free": free // 1_000_000}
        raise BackupError(load("errors/restore_room", folder=data, **sizes))


def _check(room: Path) -> None:
    """Each file is what was put in; this asks whether that was sound. Raises DamagedArchiveError."""
    if (room / STATE).exists() and not holds_whole_state(room / STATE):
        raise DamagedArchiveError(STATE)
    number = current_number(room)
    if number is None:
        return
    folder = generation_folder(room, number)
    try:
        wrong = damaged(folder, Seal.read(folder).files)
    except OtherFormatError:
        # Of another version of the program, which will read the files again.
        return
    except (OSError, ValueError) as error:
        raise DamagedArchiveError("manifest.json") from error
    if wrong:
        raise DamagedArchiveError(wrong[0])


def _exchange(room: Path, data: Path) -> None:
    """What was there is moved away whole before anything comes in its place."""
    before = data / f"{SET_ASIDE[0]}{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}"
    kept = [
        place for place in data.iterdir() if not (place.name.startswith(SET_ASIDE) or place.suffix == _LOCK)
    ]
    if kept:
        before.mkdir()
    for place in kept:
        place.rename(before / place.name)
    for place in room.iterdir():
        place.rename(data / place.name)
