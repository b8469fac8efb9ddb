"""A file as it may be taken in: without running heads, without bad pages; and how well it was read."""

from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import Reason, UnreadableError
from ingest.extract.extracted import Extracted, Method, Page
from ingest.extract.running import without_running
from ingest.extract.torn_rows import without_torn_rows
from ingest.extract.torn_syllables import with_whole_syllables
from ingest.health import Grade, Health, health_of
from ingest.sandbox import Sandbox
from ingest.secret import secret_mark
from ingest.syllable import is_foreign, judged

# A page of a PDF whose letters say so little is looked at as a picture too.
_POOR = 0.8
_FEW = 12
_UNREAD = frozenset({Method.NONE, Method.BLANK})


@dataclass(frozen=True, slots=True)
class Reading:
    """`health` tells of every page of the file, `text` holds those that may be taken in."""

    text: Extracted
    health: Health


def read_file(path: Path, *, file: str, readers: Sandbox) -> Extracted:
    """Every page of a file, of pictures too. Raises UnreadableError."""
    found = readers.extract(path, file=file)
    refusals: list[UnreadableError] = []
    pages = tuple(_seen(page, path, file, readers, refusals) for page in found.pages)
    if refusals and all(page.method in _UNREAD for page in pages):
        raise refusals[0]
    return replace(found, pages=pages, margins=(*found.margins, *_stamps(found, path, file, readers)))


def _stamps(found: Extracted, path: Path, file: str, readers: Sandbox) -> tuple[str, ...]:
    """The marks of a secret that are a picture beside the letters of the first page."""
    if not found.pages or not found.pages[0].pictured:
        return ()
    try:
        picture = readers.read_picture(path, page=1, file=file)
    except UnreadableError:
        return ()
    return tuple(line for line in picture.lines if secret_mark([line]))


def _seen(page: Page, path: Path, file: str, readers: Sandbox, refusals: list[UnreadableError]) -> Page:
    """The page as its picture reads, where its own letters are missing or make no words."""
    if not _is_poor(page) or page.number is None:
        return page
    try:
        picture = readers.read_picture(path, page=page.number, file=file)
    except UnreadableError as error:
        refusals.append(error)
        return page
    better = page.method is Method.NONE or judged(picture.lines).share > judged(page.lines).share
    return picture if better else page


def _is_poor(page: Page) -> bool:
    if page.method is not Method.PDF:
        return page.method is Method.NONE
    found = judged(page.lines)
    return found.told >= _FEW and found.share < _POOR and not is_foreign(page.lines)


def refuse_secret(found: Extracted, *, file: str) -> None:
    """Raises UnreadableError for a text that bears the mark of a state secret."""
    mark = secret_mark([*found.margins, *found.lines])
    if mark is not None:
        line = max(1, mark.line - len(found.margins))
        raise UnreadableError(Reason.SECRET, file=file, mark=mark.mark, line=line)


def taken_in(found: Extracted, *, file: str) -> Reading:
    """Raises UnreadableError for a secret, and for a text whose every page is bad."""
    refuse_secret(found, file=file)
    pages = with_whole_syllables(without_torn_rows(without_running(found.pages)))
    health = health_of(pages)
    kept = tuple(
        page for page, told in zip(pages, health.pages, strict=True) if told.grade is not Grade.ASIDE
    )
    if any(line.strip() for page in kept for line in page.lines):
        return Reading(replace(found, pages=kept), health)
    if is_foreign(found.lines):
        raise UnreadableError(Reason.FOREIGN, file=file)
    if any(page.words for page in health.pages):
        raise UnreadableError(Reason.GARBLED, file=file, share=round(100 * health.valid))
    raise UnreadableError(Reason.NO_TEXT, file=file)
