"""The same question as people really type it: without accents, with a slip, in capitals, abbreviated."""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from corpus.abbreviations import load_abbreviations
from corpus.vietnamese import normalise

_WORD = re.compile(r"[^\W\d_]{3,}")  # a word long enough to be recognised with a slip in it
_NUMBERED = re.compile(r"\S*\d\S*")  # figures, dates, document numbers: 296-QĐ/ĐU, 01/7/2025
_TONES: tuple[str, ...] = (
    "\N{COMBINING GRAVE ACCENT}",
    "\N{COMBINING ACUTE ACCENT}",
    "\N{COMBINING HOOK ABOVE}",
)
_TONES += ("\N{COMBINING TILDE}", "\N{COMBINING DOT BELOW}")
FOLLOW_UP = "follow-up"
_D_STROKE = str.maketrans("đĐ", "dD")


def vary(question: str, variant: str, *, seed: str) -> str:
    """The question in a variant of VARIANTS; the same seed gives the same slip."""
    return _VARY[variant](question, random.Random(seed))


def without_accents(question: str) -> str:
    """Case is kept: people drop the accents, not the capitals."""
    bare = unicodedata.normalize("NFD", question).translate(_D_STROKE)
    return unicodedata.normalize("NFC", "".join(sign for sign in bare if not unicodedata.combining(sign)))


def with_slip(question: str, chance: random.Random) -> str:
    """One letter dropped, doubled or swapped, or one wrong tone; never in a figure or a document number."""
    text = normalise(question)
    kept = [match.span() for match in _NUMBERED.finditer(text)]
    words = [word for word in _WORD.finditer(text) if not any(a <= word.start() < b for a, b in kept)]
    if not words:
        return text
    word = chance.choice(words)
    slips = [_drop, _double, _swap, _wrong_tone]
    chance.shuffle(slips)
    slipped = next(done for slip in slips if (done := slip(word.group(), chance)) != word.group())
    return text[: word.start()] + slipped + text[word.end() :]


def _drop(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def _double(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return (
        word[:place] + word[place].lower() + word[place:] if place else word[0] + word[0].lower() + word[1:]
    )


def _swap(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _wrong_tone(word: str, chance: random.Random) -> str:
    apart = unicodedata.normalize("NFD", word)
    places = [place for place, sign in enumerate(apart) if sign in _TONES]
    if not places:
        return word
    place = chance.choice(places)
    other = chance.choice([tone for tone in _TONES if tone != apart[place]])
    return unicodedata.normalize("NFC", apart[:place] + other + apart[place + 1 :])


def abbreviated(question: str, forms: Mapping[str, tuple[str, ...]]) -> str:
    """The long forms written short, the longest first. `forms` is short form → long forms."""
    text = normalise(question)
    pairs = [(short, long) for short, longs in forms.items() for long in longs]
    for short, long in sorted(pairs, key=lambda pair: -len(pair[1])):
        text = re.sub(rf"(?<!\w){re.escape(long)}(?!\w)", short, text, flags=re.IGNORECASE)
    return text


@cache
def _ward_forms() -> Mapping[str, tuple[str, ...]]:
    return load_abbreviations().forms


_VARY: MappingProxyType[str, Callable[[str, random.Random], str]] = MappingProxyType(
    {
        "plain": lambda question, _: question,
        "no-accents": lambda question, _: without_accents(question),
        "typo": with_slip,
        "caps": lambda question, _: question.upper(),
        "abbreviations": lambda question, _: abbreviated(question, _ward_forms()),
        # Asked after another question: see questions.after_another.
        FOLLOW_UP: lambda question, _: question,
    }
)
VARIANTS = tuple(_VARY)
