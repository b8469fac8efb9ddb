"""Which procedure a question names: how much of it the name holds, and how much of the name it says."""

import math
import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from answering.evidence import toned
from answering.procedure_asked import ProcedureAsked
from answering.synonyms import Synonyms
from corpus.procedure_list import Title
from corpus.vietnamese import fold, syllables
from retrieval.procedures import Procedures

_LOOKED_AT = 60
# What a name says besides what was asked counts against it, but less than what it leaves unsaid.
_SAID, _UNSAID = 0.7, 0.3
# What stands unbroken in a name, and how well the search liked it, tell names apart that hold the same words.
_RUN, _NEAR = 0.2, 0.02
# Words that need not be named help, but cannot harm.
_OPTIONAL = 0.35
# Pairs that so many names hold say nothing: "thủ tục", "cấp xã".
_COMMON = 1.0
_MOSTLY = 0.5
# One syllable names no procedure.
_FEWEST = 2
# A ward's own procedure goes before one that the city or a ministry carries out too.
_OWN_LEVEL, _OWN_NAMED = 0.03, 0.06
_WARD = "cap xa"
_BRACKETED = re.compile(r"\([^()]*\)")
_EMPTY = frozenset(
    {"thu", "tuc", "viec", "cua", "va", "cac", "cho", "theo", "trong", "doi", "voi", "tai", "do"}
)


@dataclass(frozen=True, slots=True)
class Match:
    """A procedure that a question may mean.

    `held` is the share of the question's own words that its name holds, `said` the share of its name that
    the question says, `run` the share of the question that stands unbroken in its name.
    """

    title: Title
    score: float
    held: float
    said: float
    run: float


def matches(asked: ProcedureAsked, procedures: Procedures, synonyms: Synonyms) -> list[Match]:
    """Best first; none for a question without words of its own."""
    words = [word.folded for word in asked.spoken]
    names, weights = _names(procedures), _weights(procedures)
    paired = _paired(words, weights)
    own = asked.own | (paired & asked.loose) | (_bound(words, _counted(procedures)) & asked.stops)
    typed = words if asked.bare else [toned(word.text) for word in asked.spoken]
    others = synonyms.spans(asked.typed)
    own |= {at for span, _ in others if own & set(span) for at in span}
    if len(own) < _FEWEST:
        return []
    more = [term for _, forms in others for form in forms for term in form.split()]
    may = own | asked.may
    query = " ".join(word for at, word in enumerate(asked.typed) if at in may)
    near = procedures.find(query, limit=_LOOKED_AT, also=more)
    looked = _Looked(words, typed, own, may, others, weights)
    found = [looked.match(each.title, names[each.title.key], each.score) for each in near]
    return sorted(found, key=lambda match: (-match.score, match.title.key))


def _paired(words: Sequence[str], weights: Mapping[str, float]) -> frozenset[int]:
    """The places of neighbours that some names hold side by side, as "khai sinh" and "con nuôi" stand."""
    pairs = ((at, weights.get(f"{left} {right}", 0.0)) for at, (left, right) in enumerate(pairwise(words)))
    return frozenset(place for at, weight in pairs if weight > _COMMON for place in (at, at + 1))


def _bound(words: Sequence[str], counted: Mapping[str, int]) -> frozenset[int]:
    """The places of words that names mostly hold beside the neighbour they have here: "sao" in "bản sao"."""
    return frozenset(
        at
        for left, (one, two) in enumerate(pairwise(words))
        for at, word in ((left, one), (left + 1, two))
        if counted.get(f"{one} {two}", 0) >= _MOSTLY * max(1, counted.get(word, 0))
    )


@dataclass(frozen=True, slots=True)
class _Looked:
    """A question held against one name after another.

    `typed` are its words as a name must have them: with the accents that were typed, if any were. `own` are
    the places of those that a name must hold, `whole` of those it may hold.
    """

    words: Sequence[str]
    typed: Sequence[str]
    own: frozenset[int]
    whole: frozenset[int]
    others: Sequence[tuple[range, tuple[str, ...]]]
    weights: Mapping[str, float]

    def match(self, title: Title, name: "_Name", near: float) -> Match:
        said: dict[tuple[int, ...], set[str]] = {
            (at,): {self.words[at]} for at in self.whole if self.typed[at] in name.words
        }
        for span, forms in self.others:
            fitting = [form.split() for form in forms if f" {form} " in name.text]
            fitting = [form for form in fitting if self._is_meant(span, form, name)]
            if fitting:
                said[tuple(span)] = {word for form in fitting for word in form}
        held = {at for places in said for at in places}
        share, spoken = self._share(held, name), {word for words in said.values() for word in words}
        told = sum(map(self._weight, name.title)) or 1.0
        said_share = sum(self._weight(word) for word in name.title if word in spoken) / told
        level = _OWN_LEVEL * (fold(title.level) == _WARD) + _OWN_NAMED * (f" {_WARD} " in name.title_text)
        run = self._run(name)
        score = _SAID * share + _UNSAID * said_share + _RUN * run + level + _NEAR * near
        return Match(title, score, share, said_share, run)

    def _is_meant(self, span: range, form: Sequence[str], name: "_Name") -> bool:
        """Whether the words that both ways of saying it share stand in the name as they were typed."""
        same = [at for at in span if self.words[at] in form]
        return all(self.typed[at] in name.words for at in same)

    def _share(self, held: Container[int], name: "_Name") -> float:
        """How much of the question's words, and of its pairs of neighbours, the name holds."""
        sought = found = 0.0
        for at in self.whole:
            if at in self.own or at in held:
                weight = self._weight(self.words[at]) * (1 if at in self.own else _OPTIONAL)
                sought += weight
                found += weight if at in held else 0
        for left in self.own:
            if left + 1 in self.own:
                pair = f" {self.typed[left]} {self.typed[left + 1]} "
                weight = (self._weight(self.words[left]) + self._weight(self.words[left + 1])) / 2
                sought += weight
                found += weight if pair in name.text or self._in_form(left, held) else 0
        return found / sought if sought else 0.0

    def _in_form(self, left: int, held: Container[int]) -> bool:
        """Whether a pair stands in a phrase that the name says in other words."""
        return any(left in span and left + 1 in span and left in held for span, _ in self.others)

    def _run(self, name: "_Name") -> float:
        """The share of the question's own words that stands unbroken in the name, at its longest."""
        own = {at: self._weight(self.words[at]) for at in self.own}
        best, start = 0.0, 0
        for stop in range(1, len(self.words) + 1):
            while start < stop and f" {' '.join(self.typed[start:stop])} " not in name.title_text:
                start += 1
            best = max(best, sum(own.get(at, 0.0) for at in range(start, stop)))
        return best / sum(own.values())

    def _weight(self, word: str) -> float:
        return self.weights.get(word, self.weights[""])


@dataclass(frozen=True, slots=True)
class _Name:
    """The words a procedure is found by, folded and with accents; `title` are those of its name alone."""

    text: str
    title_text: str
    words: frozenset[str]
    pairs: frozenset[str]
    title: tuple[str, ...]


@lru_cache(maxsize=4)
def _names(procedures: Procedures) -> Mapping[int, _Name]:
    return {title.key: _name(title) for title in procedures.list.titles}


def _name(title: Title) -> _Name:
    """What a name says in brackets may be asked for, but is not missed."""
    plain = [each for each in syllables(_BRACKETED.sub(" ", title.name)) if each.text.lower() not in _EMPTY]
    parts = [list(syllables(part)) for part in (title.name, title.results, title.field)]
    folded = [[word.folded for word in part] for part in parts]
    written = [[toned(word.text) for word in part] for part in parts]
    text = " | ".join(" ".join(part) for part in (*folded, *written))
    called = " | ".join(" ".join(part) for part in (folded[0], written[0]))
    words = frozenset(word for part in (*folded, *written) for word in part)
    pairs = frozenset(f"{left} {right}" for part in folded for left, right in pairwise(part))
    return _Name(
        f" {text} ", f" {called} ", words, pairs, tuple(dict.fromkeys(word.folded for word in plain))
    )


@lru_cache(maxsize=4)
def _counted(procedures: Procedures) -> Mapping[str, int]:
    """How many names hold each word and each pair of words."""
    return Counter(word for name in _names(procedures).values() for word in (*name.words, *name.pairs))


@lru_cache(maxsize=4)
def _weights(procedures: Procedures) -> Mapping[str, float]:
    """The rarity of each word and pair of words of the names; "" for a word that no name has."""
    count = len(procedures.list)
    rarity = {word: math.log(1 + (count - n + 0.5) / (n + 0.5)) for word, n in _counted(procedures).items()}
    return {**rarity, "": math.log(2 * count + 2)}
