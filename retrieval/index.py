"""What the two indexes share: a scored key, and the accident of an index that cannot be written or read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scored:
    """The key of a passage and how well it fits; scores of one index compare only with each other."""

    key: int
    score: float


class BrokenIndexError(RuntimeError):
    """An index on the disk could not be written, or is not what was written."""
