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
    own=0.56,
    own_pairs=0.34,
    all=0.61,
    all_pairs=1.34,
    worst=0.26,
    lost=-0.05,
    gone=-0.49,
    unknown=0.06,
    gone_most=-0.41,
    has_slot=0.58,
    slot_near=0.74,
    slot_beside=0.53,
    head=-0.01,
    head_near=0.31,
    found=1.28,
    meaning=0.34,
    heading=-0.55,
    long=0.08,
    # More than was fitted: an item that the question points at by its number is the one it means.
    labelled=2.2,
    contrary=-0.12,
    listing=0.07,
    items=0.26,
    defines=0.25,
    told=0.16,
    names_missing=0.05,
    numbers_missing=-0.36,
    other_time=-0.05,
    other_name=0.1,
    other_scope=-0.43,
    spare=-0.63,
    spare_near=-0.28,
    run=-0.23,
    after=0.3,
    opposed=-0.31,
    other_noun=-0.21,
    typed=0.44,
    opens=0.22,
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
