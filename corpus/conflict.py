"""Conflict: two places of a document that give different figures for one thing."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from corpus.figures import Measured, figure_words
from corpus.vietnamese import fold


class ConflictKind(StrEnum):
    """How the figures come to differ."""

    FIGURES = "figures"  # 11 đảng bộ cơ sở here, 10 there
    LIST = "list"  # 13 lĩnh vực are announced, 16 listed
    SUM = "sum"  # 34, and its parts 29, 3 and 3
    SHARE = "share"  # 50/80 said to be 70%
    # No contradiction: other times, scopes or ways of counting.
    ELSEWHERE = "elsewhere"  # 148 tổ chức đảng when the ward began, 126 now
    NAMES = "names"  # 7 phường are counted, 9 named
    PLACE = "place"  # tầng 6 of a house here, tầng 8 there

    @property
    def contradicts(self) -> bool:
        """Whether both cannot be right."""
        return self not in {ConflictKind.ELSEWHERE, ConflictKind.NAMES, ConflictKind.PLACE}

    @property
    def is_counted(self) -> bool:
        """Whether the second figure is not printed, but counted or worked out."""
        return self not in {ConflictKind.FIGURES, ConflictKind.ELSEWHERE, ConflictKind.PLACE}


@dataclass(frozen=True, slots=True)
class Said:
    """A figure where it is said: `start` and `end` are a stretch of the passage's text.

    `figure` is as printed, or as counted or worked out from the stretch. `quote` is the stretch and some of
    the sentence around it.
    """

    passage: str
    document: str
    start: int
    end: int
    lines: tuple[int, int]
    figure: str
    quote: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """`first` is read before `second`. `id` stays the same as long as the two quotes do.

    `noun` is what is counted, as printed; `about` takes in the words that make it one thing and no other.
    `strong` ones are told with an answer before anybody has looked at them.
    """

    id: str
    kind: ConflictKind
    noun: str
    about: str
    first: Said
    second: Said
    strong: bool


def conflict_of(
    kind: ConflictKind, *, noun: str, first: Said, second: Said, about: str = "", strong: bool = False
) -> Conflict:
    sides = [text for side in (first, second) for text in (side.document, side.figure, fold(side.quote))]
    words = "\n".join((kind, fold(noun), *sides))
    mark = hashlib.sha256(words.encode()).hexdigest()[:8]
    return Conflict(mark, kind, noun, about or noun, first, second, strong)


def conflict_to_json(conflict: Conflict) -> str:
    return json.dumps(asdict(conflict), ensure_ascii=False, separators=(",", ":"))


def conflict_from_json(record: str) -> Conflict:
    values = json.loads(record)
    for side in ("first", "second"):
        values[side]["lines"] = tuple(values[side]["lines"])
        values[side] = Said(**values[side])
    return Conflict(**{**values, "kind": ConflictKind(values["kind"])})


# How much further a rough figure ("trên 24.000") may be from an exact one and still say the same.
_ROUGH = 0.05
# Shorter nouns ("người", "đồng chí") count too many things to be one.
_TELLING = 3
# Words a label must share to name the same rate.
_NAMED = 3


def differ(one: Measured, other: Measured) -> bool:
    """Whether two figures of one unit cannot both be right, rounding aside. A ratio differs from no count."""
    if one.unit != other.unit or ("/" in one.value) != ("/" in other.value):
        return False
    if "/" in one.value:
        return one.value != other.value
    left, right = float(one.value), float(other.value)
    if one.rough and other.rough and one.unit:
        return False  # "trên 50%", "trên 80%" are aims: of two years or two things.
    if one.rough or other.rough:
        return abs(left - right) > _ROUGH * max(left, right)
    return left != right and not _rounded(one.value, other.value)


def _rounded(one: str, other: str) -> bool:
    """Whether the figure with fewer decimals is the other, rounded or cut."""
    short, long = sorted((one, other), key=lambda value: len(value.partition(".")[2]))
    decimals = len(short.partition(".")[2])
    if decimals == len(long.partition(".")[2]):
        return False
    return abs(float(short) - float(long)) < 10.0**-decimals


def comparable(one: Measured, other: Measured) -> bool:
    """Whether two facts may be about one thing: not parts of one sentence or list, not of different times."""
    if one.document != other.document or _opening(one) in figure_words("spans"):
        return False
    if one.passage == other.passage and one.sentence == other.sentence:
        return False
    return not (one.group and one.group == other.group) and not other_times(one, other)


def _opening(fact: Measured) -> str:
    return next(iter(fact.name.lower().split()), "")


def other_times(one: Measured, other: Measured) -> bool:
    """Whether both say of what time they are, and it is not the same."""
    return bool(one.times) and bool(other.times) and not one.times & other.times


def same_label(one: Measured, other: Measured) -> bool:
    """Whether both stand behind the same words: "số hồ sơ đã tiếp nhận:", "tổng số hồ sơ tiếp nhận đạt"."""
    if one.unit:
        shared = one.label & other.label
        fewer, more = sorted((one.label, other.label), key=len)
        return len(shared) >= _NAMED and fewer <= more and 2 * len(fewer) >= len(more)
    return one.noun == other.noun and one.label == other.label and len(one.label - set(one.noun)) >= 1


def same_measure(one: Measured, other: Measured) -> bool:
    """Whether two shares of one value are one, the second said in fewer words."""
    return (
        bool(one.unit)
        and one.value == other.value
        and len(other.label) >= _NAMED
        and other.label <= one.label
    )


def same_owner(one: Measured, other: Measured) -> bool:
    """Whether one is in the row of what the other's sentence names: "Khối Đảng, đoàn thể".

    Only what begins a cell belongs to the row; what follows in it may be of a part.
    """
    if one.noun != other.noun or one.unit or bool(one.row) == bool(other.row):
        return False
    cell, told = (one, other) if one.row else (other, one)
    if cell.start != cell.sentence[0]:
        return False
    return len(cell.row.split()) >= _TELLING - 1 and f" {cell.row} " in f" {told.before} "


def same_company(
    one: Measured, other: Measured, beside: Sequence[Measured], others: Sequence[Measured]
) -> bool:
    """Whether a telling noun stands in the same company: "11 … và 31 chi bộ", "10 … và 31 chi bộ"."""
    return one.noun == other.noun and len(one.noun) >= _TELLING and in_company(one, beside, others)


def in_company(one: Measured, beside: Sequence[Measured], others: Sequence[Measured]) -> bool:
    """Whether the same figure of another thing stands with both."""
    company = {(fact.noun, fact.value) for fact in beside} & {(fact.noun, fact.value) for fact in others}
    # A single digit stands beside many things by chance.
    return any(noun != one.noun and len(noun) > 1 and len(value) > 1 for noun, value in company)
