"""What a message asks: the asking part, the story around it, and several requests in one breath."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from answering.phrases import document_questions, question_words
from answering.understand import stop_words
from corpus.vietnamese import Syllable, syllables

_SENTENCE = re.compile(r"(?<=[.?!…])\s+|\n+")
# In one long sentence the question follows the story at such a word: "…, vậy phải đưa ông đến đâu?"
_TURN = re.compile(
    r",\s*(?=(?:vậy|thế|cho\s(?:tôi|em|bác|cháu|mình)?\s?hỏi|xin\shỏi|không\sbiết|hỏi|muốn\shỏi|muốn\sbiết|nên|"
    r"thì|giờ|bây\sgiờ|mà)\s)",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s(?:và|với|còn|rồi|cùng)\s|[,;?]\s")
_AND = re.compile(r"\s(?:và|với|va|voi)\s")
_FIGURE_ASKED = re.compile(r"(?:tổng\s)?số\s(?!\d)|tỷ\slệ\s|tỉ\slệ\s", re.IGNORECASE)
# A thing is named with at least so many words; so many before the question word belong to the question.
_NAMED, _BEFORE_WORD = 2, 2
_ASKING = ("date", "count", "place", "reason", "person", "which", "list")
# A story is worth cutting off only from a message longer than this many words.
_LONG = 16


@dataclass(frozen=True, slots=True)
class Request:
    """`text` asks, `background` was told before it ("" for nothing), `parts` are its single requests."""

    text: str
    background: str = ""
    parts: tuple[str, ...] = ()


def read_request(message: str) -> Request:
    """The asking sentence of a message and the rest; a short message is all question."""
    sentences = [sentence for sentence in _SENTENCE.split(message.strip()) if sentence.strip()]
    asking = [sentence for sentence in sentences if asks(sentence)] or sentences[-1:]
    if len(sentences) > 1 and len(asking) < len(sentences):
        told = " ".join(sentence for sentence in sentences if sentence not in asking)
        text = " ".join(asking)
    else:
        told, text = _cut_story(message)
    return Request(text, told, _parts(text))


def asks(text: str) -> bool:
    words = list(syllables(text))
    return (
        "?" in text
        or bool(document_questions().find(words))
        or any(question_words(n).find(words) for n in _ASKING)
    )


def _cut_story(message: str) -> tuple[str, str]:
    if len(message.split()) <= _LONG:
        return "", message
    for turn in reversed(list(_TURN.finditer(message))):
        told, text = message[: turn.start()], message[turn.end() :]
        if asks(text) and _content(text) >= 2:
            return told, text
    return "", message


def _parts(text: str) -> tuple[str, ...]:
    """The stretches that each hold a question word of their own, or the things that share one, if several."""
    cuts = [0, *(match.start() for match in _JOINT.finditer(text)), len(text)]
    parts: list[str] = []
    for left, right in pairwise(cuts):
        piece = (
            _JOINT.sub(" ", f" {text[left:right]}", count=1).strip(" ,;?")
            if left
            else text[left:right].strip(" ,;?")
        )
        if not piece:
            continue
        if parts and not (_wants(piece) and _wants(parts[-1])):
            parts[-1] = f"{parts[-1]}{text[left:right].rstrip(' ,;?')}"
        elif parts and not _content(piece):
            parts.append(f"{_without_question(parts[-1])} {piece}")
        else:
            parts.append(piece)
    return tuple(parts) if len(parts) > 1 else _sharing(text)


def _wants(text: str) -> bool:
    """Whether a part asks by itself: with a question word, or as "tổng số …", "tỷ lệ …"."""
    return asks(text) or bool(_FIGURE_ASKED.match(text))


def _without_question(text: str) -> str:
    """ "Phường tiếp dân ngày nào" → "Phường tiếp dân"."""
    words = list(syllables(text))
    asking = {at for name in _ASKING for found in question_words(name).find(words) for at in found}
    return " ".join(word.text for at, word in enumerate(words) if at not in asking)


def _sharing(text: str) -> tuple[str, ...]:
    """ "Kế hoạch A và kế hoạch B mang số nào": two things of one kind, with the question after the second."""
    joint = _AND.search(text)
    if joint is None:
        return ()
    first, second = text[: joint.start()], text[joint.end() :].rstrip(" ?")
    opening, following = list(syllables(first)), list(syllables(second))
    if asks(first) or len(opening) < _NAMED or len(following) < _NAMED or not _alike(opening, following):
        return ()
    starts = [found.start for name in _ASKING for found in question_words(name).find(following)]
    starts += [found.start for found in document_questions().find(following)]
    if not starts or min(starts) < _NAMED:
        return ()
    tail = second[following[max(min(starts) - _BEFORE_WORD, 0)].start :]
    return (f"{first} {tail}", second)


def _alike(one: Sequence[Syllable], two: Sequence[Syllable]) -> bool:
    """Whether both open with the same noun, or both with a number, as addresses do."""
    noun = [word.folded for word in one[:2]] == [word.folded for word in two[:2]]
    return noun or (one[0].text.isdigit() and two[0].text.isdigit())


def _content(text: str) -> int:
    words = list(syllables(text))
    return len(words) - sum(len(found) for found in stop_words().find(words))
