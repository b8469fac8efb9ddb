"""What a question looks for in every unit, worked out once and not for each of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from answering.evidence import Term, accented
from answering.office import Office, office_of
from answering.phrases import opposites, question_words
from answering.understand import Asked, Asks
from corpus.vietnamese import syllables

# The rarity of a folded word in the library that is asked.
Weigh = Callable[[str], float]

# How many words after the question word are looked for.
_AFTER = 3


@dataclass(frozen=True, slots=True)
class Opposed:
    """Of words that leave each other out those of the question, and the whole group, as a text holds them."""

    own: frozenset[str]
    group: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question with what follows from it alone.

    `known` are all words of the terms in any form, `singles` the terms of one word. `words` are the
    question's own, `weights` what each is worth. `heads` are the pairs of the asked-for noun (its one word,
    if it has one), each with its other forms; `after` the first words that say something after the question
    word. `named` says that a name is asked for, `office` whose holder is.
    """

    asked: Asked
    terms: Sequence[Term]
    weigh: Weigh
    known: frozenset[str]
    words: frozenset[str]
    weights: tuple[float, ...]
    heads: tuple[tuple[str, ...], ...]
    singles: Mapping[str, Term]
    after: tuple[str, ...]
    opposed: tuple[Opposed, ...]
    named: bool
    office: Office | None


def wanted(asked: Asked, terms: Sequence[Term], weigh: Weigh) -> Wanted:
    """`terms` are those that evidence is weighed by."""
    return Wanted(
        asked=asked,
        terms=terms,
        weigh=weigh,
        known=frozenset(word for term in terms for form in term.forms for word in form.split(" ")),
        words=frozenset(word.value or word.folded for word in asked.words),
        weights=tuple(0.0 if word.stop or word.light else weigh(word.folded) for word in asked.words),
        heads=_heads(asked, terms),
        singles={term.forms[0]: term for term in terms if not term.pair},
        after=_after(asked),
        opposed=_opposed(asked),
        named=Asks.PERSON not in asked.kinds and bool(question_words("named").find([*syllables(asked.text)])),
        office=office_of(asked) if asked.office else None,
    )


def _heads(asked: Asked, terms: Sequence[Term]) -> tuple[tuple[str, ...], ...]:
    plain = [f"{left} {right}" for left, right in pairwise(asked.head)] or list(asked.head)
    forms = {term.forms[0]: term.forms for term in terms}
    return tuple(forms.get(form, (form,)) for form in plain)


def _after(asked: Asked) -> tuple[str, ...]:
    """Up to three words that say something, right after the first word that asks."""
    spoken = list(syllables(asked.text))
    sets = ("how_many", "date", "place", "person", "which", "reason", "named")
    found = [each for name in sets for each in question_words(name).find(spoken)]
    if not found:
        return ()
    first = min(found, key=lambda each: (each.start, -len(each)))
    told = (
        word.value or word.folded for word in asked.words[first.stop :] if not word.stop and not word.light
    )
    return tuple(islice(told, _AFTER))


def _opposed(asked: Asked) -> tuple[Opposed, ...]:
    if asked.bare:
        return ()
    spoken = list(syllables(asked.text))
    found = ((group.find(spoken), group) for group in opposites())
    return tuple(
        Opposed(
            frozenset(_whole(word.text for word in spoken[each.start : each.stop]) for each in spans),
            frozenset(_whole(phrase) for phrase in group.phrases),
        )
        for spans, group in found
        if spans
    )


def _whole(words: Iterable[str]) -> str:
    return f" {accented(words)} "
