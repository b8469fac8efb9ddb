"""The numbers Word counts by itself: "Điều 5.", "2.1.", "a)" stand in no text of the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_BULLETS = {"\uf0b7": "•", "\uf02d": "-", "\uf0a7": "•", "\uf0d8": "•", "\uf0fc": "•", "o": "•"}
_ROMANS = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts on from paragraph to paragraph, in the order they are asked for."""

    levels: Mapping[str, Mapping[int, _Level]]
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> "Numbering":
        """Of word/numbering.xml; without one, nothing is numbered."""
        if root is None:
            return cls({})
        abstract = {
            each.get("abstractNumId", ""): {
                int(level.get("ilvl", "0")): _level(level) for level in each.findall("lvl")
            }
            for each in root.findall("abstractNum")
        }
        levels: dict[str, Mapping[int, _Level]] = {}
        for number in root.findall("num"):
            of = abstract.get(_value(number.find("abstractNumId")), {})
            own = {int(each.get("ilvl", "0")): _restarted(of, each) for each in number.findall("lvlOverride")}
            levels[number.get("numId", "")] = {**of, **{at: level for at, level in own.items() if level}}
        return cls(levels)

    def next(self, list_id: str, depth: int) -> str:
        """The mark of the next paragraph of a list; "" where there is none."""
        levels = self.levels.get(list_id, {})
        level = levels.get(depth)
        if level is None or not 0 <= depth < _LEVELS:
            return ""
        if level.style == "bullet":
            return _BULLETS.get(level.text, level.text if level.text in {"-", "+", "•", "*", "–"} else "-")
        counts = self.counts.setdefault(list_id, [None] * _LEVELS)
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        mark = level.text
        for n in range(depth + 1):
            of = levels.get(n)
            counted = counts[n]
            if of is not None:
                mark = mark.replace(f"%{n + 1}", _written(of.start if counted is None else counted, of.style))
        return mark if level.style != "none" else mark.strip()


def _level(level: Element) -> _Level:
    start = _value(level.find("start"))
    return _Level(
        _value(level.find("numFmt")), _value(level.find("lvlText")), int(start) if start.isdigit() else 1
    )


def _restarted(levels: Mapping[int, _Level], override: Element) -> _Level | None:
    own, start = override.find("lvl"), _value(override.find("startOverride"))
    level = _level(own) if own is not None else levels.get(int(override.get("ilvl", "0")))
    return _Level(level.style, level.text, int(start)) if level and start.isdigit() else level


def _value(element: Element | None) -> str:
    return "" if element is None else element.get("val", "")


def _written(count: int, style: str) -> str:  # noqa: PLR0911 - one a style
    match style:
        case "upperRoman":
            return _roman(count)
        case "lowerRoman":
            return _roman(count).lower()
        case "lowerLetter":
            return _LATIN[(count - 1) % len(_LATIN)]
        case "upperLetter":
            return _LATIN[(count - 1) % len(_LATIN)].upper()
        case "decimalZero":
            return f"{count:02d}"
        case "none" | "bullet":
            return ""
        case _:
            return str(count)


def _roman(count: int) -> str:
    written = ""
    for value, sign in _ROMANS:
        times, count = divmod(count, value)
        written += sign * times
    return written
