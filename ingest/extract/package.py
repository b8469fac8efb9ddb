"""Zipped packages (.docx, .xlsx, .zip) and the XML in them: sizes told before anything is unpacked."""

import zipfile
import zlib
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from xml.parsers import expat

from ingest.errors import Reason, UnreadableError

MOST_UNPACKED = 200_000_000
MOST_PARTS = 2_000
_DEEPEST = 400
# Text packs to a tenth; a hundredth is nothing but repetition.
_HIGHEST_RATIO = 100
_SMALL = 1_000_000


class Package:
    """A zip whose directory has been looked through. Raises UnreadableError for a hostile or broken one."""

    def __init__(self, path: Path, *, file: str) -> None:
        self._file = file
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableError(Reason.DAMAGED, file=file) from error
        self._parts = self._archive.infolist()
        self._look_through()

    @property
    def names(self) -> tuple[str, ...]:
        """In the order of the directory, folders aside."""
        return tuple(part.filename for part in self._parts if not part.is_dir())

    def bytes_of(self, name: str) -> bytes:
        """The bytes of a part, b"" for one that is not there."""
        if name not in self.names:
            return b""
        try:
            with self._archive.open(name) as part:
                data = part.read(MOST_UNPACKED + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise UnreadableError(Reason.DAMAGED, file=self._file) from error
        if len(data) > MOST_UNPACKED:
            raise self._too_large(f"{len(data):,} byte")
        return data

    def write_out(self, name: str, path: Path) -> None:
        """A part as a file."""
        path.write_bytes(self.bytes_of(name))

    def xml(self, name: str) -> ElementTree.Element | None:
        """The root of a part, None for one that is not there."""
        data = self.bytes_of(name)
        return parsed(data, file=self._file) if data else None

    def close(self) -> None:
        self._archive.close()

    def _look_through(self) -> None:
        if len(self._parts) > MOST_PARTS:
            raise self._too_large(f"{len(self._parts):,}")
        names = [part.filename for part in self._parts]
        packed = sum(part.compress_size for part in self._parts)
        unpacked = sum(part.file_size for part in self._parts)
        if unpacked > MOST_UNPACKED or unpacked > max(_SMALL, _HIGHEST_RATIO * packed):
            raise self._too_large(f"{unpacked:,} byte")
        if len(set(names)) < len(names) or any(map(_leads_away, names)):
            raise UnreadableError(Reason.DAMAGED, file=self._file)
        if any(part.flag_bits & 1 for part in self._parts):
            raise UnreadableError(Reason.LOCKED, file=self._file)

    def _too_large(self, what: str) -> UnreadableError:
        return UnreadableError(Reason.TOO_LARGE, file=self._file, what=what, most=f"{MOST_UNPACKED:,} byte")


def parsed(data: bytes, *, file: str) -> ElementTree.Element:
    """The root of an XML text. Raises UnreadableError for one with a DTD, too deep, or broken."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnreadableError(Reason.DAMAGED, file=file)
        builder.start(_local(tag), {_local(name): value for name, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(tag))

    def refuse(*_: object) -> None:
        # Entities are how a page of XML becomes gigabytes, or a file of this machine.
        raise UnreadableError(Reason.DAMAGED, file=file)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, AssertionError, LookupError, ValueError) as error:
        raise UnreadableError(Reason.DAMAGED, file=file) from error


def _local(name: str) -> str:
    """Without its namespace: the strict and the usual form of a package differ in nothing else."""
    return name.rpartition("}")[2]


def _leads_away(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name.split("/", maxsplit=1)[0] or "\x00" in name
