"""One file of any kind → pages of lines."""

from dataclasses import replace
from pathlib import Path

from ingest.errors import Reason, UnreadableError
from ingest.extract.extracted import Extracted
from ingest.extract.kinds import SUPPORTED, FileKind, kind_of
from ingest.extract.legacy import repaired
from ingest.extract.limits import Limits
from ingest.extract.office import read_old_word
from ingest.extract.pdf import read_pdf
from ingest.extract.scan import pictures
from ingest.extract.sheet import read_csv, read_workbook
from ingest.extract.text import read_text
from ingest.extract.web import read_web_page
from ingest.extract.word import read_word


def extract(path: Path, *, file: str, limits: Limits) -> Extracted:
    """`file` is what messages call it. A page that only OCR can read has method NONE and no lines.

    Raises UnreadableError for what cannot be read, and lets OSError through.
    """
    size = path.stat().st_size
    if size > limits.file_mb * 1_000_000:
        what, most = f"{size // 1_000_000} MB", f"{limits.file_mb} MB"
        raise UnreadableError(Reason.TOO_LARGE, file=file, what=what, most=most)
    found = _by_kind(path, kind_of(path, file=file), file=file, limits=limits)
    pages = tuple(replace(page, lines=repaired(page.lines)) for page in found.pages)
    return replace(found, pages=pages)


def _by_kind(path: Path, kind: FileKind, *, file: str, limits: Limits) -> Extracted:  # noqa: PLR0911 - one a kind
    match kind:
        case FileKind.PDF:
            return read_pdf(path, file=file, most_pages=limits.pages)
        case FileKind.WORD:
            return read_word(path, file=file)
        case FileKind.SHEET:
            return read_workbook(path, file=file)
        case FileKind.HTML:
            return read_web_page(path, file=file)
        case FileKind.OLD_WORD | FileKind.RICH_TEXT:
            return read_old_word(path, file=file)
        case FileKind.ARCHIVE:
            # One inside another: unpacked once, and no further.
            raise UnreadableError(Reason.UNKNOWN, file=file, supported=", ".join(SUPPORTED))
        case FileKind.IMAGE:
            return pictures(path, file=file, most_pages=limits.pages)
        case FileKind.TEXT if file.lower().endswith((".htm", ".html")):
            return read_web_page(path, file=file)
        case FileKind.TEXT if file.lower().endswith(".csv"):
            return read_csv(path, file=file)
        case _:
            return read_text(path, file=file)
