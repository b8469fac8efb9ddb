"""Addresses of our own pages."""

from urllib.parse import quote, urlencode

# A longer quote would make an address that proxies cut; the lines alone then mark the place.
_LONGEST_QUOTE = 1_500


def source_link(document: str, *, lines: tuple[int, int], text: str) -> str:
    """The viewer, opened at the quoted words."""
    first, last = lines
    query = {"dong": f"{first}-{last}"}
    if len(text) <= _LONGEST_QUOTE:
        query["trich"] = text
    return f"/van-ban/{quote(document, safe='')}?{urlencode(query)}#trich"
