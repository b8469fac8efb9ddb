"""A long sentence cut to the clauses that answer, in the document's own words."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from answering.evidence import Place, Term, place
from answering.phrases import read_lines
from corpus.sentences import Span
from corpus.vietnamese import syllables

_OPENERS_FILE = Path(__file__).with_name("clause_openers.txt")
_LONGEST_OPENER = 3
# Clauses end at these signs; a comma ends one before a word that opens another, or, where a clause is too
# long otherwise, between stretches too long to be items of a list.
_CUT = re.compile(r"(?P<strong>[;:](?=\s))|,(?=\s)")
_PART, _COLON = re.compile(r"(?P<strong>;(?=\s))"), re.compile(r":(?=\s)")
_ITEM = 7
# "số 178/2024/NĐ-CP, ngày 31/12/2024", "dân số, 2,5 ha": a comma before a date or a figure parts no clauses.
_GOES_ON = re.compile(r"\s+(?:ngày|tháng|năm)\s|\s+\d")
# A stretch shorter than this many words grows on even where the next clause holds nothing that was asked.
_LEAST = 14
# The opening of the sentence, which says who and what, is shown too unless it is longer than this.
_OPENING = 34
# Of a longer one its first words up to a comma, if they are so many.
_FEWEST, _WHO = 4, 16
# An opening that tells neither who nor what.
_CIRCUMSTANCE = re.compile(
    r"(?:Sau|Trước|Trong|Thực hiện|Theo|Từ|Tại|Đối với|Ngay|Căn cứ|Để|Nhằm|Khi|Với|Do|Qua|Trên)\s"
)
# A bracket or quotation of at least a dozen words tells something on the side, if it alone holds little that
# is asked.
_ASIDE = re.compile(r"\s(?:\((?:[^()\s]+\s+){11,}[^()]*\)|“(?:[^“”\s]+\s+){11,}[^“”]*”)\s?")
_ASKED = 0.2
_LISTED = re.compile(r"[,;]\s")
_PAIRS = {"(": ")", "“": "”", "[": "]"}


def trim(text: str, terms: Sequence[Term], *, keep: tuple[int, int] | None, budget: int) -> tuple[Span, ...]:
    """The stretches of `text` to show, at most about `budget` words, in order.

    `keep` is a stretch that must stay (the figure that answers). What is shown grows from it, or from the
    clause that holds most of the question, to whichever side gains more of the question's words; the words
    that open its sentence, or the list it stands in, are shown before it.
    """
    if len(text.split()) <= budget:
        return (Span(0, len(text)),)
    apart = _without_asides(text, terms, keep)
    if sum(len(text[span.start : span.end].split()) for span in apart) <= budget:
        return apart
    clauses = _clauses(text, budget)
    if len(clauses) < 2:
        return (Span(0, len(text)),)
    places = [place(text[clause.start : clause.end]) for clause in clauses]
    sizes = [len(text[clause.start : clause.end].split()) for clause in clauses]
    seed = _seed(clauses, places, terms, keep)
    opening = begins = _opening(text, clauses, seed)
    if opening is not None and sizes[opening] + sizes[seed] > min(budget, sizes[seed] + _OPENING):
        opening = None
    used = sizes[opening] if opening is not None else 0
    signs = [text[clause.end : clause.end + 1] for clause in clauses]
    first, last = _grown(places, sizes, signs, terms, seed=seed, budget=budget - used, opening=opening)
    first, last = _to_sure_ends(text, clauses, sizes, first, last, room=budget - used)
    if signs[last] == ":" and last + 1 < len(clauses) and sizes[last + 1] <= _LEAST:
        last += 1
    shown = Span(clauses[first].start, clauses[last].end)
    if opening is None or first <= opening:
        who = _who(text, shown.start) if begins == 0 and opening is None and first else None
        return (who, shown) if who else (shown,)
    if first == opening + 1:
        return (Span(clauses[opening].start, shown.end),)
    return (clauses[opening], shown)


def part_of(text: str, terms: Sequence[Term], *, keep: tuple[int, int] | None) -> tuple[Span, ...]:
    """Of a sentence's parts between semicolons the one that holds all it holds of the question.

    It is shown after the words that open the list, up to a colon; the whole is shown where no part does.
    """
    whole = (Span(0, len(text)),)
    parts = _split(text, whole[0], cut=_PART)
    if len(parts) < 2:
        return whole
    places = [place(text[each.start : each.end]) for each in parts]
    seed = _seed(parts, places, terms, keep)
    colon = _COLON.search(text, parts[0].start, parts[0].end)
    lead = Span(0, colon.start()) if colon and not is_enclosed(text, 0, colon.start()) else None
    if seed == 0 or (lead and len(text[lead.start : lead.end].split()) > _OPENING):
        lead = None
    shown = [*([lead] if lead else []), parts[seed]]
    held = _held(terms, [place(text[each.start : each.end]) for each in shown])
    missing = [term for term in _held(terms, [place(text)]) if term not in held and not term.pair]
    return whole if missing else tuple(shown)


def _without_asides(text: str, terms: Sequence[Term], keep: tuple[int, int] | None) -> tuple[Span, ...]:
    """The text without its long brackets, but for lists and those that hold what must stay or is asked."""
    spans: list[Span] = []
    start = 0
    total = sum(term.weight for term in terms)
    for match in _ASIDE.finditer(text):
        stays = keep and match.start() < keep[1] and keep[0] < match.end()
        is_list = text[match.start() + 1] == "(" and len(_LISTED.findall(match.group())) > 1
        if stays or is_list:
            continue
        rest = place(f"{text[: match.start()]} {text[match.end() :]}")
        aside = place(match.group())
        if sum(term.weight for term in terms if term.credit(aside) > term.credit(rest)) > _ASKED * total:
            continue
        spans.append(Span(start, match.start()))
        start = match.end()
    spans.append(Span(start, len(text)))
    return tuple(span for span in spans if any(map(str.isalnum, text[span.start : span.end])))


def _grown(
    places: Sequence[Place],
    sizes: Sequence[int],
    signs: Sequence[str],
    terms: Sequence[Term],
    *,
    seed: int,
    budget: int,
    opening: int | None,
) -> tuple[int, int]:
    first = last = seed
    while True:
        already = [*places[first : last + 1], *([places[opening]] if opening is not None else [])]
        held = _held(terms, already)
        size = sum(sizes[first : last + 1])
        grown = [
            (_gain(terms, held, places[side]) / (sizes[side] + 4), side)
            for side in (first - 1, last + 1)
            if 0 <= side < len(places) and side != opening and size + sizes[side] <= budget
        ]
        if not grown:
            return first, last
        gain, side = max(grown, key=lambda option: (option[0], -option[1]))
        complete = size >= _LEAST or signs[min(side, last)] == ";"
        if gain <= 0 and complete and not _reaches(terms, held, places, side, first):
            return first, last
        first, last = min(first, side), max(last, side)


def _to_sure_ends(
    text: str, clauses: Sequence[Span], sizes: Sequence[int], first: int, last: int, *, room: int
) -> tuple[int, int]:
    """Grown over commas that may part no clauses, first to the end, as far as there is room."""

    def is_sure(before: int) -> bool:
        end = clauses[before].end
        return text[end : end + 1] != "," or _opens_clause(text[end + 1 : end + 40])

    while last + 1 < len(clauses) and not is_sure(last) and sum(sizes[first : last + 2]) <= room:
        last += 1
    while first > 0 and not is_sure(first - 1) and sum(sizes[first - 1 : last + 1]) <= room:
        first -= 1
    return first, last


def _clauses(text: str, budget: int) -> list[Span]:
    """Cut where a clause surely ends; a clause longer than the budget also where one may end."""
    found: list[Span] = []
    for clause in _split(text, Span(0, len(text)), sure=True):
        words = len(text[clause.start : clause.end].split())
        found.extend([clause] if words <= budget else _split(text, clause, sure=False))
    return found


def _split(text: str, within: Span, *, sure: bool = True, cut: re.Pattern[str] = _CUT) -> list[Span]:
    spans: list[Span] = []
    start = within.start
    for match in cut.finditer(text, within.start, within.end):
        if not is_enclosed(text, within.start, match.start()) and _ends_clause(text, start, match, sure=sure):
            spans.append(Span(start, match.start()))
            start = match.end()
    spans.append(Span(start, within.end))
    trimmed = [Span(span.end - len(text[span.start : span.end].lstrip()), span.end) for span in spans]
    return [span for span in trimmed if span.start < span.end]


def _ends_clause(text: str, start: int, match: re.Match[str], *, sure: bool) -> bool:
    if match["strong"]:
        return True
    if _GOES_ON.match(text, match.end()):
        return False
    if sure:
        return _opens_clause(text[match.end() : match.end() + 40])
    following = re.split(r"[;:,]\s", text[match.end() :], maxsplit=1)[0]
    return len(text[start : match.start()].split()) >= _ITEM and len(following.split()) >= _ITEM


@cache
def _openers() -> frozenset[str]:
    return frozenset(read_lines(_OPENERS_FILE.read_text(encoding="utf-8")))


def _opens_clause(following: str) -> bool:
    words = [word.text.lower() for word in syllables(following)][:_LONGEST_OPENER]
    return any(" ".join(words[:length]) in _openers() for length in range(1, len(words) + 1))


def is_enclosed(text: str, start: int, at: int) -> bool:
    """Whether a bracket or quotation mark that opens between `start` and `at` closes after `at`."""
    return any(
        text.count(opens, start, at) > text.count(closes, start, at) and closes in text[at:]
        for opens, closes in _PAIRS.items()
    )


def _opening(text: str, clauses: Sequence[Span], seed: int) -> int | None:
    """The clause that opens the list of the seed, or else its part of the sentence; None for itself."""
    begins = 0
    for place_of, clause in enumerate(clauses[:seed]):
        sign = text[clause.end : clause.end + 1]
        if sign == ":":
            return place_of if len(text[clause.start : clause.end].split()) > _FEWEST else begins
        if sign == ";":
            begins = place_of + 1
    return begins if begins < seed else None


def _who(text: str, until: int) -> Span | None:
    """The first words of a sentence up to a comma, where its opening is too long to be shown whole."""
    comma = re.search(r",\s", text)
    words = len(text[: comma.start()].split()) if comma else 0
    if comma is None or comma.start() >= until or not _FEWEST <= words <= _WHO or _CIRCUMSTANCE.match(text):
        return None
    return Span(0, comma.start())


def _seed(
    clauses: Sequence[Span],
    places: Sequence[Place],
    terms: Sequence[Term],
    keep: tuple[int, int] | None,
) -> int:
    if keep:
        for index, clause in enumerate(clauses):
            if clause.start <= keep[0] < clause.end:
                return index
    return max(range(len(clauses)), key=lambda index: sum(t.weight * t.credit(places[index]) for t in terms))


def _held(terms: Sequence[Term], places: Sequence[Place]) -> set[Term]:
    return {term for term in terms if any(term.credit(where) for where in places)}


def _gain(terms: Sequence[Term], held: set[Term], where: Place) -> float:
    return sum(term.weight * term.credit(where) for term in terms if term not in held)


def _reaches(terms: Sequence[Term], held: set[Term], places: Sequence[Place], side: int, first: int) -> bool:
    """Whether clauses beyond an empty one hold words of the question that are still missing."""
    beyond = places[: side + 1] if side < first else places[side:]
    return any(_gain(terms, held, where) > 0 for where in beyond)
