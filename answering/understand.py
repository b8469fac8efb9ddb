"""What a question asks for: its kind, the words it must find, the noun it counts, the item it points at."""

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path

from answering import counted_noun
from answering.phrases import (
    Phrases,
    document_questions,
    document_types,
    measures,
    question_words,
    read_lines,
)
from answering.vocative import spoken_to
from corpus.measure import value_of
from corpus.vietnamese import Syllable, syllables

_STOP_FILE = Path(__file__).with_name("words.txt")
_LIGHT_FILE = Path(__file__).with_name("light_words.txt")


class Asks(StrEnum):
    """The kind of thing an answer must hold."""

    COUNT = "count"  # bao nhiêu, mấy
    DATE = "date"  # khi nào, ngày nào
    PERSON = "person"  # ai
    PLACE = "place"  # ở đâu, địa chỉ nào
    DOCUMENT = "document"  # theo quyết định nào
    LIST = "list"  # gồm những gì
    ITEM = "item"  # mô hình số 9
    REASON = "reason"  # vì sao
    WHETHER = "whether"  # có … không
    MEANING = "meaning"  # là gì, thế nào


_KINDS = (
    (Asks.DATE, "date"),
    (Asks.DOCUMENT, ""),
    (Asks.COUNT, "count"),
    (Asks.PLACE, "place"),
    (Asks.REASON, "reason"),
    (Asks.PERSON, "person"),
    (Asks.LIST, "list"),
)
# A question of these kinds may give a number, but asks for no list of so many items.
_NOT_LISTED = frozenset({Asks.COUNT, Asks.DATE, Asks.PERSON, Asks.REASON, Asks.WHETHER})
_ROSTER = re.compile(
    r"\bdanh (?:sach|muc) (?:cac |nhung )?(?:can bo|dang vien|dong chi|nguoi|ca nhan|ho ten|dai bieu)\b"
)
# "Nhiều" and "nhất" stand at most this many words apart: "có nhiều hồ sơ trực tuyến nhất"; farther apart
# where "nhất" ends the question.
_APART, _APART_AT_END = 5, 14
# "Mấy điểm chợ cóc này": so many words may stand between.
_SHOWN_WITHIN = 4
_PERCENT = ("phan", "tram")
_MONEY = frozenset({("tien",), ("dong",), ("tien", "mot"), ("trieu", "dong")})
_LABEL = re.compile(r"\b(?P<label>[IVX]+\.\d+(?:\.\d+)*)\b")


@dataclass(frozen=True, slots=True)
class Word:
    """A syllable of the question. `value` is set for numbers; `stop` words name nothing in a document.

    `light` words say little of it; `weak` words would be stop words with their accents, which the question
    does not tell; `read` words stand for a typing error.
    """

    folded: str
    text: str
    stop: bool
    value: str = ""
    weak: bool = False
    light: bool = False
    read: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, understood. `focus` are the folded syllables of the noun that is counted or asked for.

    `head` is what an answer must be about: the focus, or the words the question opens with. `measure` names
    the kind of figure that answers; `office` says that a holder's name does, `roster` that names do,
    `listed` how many items must be told, `superlative` is "most" or "least". `bare` says that it was typed
    without accents; `ordinal` is the item's number in "mô hình số 9", -1 for "mô hình cuối cùng", `label` a
    printed path such as "II.4"; `whither` says that a body may be the place. `names` are proper names,
    `named` those that follow the noun which bears them.
    """

    text: str
    kind: Asks
    kinds: frozenset[Asks]
    words: tuple[Word, ...]
    focus: tuple[str, ...]
    head: tuple[str, ...] = ()
    bare: bool = False
    ordinal: int | None = None
    label: str = ""
    superlative: str = ""
    measure: str = ""
    office: bool = False
    listed: int | None = None
    names: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    roster: bool = False
    whither: bool = False


@cache
def stop_words() -> Phrases:
    return Phrases.of(read_lines(_STOP_FILE.read_text(encoding="utf-8")))


@cache
def light_words() -> Phrases:
    return Phrases.of(read_lines(_LIGHT_FILE.read_text(encoding="utf-8")))


def understand(text: str, *, read: Container[str] = ()) -> Asked:
    """Read one question; `text` is normalised (NFC), `read` are words put in the place of typing errors."""
    spoken = list(syllables(text))
    stops = {place for found in stop_words().find(spoken) for place in found}
    ends = question_words("whether_end").find(spoken)
    if ends and ends[-1].stop >= len(spoken) - 1:
        stops |= set(ends[-1])
    light = {place for found in _light(spoken, bare=text.isascii()) for place in found} - stops
    if text.isascii():
        stops -= {found.start for found in question_words("accented_stops").find(spoken)}
    weak = _unsure(spoken) & stops if text.isascii() else set()
    stops = (stops - weak) | spoken_to(text, spoken)
    pointed = counted_noun.ordinal_span(text)
    words = tuple(
        Word(
            s.folded,
            s.text,
            stop=place in stops or s.start in pointed,
            value=value_of(s.folded) if s.folded[0].isdigit() else "",
            weak=place in weak,
            light=place in light,
            read=s.text in read,
        )
        for place, s in enumerate(spoken)
    )
    kinds = _kinds(text, spoken)
    focus = _focus(spoken, stops | light)
    label = _LABEL.search(text)
    item = counted_noun.ordinal(text)
    measure = _measure(spoken)
    named = _names(text, spoken, stops)
    plain = not _which(spoken) or measure in {"telephone", "hour"}
    if measure and ((kinds[0] is Asks.MEANING and plain) or measure == "link"):
        kinds = (Asks.COUNT, *kinds)
    return Asked(
        text=text,
        kind=kinds[0],
        measure=measure if kinds[0] is Asks.COUNT else "",
        office=kinds[0] is Asks.PERSON
        and bool(question_words("offices").find(spoken))
        and _is_identity(spoken),
        listed=None
        if item or _NOT_LISTED & set(kinds)
        else counted_noun.listed(text, names_list=Asks.LIST in kinds),
        names=tuple(name for _, name in named),
        named=tuple((noun, name) for noun, name in named if noun),
        roster=_is_roster(spoken),
        whither=bool(question_words("whither").find(spoken)),
        kinds=frozenset(kinds),
        words=words,
        focus=focus,
        head=focus or _opening(spoken, stops | light),
        bare=text.isascii(),
        ordinal=item,
        label=label["label"] if label else "",
        superlative=_superlative(spoken),
    )


def _kinds(text: str, spoken: list[Syllable]) -> tuple[Asks, ...]:
    """Every kind the words point at, the one that decides first."""
    found = [kind for kind, name in _KINDS if _asks_for(name, text, spoken)]
    if Asks.COUNT in found and (numbered := _numbered(spoken)):
        found = [numbered, *(kind for kind in found if kind not in {numbered, Asks.COUNT})]
    if Asks.COUNT in found and not _measure(spoken) and _is_plural(spoken):
        found.remove(Asks.COUNT)
    if (
        Asks.COUNT in found
        and not question_words("how_many").find(spoken)
        and question_words("which").find(spoken)
    ):
        found.remove(Asks.COUNT)
    if question_words("named").find(spoken) and question_words("offices").find(spoken):
        found.append(Asks.PERSON)
    openers, which = question_words("list_openers").find(spoken), _which(spoken)
    if openers and which and openers[0].start < which[-1].start and Asks.LIST not in found:
        found.append(Asks.LIST)
    if which and not openers and not found and not counted_noun.ordinal_span(text):
        found.append(Asks.LIST)
    if _is_whether(spoken) and not ({Asks.COUNT, Asks.DATE, Asks.REASON} & set(found)):
        found.insert(0, Asks.WHETHER)
    return (*found, Asks.MEANING)


def _numbered(spoken: list[Syllable]) -> Asks | None:
    """What "số mấy" asks for: a document's number or an address; None where it counts."""
    if question_words("floors").find(spoken):
        return Asks.PLACE
    numbers = question_words("number_words").find(spoken)
    if not numbers:
        return None
    before = spoken[: numbers[-1].start]
    if any(found.stop == len(before) for found in question_words("addressed").find(before)):
        return Asks.PLACE
    return Asks.DOCUMENT if document_types().find(before) else None


def _is_plural(spoken: list[Syllable]) -> bool:
    """Whether "mấy" only says that there are several: "mấy chỗ này …", "mấy kho … nằm ở đâu"."""
    counting = question_words("how_many").find(spoken)
    several = question_words("several").find(spoken)
    if len(counting) != 1 or not several or set(counting[0]) != set(several[0]):
        return False
    at = several[0].stop
    shown = question_words("pointing").find(spoken[at : at + _SHOWN_WITHIN])
    stops = {place for found in stop_words().find(spoken) for place in found}
    opens = all(place in stops for place in range(several[0].start))
    asks = any(question_words(name).find(spoken[at:]) for name in ("which", "place", "person", "how", "list"))
    return bool(shown) or (opens and asks)


def _superlative(spoken: list[Syllable]) -> str:
    """ "most" for "nhiều nhất", "nhiều thủ tục nhất"; "least" for "ít nhất", "ít thủ tục nhất"; else ""."""
    ends = [found.start for found in question_words("superlative").find(spoken) if len(found) == 1]
    degrees = (
        (found.start, name) for name in ("most", "least") for found in question_words(name).find(spoken)
    )
    closing = len(spoken) - 1
    opened = [
        (start, name)
        for start, name in degrees
        if any(0 < end - start <= (_APART_AT_END if end == closing else _APART) for end in ends)
    ]
    return max(opened, default=(0, ""))[1]


def _measure(spoken: list[Syllable]) -> str:
    """What the answer is measured in; "" where the question counts some other noun ("bao nhiêu nhà …")."""
    many = {place for found in question_words("how_many").find(spoken) for place in (*found, found.stop)}
    found_in = {name: phrases.find(spoken) for name, phrases in measures().items()}
    for name, places in found_in.items():
        # "Mấy tháng" says itself what it counts, whatever money it is asked of.
        if any(
            set(asking) <= set(found)
            for asking in question_words("how_many").find(spoken)
            for found in places
        ):
            return name
    for name, places in found_in.items():
        for found in places:
            counts_noun = many and max(many) < len(spoken) and not many & {*found, found.stop}
            if not counts_noun or _ends_question(spoken, many):
                return name
    return ""


def _ends_question(spoken: list[Syllable], many: set[int]) -> bool:
    """Whether "bao nhiêu" closes the question: then it asks for the thing named before it."""
    return max(many) >= len(spoken) - 1


def _names(text: str, spoken: list[Syllable], stops: set[int]) -> list[tuple[str, str]]:
    """Proper names of two syllables or more, each after the noun that bears it ("" without one), folded.

    None in a text in capitals or without accents.
    """
    if text.isascii() or text.isupper():
        return []
    found: list[tuple[str, list[str]]] = []
    for place, word in enumerate(spoken):
        proper = place > 0 and word.text.istitle() and place not in stops
        beside = place > 0 and text[spoken[place - 1].end : word.start] == " "
        if proper and beside and found and found[-1][1] and spoken[place - 1].folded == found[-1][1][-1]:
            found[-1][1].append(word.folded)
        elif proper:
            noun = spoken[place - 1].folded if beside and place - 1 not in stops else ""
            found.append((noun, [word.folded]))
    return [(noun, " ".join(name)) for noun, name in found if len(name) > 1]


def _is_roster(spoken: list[Syllable]) -> bool:
    """ "Danh sách cán bộ …": the names of persons are asked for."""
    folded = " ".join(word.folded for word in spoken)
    return bool(_ROSTER.search(folded))


def _is_identity(spoken: list[Syllable]) -> bool:
    """ "… là ai", "ai là …", "… tên gì": one thing is asked to be named as another."""
    folded = [word.folded for word in spoken]
    return any(
        pair in {("la", "ai"), ("ai", "la"), ("ten", "gi"), ("ten", "la")} for pair in pairwise(folded)
    )


def _light(spoken: list[Syllable], *, bare: bool) -> list[range]:
    """Where light words stand; without accents a single one must have hardly another reading."""
    found = light_words().find(spoken)
    if not bare:
        return found
    sure = question_words("bare_light")
    return [each for each in found if len(each) > 1 or sure.find([spoken[each.start]])]


def _unsure(spoken: list[Syllable]) -> set[int]:
    """Places of single stop words that may be other words where no accents tell."""
    sure = question_words("bare_stops")
    single = [found.start for found in stop_words().find(spoken) if len(found) == 1]
    return {place for place in single if not sure.find([spoken[place]])}


def _asks_for(name: str, text: str, spoken: list[Syllable]) -> bool:
    found = (question_words(name) if name else document_questions()).find(spoken)
    if text.isascii():
        # "dau" is "đâu" at the end of a question; before that it is "đầu", "đấu", "dầu".
        found = [f for f in found if len(f) > 1 or spoken[f.start].folded != "dau" or f.stop == len(spoken)]
    return bool(found)


def _which(spoken: list[Syllable]) -> list[range]:
    """Where "nào", "gì" ask for a thing; in "thế nào" they ask how."""
    how = {place for found in question_words("how").find(spoken) for place in found}
    return [found for found in question_words("which").find(spoken) if not how & set(found)]


def _is_whether(spoken: list[Syllable]) -> bool:
    ends = question_words("whether_end").find(spoken)
    return bool(ends and ends[-1].stop >= len(spoken) - 1 and question_words("whether_start").find(spoken))


def _focus(spoken: list[Syllable], stops: set[int]) -> tuple[str, ...]:
    """The noun after "bao nhiêu" or "mấy"; before "nào" where nothing is counted; else the opening noun."""
    many = [found for found in question_words("how_many").find(spoken) if found.stop < len(spoken)]
    for found in many:
        start = found.stop + _leading(spoken, found.stop)
        after = _counted(_run(spoken, range(start, len(spoken)), stops))
        if after:
            return after
    for found in question_words("which").find(spoken):
        before = _run(spoken, range(found.start - 1, -1, -1), stops)
        if before:
            return tuple(reversed(before))
    return ()


def _leading(spoken: list[Syllable], start: int) -> int:
    """How many classifiers stand before a counted noun: "mấy cái máy in"."""
    found = question_words("classifiers").find(spoken[start:])
    return found[0].stop if found and found[0].start == 0 else 0


def _counted(after: tuple[str, ...]) -> tuple[str, ...]:
    """What stands behind "bao nhiêu" without the unit a figure is written in: it is no noun to look for."""
    if after[:2] == _PERCENT:
        return after[2:]
    return () if after[:1] in {("mot",), ("moi",)} or after in _MONEY else after


def _opening(spoken: list[Syllable], stops: set[int]) -> tuple[str, ...]:
    first = next((place for place in range(len(spoken)) if place not in stops), len(spoken))
    return _run(spoken, range(first, len(spoken)), stops)


def _run(spoken: list[Syllable], places: range, stops: set[int]) -> tuple[str, ...]:
    """Up to four content syllables from the first place on, stopping at the first word of no content."""
    run: list[str] = []
    for place in places:
        if place in stops or len(run) == 4:
            break
        run.append(spoken[place].folded)
    return tuple(run)
