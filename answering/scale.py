"""Whose figure: a ward's is not that of its city, nor of all the wards of the city."""

import re
from functools import lru_cache

from answering.evidence import Place, accented, place
from answering.understand import Asked
from answering.units import IN_TITLE, Unit

_NAMES = ("phường", "xã", "quận", "huyện", "thành phố", "tỉnh")
_TOGETHER = ("các", "những", "mọi", "cấp", "nhiều", "một số")


_LEVELS = tuple(accented(name.split(" ")) for name in _NAMES)
_NAME = "|".join(map(re.escape, _LEVELS))
_ALL = "|".join(re.escape(accented(words.split(" "))) for words in _TOGETHER)
# Units of one level taken together: "126 xã, phường", "các quận, huyện", "cấp xã".
_MANY = re.compile(rf"(?<= )(?:(?:{_NAME})(?: (?:{_NAME}))+|(?:{_ALL}|\d+) (?:{_NAME}))(?= )")


def other_scope(asked: Asked, unit: Unit) -> float:
    """1 where the question is about a ward, and document and sentence are about a city or about all wards.

    A question without accents names no level: "phuong" is "phường" and "phương".
    """
    wanted = _levels(place(asked.text))
    if len(wanted) != 1:
        return 0.0
    title = next((where for share, where in unit.around if share == IN_TITLE), unit.own)
    sentence = place(unit.passage.text[slice(*unit.sentence)])
    return float(not wanted & (_levels(title) | _levels(sentence)))


@lru_cache(maxsize=20_000)
def _levels(where: Place) -> frozenset[str]:
    """The levels of which a text names one: "phường Bạch Mai", "phường", but not "các xã, phường"."""
    one = _MANY.sub(" ", where.toned)
    return frozenset(level for level in _LEVELS if f" {level} " in one)
