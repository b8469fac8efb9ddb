"""The alphabets before Unicode: TCVN3 (ABC), VNI and code page 1258, told by what reads as Vietnamese."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ingest.syllable import Syllables, is_syllable, judged

# Each letter beside its byte in the fonts of TCVN 5712:1993 as the ABC programs wrote them.
_TCVN3 = dict(
    zip(
        "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae"
        "\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9\xca\xcb"
        "\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde"
        "\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee"
        "\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
# VNI writes a letter and its mark side by side: "aù" is á, "eä" is ệ. Some letters stand for themselves.
_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309", "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_ALONE = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}
_VNI = re.compile(
    rf"(?P<letter>[aeiouyôö])(?P<mark>[{''.join(_VNI_MARKS)}])|(?P<alone>[ñæóòîôö])", re.IGNORECASE
)
# Signs that a Vietnamese text in Unicode does not have, and one in an old alphabet is full of.
_OLD_SIGNS = re.compile(
    r"[\xa1-\xbf\xc4-\xc7\xcb\xce\xcf\xd1\xd6\xd8\xdb\xdc\xde\xdf\xe4-\xe7\xeb\xee\xef\xf1\xf6\xf8\xfb\xfc\xfe\xff]"
)
_HYPHENATED = re.compile(r"[^\W\d_]*(?:-[^\W\d_]+)+-?")
_GOOD = 0.85
_BETTER = 0.15


@dataclass(frozen=True, slots=True)
class _Way:
    """One reading of a text, and how Vietnamese it is."""

    text: str
    judged: Syllables


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """`capitals` for a font whose small letters look like capitals (.VnTimeH).

    A hyphen may stand for the soft hyphen, which in these fonts is "ư": it does where the word needs one.
    """
    words = "".join(_TCVN3.get(character, character) for character in text)
    words = _HYPHENATED.sub(lambda match: _with_horns(match.group()), words)
    return words.upper() if capitals else words


def from_vni(text: str) -> str:
    return _VNI.sub(_vni_letter, text)


def decoded_legacy(data: bytes) -> str:
    """The text of bytes that are no UTF-8; "" when no old alphabet makes Vietnamese of them."""
    latin = data.decode("latin-1")
    ways = [from_tcvn3(latin), from_vni(data.decode("cp1252", errors="replace"))]
    with suppress(UnicodeDecodeError):
        ways.append(unicodedata.normalize("NFC", data.decode("cp1258")))
    best = max((_way(text) for text in ways), key=lambda way: way.judged.share)
    marked = best.judged.told > 0 and best.judged.marked_share > 0.2
    return best.text if marked and best.judged.share >= _GOOD else ""


def repaired(lines: Sequence[str]) -> tuple[str, ...]:
    """Unicode lines that hold the letters of an old font, as the letters they were meant to be.

    Lines are left as they are unless another reading makes them far more Vietnamese.
    """
    old = [n for n, line in enumerate(lines) if _OLD_SIGNS.search(line)]
    if not old:
        return tuple(lines)
    written = "\n".join(lines[n] for n in old)
    before = judged(lines[n] for n in old)
    best = max((_way(read(written)) for read in _READINGS), key=lambda way: way.judged.share)
    if best.judged.share < max(_GOOD, before.share + _BETTER):
        return tuple(lines)
    read = dict(zip(old, best.text.split("\n"), strict=True))
    return tuple(read.get(n, line) for n, line in enumerate(lines))


def _way(text: str) -> _Way:
    return _Way(text, judged(text.split("\n")))


def _vni_letter(match: re.Match[str]) -> str:
    if match["alone"]:
        return _cased(_VNI_ALONE[match["alone"].lower()], match["alone"])
    letter = _VNI_ALONE.get(match["letter"].lower(), match["letter"].lower())
    whole = unicodedata.normalize("NFC", letter + _VNI_MARKS[match["mark"].lower()])
    return _cased(whole, match["letter"])


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter


def _with_horns(word: str) -> str:
    """ "ph-ường" has no meaning, "phường" has; "QĐ-UBND" stays."""
    horned = word.replace("-", "ư")
    return horned if is_syllable(horned) else word


_READINGS: tuple[Callable[[str], str], ...] = (from_tcvn3, from_vni)
