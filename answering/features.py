"""What speaks for a unit as the answer to a question, and what against it: the measures that are weighed."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from answering.evidence import Place, Term, coverage, nearness, place
from answering.listing import tells_items
from answering.office import holds_other_office
from answering.scale import other_scope
from answering.slots import Slot, beside, needs_slot, slots
from answering.specific import (
    after_question,
    counts_another,
    longest_run,
    opens,
    opposed,
    segment,
    spare,
    typed,
)
from answering.understand import Asked, Asks
from answering.units import IN_PASSAGE, Unit
from answering.wanted import Wanted
from corpus.document import Kind
from corpus.letters import CAPITALS
from corpus.vietnamese import fold

_DENIALS = frozenset({"khong", "chua"})
# "Không quá", "không dưới", "không phụ thuộc": a bound or a breadth, no denial.
_BOUNDS = frozenset({"qua", "duoi", "vuot", "it", "thap", "phu", "phan", "ke", "gioi", "bao"})
_SEPARATOR = re.compile(r"[,;](?=\s)|\(\d+\)|\svà\s")
_NAMING = frozenset({Asks.LIST, Asks.MEANING})
_OPENERS, _OPENS_WITHIN = frozenset({"la", "gom", "nhu", "bao"}), 8
# A noun of one syllable ("phường") is followed by "là" or "gồm" in any sentence.
_NOUN = 2
# What a figure of the asked measure counts for where no noun is counted.
_MEASURED = 0.7
# A definition opens with its term, at most after a number or a mark.
_OPENS_BY = 2
_FORMER, _NEAR_SLOT = re.compile(r"\bcũ\b|trước đây|trước kia", re.IGNORECASE), 60
_NAMED = re.compile(rf"(?P<noun>\w+)\s(?P<name>[{CAPITALS}]\w+(?:\s[{CAPITALS}]\w+)+)")  # phường Bạch Mai
_YEAR = re.compile(r"(?:19|20)\d\d$")
_QUARTERS = frozenset({"i", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class Features:
    """Each between 0 and 1.

    `own` and `own_pairs` are the shares of the question's words and pairs in the unit itself, `all` and
    `all_pairs` with what stands around it; `worst` and `lost` the weight of the heaviest pair and word found
    nowhere. `head` is the share of the asked-for noun in the sentence; `…_near` and `slot_beside` say how
    close the slot stands to the question's words, the head, the counted noun. `contrary`: one denies, the
    other does not. `told` is how much the unit says beyond the question. `names_missing`, `numbers_missing`
    and `other_…` say that the unit is about another name, number, time or place.
    """

    own: float
    own_pairs: float
    all: float
    all_pairs: float
    worst: float
    lost: float
    gone: float
    unknown: float
    gone_most: float
    has_slot: float
    slot_near: float
    slot_beside: float
    head: float
    head_near: float
    found: float
    meaning: float
    heading: float
    long: float
    labelled: float
    contrary: float
    listing: float
    items: float
    defines: float
    told: float
    names_missing: float
    numbers_missing: float
    other_time: float
    other_name: float
    other_scope: float
    spare: float
    spare_near: float
    run: float
    typed: float
    opposed: float
    other_noun: float
    after: float
    opens: float


@dataclass(frozen=True, slots=True)
class Measured:
    """The features of a unit, and the slot in it that would answer."""

    features: Features
    slot: Slot | None


def measure(wanted: Wanted, unit: Unit, *, found: float, meaning: float) -> Measured:
    """`found` is how well the search liked the unit's passage, 0 to 1; `meaning` the cosine."""
    asked, terms = wanted.asked, wanted.terms
    held = coverage(terms, unit.own, unit.around)
    slot, near = _best_slot(wanted, unit)
    sentence = unit.around[0][1] if unit.sentence != (unit.start, unit.end) and unit.around else unit.own
    header = _header_held(wanted, unit) if slot else 0.0
    features = Features(
        own=held.own,
        own_pairs=held.own_pairs,
        all=held.all,
        all_pairs=held.all_pairs,
        worst=held.worst,
        lost=held.lost,
        gone=held.gone,
        unknown=held.unknown,
        gone_most=held.gone_most,
        has_slot=1.0 if slot or not needs_slot(asked) else 0.0,
        slot_near=near if needs_slot(asked) else 0.0,
        slot_beside=_beside(asked, terms, unit, slot, header),
        head=max(header, _head_held(wanted, sentence)),
        head_near=max(header, _head_near(wanted, unit, slot)) if slot else 0.0,
        found=found,
        meaning=meaning,
        heading=1.0 if unit.passage.kind is Kind.HEADING else 0.0,
        long=min(len(unit.own.words) / 100, 1.0),
        labelled=1.0 if _is_pointed_at(asked, unit) else 0.0,
        contrary=1.0 if _is_contrary(wanted, unit) or _is_former(asked, unit, slot) else 0.0,
        listing=_listing(unit.text) if Asks.LIST in asked.kinds else 0.0,
        items=1.0 if asked.listed and tells_items(unit.text, asked.listed) else 0.0,
        defines=_defines(asked, unit) if asked.kinds & _NAMING else 0.0,
        told=_told(wanted, unit),
        names_missing=_names_missing(asked, unit),
        numbers_missing=_numbers_missing(asked, unit),
        other_name=_other_name(asked, unit),
        other_scope=other_scope(asked, unit),
        other_time=1.0 if _is_other_time(asked, unit) or _is_unknown_year(wanted) else 0.0,
        spare=spare(wanted, unit, 0, len(unit.text)),
        spare_near=spare(wanted, unit, *segment(unit.text, slot), slot=slot),
        run=longest_run(wanted, unit),
        typed=typed(wanted, unit),
        opposed=opposed(wanted, unit),
        other_noun=counts_another(wanted, unit, slot),
        after=after_question(wanted, unit),
        opens=opens(wanted, unit),
    )
    return Measured(features, slot)


def _beside(asked: Asked, terms: Sequence[Term], unit: Unit, slot: Slot | None, header: float) -> float:
    """How well the counted noun stands beside the figure; a measure is one that the figure brings along."""
    if slot is None or asked.kind is not Asks.COUNT:
        return 0.0
    measured = _MEASURED if asked.measure and not asked.focus else 0.0
    return max(header, measured, beside(asked, terms, unit.text, unit.own, slot))


def _best_slot(wanted: Wanted, unit: Unit) -> tuple[Slot | None, float]:
    asked, terms = wanted.asked, wanted.terms
    best: tuple[Slot | None, float] = (None, 0.0)
    best_score = -1.0
    heads = _head_spots(wanted, unit.own) if asked.office or _names_attribute(asked) else ()
    for slot in slots(asked, unit.text, unit.own):
        near = nearness(terms, unit.own, slot.word)
        score = near + 0.5 * beside(asked, terms, unit.text, unit.own, slot) + _follows(unit, heads, slot)
        if score > best_score:
            best, best_score = (slot, near), score
    return best


def _follows(unit: Unit, heads: Sequence[int], slot: Slot) -> float:
    """How close before the slot its name stands: a holder follows the office, a figure the attribute."""
    return _closeness(unit, [spot for spot in heads if spot < slot.word], slot)


def _names_attribute(asked: Asked) -> bool:
    """ "Dân số là bao nhiêu", and not "bao nhiêu người": what is asked for stands before its figure."""
    return asked.kind is Asks.COUNT and not asked.focus


def _head_near(wanted: Wanted, unit: Unit, slot: Slot) -> float:
    spots = _head_spots(wanted, unit.own)
    return _follows(unit, spots, slot) if _names_attribute(wanted.asked) else _closeness(unit, spots, slot)


def _is_contrary(wanted: Wanted, unit: Unit) -> bool:
    """Whether exactly one of question and unit denies: "đã được chỉnh lý" is not "chưa được chỉnh lý"."""
    asked, terms = wanted.asked, wanted.terms
    if asked.kind is Asks.WHETHER:
        return False
    if wanted.office and holds_other_office(wanted.office, unit):
        return True
    denied = any(word.folded in _DENIALS and not word.stop for word in asked.words)
    denials = [
        at
        for at, (word, after) in enumerate(pairwise((*unit.own.words, "")))
        if word in _DENIALS and after not in _BOUNDS
    ]
    if not denials:
        return denied
    held = {spot for term in terms for spot in unit.own.positions(term.forms[0])}
    pairs = {spot for term in terms if term.pair for spot in unit.own.positions(term.forms[0])}
    near = any(spot in held for at in denials for spot in range(at + 1, at + 3))
    return denied != (near or any(at + 3 in pairs for at in denials))


def _is_former(asked: Asked, unit: Unit, slot: Slot | None) -> bool:
    """Whether a place is that of a former office, and the question asks for the present one."""
    if asked.kind is not Asks.PLACE or slot is None or _FORMER.search(asked.text):
        return False
    if asked.bare and {"cu", "truoc"} & {word.folded for word in asked.words}:
        return False
    return bool(_FORMER.search(unit.text[max(slot.start - _NEAR_SLOT, 0) : slot.end + _NEAR_SLOT]))


def _head_held(wanted: Wanted, where: Place) -> float:
    """The share of the asked-for noun that stands in a sentence; 1 for a question that names none."""
    if not wanted.asked.focus and wanted.asked.kind is not Asks.COUNT:
        return 1.0
    needed = wanted.heads
    held = sum(any(where.holds(form) for form in forms) for forms in needed)
    return held / len(needed) if needed else 1.0


def _header_held(wanted: Wanted, unit: Unit) -> float:
    """The share of the asked-for noun in the header of the cell that the unit stands in: "Số hộ", 350."""
    if not wanted.asked.focus or (unit.start, unit.end) == (0, len(unit.passage.text)):
        return 0.0
    headers = (cell.header for cell in unit.passage.cells if cell.start <= unit.start < cell.end)
    return max((_head_held(wanted, place(header)) for header in headers if header), default=0.0)


def _head_spots(wanted: Wanted, where: Place) -> list[int]:
    return [spot for forms in wanted.heads for form in forms for spot in where.positions(form)]


def _closeness(unit: Unit, spots: Sequence[int], slot: Slot) -> float:
    """1 where the head stands right at the slot, falling with the words and the punctuation between."""
    return max((math.exp(-_distance(unit, spot, slot) / 6) for spot in spots), default=0.0)


def _distance(unit: Unit, spot: int, slot: Slot) -> int:
    words = min(abs(spot - slot.word), abs(spot - slot.last))
    head = unit.own.starts[spot]
    between = unit.text[min(head, slot.end) : max(head, slot.start)]
    return words + 3 * sum(between.count(sign) for sign in ",;.(")


def _listing(text: str) -> float:
    """How much a text reads like a list: 1 for three separated items or more."""
    return min(len(_SEPARATOR.findall(text)) / 3, 1.0)


def _is_pointed_at(asked: Asked, unit: Unit) -> bool:
    """Whether the unit is the item whose number or printed label the question names."""
    label = unit.passage.label.strip("(). ")
    return bool(label) and (
        label == asked.label or (asked.ordinal is not None and label == str(asked.ordinal))
    )


def _defines(asked: Asked, unit: Unit) -> float:
    """1 where a word that opens its naming follows the asked-for noun: "cơ quan … là", "gồm", "như"."""
    if not asked.focus:
        return _names_itself(asked, unit)
    if len(asked.focus) < _NOUN:
        return 0.0
    ends = [spot + len(asked.focus) for spot in unit.own.positions(" ".join(asked.focus))]
    return float(any(set(unit.own.words[end : end + _OPENS_WITHIN]) & _OPENERS for end in ends))


def _names_itself(asked: Asked, unit: Unit) -> float:
    """1 where the unit opens with the term of "… là gì" and goes on with "là": a definition."""
    term = " ".join(asked.head)
    if Asks.MEANING not in asked.kinds or not term:
        return 0.0
    opened = unit.own.positions(term)
    if not opened or opened[0] > _OPENS_BY:
        return 0.0
    after = opened[0] + len(asked.head)
    return float("la" in unit.own.words[after : after + _OPENS_WITHIN])


def _told(wanted: Wanted, unit: Unit) -> float:
    """How much the unit says that the question did not: 1 for four words or more."""
    return min(sum(word not in wanted.words for word in unit.own.words) / 4, 1.0)


def _names_missing(asked: Asked, unit: Unit) -> float:
    """The share of the question's proper names that stand neither in the unit nor around it."""
    if not asked.names:
        return 0.0
    places = _scope(unit)
    return sum(not any(where.holds(name) for where in places) for name in asked.names) / len(asked.names)


def _scope(unit: Unit) -> list[Place]:
    """The places that say what a unit is about: all around it but the rest of its passage."""
    return [unit.own, *(where for share, where in unit.around if share != IN_PASSAGE)]


def _other_name(asked: Asked, unit: Unit) -> float:
    """1 where a noun that the question names ("phường Bạch Mai") bears only other names in the sentence."""
    sentence = unit.passage.text[slice(*unit.sentence)]
    for noun, name in asked.named:
        borne = [fold(match["name"]) for match in _NAMED.finditer(sentence) if fold(match["noun"]) == noun]
        if borne and not any(other.startswith(name) or name.startswith(other) for other in borne):
            return 1.0
    return 0.0


def _numbers_missing(asked: Asked, unit: Unit) -> float:
    """The share of the question's numbers that stand neither in the unit nor around it."""
    given = [word.value for word in asked.words if word.value and not word.stop]
    folded = [word.folded for word in asked.words]
    given += [f"quy {after}" for word, after in pairwise(folded) if word == "quy" and after in _QUARTERS]
    if not given:
        return 0.0
    places = _scope(unit)
    return sum(not any(where.holds(value) for where in places) for value in given) / len(given)


def _is_other_time(asked: Asked, unit: Unit) -> bool:
    """Whether the question names a year or quarter and the unit names only others of its kind."""
    wanted = _times([word.value or word.folded for word in asked.words])
    if not wanted:
        return False
    near = [unit.own, *(where for share, where in unit.around if share >= _NEAR)]
    given = set().union(*(_times(where.words) for where in near))
    return any(
        {time for time in given if time[0] == kind} and (kind, value) not in given for kind, value in wanted
    )


def _is_unknown_year(wanted: Wanted) -> bool:
    """Whether the question names a year that stands nowhere in the library."""
    years = [word for word in wanted.asked.words if _YEAR.match(word.value)]
    return any(wanted.weigh(word.folded) >= wanted.weigh("") for word in years)


# Places worth this much name the time of the unit: its sentence, its lead, its row.
_NEAR = 0.8


def _times(words: Sequence[str]) -> set[tuple[str, str]]:
    years = {("year", word) for word in words if _YEAR.match(word)}
    quarters = {("quarter", after) for word, after in pairwise(words) if word == "quy" and after in _QUARTERS}
    return years | quarters
