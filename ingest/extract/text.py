"""Plain text and Markdown files → lines, from Unicode or from the alphabets used before it."""

import codecs
from pathlib import Path

from ingest.clean import without_active
from ingest.errors import Reason, UnreadableError
from ingest.extract.cleaning import clean_lines, is_binary
from ingest.extract.extracted import Extracted, Method, Page
from ingest.extract.legacy import decoded_legacy

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_text(path: Path, *, file: str) -> Extracted:
    """The lines of a text file as `text.split("\\n")` counts them, without carriage returns.

    Takes UTF-8, UTF-16 that begins with a byte order mark, and what reads as Vietnamese in TCVN3, VNI or
    code page 1258. Raises UnreadableError for anything else.
    """
    text = without_active(decoded(path.read_bytes(), file=file))
    lines = clean_lines((line.rstrip("\r") for line in text.split("\n")), file=file)
    if not any(line.strip() for line in lines):
        raise UnreadableError(Reason.EMPTY, file=file)
    return Extracted((Page(lines, Method.TEXT),))


def decoded(data: bytes, *, file: str) -> str:
    """The text of a file's bytes. Raises UnreadableError when no alphabet makes a text of them."""
    mark, encoding = next((one for one in _MARKS if data.startswith(one[0])), (b"", "utf-8"))
    if not mark and b"\x00" in data:
        raise UnreadableError(Reason.BINARY, file=file)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        text = "" if mark else decoded_legacy(data)
        if not text:
            line = data[: error.start].count(b"\n") + 1
            raise UnreadableError(Reason.ENCODING, file=file, line=line) from error
    if is_binary(text):
        raise UnreadableError(Reason.BINARY, file=file)
    return text
