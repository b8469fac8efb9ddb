"""Whether two units say the same thing."""

from answering.evidence import Place, place
from answering.rank import Ranked
from answering.understand import Asked, Asks

# The share of common words that makes two texts one, and of the asked noun that makes two slots comparable.
_ALIKE, _SAME_HEAD, _SAME_NEAR = 0.75, 0.6, 0.4


def says_the_same(asked: Asked, best: Ranked, other: Ranked) -> bool:
    """The same slot told of the same thing, or nearly the same words."""
    if likeness(best.unit.own, other.unit.own) >= _ALIKE:
        return True
    if not best.slot or not other.slot or other.features.head < _SAME_HEAD:
        return False
    told = place(best.unit.text[best.slot.start : best.slot.end]).words
    also = place(other.unit.text[other.slot.start : other.slot.end]).words
    near = other.features.head_near if asked.kind is Asks.COUNT else other.features.all
    return told == also and near >= _SAME_NEAR


def likeness(left: Place, right: Place) -> float:
    """The share of different words that two texts have in common."""
    one, two = set(left.words), set(right.words)
    return len(one & two) / len(one | two) if one | two else 0.0
