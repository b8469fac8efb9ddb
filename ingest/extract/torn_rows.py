"""Rows of a table that a page break has torn: the rest of each cell goes back to its cell."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.extract.extracted import Method, Page

# A cell that ends so has not ended: "370/2025/NĐ-", "Quy định của", "Điều lệ Đảng,".
_OPEN = re.compile(
    r"(?:\w[-/]|,|\s(?:và|hoặc|của|các|những|về|số|tại|trong|theo|cho|với|là|do|từ|đến))$", re.I
)
_BROKEN = re.compile(r"\w[-/]$")


def without_torn_rows(pages: Sequence[Page]) -> tuple[Page, ...]:
    """A row whose cells go on at the head of the next page stands whole on the page where it began."""
    whole: list[Page] = []
    for page in pages:
        before = whole[-1] if whole else None
        if before and before.lines and page.lines and _follows(before, page):
            mended = _mended(before.lines[-1].split("\t"), page.lines[0].split("\t"))
            if mended is not None:
                whole[-1] = replace(before, lines=(*before.lines[:-1], "\t".join(mended)))
                page = replace(page, lines=page.lines[1:], fits=page.fits[1:])  # noqa: PLW2901 - the rest of it
        whole.append(_without_lone_tabs(page) if page.method is Method.PDF else page)
    return tuple(whole)


def _follows(before: Page, page: Page) -> bool:
    return before.method is page.method is Method.PDF and page.number == (before.number or 0) + 1


def _mended(row: Sequence[str], rest: Sequence[str]) -> list[str] | None:
    """The row with the rest of its cells; None where `rest` is a row of its own.

    One that only leaves cells out may be another row under the same heading: its words must go on.
    """
    if len(row) < 2 or len(rest) < 2 or len(rest) > len(row):
        return None
    pairs = [(cell, more) for cell, more in zip(row, rest, strict=False) if more]
    if not pairs or rest[0] or any(not cell for cell, _ in pairs):
        return None
    if not any(more[0].islower() or _OPEN.search(cell) for cell, more in pairs):
        return None
    full = [*rest, *[""] * (len(row) - len(rest))]
    return [_joined(cell, more) if more else cell for cell, more in zip(row, full, strict=True)]


def _joined(cell: str, more: str) -> str:
    return f"{cell}{more}" if _BROKEN.search(cell) else f"{cell} {more}"


def _without_lone_tabs(page: Page) -> Page:
    """A row of a single cell is a line: which column it stands in no longer matters."""
    plain = (line.strip("\t") for line in page.lines)
    return replace(
        page,
        lines=tuple(line if "\t" in words else words for line, words in zip(page.lines, plain, strict=True)),
    )
