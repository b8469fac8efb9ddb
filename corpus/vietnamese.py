"""One normal form for Vietnamese text: NFC, accent folding, syllables, search terms."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

# A number keeps its inner separators: "27.228", "40,74", "11.094/27.228" is two numbers.
_SYLLABLE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")

# Zero-width and directional characters, and tags, that people paste without seeing them.
_INVISIBLE = dict.fromkeys(
    [
        0x00AD,
        0x034F,
        0x061C,
        0x180E,
        0xFEFF,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE0200),
    ]
)
# What reads like one syllable, folded: "cap", not "ubnd".
_READABLE = re.compile(
    r"(?:[bcdghklmnpqrstvx]|ch|gh|gi|kh|ng|ngh|nh|ph|qu|th|tr)?[aeiouy]{1,3}(?:[cmnpt]|ch|ng|nh)?"
)
_D_STROKE = str.maketrans("đĐ", "dD")


@dataclass(frozen=True, slots=True)
class Syllable:
    """A syllable or number with its place in the text it was read from; `folded` has no accents or case."""

    text: str
    folded: str
    start: int
    end: int


def normalise(text: str) -> str:
    """NFC without invisible characters. Never NFKC: it turns the footnote mark of "2031⁷" into a digit."""
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE))


class _Folds(dict[int, str]):
    """What each character folds to, worked out when it is first met: `str.translate` then runs in C."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = unicodedata.normalize("NFD", character)[0] if code > 0x7F else character
        folded = base.translate(_D_STROKE).lower()
        self[code] = folded if len(folded) == 1 else base
        return self[code]


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Lower case without accents, the same length as the NFC text it is given.

    "đ" is mapped by hand: Unicode does not decompose it.
    """
    return text.translate(_FOLDS)


def is_readable(folded: str) -> bool:
    """Whether folded letters read like one syllable, as a word does and most abbreviations do not."""
    return bool(_READABLE.fullmatch(folded))


def syllables(text: str) -> Iterator[Syllable]:
    """The syllables and numbers of NFC text, in order."""
    folded = fold(text)
    for match in _SYLLABLE.finditer(text):
        start, end = match.span()
        yield Syllable(match.group(), folded[start:end], start, end)


def terms(text: str) -> list[str]:
    """What we index and search: folded syllables, then their neighbouring pairs joined by "_".

    "Thủ tục hành chính" → thu tuc hanh chinh thu_tuc tuc_hanh hanh_chinh
    """
    # Folding keeps letters letters: the syllables are the same, and cut in one go.
    folded = _SYLLABLE.findall(fold(text))
    return folded + [f"{left}_{right}" for left, right in pairwise(folded)]


# Where a line of thought ends: at a line, a semicolon, a full stop that closes a sentence.
_LINE_END = re.compile(r"\n|;|\.(?=\s)")


def lines_of_words(text: str) -> list[list[str]]:
    """The folded syllables of a text, line by line and sentence by sentence; empty lines are left out."""
    whole = fold(text)
    lines: list[list[str]] = []
    start = 0
    ends = [match.start() for match in _LINE_END.finditer(text)]
    for end in (*ends, len(text)):
        words = [whole[match.start() : match.end()] for match in _SYLLABLE.finditer(text, start, end)]
        if words:
            lines.append(words)
        start = end
    return lines
