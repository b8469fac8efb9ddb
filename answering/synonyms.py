"""Other words for the same thing: the ward's own list of synonyms, and abbreviations both ways."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from answering.evidence import toned
from corpus.vietnamese import fold, is_readable, syllables


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases that find each other; where there are `official` ones, they find those alone, one way."""

    phrases: tuple[str, ...]
    official: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One way of saying it as it is written, each syllable with its accents, and the folded other ways."""

    written: tuple[str, ...]
    capitals: bool
    others: tuple[str, ...]

    def is_typed(self, words: Sequence[str], *, bare: bool) -> bool:
        """Whether the words, folded the same, are this form.

        Typed accents must be its own; one left out is forgiven, but not in a form of one syllable, which
        would be another word. An abbreviation that reads like a syllable must stand in capitals.
        """
        if len(self.written) > 1:
            return bare or all(
                word.isascii() or toned(word) == own for word, own in zip(words, self.written, strict=True)
            )
        word, own = words[0], self.written[0]
        if not is_readable(fold(word)):
            return True
        return toned(word) == own and (word.isupper() or not self.capitals)


@dataclass(frozen=True)
class Synonyms:
    """Forms by their folded words."""

    forms: Mapping[str, tuple[Form, ...]]

    @classmethod
    def of(cls, groups: Iterable[Group]) -> "Synonyms":
        """A form has the others of every group it stands in; two that only share a form are strangers."""
        found: dict[str, dict[str, None]] = {}
        for group in groups:
            for phrase in group.phrases:
                own = found.setdefault(_plain(phrase), {})
                own |= dict.fromkeys(map(_plain, group.official or group.phrases))
        read = {phrase: tuple(syllables(phrase)) for phrase in found.keys() | set().union(*found.values())}
        folded = {phrase: " ".join(each.folded for each in spoken) for phrase, spoken in read.items()}
        # Documents are compared folded: one syllable would be found as other words, "thu" in "thứ".
        misleading = {phrase for phrase, form in folded.items() if is_readable(form)}
        forms: dict[str, list[Form]] = {}
        for phrase, others in found.items():
            kept = {folded[other] for other in others.keys() - misleading} - {folded[phrase], ""}
            if kept and folded[phrase]:
                written = tuple(toned(each.text) for each in read[phrase])
                form = Form(written, phrase.isupper(), tuple(sorted(kept)))
                forms.setdefault(folded[phrase], []).append(form)
        return cls({each: tuple(same) for each, same in forms.items()})

    def beside(self, others: "Synonyms") -> "Synonyms":
        """Both together; a form that both know finds what it finds in either."""
        forms = {each: (*self.forms.get(each, ()), *same) for each, same in others.forms.items()}
        return Synonyms({**self.forms, **forms})

    @cached_property
    def _longest(self) -> Mapping[str, int]:
        """How many words the longest form has that begins with a word."""
        longest: dict[str, int] = {}
        for form in self.forms:
            parts = form.split(" ")
            longest[parts[0]] = max(longest.get(parts[0], 0), len(parts))
        return longest

    def spans(self, words: Sequence[str]) -> list[tuple[range, tuple[str, ...]]]:
        """Where known forms stand in words as typed, with their folded alternatives.

        Longest first, no overlap.
        """
        folded = [fold(word) for word in words]
        bare = all(word.isascii() for word in words)
        found: list[tuple[range, tuple[str, ...]]] = []
        start = 0
        while start < len(words):
            for length in range(min(self._longest.get(folded[start], 0), len(words) - start), 0, -1):
                stop = start + length
                others = self._others(folded[start:stop], words[start:stop], bare=bare)
                if others:
                    found.append((range(start, stop), others))
                    start += length - 1
                    break
            start += 1
        return found

    def known_words(self, text: str) -> frozenset[str]:
        """The folded words of a text that stand in known forms: no typing errors."""
        words = [each.text for each in syllables(text)]
        return frozenset(fold(words[place]) for span, _ in self.spans(words) for place in span)

    def _others(self, folded: Sequence[str], words: Sequence[str], *, bare: bool) -> tuple[str, ...]:
        same = self.forms.get(" ".join(folded), ())
        others = (other for form in same if form.is_typed(words, bare=bare) for other in form.others)
        return tuple(dict.fromkeys(others))


def read_groups(lines: Iterable[str]) -> list[Group]:
    """The groups of the synonym file: phrases separated by "/", the official ones behind a ">"."""
    return [Group(_phrases(spoken), _phrases(official)) for spoken, _, official in map(_parted, lines)]


def abbreviated(groups: Iterable[Group], forms: Mapping[str, Sequence[str]]) -> list[Group]:
    """The groups, each phrase with its abbreviations; `forms` are short form → long forms."""
    short: dict[str, list[str]] = {}
    for each, longs in forms.items():
        for long in longs:
            short.setdefault(long.lower(), []).append(each)
    return [Group(_with_short(group.phrases, short), _with_short(group.official, short)) for group in groups]


def _with_short(phrases: Sequence[str], short: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(form for phrase in phrases for form in (phrase, *short.get(phrase.lower(), ())))


def _parted(line: str) -> tuple[str, str, str]:
    return line.partition(">")


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase for part in text.split("/") if (phrase := part.strip()))


def _plain(phrase: str) -> str:
    """The phrase without case, but for an abbreviation, whose case tells it from a word."""
    return phrase if phrase.isupper() else phrase.lower()
