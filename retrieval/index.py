"""What the two indexes share: a scored key, and the accident of an index that cannot be written or read."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scored:
    """The key of a passage and how well it fits; scores of one index compare only with each other."""

    key: int
    score: float


class BrokenIndexError(RuntimeError):
    """An index on the disk could not be written, or is not what was written."""


def rarity(held: int, *, of: int) -> float:
    """The inverse document frequency as BM25 has it, ln(1 + (N - n + ½) / (n + ½)), of a term in n of N."""
    return math.log(1 + (of - held + 0.5) / (held + 0.5))
