"""Where a quote stands, as a reader says it: short title, section, lines."""

from corpus.clause import place_name
from prompts import load

_LONGEST_TITLE = 42


def short_title(title: str) -> str:
    """The first words of a long title; the whole stands above the document itself."""
    if len(title) <= _LONGEST_TITLE:
        return title
    cut = title[: _LONGEST_TITLE + 1].rpartition(" ")[0] or title[:_LONGEST_TITLE]
    return f"{cut.rstrip(' ,;:-–')}…"


def section_label(path: str) -> str:
    """mục III.3.2; khoản 2 Điều 5, which names itself."""
    return place_name(path) or load("page/section", path=path)
