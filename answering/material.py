"""What a language model is given to read for one question: passages under opaque tokens, and no more."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from answering.about_document import about_document
from answering.answer import Answer, Source
from answering.evidence import Term
from answering.ground import Given
from answering.model import Prompt
from answering.question import Turn
from answering.rank import Candidate, Ranked, rank
from answering.reader import Reader, documents_of, telling_units
from answering.redact import redact
from answering.requests import read_request
from answering.rewrite import Rewritten
from answering.scope import scope_of
from answering.sought import seek, weigher
from answering.spoken import spoken_of
from answering.understand import Asked, understand
from answering.units import units
from corpus.library import Library
from corpus.passage import Passage
from corpus.sentences import sentences
from corpus.vietnamese import syllables
from prompts import load

# Passages given, and letters of one: with the rules about four thousand tokens at most.
_PASSAGES, _ONE = 8, 1_200
# Earlier turns given, and the letters of an answer in them.
_TURNS, _HEARD = 3, 300
# Without vowels, so that a token is no word and no word a token.
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"


@dataclass(frozen=True, slots=True)
class Material:
    """The passages for one question in the order given, and how the question was understood by itself."""

    question: str
    asked: Asked
    ranked: tuple[Ranked, ...]
    given: tuple[Given, ...]

    def prompt(self, history: Sequence[Turn]) -> Prompt:
        """Documents and people stand between fences that neither can know beforehand."""
        fence, nothing = secrets.token_hex(4), load("model/nothing")
        rules = load("model/rules", nothing=nothing, fence=fence)
        earlier = "\n".join(
            load("model/turn", question=turn.question, answer=_cut(turn.answer, _HEARD))
            for turn in history[-_TURNS:]
        )
        passages = "\n\n".join(_shown(each, self.ranked) for each in self.given)
        words = load(
            "model/words", fence=fence, passages=passages, earlier=earlier or "–", question=self.question
        )
        return Prompt(rules, words, nothing)


def gather(
    reader: Reader, whole: Rewritten, *, answer: Answer, others: Sequence[str] = ()
) -> Material | None:
    """The passages that answered already, then the best for the question, and for the `others` it reads like.

    None for what no passage tells: a closed topic, what a document says of itself, an answer that quotes no
    passage, a search without a find. Where the question names a document, only passages of that one.
    """
    library = reader.edition.library
    text = reader.repaired(whole.text).text
    request = read_request(text)
    asked = understand(request.text)
    answering = list(_quoted(answer.sources, library))
    if (
        reader.closed.find(list(syllables(whole.understood)))
        or about_document(request.text, asked, documents_of(reader.edition))
        or (answer.sources and not answering)
    ):
        return None
    named = scope_of(text, library)
    if named:
        reader, request = replace(reader, scope=named.scope), read_request(named.rest)
        asked = understand(request.text)
    sought = seek(
        asked,
        library,
        reader.synonyms,
        told=request.background,
        before=whole.told,
        stressed=whole.stressed,
    )
    spoken = spoken_of(whole.heard, reader.edition.search) if whole.changed else ()
    ranked = reader.ranked(asked, sought, spoken)
    rankings = [ranked, *(_ranked(other, reader) for other in others)]
    found = [
        *answering,
        *(passage for each in zip_longest(*map(_best, rankings)) for passage in each if passage),
    ]
    passages = list(dict.fromkeys(passage for passage in found if reader.scope.holds(passage)))[:_PASSAGES]
    read = {each.unit.passage.id for each in ranked}
    new = [passage for passage in passages if passage.id not in read]
    titles = {document.id: document.title for document in library.documents()}
    ranked += _rated(new, asked, sought.terms, library, titles)
    given = _tokened(passages, titles)
    return Material(redact(whole.understood), asked, tuple(ranked), given) if given else None


def _ranked(other: str, reader: Reader) -> list[Ranked]:
    asked = understand(other)
    return reader.ranked(asked, seek(asked, reader.edition.library, reader.synonyms))


def _best(ranked: Sequence[Ranked]) -> list[Passage]:
    """The passages in the order of their best units. A heading says nothing of its own."""
    passages = (each.unit.passage for each in telling_units(list(ranked)))
    return list({passage.id: passage for passage in reversed(list(passages))}.values())[::-1][:_PASSAGES]


def _rated(
    passages: Sequence[Passage],
    asked: Asked,
    terms: Sequence[Term],
    library: Library,
    titles: Mapping[str, str],
) -> list[Ranked]:
    """The units of passages that the question's own words did not find."""
    found = [
        Candidate(unit, 0.0, 0.0)
        for passage in passages
        for unit in units(passage, title=titles[passage.document], citing=library.passage)
    ]
    return rank(asked, terms, found, weigher(library))


def _quoted(sources: Sequence[Source], library: Library) -> Iterator[Passage]:
    for source in sources:
        for passage in library.section_passages(source.document_id, source.section):
            touches = passage.first_line <= source.lines[1] and source.lines[0] <= passage.last_line
            if touches and source.quote in passage.text:
                yield passage


def _tokened(passages: Sequence[Passage], titles: Mapping[str, str]) -> tuple[Given, ...]:
    tokens: dict[str, None] = {}
    while len(tokens) < len(passages):
        tokens.setdefault("".join(secrets.choice(_LETTERS) for _ in range(3)))
    return tuple(
        Given(token, passage, titles[passage.document])
        for token, passage in zip(tokens, passages, strict=True)
    )


def _shown(each: Given, ranked: Sequence[Ranked]) -> str:
    """A passage as the model reads it; of a long one the sentences about its best unit."""
    passage = each.passage
    best = next((one.unit for one in ranked if one.unit.passage.id == passage.id), None)
    text = _row(passage) if passage.cells else _around(passage.text, best.start if best else 0)
    place = " › ".join((each.title, *passage.headings))
    lead = "" if not passage.lead or passage.text.startswith(passage.lead) else f"{passage.lead}\n"
    return load("model/passage", token=each.token, place=place, text=f"{lead}{text}")


def _row(passage: Passage) -> str:
    cells = (
        (cell.header, passage.text[cell.start : cell.end]) for cell in passage.cells if cell.start < cell.end
    )
    return _cut(" – ".join(f"{header}: {text}" if header else text for header, text in cells), _ONE)


def _around(text: str, at: int) -> str:
    """Whole sentences up to the length of one passage, from the one before `at` on."""
    if len(text) <= _ONE:
        return text
    spans = sentences(text)
    first = max(next((n for n, span in enumerate(spans) if span.end > at), 0) - 1, 0)
    return _cut(text[spans[first].start :], _ONE)


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[:letters].rpartition(' ')[0]} …"
