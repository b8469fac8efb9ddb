"""A file as it may be taken in: without running heads, without bad pages; and how well it was read."""

from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import Reason, UnreadableError
from ingest.extract.anyfile import extract
from ingest.extract.extracted import Extracted, Method
from ingest.extract.limits import Limits
from ingest.extract.running import without_running
from ingest.health import Grade, Health, health_of
from ingest.secret import secret_mark


@dataclass(frozen=True, slots=True)
class Reading:
    """`health` tells of every page of the file, `text` holds those that may be taken in."""

    text: Extracted
    health: Health


def read_file(path: Path, *, file: str, limits: Limits) -> Reading:
    """Raises UnreadableError when nothing of the file may be taken in."""
    return taken_in(extract(path, file=file, limits=limits), file=file)


def taken_in(found: Extracted, *, file: str) -> Reading:
    """Raises UnreadableError for a secret, and for a text whose every page is bad."""
    mark = secret_mark([*found.margins, *found.lines])
    if mark is not None:
        line = max(1, mark.line - len(found.margins))
        raise UnreadableError(Reason.SECRET, file=file, mark=mark.mark, line=line)
    pages = without_running(found.pages)
    health = health_of(pages)
    kept = tuple(
        page for page, told in zip(pages, health.pages, strict=True) if told.grade is not Grade.ASIDE
    )
    if not any(line.strip() for page in kept for line in page.lines):
        unread = all(page.method in {Method.NONE, Method.OCR} and not page.words for page in health.pages)
        if unread:
            raise UnreadableError(Reason.NO_TEXT, file=file)
        raise UnreadableError(Reason.GARBLED, file=file, share=round(100 * health.valid))
    return Reading(replace(found, pages=kept), health)
