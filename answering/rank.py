"""Which unit answers a question best."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter, mul

from answering.evidence import Term
from answering.features import Features, measure
from answering.slots import Slot
from answering.understand import Asked
from answering.units import Unit
from answering.wanted import Wanted, Weigh, wanted


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit, and how well the search liked its passage: fused, 0 to 1, and the cosine of the meanings."""

    unit: Unit
    found: float
    meaning: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit with its score. `slot` is the best candidate in it, if the question asks for one."""

    unit: Unit
    score: float
    features: Features
    slot: Slot | None


_VALUES = attrgetter(*(field.name for field in fields(Features)))

# Fitted by `hoiphuong evals fit` on the development facts and their rewordings; see docs/fitting.md.
_WEIGHTS = Features(
    own=0.64,
    own_pairs=0.22,
    all=0.65,
    all_pairs=1.32,
    worst=0.29,
    lost=-0.08,
    gone=-0.57,
    unknown=-0.11,
    gone_most=-0.45,
    has_slot=0.59,
    slot_near=0.76,
    slot_beside=0.44,
    head=0.06,
    head_near=0.3,
    found=1.07,
    meaning=0.24,
    heading=-0.55,
    long=0.09,
    labelled=1.8,
    contrary=-0.12,
    listing=0.05,
    items=0.25,
    defines=0.28,
    told=0.19,
    names_missing=-0.05,
    numbers_missing=-0.39,
    other_time=-0.04,
    other_name=-0.0,
    other_scope=-0.4,
    spare=-0.63,
    spare_near=-0.31,
    run=-0.28,
    after=0.27,
    opposed=-0.38,
    other_noun=-0.28,
    typed=0.47,
)


def weights() -> Features:
    """What each feature counts for."""
    return _WEIGHTS


def rank(asked: Asked, terms: Sequence[Term], candidates: Iterable[Candidate], weigh: Weigh) -> list[Ranked]:
    """Best first."""
    sought = wanted(asked, terms, weigh)
    ranked = [_rate(sought, candidate) for candidate in candidates]
    return sorted(ranked, key=lambda r: (-r.score, r.unit.passage.order, r.unit.start, r.unit.end))


def _rate(sought: Wanted, candidate: Candidate) -> Ranked:
    measured = measure(sought, candidate.unit, found=candidate.found, meaning=candidate.meaning)
    score = sum(map(mul, _VALUES(_WEIGHTS), _VALUES(measured.features)))
    return Ranked(candidate.unit, score, measured.features, measured.slot)
