"""Likeness: whether two questions ask the same, by their words alone; which of many belong together."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from corpus.abbreviations import load_abbreviations
from corpus.vietnamese import fold, normalise, syllables

# A question opens with any of these up to a word of asking: "Dạ cho em hỏi", "Chào bác", "Xin hỏi phường".
_OPENERS = frozenset(
    re.findall(
        r"\w+",
        "dạ thưa xin vui lòng làm ơn cho tôi mình em cháu con bác chú anh chị cô ông bà chúng muốn cần",
    )
)
_ASKS = frozenset({"hỏi", "biết", "ơi", "chào"})
_AFTER = frozenset({"là", "rằng", "về", "xem", "ad", "quý", "phường"})
_CLOSERS = frozenset(re.findall(r"\w+", "ạ nhé nha nhỉ hả vậy thế với ơi em cháu bác ad đó đấy dạ"))
# "do", "the", "ha" without accents may be other words.
_BARE_CLOSERS = frozenset({"a", "nhe", "nhi", "vay", "oi", "em", "ad"})
# The documents are those of one ward, so its own place need not be named; another's is.
_HERE = re.compile(
    r"(?:(?<=\s)|^)(?:của|cua|ở|o|tại|tai|trên địa bàn|tren dia ban) (?:phường|phuong)"
    r"(?: (?:ta|mình|minh|này|nay|nhà|nha))?(?=$|\s+[^\sA-ZĐÀ-Ỹ])"
)
_LIGHT = frozenset({"là", "thì", "mà", "của", "những", "các", "ở", "tại", "và"})
_LIGHT_FOLDED = frozenset(map(fold, _LIGHT))
# What asks but names nothing: questions about one thing are often put with different ones.
_ASKING = frozenset(
    re.findall(
        r"\w+",
        "gi nao sao dau ai may bao nhieu khi the nhu lam can phai co khong duoc cho toi hoi muon biet xin "
        "vay ve theo de bi da dang se",
    )
)

# Shorter questions say too little to be sure of ("còn lệ phí?").
FEWEST_WORDS = 4
# What opens a question that leans on the one before it.
_LEANING = frozenset({"còn", "thế", "vậy"})
# Of the neighbouring words; to name the same things the other way round is to ask something else.
_SAME_ORDER = 0.6
_TOGETHER = 0.5


def same_question(one: str, other: str) -> bool:
    """Whether both consist of the same words in nearly the same order, politeness and light words aside.

    Accents count where both have them. Any other word, number or name makes it another question.
    """
    bare = one.isascii() or other.isascii()
    left, right = _words(one, bare=bare), _words(other, bare=bare)
    leaning = frozenset(map(fold, _LEANING)) if bare else _LEANING
    if len(left) < FEWEST_WORDS or left[0] in leaning or Counter(left) != Counter(right):
        return False
    pairs, others = Counter(pairwise(left)), Counter(pairwise(right))
    return (pairs & others).total() >= _SAME_ORDER * max(1, pairs.total())


def together(questions: Sequence[str], counts: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The places of questions that are alike, those asked most often first, in each group and among groups.

    A word says the more the fewer of the questions have it.
    """
    named = [_names(question) for question in questions]
    frequency = Counter(word for words in named for word in words)
    weight = {word: math.log(1 + len(questions) / count) for word, count in frequency.items()}
    groups: list[list[int]] = []
    for place in sorted(range(len(questions)), key=lambda at: -counts[at]):
        near = ((_likeness(named[place], named[group[0]], weight), group) for group in groups)
        likeness, best = max(near, key=lambda each: each[0], default=(0.0, []))
        if likeness >= _TOGETHER:
            best.append(place)
        else:
            groups.append([place])
    return tuple(tuple(group) for group in sorted(groups, key=lambda group: -sum(counts[at] for at in group)))


def _likeness(one: frozenset[str], other: frozenset[str], weight: dict[str, float]) -> float:
    shared = sum(weight[word] for word in one & other)
    return shared / (sum(weight[word] for word in one | other) or 1.0)


@lru_cache(maxsize=4096)
def _names(question: str) -> frozenset[str]:
    words = _words(question, bare=True)
    return frozenset(word for word in words if word not in _ASKING) or frozenset(words)


@lru_cache(maxsize=8192)
def _words(question: str, *, bare: bool) -> tuple[str, ...]:
    text = load_abbreviations().written_out(" ".join(normalise(question).split()))
    said = _without_politeness([word.text for word in syllables(_HERE.sub(" ", text))], bare=text.isascii())
    if bare:
        return tuple(word for word in map(fold, said) if word not in _LIGHT_FOLDED)
    return tuple(word for word in map(str.lower, said) if word not in _LIGHT)


def _without_politeness(said: list[str], *, bare: bool) -> list[str]:
    """`bare`: the words were typed without accents."""
    openers, asks, after = (
        frozenset(map(fold, words)) if bare else words for words in (_OPENERS, _ASKS, _AFTER)
    )
    words = [word.lower() for word in said]
    polite = openers | asks | after
    run = next((at for at, word in enumerate(words) if word not in polite), len(words))
    begin = max((at + 1 for at in range(run) if words[at] in asks), default=0)
    while begin and begin < len(words) and words[begin] in after:
        begin += 1
    if begin < len(words) - 1 and fold(words[begin]) == "phuong" and said[begin + 1].islower():
        begin += 1
    end, closers = len(words), _BARE_CLOSERS if bare else _CLOSERS
    while end > begin and words[end - 1] in closers:
        end -= 1
    return said[begin:end]
