"""An answer in a language model's words: sentence by sentence, each only once it stands in its passages."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from answering.answer import Answer, Source, Status
from answering.compose import composed
from answering.decide import confidence, is_answer
from answering.draft import Claim, claims
from answering.evidence import place
from answering.ground import Dropped, Flaw, Grounded, ground, telling
from answering.listing import tells_items
from answering.material import Material
from answering.model import Model, ModelUnavailableError, Patience, Prompt, Usage
from answering.quantities import quantities
from answering.quote import merged
from answering.rank import Ranked
from answering.reader import Reader, telling_units
from answering.rival import conflicts_of, note, rivals
from answering.slots import must_have_slot, slots
from answering.steps import Ended, Found, Said, Step, Tally, Writing, quoted
from answering.stretch import Stretch
from answering.suggest import suggestions
from corpus.passage import Passage
from corpus.vietnamese import fold
from prompts import digest, load

# An answer fits one screen.
_LONGEST = 95
# How well a sentence's passage must fit the question, against the one that answered before.
_AS_GOOD = 0.8
# How sure the extractive answer must be not to be given up when the model finds that nothing is said.
_SURE = 1.0
# The share of a sentence's words that makes it one already said.
_SAID = 0.9

_log = logging.getLogger(__name__)


@dataclass
class _Text:
    """What has been said so far, and the sentences held back until one of them answers."""

    said: list[str] = field(default_factory=list)
    sources: tuple[Source, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    held: list[Grounded] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    quoted: bool = False
    tally: Tally = field(default_factory=Tally)

    @property
    def words(self) -> int:
        return sum(len(each.split()) for each in self.said)


@dataclass
class Spent:
    """What was used for an answer before it was written."""

    usage: Usage = field(default_factory=Usage)

    def __call__(self, usage: Usage) -> None:
        self.usage = self.usage + usage


def generate(
    material: Material,
    answer: Answer,
    prompt: Prompt,
    *,
    model: Model,
    reader: Reader,
    patience: Patience,
    spent: Spent,
) -> Iterator[Step]:
    """The steps of an answer; `answer` is the extractive one, which counts where the model is of no use.

    Never raises for anything a model writes or fails to.
    """
    writer = _Writer(material, answer, reader)
    writer.text.tally = replace(writer.text.tally, usage=spent.usage)
    yield Writing()
    try:
        yield from writer.write(model, prompt, patience)
        ended = writer.ended(prompt)
    except ModelUnavailableError as error:
        writer.text.tally = replace(writer.text.tally, trouble=error.trouble.value)
        ended = replace(answer, notes=(*answer.notes, load("replies/model_down")))
    _log_tally(model, writer.text.tally)
    if not writer.text.said:
        yield from quoted(ended, tally=writer.text.tally)
        return
    yield Found(ended.sources)
    yield Ended(ended, writer.text.tally)


class _Writer:
    """Takes a model's sentences for one question and lets through those that stand and answer."""

    def __init__(self, material: Material, answer: Answer, reader: Reader) -> None:
        self._material = material
        self._answer = answer
        self._reader = reader
        self._given = {each.token: each for each in material.given}
        self._claims: list[Claim] = []
        self.text = _Text()

    def write(self, model: Model, prompt: Prompt, patience: Patience) -> Iterator[Step]:
        with closing(model.draft(prompt, patience, self._spend)) as pieces:
            for claim in claims(pieces):
                self._claims.append(claim)
                yield from self._take(claim)
        yield from self._with_rivals()

    def ended(self, prompt: Prompt) -> Answer:
        """The whole answer: what was said, or the extractive one, or that the documents do not say."""
        if self.text.said:
            return self._written()
        declined = len(self._claims) == 1 and _is_same(self._claims[0].text, prompt.nothing)
        if declined and self._answer.status is not Status.UNANSWERABLE and not self._is_sure():
            text = load("replies/unanswerable_no_evidence", nearest="")
            return Answer(Status.UNANSWERABLE, text, understood=self._answer.understood)
        return self._answer

    def _spend(self, usage: Usage) -> None:
        self.text.tally = replace(self.text.tally, usage=self.text.tally.usage + usage)

    def _take(self, claim: Claim) -> Iterator[Step]:
        found = ground(claim, self._given)
        if isinstance(found, Grounded) and len(found.text.split()) > _LONGEST:
            cited = tuple(each for each in self._material.given if each.token in claim.tokens)
            found = Dropped(claim, Flaw.LENGTH, cited)
        if isinstance(found, Dropped):
            yield from self._replace(found)
        elif self._is_new(found.text):
            self.text.held.append(found)
            if self.text.said or self._answers(found):
                for each in self.text.held:
                    yield from self._say(each.text, each.stretches)
                self.text.held = []

    def _replace(self, found: Dropped) -> Iterator[Step]:
        """The quote in the place of a sentence that cites the passage which is quoted, once."""
        tally = self.text.tally
        self.text.tally = replace(tally, dropped=(*tally.dropped, found.flaw))
        cites_quoted = any(_is_quoted(each.passage, self._answer.sources) for each in found.cited)
        if self._answer.status is Status.UNANSWERABLE or self.text.quoted or not cites_quoted:
            return
        self.text.tally = replace(self.text.tally, replaced=tally.replaced + 1)
        self.text.quoted = True
        self.text.held = []
        self.text.sources = merged((*self.text.sources, *self._answer.sources))
        self.text.said.append(self._answer.text)
        yield Found(self.text.sources)
        yield Said(self._joined(self._answer.text))

    def _say(self, text: str, stretches: Sequence[Stretch]) -> Iterator[Step]:
        whole = text if text.endswith((".", "!", "?", "…")) else f"{text}."
        if self.text.said and self.text.words + len(whole.split()) > _LONGEST:
            return
        sources = composed(stretches, self._reader.edition.library).sources
        self.text.tally = replace(self.text.tally, grounded=self.text.tally.grounded + 1)
        self.text.sources = merged((*self.text.sources, *sources))
        self.text.stretches = (*self.text.stretches, *stretches)
        self.text.said.append(whole)
        yield Found(self.text.sources)
        yield Said(self._joined(whole))

    def _joined(self, text: str) -> str:
        return f" {text}" if len(self.text.said) > 1 else text

    def _is_new(self, text: str) -> bool:
        """Whether a sentence tells more than what was said."""
        before = " . ".join([*self.text.said, *(each.text for each in self.text.held)])
        where, words = place(before), telling(text)
        known = sum(f" {word} " in where.toned for word in words)
        figures = {each.value for each in quantities(text)} - {each.value for each in quantities(before)}
        return bool(figures) or not words or known < _SAID * len(words)

    def _answers(self, found: Grounded) -> bool:
        """Whether a sentence that stands is about what is asked, and holds what must be told."""
        asked = self._material.asked
        if must_have_slot(asked) and not slots(asked, found.text, place(found.text)):
            return False
        shown = [each for each in self._material.ranked if _is_shown(each, found.stretches)]
        if asked.listed and not tells_items(found.text, asked.listed):
            return False
        if self._answer.status is Status.UNANSWERABLE:
            return any(covers(each) and is_answer(asked, [each]) for each in shown)
        own = [each for each in self._material.ranked if _is_quoted(each.unit.passage, self._answer.sources)]
        needed = _AS_GOOD * max((each.score for each in own), default=0.0)
        return any(each.score >= needed for each in shown)

    def _is_sure(self) -> bool:
        ranked = self._material.ranked
        return bool(ranked) and confidence(self._material.asked, ranked) >= _SURE

    def _with_rivals(self) -> Iterator[Step]:
        """The other figures that the documents give for what was said, as with an extractive answer."""
        reader, ranked = self._reader, telling_units(list(self._material.ranked))
        asked, shown = self._material.asked, self.text.stretches
        found = conflicts_of(asked, ranked, reader.edition.library, reader.decisions, shown=shown)
        for other in found or rivals(asked, ranked, shown=shown):
            self.text.notes = (*self.text.notes, note(other))
            stretch = Stretch(other.passage, other.start, other.end)
            told = composed([stretch], reader.edition.library)
            self.text.sources = merged((*self.text.sources, *told.sources))
            figure = load("replies/counted_rival", figure=other.listed) if other.listed else told.text
            known = {f"{each.value:f}" for each in quantities(" ".join(self.text.said))}
            room = _LONGEST - self.text.words - len(figure.split())
            if other.value not in known and (other.listed or not other.counted) and room >= 0:
                self.text.said.append(figure)
                yield Said(self._joined(figure))

    def _written(self) -> Answer:
        """Notes are told as with the extractive answer, and where both stand in one place, its sources."""
        own = self._answer
        together = {(each.document, each.lines) for each in own.sources} & {
            (each.document, each.lines) for each in self.text.sources
        }
        rest = own.sources if own.notes or together else ()
        text = " ".join(self.text.said)
        notes = tuple(dict.fromkeys((*own.notes, *self.text.notes, load("replies/model_wrote"))))
        sources = merged((*self.text.sources, *rest))
        return Answer(Status.ANSWERED, text, sources, notes, own.understood, suggestions(text))


def covers(ranked: Ranked) -> bool:
    """Whether every telling word of the question stands in or around a unit, and nothing tells against it."""
    found = ranked.features
    against = (
        found.gone,
        found.unknown,
        found.names_missing,
        found.numbers_missing,
        found.other_time,
        found.other_scope,
        found.other_noun,
        found.opposed,
        found.contrary,
    )
    return not any(against)


def _is_shown(ranked: Ranked, stretches: Sequence[Stretch]) -> bool:
    unit = ranked.unit
    return any(Stretch(unit.passage, unit.start, unit.end).overlaps(each) for each in stretches)


def _is_quoted(passage: Passage, sources: Sequence[Source]) -> bool:
    return any(passage.document == source.document_id and source.quote in passage.text for source in sources)


def _is_same(text: str, other: str) -> bool:
    return fold(text).strip(' .!“”"') == fold(other).strip(" .")


def _log_tally(model: Model, tally: Tally) -> None:
    _log.info(
        "wrote model=%s prompt=%s grounded=%d replaced=%d dropped=%s tokens=%d/%d trouble=%s",
        model.name,
        digest("model"),
        tally.grounded,
        tally.replaced,
        ",".join(tally.dropped) or "-",
        tally.usage.read,
        tally.usage.written,
        tally.trouble or "-",
    )
