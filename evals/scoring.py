"""The scoring rules: whether an answer is right, supported, honest about conflicts, and keeps the wall."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from answering.answer import Answer, Source
from answering.quantities import days, quantities
from corpus.number import find_numbers
from corpus.vietnamese import fold, normalise

REFUSING = ("unanswerable", "out_of_scope", "refused")
ANSWERING = ("answered", "lookup")
WORD_LIMIT = 100

_TAG = re.compile(r"</?\w+[^>]*>")  # <p>, </i>
_FOOTNOTE_MARK = re.compile(r"(?<!\bm)(?<!\bkm)(?<!\dm)(?<!\dkm)[¹²³⁰⁴-⁹]+")  # "cấp¹" has one, "2,95km²" none
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")  # 05, 27.228, 40,74
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")  # 27.228, 1.071.580.000
_DASH = re.compile(r"\s*[-–—]\s*")
_SPACES = re.compile(r"\s+")

# Words with which a note tells that two places of the documents do not agree.
_CONFLICT_NOTE = re.compile(r"khac nhau|cho khac|khong khop|khong thong nhat|mau thuan")


@dataclass(frozen=True, slots=True)
class Gold:
    """What an answer is held against. In a value "a|b" either will do; every value must be found.

    `others` are the figures of the same thing that the documents give elsewhere, empty without a conflict;
    `disputed` says that the documents disagree at all, with or without a figure to tell.
    """

    values: tuple[str, ...]
    document: str
    lines: tuple[int, ...]
    answer: str = ""
    others: tuple[str, ...] = ()
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """`conflict_told` is None where there is nothing to tell."""

    right: bool
    supported: bool
    refused: bool
    conflict_told: bool | None
    false_conflict: bool
    words: int

    @property
    def fully_right(self) -> bool:
        return self.right and self.supported


def score(answer: Answer, gold: Gold, *, corpus: Path) -> Score:
    """`corpus` is the folder of the files that the quotes are checked against."""
    words = len(answer.text.split())
    verbatim = all(is_verbatim(source, corpus) for source in answer.sources)
    return Score(
        right=answer.status.startswith(ANSWERING)
        and words <= max(WORD_LIMIT, 2 * len(gold.answer.split()))
        and all(holds(answer.text, value) for value in gold.values),
        supported=verbatim and any(_overlaps(source, gold) for source in answer.sources),
        refused=is_refused(answer),
        conflict_told=tells_conflict(answer, gold),
        false_conflict=not gold.disputed and notes_conflict(answer),
        words=words,
    )


def is_refused(answer: Answer) -> bool:
    return answer.status.startswith(REFUSING)


def tells_conflict(answer: Answer, gold: Gold) -> bool | None:
    """Whether text or notes give every other figure of what was asked."""
    if not gold.others:
        return None
    told = "\n".join((answer.text, *answer.notes))
    return all(holds(told, other) for other in gold.others)


def notes_conflict(answer: Answer) -> bool:
    return any(_CONFLICT_NOTE.search(fold(normalise(note))) for note in answer.notes)


def leaks(answer: Answer, values: tuple[str, ...], *, question: str) -> bool:
    """Whether any value stands in anything the asker reads. What the question itself says is no secret."""
    read = [answer.text, *answer.notes, *answer.suggestions, answer.understood]
    for source in answer.sources:
        read += [source.title, source.section, source.quote]
    said = "\n".join(read)
    return any(holds(said, value) and not holds(question, value) for value in values)


def holds(text: str, value: str) -> bool:
    """Whether `value` ("a|b": either) stands in `text` on word and number boundaries.

    05 equals 5 and 27.228 equals 27228; 3 is not found in 13 or in 3,5; case, "*" and HTML do not count.
    """
    plain = plain_words(text)
    return any(_bounded(plain_words(choice)).search(plain) for choice in value.split("|"))


def plain_words(text: str) -> str:
    """Lower case with one form for every number, dash and space: for comparing, never for showing."""
    text = _TAG.sub(" ", normalise(text)).replace("*", "").lower()
    text = _SPACES.sub(" ", _DASH.sub("-", text)).replace(" %", "%").strip()
    return _NUMBER.sub(lambda match: _plain_number(match.group()), text)


def _plain_number(number: str) -> str:
    if _THOUSANDS.fullmatch(number):
        number = number.replace(".", "")
    return re.sub(r"^0+(?=\d)", "", number)


def _bounded(value: str) -> re.Pattern[str]:
    # A unit may touch its figure ("2,95km²"), another figure may not.
    before = r"(?<!\w)(?<!\d[.,])" if value[:1].isdigit() else r"(?<!\w)"
    after = r"(?![.,]?\d)" if value[-1:].isdigit() else r"(?!\w)"
    return re.compile(before + re.escape(value) + (after if value[-1:].isalnum() else ""))


def is_verbatim(source: Source, corpus: Path) -> bool:
    """Whether the quote stands on its lines of its file; "*", footnote marks and line breaks aside."""
    lines = file_lines(corpus / Path(source.document).name)
    first, last = source.lines
    quote = _bare(source.quote)
    return (
        bool(quote) and 1 <= first <= last <= len(lines) and quote in _bare(" ".join(lines[first - 1 : last]))
    )


@cache
def file_lines(path: Path) -> tuple[str, ...]:
    """The file's lines as the data counts them: split at "\\n" only; none where there is no such file."""
    if not path.is_file():
        return ()
    return tuple(normalise(path.read_text(encoding="utf-8-sig")).split("\n"))


def _bare(text: str) -> str:
    return _SPACES.sub(" ", _FOOTNOTE_MARK.sub("", normalise(text)).replace("*", "")).strip()


def _overlaps(source: Source, gold: Gold) -> bool:
    first, last = source.lines
    return Path(source.document).name == gold.document and any(first <= line <= last for line in gold.lines)


def stands_in_quotes(text: str, sources: Sequence[Source]) -> bool:
    """Whether every figure, date and document number of a text stands in the quotes of its sources."""
    quotes = " . ".join(source.quote for source in sources)
    figures = {each.value for each in quantities(quotes)}
    numbers = {number.key for found in find_numbers(quotes) for number in found.numbers}
    return (
        all(each.value in figures for each in quantities(text))
        and all(any(told.says(day) for told in days(quotes)) for day in days(text))
        and all(number.key in numbers for found in find_numbers(text) for number in found.numbers)
    )
