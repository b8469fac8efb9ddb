"""Whether a sentence of a model stands in the passages it cites: figures, dates, numbers, names, quotes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from answering.draft import Claim
from answering.evidence import Place, place, toned
from answering.quantities import Day, Quantity, days, quantities
from answering.stretch import Stretch, tidy
from answering.understand import stop_words
from corpus.abbreviations import load_abbreviations
from corpus.document import Kind
from corpus.kinds import NAME_PATTERN
from corpus.number import DocumentNumber, find_numbers
from corpus.passage import Passage
from corpus.sentences import sentences
from corpus.vietnamese import Syllable, syllables

# The share of a sentence's telling words that must stand in what it cites, and in one place to be shown.
_HELD, _SHOWN = 0.7, 0.35
# Syllables around a figure that tell what it counts: after it, before it; and how many of a claim are held
# against them.
_AFTER, _BEFORE, _NOUN, _LABEL = 6, 14, 2, 3
_DENIALS = frozenset({"không", "chưa", "chẳng"})
_QUOTED = re.compile(r"[“\"«](?P<words>[^“”\"«»]+)[”\"»]")
_LINK = re.compile(r"\S+@\S+|\S+://\S+|\]\(|(?<![\w.])(?:[a-z][\w-]*\.)+[a-z]{2,}\b|<\w+", re.IGNORECASE)
_CODE = re.compile(r"(?<![\w/.-])[^\W\d_]+\d[\w.-]*\w|(?<![\w/.-])[^\W\d_]+\d")  # H02, PL03-1
_UNITS = frozenset({"m2", "km2", "m3"})
_NAMED = re.compile(rf"(?:{NAME_PATTERN})(?:\s+số)?\s*$", re.IGNORECASE)
_HOUR = re.compile(r"\d\s?(?:giờ|h)\s$")  # the minutes of "7 giờ 30" count nothing that follows
_OPENS = re.compile(r"(?:^|[.:;!?“\"(–-]\s*)$")


class Flaw(StrEnum):
    """Why a sentence is not let through."""

    UNCITED = "uncited"
    FIGURE = "figure"
    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    QUOTE = "quote"
    LINK = "link"
    DENIAL = "denial"
    WORDS = "words"
    LENGTH = "length"


@dataclass(frozen=True)
class Given:
    """A passage as it was given to a model, under its token."""

    token: str
    passage: Passage
    title: str

    @cached_property
    def around(self) -> str:
        """All that the model read with the passage, abbreviations written out besides."""
        passage = self.passage
        headers = (cell.header for cell in passage.cells)
        told = " . ".join((passage.text, passage.lead, *passage.headings, self.title, *headers))
        return " . ".join((told, *load_abbreviations().long_forms(told)))

    @cached_property
    def spots(self) -> tuple[tuple[int, int], ...]:
        """The stretches that may be shown: sentences, or the cells of a row."""
        if self.passage.cells:
            return tuple((cell.start, cell.end) for cell in self.passage.cells if cell.start < cell.end)
        return tuple((span.start, span.end) for span in sentences(self.passage.text))


@dataclass(frozen=True, slots=True)
class Grounded:
    """A sentence that stands, and where: its first stretch holds most of it."""

    text: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that does not; `cited` are the passages it names that were given."""

    claim: Claim
    flaw: Flaw
    cited: tuple[Given, ...] = ()


def ground(claim: Claim, given: Mapping[str, Given]) -> Grounded | Dropped:
    """Tokens that were never given are taken for none."""
    cited = tuple(given[token] for token in claim.tokens if token in given)
    flaw = _flaw(claim.text, cited) if cited else Flaw.UNCITED
    if flaw:
        return Dropped(claim, flaw, cited)
    stretches = tuple(stretch for each in cited for stretch in _stretches(claim.text, each))
    return Grounded(claim.text, stretches) if stretches else Dropped(claim, Flaw.WORDS, cited)


def _flaw(text: str, cited: Sequence[Given]) -> Flaw | None:
    around = place(" . ".join(each.around for each in cited))
    raw = " ".join(each.around for each in cited).casefold()
    whole = any(place(text).toned in place(each.passage.text).toned for each in cited)
    checks = (
        (Flaw.NUMBER, all(_cites(number, cited) for number in _numbers(text))),
        (Flaw.DATE, all(_dated(text, cited))),
        (Flaw.FIGURE, all(_counted(text, quantity, cited, whole=whole) for quantity in quantities(text))),
        (Flaw.LINK, all(match.group().casefold() in raw for match in _LINK.finditer(text))),
        (Flaw.NAME, all(_is_named(name, around) for name in _names(text)) and _codes_stand(text, raw)),
        (Flaw.QUOTE, all(place(m["words"]).toned in around.toned for m in _QUOTED.finditer(text))),
        (Flaw.DENIAL, all(f" {toned(word)} " in around.toned for word in _denials(text))),
        (Flaw.WORDS, _share(text, around) >= _HELD),
    )
    return next((flaw for flaw, stands in checks if not stands), None)


def _numbers(text: str) -> Iterator[DocumentNumber]:
    for found in find_numbers(text):
        yield from found.numbers


def _cites(number: DocumentNumber, cited: Sequence[Given]) -> bool:
    return any(number.same_as(other) for each in cited for other in _numbers(each.passage.text))


def _dated(text: str, cited: Sequence[Given]) -> Iterator[bool]:
    told = [day for each in cited for day in (*days(each.passage.text), *_header_days(each.passage))]
    for asked in days(text):
        yield any(day.says(asked) for day in told)


def _header_days(passage: Passage) -> Iterator[Day]:
    for cell in passage.cells:
        yield from days(cell.header)


def _counted(text: str, quantity: Quantity, cited: Sequence[Given], *, whole: bool) -> bool:
    """Whether a cited passage has the figure, for what the sentence says it counts."""
    if _NAMED.search(text[: quantity.start]) and _is_ordinal(quantity, cited):
        return True
    noun, label = _noun_after(text, quantity), _label_before(text, quantity)
    return any(
        same.value == quantity.value
        and same.share is quantity.share
        and (whole or _tells_of(each.passage, same, noun=noun, label=label))
        for each in cited
        for same in quantities(each.passage.text)
    )


def _is_ordinal(quantity: Quantity, cited: Sequence[Given]) -> bool:
    return any(
        number.key[0] == f"{quantity.value:f}" for each in cited for number in _numbers(each.passage.text)
    )


def _noun_after(text: str, quantity: Quantity) -> list[str]:
    """The first telling words after a figure in its clause: what it counts."""
    found: list[str] = []
    if _HOUR.search(text[: quantity.start]):
        return found
    after = list(syllables(text[quantity.end :]))
    stops = {spot for each in stop_words().find(after) for spot in each}
    end = 0
    for spot, word in enumerate(after[:_NOUN]):
        between = text[quantity.end + end : quantity.end + word.start]
        if spot in stops or word.text[0].isdigit() or between.strip(" ()"):
            break
        found.append(toned(word.text))
        end = word.end
    return found


def _label_before(text: str, quantity: Quantity) -> list[str]:
    opening = max([0, *(each.end for each in quantities(text) if each.end <= quantity.start)])
    before = list(syllables(text[opening : quantity.start]))
    stops = {spot for each in stop_words().find(before) for spot in each}
    telling = [
        toned(word.text)
        for spot, word in enumerate(before)
        if spot not in stops and not word.text[0].isdigit()
    ]
    return telling[-_LABEL:]


def _tells_of(passage: Passage, figure: Quantity, *, noun: list[str], label: list[str]) -> bool:
    """Whether the words around a figure of a passage are those a sentence puts around it."""
    after, before = _window(passage, figure)
    wider = _outside(passage, figure)
    if noun:
        follows = {*after, *wider} if after else {*before, *wider}
        return all(word in follows for word in noun)
    held = [word for word in label if word in {*after, *before, *wider}]
    return not label or 2 * len(held) >= len(label)


def _window(passage: Passage, figure: Quantity) -> tuple[list[str], list[str]]:
    """The words after a figure up to the next sign or figure, and those before it."""
    text = passage.text
    after: list[str] = []
    end = figure.end
    for word in syllables(text[figure.end : figure.end + 120]):
        between = text[end : figure.end + word.start]
        # "Tăng từ 112 lên 559 thủ tục": what the second counts, the first does too.
        passed = word.text[0].isdigit() and len(after) <= 1
        if re.search(r"[,;:.()\t\n]", between) or (word.text[0].isdigit() and not passed):
            break
        if not passed:
            after.append(toned(word.text))
        end = figure.end + word.end
        if len(after) == _AFTER:
            break
    others = [each.end for each in quantities(text) if each.end <= figure.start]
    opening = max([0, *(others[-1:])])
    before = [toned(word.text) for word in syllables(text[opening : figure.start])]
    return after, before[-_BEFORE:]


def _outside(passage: Passage, figure: Quantity) -> set[str]:
    """The words that introduce a figure from outside its sentence: lead, heading, header, the row's head."""
    told = [passage.lead, *passage.headings[-1:]]
    if passage.cells:
        told.append(passage.text[passage.cells[0].start : passage.cells[0].end])
        told += [cell.header for cell in passage.cells if cell.start <= figure.start < cell.end]
    return {toned(word.text) for text in told for word in syllables(text)}


def _names(text: str) -> Iterator[tuple[list[str], bool]]:
    """Runs of words in capitals, and whether the first may be one only because a sentence opens with it."""
    run: list[Syllable] = []
    numbers = [(found.start, found.end) for found in find_numbers(text)]
    for word in syllables(text):
        inside = any(start <= word.start < end for start, end in numbers)
        joins = bool(run) and text[run[-1].end : word.start] == " "
        if word.text[0].isupper() and not inside:
            if run and not joins:
                yield [each.text for each in run], _is_opening(text, run[0])
                run = []
            run.append(word)
        elif run:
            yield [each.text for each in run], _is_opening(text, run[0])
            run = []
    if run:
        yield [each.text for each in run], _is_opening(text, run[0])


def _is_opening(text: str, word: Syllable) -> bool:
    return bool(_OPENS.search(text[: word.start]))


def _is_named(name: tuple[list[str], bool], around: Place) -> bool:
    words, opens = name
    choices = [words] if not opens else [words, words[1:]]
    return any(not choice or _stands(choice, around) for choice in choices)


def _stands(words: list[str], around: Place) -> bool:
    if f" {' '.join(map(toned, words))} " in around.toned:
        return True
    longs = [load_abbreviations().forms.get(word, ()) for word in words]
    # "UBND phường" for "Ủy ban nhân dân phường".
    return all(
        f" {toned(word)} " in around.toned or any(place(form).toned in around.toned for form in forms)
        for word, forms in zip(words, longs, strict=True)
    ) and any(longs)


def _codes_stand(text: str, raw: str) -> bool:
    numbers = [(found.start, found.end) for found in find_numbers(text)]
    return all(
        match.group().casefold() in raw or match.group().lower() in _UNITS
        for match in _CODE.finditer(text)
        if not any(start <= match.start() < end for start, end in numbers)
    )


def _denials(text: str) -> set[str]:
    return {word.text.lower() for word in syllables(text)} & _DENIALS


def telling(text: str) -> list[str]:
    """The words of a text that name something, toned, without its figures."""
    spoken = list(syllables(text))
    stops = {spot for each in stop_words().find(spoken) for spot in each}
    figures = [(each.start, each.end) for each in quantities(text)]
    return [
        toned(word.text)
        for spot, word in enumerate(spoken)
        if spot not in stops
        and not word.text[0].isdigit()
        and not any(start <= word.start < end for start, end in figures)
    ]


def _share(text: str, where: Place) -> float:
    words = telling(text)
    return sum(f" {word} " in where.toned for word in words) / len(words) if words else 0.0


def _stretches(text: str, each: Given) -> list[Stretch]:
    """The sentences or cells of a passage that show the claim, best first; none if it shows nothing of it."""
    passage = each.passage
    shares = {spot: _share(text, place(passage.text[slice(*spot)])) for spot in each.spots}
    told = {spot: _told(text, passage.text[slice(*spot)]) for spot in each.spots}
    chosen: list[tuple[int, int]] = []
    missing = frozenset().union(*told.values())
    while missing:
        chosen.append(max(told, key=lambda spot: (len(told[spot] & missing), shares[spot])))
        missing -= told[chosen[-1]]
    best = max(shares, key=lambda spot: shares[spot], default=None)
    if best is not None and shares[best] >= _SHOWN and (not chosen or shares[best] > 2 * shares[chosen[0]]):
        chosen.append(best)
    if chosen and passage.kind is Kind.TABLE_ROW and each.spots[0] not in chosen:
        chosen.append(each.spots[0])
    return [tidy(passage, *spot, header=_header(passage, spot)) for spot in dict.fromkeys(chosen)]


def _header(passage: Passage, spot: tuple[int, int]) -> str:
    headers = (cell.header for cell in passage.cells[1:] if (cell.start, cell.end) == spot)
    return next(headers, "")


def _told(claim: str, text: str) -> frozenset[object]:
    """What a stretch tells of the figures, days and document numbers of a claim."""
    values = {(each.value, each.share) for each in quantities(text)}
    numbers = {number.key for number in _numbers(text)}
    return frozenset(
        [
            *({(each.value, each.share) for each in quantities(claim)} & values),
            *({number.key for number in _numbers(claim)} & numbers),
            *(asked for asked in days(claim) if any(told.says(asked) for told in days(text))),
        ]
    )
