"""Other words for the same thing: the ward's own list of synonyms, and abbreviations both ways."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.vietnamese import syllables


def _form(phrase: str) -> str:
    return " ".join(s.folded for s in syllables(phrase))


@dataclass(frozen=True)
class Synonyms:
    """Folded forms and their alternatives; groups that share a form are one."""

    others: Mapping[str, tuple[str, ...]]
    longest: int

    @classmethod
    def of(cls, groups: Iterable[Sequence[str]]) -> "Synonyms":
        together: dict[str, set[str]] = {}
        for group in groups:
            forms = {_form(phrase) for phrase in group} - {""}
            union = forms.union(*(together.get(form, set()) for form in forms))
            together |= dict.fromkeys(union, union)
        others = {form: sorted(union - {form}) for form, union in together.items()}
        return cls(
            {form: tuple(found) for form, found in others.items()},
            max((form.count(" ") + 1 for form in others), default=0),
        )

    def spans(self, words: Sequence[str]) -> list[tuple[range, tuple[str, ...]]]:
        """Where known forms stand in folded words, with their alternatives; longest first, no overlap."""
        found: list[tuple[range, tuple[str, ...]]] = []
        start = 0
        while start < len(words):
            for length in range(min(self.longest, len(words) - start), 0, -1):
                form = " ".join(words[start : start + length])
                if form in self.others:
                    found.append((range(start, start + length), self.others[form]))
                    start += length - 1
                    break
            start += 1
        return found


def read_groups(lines: Iterable[str]) -> list[list[str]]:
    """The groups of the synonym file: phrases separated by "/"."""
    groups = ([phrase.strip() for phrase in line.split("/")] for line in lines)
    return [[phrase for phrase in group if phrase] for group in groups]
