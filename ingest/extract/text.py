"""Plain text files → lines."""

import codecs
import re
from pathlib import Path

import prompts
from corpus.vietnamese import normalise
from ingest.clean import without_active
from ingest.errors import IngestError

_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Vietnamese needs two marks on a letter; normalising long runs of them takes minutes.
_MARK_RUN = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{9}")


def read_text(path: Path) -> tuple[str, ...]:
    """The lines of a text file in NFC, as `text.split("\\n")` counts them, without carriage returns.

    Takes UTF-8, and UTF-16 that begins with a byte order mark. Raises IngestError for anything else.
    """
    text = _decoded(path, path.read_bytes())
    if not text.strip():
        raise IngestError(prompts.load("errors/file_empty", file=path.name))
    if _CONTROL.search(text) or _MARK_RUN.search(text):
        raise IngestError(prompts.load("errors/file_binary", file=path.name))
    return tuple(normalise(line.rstrip("\r")) for line in without_active(text).split("\n"))


def _decoded(path: Path, data: bytes) -> str:
    mark, encoding = next((one for one in _ENCODINGS if data.startswith(one[0])), (b"", "utf-8"))
    if not mark and b"\x00" in data:
        raise IngestError(prompts.load("errors/file_binary", file=path.name))
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise IngestError(prompts.load("errors/file_encoding", file=path.name, line=line)) from error
