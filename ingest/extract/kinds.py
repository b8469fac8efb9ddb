"""What kind of file it is, by its content; its name must agree."""

import zipfile
from enum import StrEnum
from pathlib import Path

import prompts
from ingest.errors import Reason, UnreadableError


class FileKind(StrEnum):
    """What a person calls it stands in `prompts/ingest/kind_<value>.md`."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    WORD = "word"
    SHEET = "sheet"
    ARCHIVE = "archive"
    OLD_WORD = "old_word"
    RICH_TEXT = "rich_text"
    IMAGE = "image"
    EMPTY = "empty"
    OTHER = "other"


_BY_ENDING = {
    ".txt": {FileKind.TEXT},
    ".md": {FileKind.TEXT},
    ".csv": {FileKind.TEXT},
    ".html": {FileKind.HTML, FileKind.TEXT},
    ".htm": {FileKind.HTML, FileKind.TEXT},
    ".pdf": {FileKind.PDF},
    ".docx": {FileKind.WORD},
    # Word itself writes RTF and web pages under this name.
    ".doc": {FileKind.OLD_WORD, FileKind.RICH_TEXT, FileKind.HTML},
    ".rtf": {FileKind.RICH_TEXT},
    ".xlsx": {FileKind.SHEET},
    ".zip": {FileKind.ARCHIVE},
    ".png": {FileKind.IMAGE},
    ".jpg": {FileKind.IMAGE},
    ".jpeg": {FileKind.IMAGE},
    ".tif": {FileKind.IMAGE},
    ".tiff": {FileKind.IMAGE},
}
SUPPORTED = tuple(_BY_ENDING)

_HEAD = 4096
_MAGIC = (
    (b"{\\rtf", FileKind.RICH_TEXT),
    (b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"II*\x00", FileKind.IMAGE),
    (b"MM\x00*", FileKind.IMAGE),
    (b"\x7fELF", FileKind.OTHER),
    (b"MZ", FileKind.OTHER),
    (b"GIF8", FileKind.OTHER),
    (b"%!PS", FileKind.OTHER),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream of a workbook or document that a password protects, as its directory writes it.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB = (b"<!doctype html", b"<html", b"<head", b"<body")
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def kind_of(path: Path, *, file: str) -> FileKind:
    """Raises UnreadableError when the content is not what the name says, is empty, or asks for a password."""
    ending = Path(file).suffix.lower()
    if ending not in _BY_ENDING:
        raise UnreadableError(Reason.UNKNOWN, file=file, supported=", ".join(SUPPORTED))
    found = _sniffed(path, file=file)
    if found is FileKind.EMPTY:
        raise UnreadableError(Reason.EMPTY, file=file)
    if found not in _BY_ENDING[ending]:
        reason = Reason.BINARY if FileKind.TEXT in _BY_ENDING[ending] else Reason.MISMATCH
        kind = prompts.load(f"ingest/kind_{found}")
        raise UnreadableError(reason, file=file, ending=ending, kind=kind)
    return found


def _sniffed(path: Path, *, file: str) -> FileKind:  # noqa: PLR0911 - one a kind
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
    if not head:
        return FileKind.EMPTY
    if head.startswith(_OLE):
        if _ENCRYPTED in path.read_bytes():
            raise UnreadableError(Reason.LOCKED, file=file)
        return FileKind.OLD_WORD
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    known = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if known is not None:
        return known
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if not head.startswith(_UNICODE_MARKS) and b"\x00" in head:
        return FileKind.OTHER
    web = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return FileKind.HTML if web.startswith(_WEB) or b"<html" in web[:1024] else FileKind.TEXT


def _zipped(path: Path) -> FileKind:
    """Told by the parts it holds: only their names are read."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return FileKind.ARCHIVE
    if "[Content_Types].xml" not in names:
        return FileKind.ARCHIVE
    if any(name.startswith("word/") for name in names):
        return FileKind.WORD
    return FileKind.SHEET if any(name.startswith("xl/") for name in names) else FileKind.OTHER
