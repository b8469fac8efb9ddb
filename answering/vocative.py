"""Who a question speaks to: "… ký bữa nào vậy bác?" asks nobody's uncle."""

from collections.abc import Sequence

from answering.phrases import question_words
from corpus.vietnamese import Syllable


def spoken_to(text: str, spoken: Sequence[Syllable]) -> set[int]:
    """The places of the words at a question's end that only name the one who is asked, if any.

    They follow a closing word or a comma; "bà con" and "trẻ em" at an end are the matter itself.
    """
    words = list(spoken)
    people = [found for found in question_words("spoken_to").find(words) if found.stop == len(words)]
    if not people or not people[0].start:
        return set()
    found = people[0]
    before = words[found.start - 1]
    closing = question_words("closing").find(words[: found.start])
    closed = set(closing[-1]) if closing and closing[-1].stop == found.start else set()
    apart = "," in text[before.end : words[found.start].start]
    return {*closed, *found} if closed or apart else set()
