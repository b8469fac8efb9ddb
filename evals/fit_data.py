"""What the weights are fitted on: the questions of the data, each with the units weighed for it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from answering import screen
from answering.about_document import about_document
from answering.assistant import Assistant, register_of
from answering.compose import compose
from answering.decide import Judge, confidence, judge_of, telling_words
from answering.extreme import extreme
from answering.features import Features
from answering.held import about_held
from answering.listing import tells_items
from answering.lookup import look_up
from answering.rank import Ranked
from answering.reader import Reader, documents_of, telling_units
from answering.requests import read_request
from answering.scope import scope_of
from answering.sought import Sought, seek
from answering.understand import Asked, understand
from corpus.vietnamese import normalise, syllables
from evals.questions import Case, Expected
from evals.scoring import holds

Numbers = NDArray[np.float64]

FEATURES = tuple(field.name for field in fields(Features))
# What a judge hears: the features of the best unit, and how many words the question has.
VOICES = (*FEATURES, "terms")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The units of one question, best first, as the ranking of the code has them; `telling` can answer."""

    asked: Asked
    sought: Sought
    ranked: Sequence[Ranked]
    telling: Sequence[Ranked]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A question that a judge decides on.

    `features` has a line for each unit, `shares` how much of the expected answer the unit holds on its lines.
    `right`: the best unit's sentence holds a value. `ruled_out`: refused whatever the judge says. `now`: the
    log odds by the judges of the code.
    """

    case: Case
    judge: str
    answerable: bool
    right: bool
    ruled_out: bool
    now: float
    voices: Numbers
    features: Numbers
    shares: Numbers


def collect(assistant: Assistant, cases: Iterable[Case]) -> list[Row]:
    """A row for each case that comes to a judge, in their order.

    Left out are follow-ups, and questions that end before: turned away, looked up, closed to the asker.
    """
    rows = (_row(assistant, case) for case in cases if not case.before)
    return [row for row in rows if row]


def _row(assistant: Assistant, case: Case) -> Row | None:
    edition = assistant.generations.edition(case.audience)
    reader = assistant.reader(edition, case.audience)
    weighed = _weigh(reader, case)
    return _measured(reader, case, weighed) if weighed else None


def _weigh(reader: Reader, case: Case) -> Weighed | None:
    edition, library = reader.edition, reader.edition.library
    text = " ".join(normalise(case.question).split())
    if screen.turn_away(text, is_known=screen.is_known_phrase(library.document_frequency)):
        return None
    if about_held(text, library) or look_up(text, register_of(edition)):
        return None
    spelling = reader.repaired(text)
    text = spelling.text
    if named := scope_of(text, library):
        reader, text = replace(reader, scope=named.scope), named.rest
    request = read_request(text)
    asked = understand(request.text, read=frozenset(better for _, better in spelling.changes))
    if about_document(request.text, asked, documents_of(edition)) or reader.closed.find([*syllables(text)]):
        return None
    sought = seek(asked, library, reader.synonyms, told=request.background)
    ranked = reader.ranked(asked, sought)
    telling = telling_units(ranked)
    if not telling or extreme(asked, ranked, library):
        return None
    return Weighed(asked, sought, ranked, telling)


def _measured(reader: Reader, case: Case, weighed: Weighed) -> Row:
    asked, ranked, telling = weighed.asked, weighed.ranked, weighed.telling
    files = {document.id: document.file for document in documents_of(reader.edition)}
    now = confidence(asked, telling)
    answerable = case.expected is Expected.FACT
    return Row(
        case=case,
        judge=judge_of(asked),
        answerable=answerable,
        right=answerable and _is_right(case, telling[0], files[telling[0].unit.passage.document]),
        ruled_out=now == -math.inf or _misses_items(weighed, reader),
        now=now,
        voices=_voices(asked, telling[0]),
        features=np.array([astuple(each.features) for each in ranked]),
        shares=np.array([_share(case, each, files[each.unit.passage.document]) for each in ranked]),
    )


def _voices(asked: Asked, best: Ranked) -> Numbers:
    """Each voice as a judge hears it that listens to nothing else."""
    words = telling_words(asked)
    return np.array([Judge(0.0, {name: 1.0}).log_odds(best.features, words=words) for name in VOICES])


def _misses_items(weighed: Weighed, reader: Reader) -> bool:
    """Whether the question says how many items it wants to be told, and the answer would not tell them."""
    asked = weighed.asked
    if not asked.listed:
        return False
    answer = compose(asked, weighed.sought.terms, weighed.telling, reader.edition.library)
    return not tells_items(answer.text, asked.listed)


def _is_right(case: Case, best: Ranked, file: str) -> bool:
    assert case.gold is not None
    sentence = best.unit.passage.text[slice(*best.unit.sentence)]
    return file == case.gold.document and any(holds(sentence, value) for value in case.gold.values)


def _share(case: Case, each: Ranked, file: str) -> float:
    """The share of the expected values that a unit holds; 0 on other lines than those expected."""
    gold = case.gold
    if gold is None or case.expected is not Expected.FACT or file != gold.document:
        return 0.0
    if not {piece.line for piece in each.unit.passage.pieces} & set(gold.lines):
        return 0.0
    return sum(holds(each.unit.text, value) for value in gold.values) / len(gold.values)
