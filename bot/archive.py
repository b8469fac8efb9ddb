"""The file of a backup as it is read back: nothing in it is believed before it has been checked."""

import hashlib
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

CONTENTS = "hoi-phuong-backup.json"
FORMAT = 1

_LARGEST_CONTENTS = 64 << 20
_BLOCK = 1 << 20


class ForeignArchiveError(ValueError):
    """The file is no backup of this program, or one of a newer program."""


class DamagedArchiveError(ValueError):
    """It is, but what it holds is not what was put in; the message names the first wrong file."""


class Held(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(extra="forbid", strict=True)

    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Contents(BaseModel):
    """What an archive says of itself, by the paths below the data folder."""

    model_config = ConfigDict(extra="forbid", strict=True)

    format: int
    created: str
    files: dict[str, Held]

    @property
    def size(self) -> int:
        return sum(held.size for held in self.files.values())


def read_contents(file: Path) -> Contents:
    """Raises OSError, ForeignArchiveError, DamagedArchiveError."""
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(CONTENTS).file_size > _LARGEST_CONTENTS:
                raise ForeignArchiveError(CONTENTS)
            contents = Contents.model_validate_json(archive.read(CONTENTS))
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise _broken_zip(file) from error
    except (KeyError, ValidationError, RuntimeError, NotImplementedError) as error:
        raise ForeignArchiveError(str(file)) from error
    except (zlib.error, EOFError) as error:
        raise DamagedArchiveError(CONTENTS) from error
    if contents.format != FORMAT or not all(map(_is_inside, contents.files)):
        raise ForeignArchiveError(str(file))
    if sorted(names) != sorted([CONTENTS, *contents.files]):
        raise DamagedArchiveError(CONTENTS)
    return contents


def unpack(file: Path, contents: Contents, folder: Path) -> None:
    """Writes what the contents name, and nothing else. Raises OSError, DamagedArchiveError."""
    with zipfile.ZipFile(file) as archive:
        for name, held in contents.files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                with archive.open(name) as source, place.open("xb") as target:
                    is_same = _copied(source, target, held)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
                raise DamagedArchiveError(name) from error
            if not is_same:
                raise DamagedArchiveError(name)


def _copied(source: IO[bytes], target: IO[bytes], held: Held) -> bool:
    """Never more than was announced, however well the rest is packed."""
    digest, left = hashlib.sha256(), held.size
    while block := source.read(min(_BLOCK, left + 1)):
        left -= len(block)
        if left < 0:
            return False
        digest.update(block)
        target.write(block)
    return left == 0 and digest.hexdigest() == held.sha256


def _is_inside(name: str) -> bool:
    parts = name.split("/")
    return PurePosixPath(name).parts == tuple(parts) and not any(
        part in {"", ".", ".."} or "\\" in part or ":" in part or "\0" in part for part in parts
    )


def _broken_zip(file: Path) -> ValueError:
    """A zip that was cut off still begins like one."""
    with file.open("rb") as opened:
        begins = opened.read(4) == b"PK\x03\x04"
    return DamagedArchiveError(file.name) if begins else ForeignArchiveError(str(file))
