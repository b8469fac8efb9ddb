"""Next questions that the documents can answer, drawn from the answer just given."""

from corpus.number import find_numbers
from prompts import load

_MOST = 3


def suggestions(text: str) -> tuple[str, ...]:
    """Questions about the documents an answer names."""
    numbers = dict.fromkeys(str(number) for found in find_numbers(text) for number in found.numbers)
    return tuple(load("replies/suggest_number", number=number) for number in list(numbers)[:_MOST])
