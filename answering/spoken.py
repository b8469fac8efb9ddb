"""What was just spoken of: the passages that the answer before a question was taken from."""

from collections.abc import Collection

from answering.evidence import place
from corpus.number import find_numbers
from corpus.passage import Passage
from corpus.vietnamese import normalise
from retrieval.search import Search

# An answer is a quote of a passage that holds this many of its words in a row, from any of these on.
_RUN, _STEP = 6, 3
_LOOKED_AT = 8
# A quote is searched for by its beginning; the rest of a long list adds nothing.
_SEARCHED = 400


def spoken_of(answer: str, search: Search) -> tuple[Passage, ...]:
    """The passages that an answer quotes, or that cite a document it names; none for a fixed reply."""
    said = normalise(answer)
    if not said.strip():
        return ()
    words = place(said).words
    runs = [" ".join(words[at : at + _RUN]) for at in range(0, max(len(words) - _RUN + 1, 1), _STEP)]
    numbers = [str(number) for found in find_numbers(said) for number in found.numbers]
    hits = search.find(said[:_SEARCHED], limit=_LOOKED_AT)
    return tuple(hit.passage for hit in hits if _is_quoted(hit.passage, runs, numbers))


def _is_quoted(passage: Passage, runs: Collection[str], numbers: Collection[str]) -> bool:
    where = place(passage.text)
    return any(where.holds(run) for run in runs) or any(number in passage.text for number in numbers)


def is_beside(passage: Passage, spoken: Collection[Passage]) -> bool:
    """Whether a passage stands in one list with one spoken of, or next to it."""
    return any(
        passage.document == other.document
        and (abs(passage.order - other.order) <= 1 or (passage.group and passage.group == other.group))
        for other in spoken
    )
