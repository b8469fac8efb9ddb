"""A follow-up made into a question that stands alone, from the turns before it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from answering.ellipsis import asked_noun, beside, counted, is_attribute, names_another, stand_in
from answering.forms import in_place_of_figures
from answering.own_subject import has_own_subject, says_nothing_itself
from answering.phrases import Phrases, document_questions, follow_up_words, measures, question_words
from answering.pointing import (
    ask_of_document,
    lacks_object,
    name_document,
    name_item,
    name_object,
    name_pointed,
)
from answering.question import Turn
from answering.understand import Asks, stop_words, understand
from corpus.number_query import parse_query
from corpus.vietnamese import Syllable, fold, normalise, syllables
from prompts import load

# Up to this many words of its own, a question after another is read as a continuation of it.
_SHORT = 3
_INTERROGATIVES = ("how_many", "date", "place", "reason", "person", "which", "how", "named")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """`text` asks; `told` is what the turns before leave to be understood with it, "" for nothing.

    `stressed` are the folded words a follow-up brought, `added` the fragment it put beside the rest;
    `changed` says that it was a follow-up. `heard` is the answer before, "" for none and for a refusal.
    """

    text: str
    told: str = ""
    stressed: frozenset[str] = frozenset()
    changed: bool = False
    added: str = ""
    heard: str = ""

    @property
    def understood(self) -> str:
        """The whole question, as an asker may check it."""
        return f"{self.text.rstrip('?!. ')} ({self.told})?" if self.told else self.text


def stand_alone(text: str, history: Sequence[Turn], *, is_known: Callable[[str], bool]) -> Rewritten:
    """The question with what it leaves out taken from the turns before it, oldest first.

    `is_known` tells whether the documents use a folded phrase.
    """
    if not history:
        return Rewritten(text)
    before = stand_alone(normalise(history[-1].question), history[:-1], is_known=is_known)
    heard = "" if _is_refusal(history[-1].answer) else normalise(history[-1].answer)
    return replace(_continue(text, replace(before, heard=heard), history, is_known), heard=heard)


def _continue(
    text: str, before: Rewritten, history: Sequence[Turn], is_known: Callable[[str], bool]
) -> Rewritten:
    opened, asked = _without_opening(text)
    words, own = list(syllables(asked)), _own_words(asked)
    if question_words("again").find(words) and len(own) <= _SHORT + 1:
        return replace(before, changed=True)
    pointed = (
        name_document(asked, history)
        or ask_of_document(asked, before.understood, before.heard)
        or name_object(asked, before.understood)
        or (_listing(before) if _asks_for_list(words, own, before) else "")
        or name_item(asked, before.text, before.heard)
    )
    if pointed:
        return Rewritten(pointed, changed=True)
    fragment, closed = _without_closing(asked, before)
    another = len(own) <= 2 * _SHORT and names_another(before.text, fragment)
    points = _points_back(asked, words) or follow_up_words("among").find(list(syllables(text)))
    if not (points or closed) and _is_whole(asked, words, own, opened=opened or another):
        return Rewritten(asked if opened else text)
    if not (opened or points or closed) and _has_own_subject(asked, words, before):
        return Rewritten(text)
    named = name_pointed(asked, before.text, before.heard)
    if named == asked and not _points_back(asked, words):
        put_in = _fragment_put_in(fragment if opened else _uncapitalised(fragment), before, is_known)
        if put_in:
            return put_in
    return _with_question(named, before, own)


def _fragment_put_in(fragment: str, before: Rewritten, is_known: Callable[[str], bool]) -> Rewritten | None:
    """The question before with a fragment in its place; None for a fragment that asks or tells nothing."""
    if not fragment or _asks_itself(fragment):
        return None
    asked = parse_query(fragment)
    if asked.named and asked.written == fragment and not parse_query(before.text).named:
        return Rewritten(load("replies/suggest_number", number=fragment), changed=True)
    stressed = frozenset(fold(word) for word in _own_words(fragment))
    put = stand_in(before.text, fragment, before.added)
    if put is None:
        if not stressed or is_attribute(fragment) or not _asks_itself(before.text):
            return None
        elsewhere = stand_in(before.told, fragment, "") if before.told else None
        if elsewhere:
            return Rewritten(before.text, elsewhere.text.rstrip("?"), stressed, changed=True)
        put = beside(before.text, fragment, before.added, is_known)
    told = " ".join(part for part in (before.told, put.lost) if part)
    return Rewritten(put.text, told, stressed, changed=True, added=put.added)


def _is_whole(text: str, words: Sequence[Syllable], own: Sequence[str], *, opened: bool) -> bool:
    """Whether a question tells all by itself: it says enough, or names whom it is about."""
    asks = _asks_itself(text)
    if asks and follow_up_words("held").find(words):
        return True
    if asks and ((_tells_of_another(words) and len(own) <= 2 * _SHORT) or says_nothing_itself(words)):
        return False
    subject = follow_up_words("subjects").starts(words)
    if asks:
        return len(own) > _SHORT or (subject and len(own) > 1)
    return "," in text or len(own) > (3 * _SHORT if opened else _SHORT + 1)


def _tells_of_another(words: Sequence[Syllable]) -> bool:
    return follow_up_words("predicates").starts(words) or lacks_object(words) is not None


def _has_own_subject(text: str, words: Sequence[Syllable], before: Rewritten) -> bool:
    asks = _asks_itself(text) and not _tells_of_another(words)
    return asks and has_own_subject(text, before.understood)


def _points_back(text: str, words: Sequence[Syllable]) -> bool:
    """Whether "đó", "này", "trên" stand for something told before: not in "trên địa bàn".

    In a long question they stand for what its own first clause tells.
    """
    told = next((cut.start() for cut in _CLAUSE_ENDS.finditer(text)), len(text))
    inside = len(_own_words(text[:told])) > _SHORT
    other = {place for found in follow_up_words("no_pointing").find(words) for place in found}
    closing = {place for phrases in _asking_only() for found in phrases.find(words) for place in found}
    bare = all(word.text.isascii() for word in words)
    for found in question_words("pointing").find(words):
        word, ends = words[found.start].folded, found.stop == len(words)
        # Without accents "do" may be "độ", "ho" may be "hộ": only what nothing more is said of points back.
        unsure = bare and (found.start == 0 or (word in _UNSURE and not (ends or found.stop in closing)))
        if inside and words[found.start].start > told:
            continue
        if found.start not in other and not unsure and (word != "tren" or ends):
            return True
    return False


_CLAUSE_ENDS = re.compile(r"[,.;:?!]\s")
_UNSURE = frozenset({"do", "ho", "no", "chung", "tren"})


def _uncapitalised(fragment: str) -> str:
    """Without the capital of a sentence's first word, unless a name or an abbreviation begins with it."""
    words = list(syllables(fragment))
    named = any(word.text[:1].isupper() for word in words[1:2])
    named = named or any(word.text[1:2].isupper() for word in words[:1])
    return fragment if named else f"{fragment[:1].lower()}{fragment[1:]}"


def _with_question(text: str, before: Rewritten, own: Sequence[str]) -> Rewritten:
    """A question of its own on the matter of the question before."""
    stressed = frozenset(fold(word) for word in own)
    text = _counting_the_same(text, before.text)
    swapped = _other_count(text, before.text)
    if swapped:
        return Rewritten(swapped, before.told, stressed, changed=True)
    bare = before.told and len(_own_words(before.text)) < _SHORT
    told = in_place_of_figures(before.told if bare else _statement(before.understood), text)
    return Rewritten(text, told, stressed, changed=True)


def _other_count(text: str, standing: str) -> str:
    """ "Bao nhiêu lượt?" after "tiếp dân bao nhiêu buổi?": another noun is counted of the same matter."""
    words = list(syllables(text))
    many = question_words("how_many").find(words)
    if not many or many[0].start > 0 or any(phrases.find(words) for phrases in measures().values()):
        return ""
    before = list(syllables(standing))
    old, asked = counted(standing), question_words("how_many").find(before)
    if (
        old is None
        or not asked
        or old.start != asked[-1].stop
        or counted(text) != range(many[0].stop, len(words))
    ):
        return ""
    start, end = before[asked[-1].start].start, before[old.stop - 1].end
    return f"{standing[:start]}{text[:1].lower()}{text[1:].rstrip('?!. ')}{standing[end:]}"


def _counting_the_same(text: str, standing: str) -> str:
    """ "Mấy cái" with the noun of the question before in the place of "cái"."""
    words, before = list(syllables(text)), list(syllables(standing))
    many = {found.stop for found in question_words("how_many").find(words)}
    general = [found for found in follow_up_words("classifiers").find(words) if found.start in many]
    noun = asked_noun(standing)
    if not general or noun is None:
        return text
    said = standing[before[noun.start].start : before[noun.stop - 1].end]
    start, end = words[general[0].start].start, words[general[0].stop - 1].end
    return f"{text[:start]}{_uncapitalised(said)}{text[end:]}"


def _asks_for_list(words: Sequence[Syllable], own: Sequence[str], before: Rewritten) -> bool:
    if question_words("enumerate").find(words) and len(own) <= _SHORT:
        return True
    many = question_words("how_many").find(list(syllables(before.text)))
    noun = counted(before.text) if many else None
    asked = understand(" ".join(word.text for word in words))
    if noun is None or asked.kind is not Asks.LIST:
        return False
    said = {word.folded for word in list(syllables(before.text))[noun.start : noun.stop]}
    return bool(own) and all(fold(word) in said for word in own)


def _listing(before: Rewritten) -> str:
    """The question before asked for its items: as many as the answer told, where it told how many."""
    standing = before.text.rstrip("?!. ")
    words = list(syllables(standing))
    many, noun = question_words("how_many").find(words), counted(standing)
    if many and noun and noun.start == many[-1].stop:
        told = _told_count(before.heard, [words[place].folded for place in noun])
        start, end = words[many[-1].start].start, words[many[-1].stop - 1].end
        if told:
            return f"{standing[:start]}{told}{standing[end:]} {load('replies/consists_of')}"
        noun_end = words[noun.stop - 1].end
        which = load("replies/which", noun=standing[end:noun_end].strip())
        return f"{standing[:start]}{which}{standing[noun_end:]}?"
    return f"{load('replies/list_of')} {_statement(before.understood)}"


def _told_count(answer: str, noun: Sequence[str]) -> str:
    """The figure that the answer gives before the noun, the one that shares most of it; "" without one."""
    for length in range(len(noun), 0, -1):
        opening = r"\W+".join(map(re.escape, noun[:length]))
        for told in re.finditer(rf"\b(\d[\d.]*)\s+{opening}\b", fold(answer)):
            if told[1].lstrip("0") not in {"", "1"}:
                return told[1]
    first = re.search(r"(?<![\w/.,-])\d{1,3}(?=\s[^\W\d])", answer)
    return first.group() if first and first.group().lstrip("0") not in {"", "1"} else ""


def _without_opening(text: str) -> tuple[bool, str]:
    """Whether the text opens like a follow-up, and the text without small talk and such openings."""
    opened, rest = False, text.strip(" ,.;:!")
    while True:
        words = list(syllables(rest))
        if follow_up_words("no_openers").starts(words):
            return opened, rest
        lengths = {
            name: next((f.stop for f in follow_up_words(name).find(words) if f.start == 0), 0)
            for name in ("courtesy", "openers", "among")
        }
        if text.isascii() and lengths["courtesy"] == 1 and not follow_up_words("bare_courtesy").starts(words):
            lengths["courtesy"] = 0
        name = max(lengths, key=lambda each: lengths[each])
        if not 0 < lengths[name] < len(words):
            return opened, rest
        opened = opened or name != "courtesy"
        rest = rest[words[lengths[name]].start :]


def _without_closing(text: str, before: Rewritten) -> tuple[str, bool]:
    """The text without "thì sao", "nữa", and whether it closed so; "bao nhiêu" closes a count again."""
    words = list(syllables(text))
    kind = understand(before.text).kind
    end = len(words)
    only = {place for phrases in _asking_only() for found in phrases.find(words) for place in found}
    noun = counted(before.text) if kind is Asks.COUNT else None
    again = {word.folded for word in list(syllables(before.text))[noun.start : noun.stop]} if noun else set()
    only |= {place for place, word in enumerate(words) if word.folded in again}
    topic = next((at for at in range(len(words) - 2, 0, -1) if words[at].text.lower() in {"thì", "thi"}), 0)
    asked_before = topic and _asks_itself(text[: words[topic].start])
    only_asks = set(range(topic + 1, len(words))) <= only
    if topic and not asked_before and only_asks:
        asked = understand(text[words[topic + 1].start :]).kind
        end = topic if asked in {kind, Asks.MEANING} else end
    # "Quán bày ghế ra hè thì được bày từ mấy giờ?" names its matter before "thì" and tells more after it.
    short = only_asks or len(_own_words(text[: words[topic].start])) <= _SHORT + 1
    closed = bool(topic) and not asked_before and topic + 1 in only and short
    while end:
        found = [f for f in follow_up_words("closers").find(words[:end]) if f.stop == end]
        many = found and question_words("how_many").find(words[found[0].start : end])
        if not found or (many and kind is not Asks.COUNT):
            break
        end = found[0].start
        closed = closed or words[end].folded == "thi"
    return (text[: words[end - 1].end] if end else ""), closed


def _asking_only() -> tuple[Phrases, ...]:
    return (stop_words(), *(question_words(name) for name in _INTERROGATIVES))


def _asks_itself(text: str) -> bool:
    words = list(syllables(text))
    ends = question_words("whether_end").find(words)
    return (
        follow_up_words("requests").starts(words)
        or any(question_words(name).find(words) for name in _INTERROGATIVES)
        or bool(document_questions().find(words))
        or bool(ends and ends[-1].stop == len(words))
    )


def _own_words(text: str) -> list[str]:
    words = list(syllables(text))
    sets = [stop_words(), follow_up_words("openers"), follow_up_words("among")]
    sets += [question_words(name) for name in ("pointing", "count", *_INTERROGATIVES)]
    dropped = {place for phrases in sets for found in phrases.find(words) for place in found}
    ends = question_words("whether_end").find(words)
    if ends and ends[-1].stop == len(words):
        dropped |= set(ends[-1])
    return [word.text for place, word in enumerate(words) if place not in dropped]


def _statement(question: str) -> str:
    """The matter of a question: its words without those that only ask."""
    text = question.rstrip("?!. ")
    words = list(syllables(text))
    asking = {
        place
        for name in _INTERROGATIVES
        for found in question_words(name).find(words)
        for place in found
        if name != "place" or words[found.stop - 1].folded == "dau"
    }
    stops = {place for found in stop_words().find(words) for place in found}
    last = max((place for place in range(len(words)) if place not in asking | stops), default=-1)
    kept = [place for place in range(last + 1) if place not in asking]
    runs: list[list[int]] = []
    for place in kept:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return " ".join(text[words[run[0]].start : words[run[-1]].end] for run in runs)


def _is_refusal(answer: str) -> bool:
    refused = load("replies/unanswerable_no_evidence", nearest="").split(".")[0]
    return normalise(answer).startswith(refused)
