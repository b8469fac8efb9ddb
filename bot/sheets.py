"""Lists for a spreadsheet, in which no cell can run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# A spreadsheet runs a cell that begins with one of these.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def csv_sheet(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with the byte order mark that makes Excel read the accents."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: object) -> str:
    """The text of a cell, behind an apostrophe where a spreadsheet would run it."""
    text = _UNSEEN.sub("", str(cell))
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
