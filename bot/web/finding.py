"""Words searched for within one document, accents or not."""

from collections.abc import Iterator, Sequence

from bot.web.highlight import Mark
from corpus.vietnamese import fold, syllables

# More would not be read one by one.
MOST_FOUND = 500


def find_words(lines: Sequence[str], words: str) -> tuple[Mark, ...]:
    """Where the words stand one after another on a line; at most MOST_FOUND places."""
    wanted = [syllable.folded for syllable in syllables(words)]
    return tuple(_found(lines, wanted)) if wanted else ()


def _found(lines: Sequence[str], wanted: list[str]) -> Iterator[Mark]:
    left = MOST_FOUND
    for number, line in enumerate(lines, start=1):
        # Most lines are told apart at once: what is not in the text as letters is not there as words.
        if wanted[0] not in fold(line):
            continue
        there = list(syllables(line))
        place = 0
        while place <= len(there) - len(wanted):
            run = there[place : place + len(wanted)]
            if [syllable.folded for syllable in run] != wanted:
                place += 1
                continue
            if not left:
                return
            left -= 1
            yield Mark(number, run[0].start, run[-1].end)
            place += len(wanted)
