"""Plain answer text as paragraphs and lists."""

import re
from dataclasses import dataclass

_ITEM = re.compile(r"(?:[-+•]|\(?\d{1,3}[.)]|[a-zđ]\))\s+")  # "- ", "(1) ", "2. ", "a) "


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines that belong together: the items of a list as they are written, or one paragraph."""

    is_list: bool
    lines: tuple[str, ...]


def text_blocks(text: str) -> list[TextBlock]:
    """The text's lines, with neighbouring list items together."""
    blocks: list[TextBlock] = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        is_item = _ITEM.match(line) is not None
        if is_item and blocks and blocks[-1].is_list:
            blocks[-1] = TextBlock(True, (*blocks[-1].lines, line))
        else:
            blocks.append(TextBlock(is_item, (line,)))
    return blocks
