"""How specific a unit is to a question: what it says unasked, and what it names of the asked kind."""

import re
from bisect import bisect_left
from collections.abc import Container
from functools import cache

from answering.evidence import accented, place, toned
from answering.phrases import question_words
from answering.slots import Slot
from answering.understand import Asked, Asks, light_words, stop_words
from answering.units import INTRODUCING, Unit
from answering.wanted import Wanted
from corpus.vietnamese import fold

# Where the stretch that a figure belongs to begins and ends.
_BORDER = re.compile(r"[;:()](?=\s|\w|$)|,(?=\s)|\.(?=\s|$)")
# What a stretch needs of weight before its words count in full.
_LEAST = 6.0


def segment(text: str, slot: Slot | None) -> tuple[int, int]:
    """The stretch between punctuation that a slot stands in; the whole text without one."""
    if slot is None:
        return 0, len(text)
    before = [match.end() for match in _BORDER.finditer(text, 0, slot.start)]
    after = _BORDER.search(text, slot.end)
    return (before[-1] if before else 0), (after.start() if after else len(text))


def spare(wanted: Wanted, unit: Unit, start: int, end: int, *, slot: Slot | None = None) -> float:
    """The share, by rarity, of the words of a stretch that the question and its other words do not hold.

    What a figure at `slot` is written in ("km²", "người") is not counted.
    """
    told = unasked = 0.0
    unit_at = slot.last + 1 if slot else -1
    for number, (word, at, accents) in enumerate(
        zip(unit.own.words, unit.own.starts, unit.own.accents, strict=True)
    ):
        if not start <= at < end or word[0].isdigit() or accents in _empty():
            continue
        if number == unit_at and accents in _counters():
            continue
        weight = wanted.weigh(word)
        told += weight
        if word not in wanted.known and word not in wanted.words:
            unasked += weight
    return unasked / max(told, _LEAST)


@cache
def _empty() -> frozenset[str]:
    """Single stop and light words, comparable with the words of a text."""
    return frozenset(
        toned(phrase[0])
        for phrases in (stop_words(), light_words())
        for phrase in phrases.phrases
        if len(phrase) == 1
    )


def longest_run(wanted: Wanted, unit: Unit) -> float:
    """The heaviest run of the question's words that stands unbroken in the unit, as a share of them all."""
    words, weights = wanted.asked.words, wanted.weights
    total = sum(weights)
    best = 0.0
    for start in range(len(words)):
        if not weights[start]:
            continue
        phrase, held = "", 0.0
        for word, weight in zip(words[start:], weights[start:], strict=True):
            phrase = f"{phrase} {word.value or word.folded}".lstrip()
            if not unit.own.holds(phrase):
                break
            held += weight
        best = max(best, held)
    return best / total if total else 0.0


# How far after the asked-for noun its instance may stand, in words: "các phường Bạch Mai, Hai Bà Trưng".
_INSTANCE_WITHIN = 6
_ENDS = re.compile(r"[,;.)]")
_OPENS = re.compile(r"[:“\"(]|\b(?:là|như|gồm|bao gồm)\b")


def typed(wanted: Wanted, unit: Unit) -> float:
    """Whether the unit names a thing of the kind that "… nào", "tên gì" ask for; 1 for other questions.

    1 for a name or number after the noun, 0.8 for the noun before it or above the unit, 0.5 for other words.
    """
    asked = wanted.asked
    if not wanted.named and (Asks.LIST not in asked.kinds or not asked.focus or asked.kind is Asks.COUNT):
        return 1.0
    noun = asked.head[:3] if wanted.named else asked.focus
    if not noun:
        return 1.0
    given = {word.folded for word in asked.words}
    forms = dict.fromkeys((" ".join(noun), " ".join(noun[-2:]), " ".join(noun[:2]), noun[0]))
    best = max((_instance(asked, unit, form, given) for form in forms), default=0.0)
    if best < _ABOVE and noun[0] in _bodies() and _names_body(unit, given):
        best = _ABOVE
    headers = (cell.header for cell in unit.passage.cells if cell.start < unit.end and unit.start < cell.end)
    if any(place(header).holds(" ".join(noun)) for header in headers if header):
        return 1.0
    lead = [where for share, where in unit.around if share in INTRODUCING]
    if best < _ABOVE and any(where.holds(" ".join(noun)) for where in lead):
        best = _ABOVE
    return best


# What a noun above the unit, and mere words after the noun, count for against a name.
_ABOVE, _SAID = 0.8, 0.5


def _instance(asked: Asked, unit: Unit, form: str, given: Container[str]) -> float:
    """What follows the form in the unit: a new name or figure, an opening of a list, or only words."""
    size = form.count(" ") + 1
    text, own = unit.text, unit.own
    typed_form = _accented(asked, form)
    best = 0.0
    for spot in own.positions(form):
        if typed_form and " ".join(own.accents[spot : spot + size]) != typed_form:
            continue
        for at in range(spot + size, min(spot + size + _INSTANCE_WITHIN, len(own.words))):
            between = text[own.starts[at - 1] + len(own.words[at - 1]) : own.starts[at]]
            if _ENDS.search(between) and not ("," in between and text[own.starts[at]].isupper()):
                break
            new = own.words[at] not in given
            initial = text[own.starts[at]]
            if new and (initial.isupper() or initial.isdigit()):
                return 1.0
            best = max(best, _SAID if new and at == spot + size else 0.0)
        end = own.starts[spot + size - 1] + len(own.words[spot + size - 1])
        if _OPENS.search(text[end : end + 40]):
            return 1.0
    return best


def _accented(asked: Asked, form: str) -> str:
    """The form as the question has it, with accents; "" in a question without any."""
    if asked.bare:
        return ""
    size = form.count(" ") + 1
    words = asked.words
    for start in range(len(words) - size + 1):
        if " ".join(word.folded for word in words[start : start + size]) == form:
            return accented(word.text for word in words[start : start + size])
    return ""


@cache
def _bodies() -> frozenset[str]:
    """The first syllables of the nouns for which a body stands: "đơn vị", "cơ quan", "doanh nghiệp"."""
    return frozenset(fold(phrase[0]) for phrase in question_words("bodies").phrases)


# A body by its first word: "Tập đoàn …", "UBND", "Sở Nội vụ".
_BODY = re.compile(
    r"\b(?:UBND|HĐND|MTTQ|UBKT|Ủy ban|Hội đồng|Đảng ủy|Thành ủy|Quận ủy|Chi bộ|Đảng bộ|Ban|Bộ|Sở|Phòng|"
    r"Văn phòng|Trung tâm|Trạm|Trường|Công an|Công ty|Tập đoàn|Tổng công ty|Liên danh|Hội|Đoàn|Cục|Chi cục|"
    r"Viện|Ngân hàng|Tòa án|Viện kiểm sát|Chính phủ|Quốc hội|Thành phố|Bệnh viện|Quỹ|Tổ)\b"
)


def _names_body(unit: Unit, given: Container[str]) -> bool:
    own = unit.own
    for match in _BODY.finditer(unit.text):
        at = bisect_left(own.starts, match.start())
        if any(word not in given for word in own.words[at : at + 3]):
            return True
    return False


def counts_another(wanted: Wanted, unit: Unit, slot: Slot | None) -> float:
    """1 where the noun right after the figure is neither asked for nor one that counts anything: "2 lớp"."""
    asked = wanted.asked
    if slot is None or asked.kind is not Asks.COUNT or not asked.focus or asked.measure:
        return 0.0
    after = unit.own.words[slot.last + 1 : slot.last + 3]
    if not after or not after[0].isalpha():
        return 0.0
    at = unit.own.starts[slot.last + 1]
    accents = unit.own.accents[slot.last + 1]
    apart = unit.text[slot.end : at].strip()
    if apart or accents in _empty() or accents in _counters() or after[0] in wanted.known:
        return 0.0
    return 1.0


@cache
def _counters() -> frozenset[str]:
    """Words that count things of any kind, and those that follow a figure without naming what it counts."""
    return frozenset(toned(phrase[0]) for phrase in question_words("counters").phrases)


def opposed(wanted: Wanted, unit: Unit) -> float:
    """1 where the unit has, of words that leave each other out, only others than the question."""
    if not wanted.opposed:
        return 0.0
    near = (unit.own, *(where for share, where in unit.around if share in INTRODUCING))
    for each in wanted.opposed:
        held = any(phrase in where.toned for phrase in each.own for where in near)
        if not held and any(phrase in unit.own.toned for phrase in each.group):
            return 1.0
    return 0.0


def after_question(wanted: Wanted, unit: Unit) -> float:
    """The share, by rarity, of the words after the question word that stand in the sentence or its lead."""
    words, weigh, singles = wanted.after, wanted.weigh, wanted.singles
    total = sum(weigh(word) for word in words)
    if not total:
        return 1.0
    sentence = place(unit.passage.text[slice(*unit.sentence)])
    near = [(1.0, unit.own), (_IN_SENTENCE, sentence)]
    near += [(_IN_LEAD, where) for share, where in unit.around if share in INTRODUCING]
    held = (
        weigh(word) * max(share * singles[word].credit(where) for share, where in near)
        for word in words
        if word in singles
    )
    return sum(held) / total


# What the words after the question word count for beside the unit and above it.
_IN_SENTENCE, _IN_LEAD = 0.9, 0.7


def opens(wanted: Wanted, unit: Unit) -> float:
    """1 where the sentence begins with a thing that the question names: it is about no other.

    An item of a list is about what the list is about.
    """
    sentence = place(unit.passage.lead or unit.passage.text[slice(*unit.sentence)])
    words = zip(sentence.words, sentence.accents, strict=True)
    first = next((word for word, accents in words if word[0].isalpha() and accents not in _empty()), "")
    return float(first in wanted.words or first in wanted.known)
