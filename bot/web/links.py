"""Addresses of our own pages."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from corpus.entry import Entry
from corpus.vietnamese import fold

# A longer quote would make an address that proxies cut; the lines alone then mark the place.
_LONGEST_QUOTE = 1_500


@dataclass(frozen=True, slots=True)
class Quoted:
    """What an address says is quoted, as it says it: lines, and the words themselves."""

    lines: str
    text: str


def source_link(document: str, *, lines: tuple[int, int], text: str) -> str:
    """The viewer, opened at the quoted words."""
    first, last = lines
    query = {"dong": f"{first}-{last}"}
    if len(text) <= _LONGEST_QUOTE:
        query["trich"] = text
    return f"/van-ban/{quote(document, safe='')}?{urlencode(query)}#trich"


def original_link(document: str, page: int, quoted: Quoted | None) -> str:
    """A page as it is printed, with what is quoted marked on it."""
    return f"/ban-goc/{quote(document, safe='')}/{page}{_asked(quoted)}"


def text_link(document: str, quoted: Quoted | None) -> str:
    """The viewer, opened at what is quoted."""
    place = "#trich" if quoted else ""
    return f"/van-ban/{quote(document, safe='')}{_asked(quoted)}{place}"


def _asked(quoted: Quoted | None) -> str:
    if quoted is None:
        return ""
    query = {"dong": quoted.lines, "trich": quoted.text if len(quoted.text) <= _LONGEST_QUOTE else ""}
    return f"?{urlencode(query)}"


def entry_slug(entry: Entry) -> str:
    """The part of the address that names an entry, the same however its number is written.

    Two documents that share a number share it too.
    """
    if entry.number is None:
        words = fold(entry.name)
    else:
        ordinal, year, _ = entry.number.key
        words = " ".join((ordinal, year, *entry.number.parts))
    return "-".join(re.findall(r"[^\W_]+", words))


def entry_link(entry: Entry) -> str:
    """The page of a register entry."""
    return f"/so-hieu/{quote(entry_slug(entry), safe='')}"
