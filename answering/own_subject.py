"""Whether a short question says itself what it asks about, so that it continues nothing."""

from collections.abc import Sequence
from itertools import pairwise

from answering.phrases import follow_up_words, question_words
from answering.understand import Asks, stop_words, understand
from corpus.clause import clause_asked
from corpus.vietnamese import Syllable, syllables

# So many syllables of its own name a thing: "trạm y tế", "chủ tịch phường"; "động thổ" alone does not.
_NAMES = 3
# What is asked to be explained is named by fewer: "mô hình là gì".
_EXPLAINED = 2
_ASKING = ("how_many", "date", "place", "reason", "person", "which", "how", "named", "pointing", "count")
# These say what is asked of a thing, not of which thing.
_OF_ANY = ("attributes", "modifiers", "about_document", "bounds", "classifiers", "of_any", "openers", "among")
_OF_EVERYTHING = ("attributes", "classifiers", "of_any")


def has_own_subject(text: str, before: str) -> bool:
    """Whether a question names its matter, by a name or a number or in words not said in the one before."""
    words = list(syllables(text))
    asking = _asking(words)
    if clause_asked(text) is not None or _opens_with_count(words):
        return False
    told = [place for place in range(len(words)) if place not in asking | _telling_nothing(words)]
    said = _said_before(words, list(syllables(before)))
    own = [place for place in told if place not in said]
    explained = understand(text).kind is Asks.MEANING and 0 not in asking
    enough = len(own) >= (_EXPLAINED if explained else _NAMES)
    empty = asking | {place for found in stop_words().find(words) for place in found}
    return enough or any(_is_name(words, place) or _is_ward(words, place, empty) for place in own)


def says_nothing_itself(words: Sequence[Syllable]) -> bool:
    """ "Hồ sơ gồm những giấy tờ gì?": every word of it is asked of any matter."""
    sets = [stop_words(), *map(follow_up_words, _OF_EVERYTHING)]
    empty = {place for phrases in sets for found in phrases.find(words) for place in found}
    counts = question_words("how_many").find(words)
    return not counts and set(range(len(words))) <= _asking(words) | empty


def _asking(words: Sequence[Syllable]) -> set[int]:
    return {place for name in _ASKING for found in question_words(name).find(words) for place in found}


def _opens_with_count(words: Sequence[Syllable]) -> bool:
    """ "Bao nhiêu bác sĩ?", "có mấy bác sĩ?": counted of the thing told before."""
    many = question_words("how_many").find(words)
    return bool(many) and (many[0].start == 0 or [word.folded for word in words[: many[0].start]] == ["co"])


def _telling_nothing(words: Sequence[Syllable]) -> set[int]:
    sets = [stop_words(), *map(follow_up_words, _OF_ANY)]
    places = {place for phrases in sets for found in phrases.find(words) for place in found}
    # "Giám đốc" alone is that of the body told before; "chủ tịch phường" is not.
    offices = {place for found in question_words("offices").find(words) for place in found}
    others = set(range(len(words))) - places - offices
    return places | (offices if not others else set())


def _said_before(words: Sequence[Syllable], before: Sequence[Syllable]) -> set[int]:
    """The places of words that were said before side by side: "hồ sơ", not the "dân" of "tổ dân phố"."""
    pairs = {(left.folded, right.folded) for left, right in pairwise(before)}
    shared = [at for at, (left, right) in enumerate(pairwise(words)) if (left.folded, right.folded) in pairs]
    return {place for at in shared for place in (at, at + 1)}


def _is_name(words: Sequence[Syllable], place: int) -> bool:
    """ "Mơ", "GCN", "iHanoi", "1022": written as a name, or a number that is no date and no item's."""
    word = words[place].text
    if word.isdigit():
        return not (place and words[place - 1].folded in _NUMBERED)
    return any(letter.isupper() for letter in word[1:]) or (place > 0 and word[0].isupper())


def _is_ward(words: Sequence[Syllable], place: int, empty: set[int]) -> bool:
    """ "Diện tích phường": what is asked of the ward itself."""
    return words[place].folded == "phuong" and place > 0 and place - 1 not in empty


_NUMBERED = frozenset({"nam", "thang", "quy", "ngay", "khoan", "diem", "thu", "so"})
