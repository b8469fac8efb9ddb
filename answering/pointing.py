"""What a follow-up points at: the document, the person or the place that was just told of."""

import re
from collections.abc import Iterator, Sequence

from answering.ellipsis import asked_noun, put_in
from answering.forms import ADDRESS, DOCUMENT_KINDS
from answering.persons import persons
from answering.phrases import Phrases, document_questions, follow_up_words, ordinals, question_words
from answering.question import Turn
from answering.understand import Asks, stop_words, understand
from corpus.number import find_numbers
from corpus.sentences import enumeration
from corpus.vietnamese import Syllable, fold, normalise, syllables
from prompts import load

_DOCUMENT_THERE = re.compile(
    rf"\b(?:(?P<kind>{DOCUMENT_KINDS})\s(?:đó|này|ấy|kia|trên|nói trên|do|nay|ay|tren)|nó|no)(?!\w)",
    re.IGNORECASE,
)
_SHORT_NUMBER = re.compile(rf"\b(?P<kind>{DOCUMENT_KINDS})\s(?:số\s|so\s)?\d[\w/.&-]*", re.IGNORECASE)
_ANY_DOCUMENT = frozenset({"", "van ban"})
# What a document's own questions ask for.
_OF_DOCUMENT = frozenset({Asks.DATE, Asks.PERSON, Asks.DOCUMENT, Asks.MEANING, Asks.LIST, Asks.WHETHER})


def name_document(text: str, history: Sequence[Turn]) -> str:
    """The text with "văn bản đó" replaced by the number last spoken of; "" where nothing points so."""
    pointed = _DOCUMENT_THERE.search(text)
    if pointed is None or find_numbers(text):
        return ""
    kind = pointed["kind"] or ""
    for turn in reversed(history):
        named = next(_numbered(f"{turn.question} . {turn.answer}", kind), "")
        named = named or _short_number(normalise(turn.question), normalise(turn.answer))
        if named:
            return f"{text[: pointed.start()]}{named}{text[pointed.end() :]}"
    return ""


def ask_of_document(text: str, standing: str, answer: str) -> str:
    """ "Ai ký?", "Ngày nào?" asked of the document the question before was about; "" for another question."""
    if not _is_of_document(text):
        return ""
    named = next(_numbered(standing, ""), "") or _short_number(standing, answer)
    asked = document_questions().find(list(syllables(standing)))
    if not named and asked:
        kind = re.search(DOCUMENT_KINDS, standing, re.IGNORECASE)
        named = next(_numbered(answer, kind.group() if kind else ""), "")
    return f"{named} {text[:1].lower()}{text[1:]}" if named else ""


def lacks_object(words: Sequence[Syllable]) -> range | None:
    """ "Phường triển khai bằng kế hoạch nào?": the verb whose object was told before; None without one."""
    after = {place for found in follow_up_words("no_objects").find(words) for place in found} | {len(words)}
    return next((found for found in follow_up_words("transitive").find(words) if found.stop in after), None)


def name_object(text: str, standing: str) -> str:
    """The text with the document just told of as the object that its verb lacks; "" without either."""
    words = list(syllables(text))
    verb, named = lacks_object(words), next(_numbered(standing, ""), "")
    if verb is None or not named:
        return ""
    end = words[verb.stop - 1].end
    return f"{text[:end]} {named}{text[end:]}"


def name_pointed(text: str, standing: str, answer: str) -> str:
    """The text with "ông ấy" and "chỗ đó" replaced by the name and the address of the answer before."""
    words = list(syllables(text))
    person = follow_up_words("that_person").find(words)
    if person:
        named = next((match.group() for match in persons(answer)), "")
        return put_in(text, words, person[0], named) if named else text
    there = follow_up_words("that_place").find(words)
    if there and understand(standing).kind is Asks.PLACE:
        address = ADDRESS.search(answer)
        return put_in(text, words, there[0], address.group()) if address else text
    return text


def name_item(text: str, standing: str, answer: str) -> str:
    """ "Cái thứ hai?" after a list: its item by number, or in its own words where more is asked."""
    words = list(syllables(text))
    number = next((n for name, n in ordinals().items() if Phrases.of([name]).find(words)), 0)
    place = next((f for name in ordinals() for f in Phrases.of([name]).find(words)), None)
    before = follow_up_words("classifiers").find(words)
    if place is None or not before or before[0].stop != place.start:
        return ""
    items = enumeration(answer)
    noun = asked_noun(standing)
    if len(items) >= number and place.stop < len(words):
        item = re.sub(r"^\W*(?:\d+\W+)?", "", answer[items[number - 1].start : items[number - 1].end])
        return f"{item.rstrip(' ;.,')} {text[words[place.stop].start :]}"
    spoken = list(syllables(standing))
    named = [spoken[at] for at in noun if not spoken[at].text[0].isdigit()] if noun else []
    name = standing[named[0].start : named[-1].end] if named else ""
    return load("replies/item_number", noun=name, number=number) if name else ""


def _is_of_document(text: str) -> bool:
    words = list(syllables(text))
    making = follow_up_words("about_document").find(words)
    asked = understand(text)
    if asked.kind not in _OF_DOCUMENT or not (making or asked.kind is Asks.DATE):
        return False
    covered = {place for found in making for place in found}
    sets: tuple[Phrases, ...] = (stop_words(), follow_up_words("openers"), follow_up_words("courtesy"))
    sets += tuple(question_words(name) for name in ("date", "person", "which", "whether_end", "place"))
    for phrases in sets:
        covered |= {place for found in phrases.find(words) for place in found}
    return len(covered) == len(words)


def _numbered(text: str, kind: str) -> Iterator[str]:
    """The numbers of a kind of document in a text, each with its kind; of any kind for "văn bản"."""
    said = normalise(text)
    wanted = fold(kind)
    for found in find_numbers(said):
        before = re.search(
            rf"(?P<kind>{DOCUMENT_KINDS})(?:\s(?:số|so))?\s*$", said[: found.start], re.IGNORECASE
        )
        known = [before["kind"]] if before else list(found.numbers[0].kinds)
        if wanted in _ANY_DOCUMENT or wanted in map(fold, known):
            name = kind if wanted not in _ANY_DOCUMENT else (known[0] if known else kind)
            yield f"{name} {found.numbers[0]}".strip()


def _short_number(standing: str, answer: str) -> str:
    """ "Quyết định 296" in full, where the answer writes it so."""
    short = _SHORT_NUMBER.search(standing)
    if short is None:
        return ""
    figure = re.search(r"\d+", short.group())
    full = (named for named in _numbered(answer, short["kind"]) if figure and f" {figure.group()}" in named)
    return next(full, short.group())
