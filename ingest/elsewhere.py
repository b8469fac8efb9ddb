"""Figures of one thing at another time or in another scope: no contradiction, but good to know."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from corpus.conflict import Conflict, ConflictKind, comparable, conflict_of, differ, other_times
from corpus.dates import iso_dates
from corpus.figures import Measured, figure_words
from corpus.letters import CAPITALS, SMALL
from corpus.vietnamese import syllables
from ingest.facts import Facts
from ingest.named import listed_by_name
from ingest.places import two_floors, two_houses
from ingest.reckon import said

# A noun that is counted in more places than these is counted of many things.
_COMMON = 40
# What has as many other figures is counted of many things.
_MANY = 4
# Two nouns that more sentences than these count together are counted of many things.
_MANY_TOGETHER = 3
# Characters between two figures that are said together, brackets aside.
_NEAR = 50
# A ratio of fewer is of too little to be known again; a share of its words, and the fewest, that must be.
_LEAST_BASE, _SAME_WORDS, _FEWEST_WORDS = 10, 0.6, 2
# Figures that are further apart than this count a part and the whole.
_HALF = 0.5
# Words that the labels of two documents must share: "thủ tục hành chính".
_LABELLED = 4
_TELLING = 2
_BRACKETS = re.compile(r"\([^()]*\)")
_NAME = re.compile(rf"(?<!\w)[{CAPITALS}][{SMALL}]+(?:\s[{CAPITALS}][{SMALL}]+)+")  # Bạch Mai
_NOW = re.compile(r"\b(?:hiện nay|hiện|đến nay|tới nay)\b", re.IGNORECASE)
# A total is said with one of these: "hiện có 17 người hoạt động không chuyên trách".
_TOTAL = re.compile(
    r"(?:tổng số|tổng cộng|hiện có|hiện nay có|hiện đang có|có tổng số)(?:\slà)?:?\s+$", re.IGNORECASE
)
_CLAUSE = re.compile(r"[;:,.()]\s")
_LONG_NOUN = 4
# Words before a bracket that may name what is counted in it.
_BEFORE_BRACKET = 5
_IN_BRACKETS = re.compile(r"\s?\((?P<inside>[^()]*)")


def elsewhere(read: Facts) -> Iterator[Conflict]:
    """Pairs of places with other figures of one noun, where a reader of the one should know the other."""
    spans = _spans()
    counts = [fact for fact in read if not fact.unit and fact.noun[0] not in spans]
    found = [
        *_counted_together(counts, read),
        *_of_one_base(counts),
        *_of_the_whole(counts, read),
        *_labelled_alike(counts),
        *_told_of_rows(counts, read),
        *_narrowed(counts, read),
        *_totals(counts, read),
        *_columns(counts),
        *_in_brackets(counts, read),
    ]
    pairs = {frozenset(((a.passage, a.start), (b.passage, b.start))): (a, b) for a, b in found}
    others: dict[tuple[str, int], list[str]] = defaultdict(list)
    for one, other in pairs.values():
        others[one.passage, one.start].append(other.value)
        others[other.passage, other.start].append(one.value)
    for one, other in pairs.values():
        told = [others[each.passage, each.start] for each in (one, other)]
        if _is_of_many(one, told[0]) or _is_of_many(other, told[1]) or _are_parts(one, other, told[0]):
            continue
        first, second = (said(fact, read.passages[fact.passage]) for fact in (one, other))
        noun = min(one.name, other.name, key=len)
        yield conflict_of(ConflictKind.ELSEWHERE, noun=noun, first=first, second=second, strong=True)
    yield from listed_by_name(read)
    yield from two_floors(read)
    yield from two_houses(read)


Pair = tuple[Measured, Measured]


def _is_of_many(fact: Measured, others: list[str]) -> bool:
    """Whether the other figures are of many things, or the parts of this one: 16, and 7 and 9."""
    plain = [int(value) for value in others if value.isdigit()]
    return len(set(others)) >= _MANY or (len(plain) > 1 and str(sum(plain)) == fact.value)


def _are_parts(one: Measured, other: Measured, others: list[str]) -> bool:
    """Whether a third figure is what both make up."""
    both = one.value.isdigit() and other.value.isdigit()
    return both and str(int(one.value) + int(other.value)) in others


def _spans() -> frozenset[str]:
    return frozenset(_folded(name) for name in figure_words("spans"))


def _folded(text: str) -> str:
    return " ".join(word.folded for word in syllables(text))


def _pairs(counts: Iterable[Measured], *, across: bool = False) -> Iterator[Pair]:
    """Facts of one document, or of two, whose nouns begin alike and whose figures differ."""
    by_noun: dict[str, list[Measured]] = defaultdict(list)
    for fact in counts:
        by_noun[fact.noun[0]].append(fact)
    for alike in by_noun.values():
        by_whole = defaultdict(list)
        for one in alike:
            by_whole[one.noun].append(one)
        known = [fact for fact in alike if len(by_whole[fact.noun]) <= _COMMON]
        for one, other in combinations(known, 2):
            if (one.document != other.document) is across and _differ(one, other) and _alike(one, other):
                yield one, other


def _alike(one: Measured, other: Measured) -> bool:
    """Whether both count the same noun, or one counts it narrowed: "trường", "trường công lập"."""
    shorter = min(len(one.noun), len(other.noun))
    return one.noun[:shorter] == other.noun[:shorter]


def _differ(one: Measured, other: Measured) -> bool:
    return differ(_whole(one), _whole(other))


def _whole(fact: Measured) -> Measured:
    """For a ratio, what it is of: 30 for "32/30 lớp"."""
    return replace(fact, value=fact.value.rpartition("/")[2])


def _is_vague(fact: Measured) -> bool:
    return fact.name.lower() in figure_words("vague") or _is_event(fact)


def _telling(noun: tuple[str, ...], name: str) -> bool:
    return len(noun) >= _TELLING and name.lower() not in figure_words("vague")


def _counted_together(counts: list[Measured], read: Facts) -> Iterator[Pair]:
    """ "148 tổ chức Đảng với 6.901 đảng viên", "126 tổ chức đảng … với 7.217 đảng viên"."""
    together: dict[tuple[object, object], list[Pair]] = defaultdict(list)
    for one, other in _pairs(counts):
        if _of_two_places(one, other) and not _is_event(one):
            key = ((one.passage, one.sentence), (other.passage, other.sentence))
            together[key].append((one, other))
    told: dict[frozenset[str], list[list[Pair]]] = defaultdict(list)
    for pairs in together.values():
        beside = [pair for pair in pairs if any(_beside(pair, each, read) for each in pairs)]
        same = {one.noun[0] for one, other in beside if one.noun == other.noun}
        beside = [pair for pair in beside if pair[0].noun == pair[1].noun or pair[0].noun[0] not in same]
        if any(_telling(one.noun, one.name) for one, _ in beside):
            told[frozenset(one.noun[0] for one, _ in beside)].append(beside)
    for several in told.values():
        if len(several) <= _MANY_TOGETHER:
            yield from (pair for pairs in several for pair in pairs)


def _of_two_places(one: Measured, other: Measured) -> bool:
    """Whether they are not in one list; in one paragraph, in two sentences of the same time."""
    if one.group and one.group == other.group:
        return False
    return one.passage != other.passage or (one.sentence != other.sentence and bool(one.times & other.times))


def _is_event(fact: Measured) -> bool:
    """Events are counted of a time and an owner: 01 cuộc giám sát, 44 buổi."""
    return next(iter(fact.name.lower().split()), "") in figure_words("events")


def _beside(pair: Pair, other: Pair, read: Facts) -> bool:
    """Whether two pairs are of two nouns, said together both times, of owners that may be one."""
    if _alike(pair[0], other[0]) or _alike(pair[1], other[1]):
        return False
    if any(_apart(one, two, read) > _NEAR for one, two in zip(pair, other, strict=True)):
        return False
    names = [_names_before(min(pair[n], other[n], key=lambda f: f.start), read) for n in (0, 1)]
    return not (names[0] and names[1]) or bool(names[0] & names[1])


def _apart(one: Measured, other: Measured, read: Facts) -> int:
    left, right = sorted((one, other), key=lambda fact: fact.start)
    between = read.passages[left.passage].text[left.stretch[1] : right.start]
    return len(_BRACKETS.sub("", between))


def _names_before(fact: Measured, read: Facts) -> set[str]:
    return set(_NAME.findall(read.passages[fact.passage].text[fact.sentence[0] : fact.start]))


def _of_one_base(counts: list[Measured]) -> Iterator[Pair]:
    """ "122/124 đơn vị … nộp đảng phí", "120/124 đơn vị đã nộp …"."""
    ratios = [fact for fact in counts if "/" in fact.value]
    by_base: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for fact in ratios:
        by_base[fact.document, fact.value.rpartition("/")[2]].append(fact)
    for (_, base), alike in by_base.items():
        for one, other in combinations(alike, 2):
            apart = one.sentence != other.sentence or one.passage != other.passage
            if float(base) >= _LEAST_BASE and apart and one.value != other.value and _alike(one, other):
                fewer = min(one.tail, other.tail, key=len)
                shared = len(one.tail & other.tail)
                if shared >= max(_FEWEST_WORDS, _SAME_WORDS * len(fewer)):
                    yield one, other


def _of_the_whole(counts: list[Measured], read: Facts) -> Iterator[Pair]:
    """ "6.086/7.148 đảng viên", "7.217 đảng viên"."""
    for one, other in _pairs(fact for fact in counts if not fact.tail and _telling(fact.noun, fact.name)):
        ratio, whole = (one, other) if "/" in one.value else (other, one)
        apart = "/" in ratio.value and "/" not in whole.value and one.passage != other.passage
        after = read.passages[whole.passage].text[whole.stretch[1] :]
        if apart and one.noun == other.noun and _near(one, other) and not after.startswith("/"):
            yield one, other


def _near(one: Measured, other: Measured) -> bool:
    left, right = sorted(float(_whole(fact).value) for fact in (one, other))
    return left >= _HALF * right and right >= _LEAST_BASE


def _labelled_alike(counts: list[Measured]) -> Iterator[Pair]:
    """Two documents: "số thủ tục hành chính thuộc thẩm quyền …: 425", "số TTHC cấp xã … 559 thủ tục"."""
    labelled = [fact for fact in counts if fact.label and len(fact.noun) >= _TELLING]
    for one, other in _pairs(labelled, across=True):
        alike = [fact for fact in labelled if _same_label(one, fact)]
        # Reports of every quarter say it every quarter; what both documents say, neither lacks.
        usual = len({fact.document for fact in alike}) > _MANY_TOGETHER
        said_by = [{fact.document for fact in alike if fact.value == each.value} for each in (one, other)]
        lacking = other.document not in said_by[0] and one.document not in said_by[1]
        if _same_label(one, other) and lacking and not usual and not other_times(one, other):
            yield one, other


def _same_label(one: Measured, other: Measured) -> bool:
    shared = one.label & other.label
    return one.noun == other.noun and len(shared) >= _LABELLED and {*one.noun} <= shared


def _told_of_rows(counts: list[Measured], read: Facts) -> Iterator[Pair]:
    """A row's first cell is named in a sentence, which counts what the row counts in other words.

    "khối chính quyền … hiện nay là 76 biên chế", "Khối chính quyền | 87 công chức (biên chế tại …)".
    """
    rows = [fact for fact in counts if len(fact.row.split()) >= _TELLING and fact.start == fact.sentence[0]]
    for fact in (fact for fact in counts if not fact.row and fact.name):
        named = f" {fact.before} "
        mine = [cell for cell in rows if cell.document == fact.document and f" {cell.row} " in named]
        mine = [cell for cell in mine if _also_called(cell, fact.noun, read) and _differ(cell, fact)]
        if mine and _NOW.search(read.words_of(fact)):
            latest = max(_last_day(cell) for cell in mine)
            mine = [cell for cell in mine if _last_day(cell) == latest]
        yield from ((fact, cell) for cell in mine)


def _also_called(cell: Measured, noun: tuple[str, ...], read: Facts) -> bool:
    found = _IN_BRACKETS.match(read.passages[cell.passage].text, cell.stretch[1])
    opening = [word.folded for word in syllables(found["inside"])] if found else []
    return tuple(opening[: len(noun)]) == noun


def _last_day(fact: Measured) -> str:
    """In ISO form, "" without a day."""
    return max((day for time in fact.times for day in iso_dates(time)), default="")


def _narrowed(counts: list[Measured], read: Facts) -> Iterator[Pair]:
    """ "26 trường công lập"; "03 đơn vị sự nghiệp công lập và 24 trường"."""
    telling = [fact for fact in counts if "/" not in fact.value and not _is_vague(fact)]
    for one, other in _pairs(telling):
        if one.noun == other.noun or not comparable(one, other):
            continue
        shorter, longer = sorted((one, other), key=lambda fact: len(fact.noun))
        more = " ".join(longer.noun[len(shorter.noun) :])
        told = f" {_folded(read.words_of(shorter))} "
        apart = one.passage != other.passage and _near(one, other)
        if apart and len(more.split()) >= _TELLING and f" {more} " in told:
            yield one, other


def _totals(counts: list[Measured], read: Facts) -> Iterator[Pair]:
    """ "tổng số 50 người hoạt động không chuyên trách", "hiện có 17 người hoạt động không chuyên trách"."""
    totals = [fact for fact in counts if len(fact.noun) >= _LONG_NOUN and _owner(fact, read) is not None]
    for one, other in _pairs(totals):
        if one.noun == other.noun and not (one.group and one.group == other.group):
            owners = _owner(one, read) or set(), _owner(other, read) or set()
            if not all(owners) or owners[0] & owners[1]:
                yield one, other


def _owner(fact: Measured, read: Facts) -> set[str] | None:
    """The words before a total in its clause; None for what is no total."""
    before = read.passages[fact.passage].text[fact.sentence[0] : fact.start]
    found = _TOTAL.search(before)
    if found is None:
        return None
    clause = _CLAUSE.split(before[: found.start()])[-1]
    known = {_folded(word) for word in figure_words("whole") | figure_words("links")}
    return {word.folded for word in syllables(clause)} - known


def _columns(counts: list[Measured]) -> Iterator[Pair]:
    """ "Khối chính quyền | 94 công chức, 01/7/2025 | 87 công chức, 25/5/2026"."""
    rows: dict[tuple[str, tuple[str, ...]], list[Measured]] = defaultdict(list)
    for fact in counts:
        if fact.row and fact.times and "/" not in fact.value:
            rows[fact.passage, fact.noun].append(fact)
    for cells in rows.values():
        # A cell that counts the noun twice counts two things.
        if len(cells) == len({cell.sentence for cell in cells}):
            for one, other in combinations(cells, 2):
                if one.value != other.value and not one.times & other.times:
                    yield one, other


def _in_brackets(counts: list[Measured], read: Facts) -> Iterator[Pair]:
    """ "đội ngũ viên chức y tế (10 người)", "100 viên chức trạm y tế"."""
    by_head: dict[tuple[str, ...], list[Measured]] = defaultdict(list)
    for fact in counts:
        if "/" not in fact.value and len(fact.noun) >= _TELLING:
            by_head[fact.noun[:_TELLING]].append(fact)
    for fact in counts:
        text = read.passages[fact.passage].text
        if fact.name.lower() in figure_words("vague") and _alone_in_brackets(text, fact):
            before = fact.before.split()[-_BEFORE_BRACKET:]
            for at in range(len(before) - 2 * _TELLING + 1):
                more = {*before[at + _TELLING :]}
                for other in by_head[tuple(before[at : at + _TELLING])]:
                    told = {*other.noun, *other.before.split()[-_BEFORE_BRACKET:]}
                    if more <= told and comparable(fact, other) and fact.value != other.value:
                        yield fact, other


def _alone_in_brackets(text: str, fact: Measured) -> bool:
    return text[fact.start - 1 : fact.start] == "(" and text[fact.stretch[1] : fact.stretch[1] + 1] == ")"
