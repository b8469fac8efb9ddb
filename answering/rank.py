"""Which unit answers a question best, and how sure we may be."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise

from answering.evidence import Coverage, Place, Term, coverage, nearness
from answering.slots import Slot, beside, needs_slot, slots
from answering.understand import Asked, Asks
from answering.units import Unit
from corpus.document import Kind


_DENIALS = frozenset({"khong", "chua"})
_SEPARATOR = re.compile(r"[,;](?=\s)|\(\d+\)|\svà\s")


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a unit, each between 0 and 1."""

    own: float
    own_pairs: float
    all: float
    all_pairs: float
    worst: float
    has_slot: float
    slot_near: float
    slot_beside: float
    found: float
    heading: float
    long: float
    labelled: float
    meaning: float
    contrary: float
    listing: float
    head: float
    head_near: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit with its score. `slot` is the best candidate in it, if the question asks for one."""

    unit: Unit
    score: float
    features: Features
    coverage: Coverage
    slot: Slot | None


_WEIGHTS = Features(
    own=1.0,
    own_pairs=1.0,
    all=1.0,
    all_pairs=1.0,
    worst=-0.3,
    has_slot=0.5,
    slot_near=1.0,
    slot_beside=0.7,
    found=0.6,
    heading=-0.6,
    long=-0.2,
    labelled=2.5,
    meaning=0.5,
    contrary=-0.5,
    listing=0.3,
    head=0.3,
    head_near=0.3,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit, and how well the search liked its passage: fused, 0 to 1, and the cosine of the meanings."""

    unit: Unit
    found: float
    meaning: float


def rank(asked: Asked, terms: Sequence[Term], candidates: Iterable[Candidate]) -> list[Ranked]:
    """Best first."""
    ranked = [_rate(asked, terms, candidate) for candidate in candidates]
    return sorted(ranked, key=lambda r: (-r.score, r.unit.passage.order, r.unit.start, r.unit.end))


def _rate(asked: Asked, terms: Sequence[Term], candidate: Candidate) -> Ranked:
    unit = candidate.unit
    held = coverage(terms, unit.own, unit.around)
    slot, near = _best_slot(asked, terms, unit)
    whole = unit.around[0][1] if unit.sentence != (unit.start, unit.end) and unit.around else unit.own
    heads = _head_spots(asked, terms, unit.own)
    features = Features(
        own=held.own,
        own_pairs=held.own_pairs,
        all=held.all,
        all_pairs=held.all_pairs,
        worst=held.worst,
        has_slot=1.0 if slot or not needs_slot(asked) else 0.0,
        slot_near=near if needs_slot(asked) else 0.0,
        slot_beside=beside(asked, unit.own, slot) if slot and asked.kind is Asks.COUNT else 0.0,
        found=candidate.found,
        meaning=candidate.meaning,
        contrary=1.0 if _is_contrary(asked, terms, unit) else 0.0,
        listing=_listing(unit.text) if Asks.LIST in asked.kinds else 0.0,
        head=_head_held(asked, terms, whole),
        head_near=_closeness(heads, slot) if slot else 0.0,
        heading=1.0 if unit.passage.kind is Kind.HEADING else 0.0,
        long=min(len(unit.own.words) / 100, 1.0),
        labelled=1.0 if _is_pointed_at(asked, unit) else 0.0,
    )
    score = sum(weight * value for weight, value in zip(astuple(_WEIGHTS), astuple(features), strict=True))
    return Ranked(unit, score, features, held, slot)


def _is_contrary(asked: Asked, terms: Sequence[Term], unit: Unit) -> bool:
    """Whether exactly one of question and unit denies: "đã được chỉnh lý" is not "chưa được chỉnh lý"."""
    if asked.kind is Asks.WHETHER:
        return False
    denied = any(word.folded in _DENIALS and not word.stop for word in asked.words)
    held = {spot for term in terms if not term.pair for spot in unit.own.positions(term.forms[0])}
    denies = any(
        word in _DENIALS and any(spot in held for spot in range(at + 1, at + 5))
        for at, word in enumerate(unit.own.words)
    )
    return denied != denies


def _head_forms(asked: Asked, terms: Sequence[Term]) -> list[tuple[str, ...]]:
    """The pairs of the head's words (its one word, if it has one), each with its other forms."""
    head = asked.head
    plain = [f"{left} {right}" for left, right in pairwise(head)] or list(head)
    forms = {term.forms[0]: term.forms for term in terms}
    return [forms.get(form, (form,)) for form in plain]


def _head_held(asked: Asked, terms: Sequence[Term], where: Place) -> float:
    """The share of the head that stands in a sentence; 1 for a question without a head."""
    needed = _head_forms(asked, terms)
    held = sum(any(where.holds(form) for form in forms) for forms in needed)
    return held / len(needed) if needed else 1.0


def _head_spots(asked: Asked, terms: Sequence[Term], where: Place) -> list[int]:
    return [spot for forms in _head_forms(asked, terms) for form in forms for spot in where.positions(form)]


def _closeness(spots: Sequence[int], slot: Slot) -> float:
    """1 where the head stands right at the slot, falling with the words between."""
    if not spots:
        return 0.0
    return math.exp(-min(min(abs(spot - slot.word), abs(spot - slot.last)) for spot in spots) / 6)


def _listing(text: str) -> float:
    """How much a text reads like a list: 1 for three separated items or more."""
    return min(len(_SEPARATOR.findall(text)) / 3, 1.0)


def _is_pointed_at(asked: Asked, unit: Unit) -> bool:
    """Whether the unit is the item whose number or printed label the question names."""
    label = unit.passage.label.strip("(). ")
    return bool(label) and (label == asked.label or (asked.ordinal is not None and label == str(asked.ordinal)))


def _best_slot(asked: Asked, terms: Sequence[Term], unit: Unit) -> tuple[Slot | None, float]:
    best: tuple[Slot | None, float] = (None, 0.0)
    best_score = -1.0
    for slot in slots(asked, unit.text, unit.own):
        near = nearness(terms, unit.own, slot.word)
        score = near + 0.5 * beside(asked, unit.own, slot)
        if score > best_score:
            best, best_score = (slot, near), score
    return best
