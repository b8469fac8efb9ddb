"""Long texts in parts that a platform takes, cut where a reader would pause."""

import unicodedata

# Where a text may be cut, best first; what stands before the cut keeps the mark, not the space.
_PAUSES = ("\n\n", "\n", ". ", "; ", ", ", " ")
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def units(text: str) -> int:
    """The length as the platforms count it: UTF-16 units, two for an emoji."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def split(text: str, limit: int) -> tuple[str, ...]:
    """Parts of at most `limit` units, in NFC. Only white space is lost, at the cuts; no letter is torn."""
    rest, parts = unicodedata.normalize("NFC", text).strip(), []
    while units(rest) > limit:
        cut = _pause(rest, _within(rest, limit))
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*parts, rest) if rest else tuple(parts)


def _within(text: str, limit: int) -> int:
    """How many characters of the text fit."""
    used = 0
    for place, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > limit:
            return place
    return len(text)


def _pause(text: str, longest: int) -> int:
    for pause in _PAUSES:
        found = text.rfind(pause, longest // 2, longest)
        if found > 0:
            return found + len(pause.rstrip())
    for cut in range(longest, longest // 2, -1):
        if not _is_torn(text, cut):
            return cut
    return longest


def _is_torn(text: str, cut: int) -> bool:
    """Whether a cut here would part a letter from its marks or the parts of one emoji."""
    before, after = text[cut - 1], text[cut]
    flag = 0
    while flag < cut and ord(text[cut - 1 - flag]) in _FLAG_LETTERS:
        flag += 1
    return (
        unicodedata.combining(after) != 0
        or unicodedata.category(after) in {"Mn", "Me"}
        or _JOINER in (before, after)
        or ord(after) in _SKIN_TONES
        or (flag % 2 == 1 and ord(after) in _FLAG_LETTERS)
    )
