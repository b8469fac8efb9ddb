"""Which unit answers a question best."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from answering.evidence import Term
from answering.features import Features, measure
from answering.slots import Slot
from answering.understand import Asked
from answering.units import Unit


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


# Fitted by `hoiphuong evals fit` on the development facts and their rewordings; see docs/answering.md.
_WEIGHTS = Features(
    own=0.77,
    own_pairs=0.37,
    all=0.61,
    all_pairs=1.7,
    worst=-0.33,
    lost=0.0,
    has_slot=0.51,
    slot_near=1.16,
    slot_beside=0.68,
    head=0.3,
    head_near=0.28,
    found=0.96,
    meaning=0.41,
    heading=-0.95,
    long=-0.21,
    labelled=2.8,
    contrary=-0.6,
    listing=0.23,
    items=1.5,
    defines=0.4,
    told=0.3,
    names_missing=-0.81,
    numbers_missing=-1.59,
    other_time=-0.8,
    other_name=-0.6,
    other_scope=-0.5,
)


def rank(asked: Asked, terms: Sequence[Term], candidates: Iterable[Candidate]) -> list[Ranked]:
    """Best first."""
    ranked = [_rate(asked, terms, candidate) for candidate in candidates]
    return sorted(ranked, key=lambda r: (-r.score, r.unit.passage.order, r.unit.start, r.unit.end))


def _rate(asked: Asked, terms: Sequence[Term], candidate: Candidate) -> Ranked:
    measured = measure(asked, terms, candidate.unit, found=candidate.found, meaning=candidate.meaning)
    pairs = zip(astuple(_WEIGHTS), astuple(measured.features), strict=True)
    return Ranked(candidate.unit, sum(w * value for w, value in pairs), measured.features, measured.slot)
