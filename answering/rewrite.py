"""A follow-up made into a question that stands alone, from the turns before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.phrases import question_words
from answering.question import Turn
from answering.understand import Asks, stop_words, understand
from corpus.letters import CAPITALS
from corpus.number import find_numbers
from corpus.vietnamese import fold, normalise, syllables

_DOCUMENT_THERE = re.compile(
    r"\b(?P<kind>văn bản|quyết định|nghị quyết|nghị định|kế hoạch|công văn|quy định|chỉ thị|thông báo|"
    r"kết luận|quy chế|đề án|chương trình|hướng dẫn|tờ trình|nó|"
    r"van ban|quyet dinh|nghi quyet|nghi dinh|ke hoach|cong van|"
    r"quy dinh|chi thi|thong bao|ket luan|quy che|de an|chuong trinh|huong dan|to trinh|no)"
    r"(?:\s(?:đó|này|ấy|kia|trên|nói trên|do|nay|ay|tren))?\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_ITEM = re.compile(r"\b[Ss]ố\s\d{1,3}\b(?!\s[A-ZĐ])")  # mô hình số 6
_NAME = re.compile(
    rf"(?:số\s)?\d+[\w/]*\s(?:phố\s|đường\s|ngõ\s)?[{CAPITALS}]\w+(?:\s[{CAPITALS}]\w+)*"
)  # 37 phố Hồng Mai
# Up to this many words of its own, a question after another is read as a continuation of it.
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Rewritten:
    """`text` asks; `told` is what the turns before leave to be understood with it, "" for nothing.

    `stressed` are the folded words a follow-up brought; `changed` says that it was one.
    """

    text: str
    told: str = ""
    stressed: frozenset[str] = frozenset()
    changed: bool = False

    @property
    def understood(self) -> str:
        """The whole question, as an asker may check it."""
        return f"{self.text.rstrip('?!. ')} ({self.told})?" if self.told else self.text


def stand_alone(text: str, history: Sequence[Turn]) -> Rewritten:
    """The question with what it leaves out taken from the turns before it, oldest first."""
    if not history:
        return Rewritten(text)
    before = stand_alone(normalise(history[-1].question), history[:-1])
    return _continue(text, before, history)


def _continue(text: str, before: Rewritten, history: Sequence[Turn]) -> Rewritten:
    words = list(syllables(text))
    own = _own_words(text)
    if question_words("again").find(words) and len(own) <= _SHORT + 1:
        return replace(before, changed=True)
    named = _name_document(text, history)
    if named:
        return Rewritten(named, changed=True)
    opened = any(found.start == 0 for found in question_words("openers").find(words))
    if not opened and not question_words("pointing").find(words) and len(own) > _SHORT:
        return Rewritten(text)
    if question_words("enumerate").find(words) and len(own) <= _SHORT:
        return Rewritten(f"Liệt kê {_statement(before.understood)}", changed=True)
    stressed = frozenset(fold(word) for word in own)
    if understand(text).kind is not Asks.MEANING:
        return Rewritten(text, _statement(before.understood), stressed, changed=True)
    return Rewritten(_put_into(before.text, text, own), before.told, stressed, changed=True)


def _put_into(standing: str, text: str, own: Sequence[str]) -> str:
    """The question before, with the follow-up's words in the place of those of their kind."""
    for kind in (_YEAR, _ITEM, _NAME):
        new = [match.group() for match in kind.finditer(text)]
        if new and kind.search(standing):
            standing = kind.sub(new[-1].replace("\\", ""), standing, count=1)
            taken = {word.folded for word in syllables(new[-1])} | {"nam", "so"}
            own = [word for word in own if fold(word) not in taken]
    return " ".join([standing.rstrip("?!. "), *own]) + "?"


def _name_document(text: str, history: Sequence[Turn]) -> str:
    """The text with "văn bản đó" replaced by the number last spoken of; "" where nothing points so."""
    pointed = next(
        (m for m in _DOCUMENT_THERE.finditer(text) if " " in m.group() or m["kind"].lower() == "nó"), None
    )
    if pointed is None or find_numbers(text) or not _points(pointed):
        return ""
    for turn in reversed(history):
        for said in (turn.question, turn.answer):
            numbers = find_numbers(normalise(said))
            if numbers:
                number = str(numbers[0].numbers[0])
                kind = "" if pointed["kind"].lower() in {"nó", "no"} else f"{pointed['kind']} "
                return f"{text[: pointed.start()]}{kind}{number}{text[pointed.end() :]}"
    return ""


def _points(pointed: re.Match[str]) -> bool:
    last = fold(pointed.group().split()[-1])
    return last in {"do", "nay", "ay", "kia", "tren"} or pointed["kind"].lower() == "nó"


def _own_words(text: str) -> list[str]:
    words = list(syllables(text))
    dropped = {
        place
        for phrases in (stop_words(), question_words("openers"), question_words("pointing"))
        for found in phrases.find(words)
        for place in found
    }
    return [word.text for place, word in enumerate(words) if place not in dropped]


def _statement(question: str) -> str:
    """The matter of a question: its words without those that only ask."""
    return " ".join(_own_words(question))
