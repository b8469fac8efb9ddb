"""Sentences, and lists inside a sentence, of Vietnamese administrative prose."""

import re
from dataclasses import dataclass
from itertools import pairwise, zip_longest

_END = re.compile(r"(?:[.!?…]+|\./\.)[”\"’')\]]*(?=\s|$)")
_OPENING = re.compile(r"\s+[“\"‘'(\[*]*(?P<first>\S)")
# Shortened words whose full stop ends no sentence: TP. Hà Nội, T.Ư, GS. Nguyễn Văn A.
_SHORT = re.compile(
    r"(?:^|[\s(\[“\"./-])(?:TP|Tp|T[XTPƯ]|Q|P|TT|Tr|GS|PGS|TS|ThS|Ths|BS|CN|KS|LS|NSND|NSƯT|Đ/c|đ/c|Ô|St|No|Stt|KT|TM|TL|"
    r"[A-ZĐƯ])\.$"
)
_NUMBER_LABEL = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.")
_NUMBERED = re.compile(r"(?<![\w)])\((?P<label>\d{1,2}|[a-zđ])\)\s*")
_BRACKET = re.compile(r"\([^()]*;[^()]*\)")
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list inside a text: `text[start:end]` without its label or the sign that ends it."""

    label: str
    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """The sentences of a text in order, without the space between them.

    A list with ";" is one sentence; "1." at the head of a sentence belongs to it.
    """
    found = []
    start = _skip_space(text, 0)
    for match in _END.finditer(text):
        if match.end() > start and _ends(text, start, match):
            found.append(Span(start, match.end()))
            start = _skip_space(text, match.end())
    if start < len(text.rstrip()):
        found.append(Span(start, len(text.rstrip())))
    return found


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    following = _OPENING.match(text, match.end())
    if following is None:
        return True
    first = following["first"]
    if not (first.isupper() or first.isdigit() or first in "-–+•"):
        return False
    before = text[start : match.end()]
    if not match.group().startswith("."):
        return True
    return _SHORT.search(before) is None and _NUMBER_LABEL.fullmatch(before) is None


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def enumeration(text: str) -> tuple[Item, ...]:
    """The entries of the lists inside a text: "(1) …; (2) …", or what a colon opens and ";" divides.

    Lists that begin again at (1) follow one another; a text without a list has no entries.
    """
    return tuple(item for found in _numbered(text) for item in found) or _divided(text)


def lists(text: str) -> tuple[tuple[Item, ...], ...]:
    """The lists inside a text one by one: numbered, divided by ";", and divided by it in a bracket."""
    numbered = _numbered(text)
    divided = () if numbered else _divided(text)
    found = [*numbered, *([divided] if divided else []), *_bracketed(text)]
    return tuple(items for items in found if len(items) > 1)


def _numbered(text: str) -> tuple[tuple[Item, ...], ...]:
    matches = list(_NUMBERED.finditer(text))
    runs: list[list[re.Match[str]]] = []
    for match, following in zip_longest(matches, matches[1:]):
        opens = match["label"] in {"1", "a"} and following is not None and _follows(match, following)
        if opens:
            runs.append([match])
        elif runs and _follows(runs[-1][-1], match):
            runs[-1].append(match)
    ends = [*(run[0].start() for run in runs[1:]), len(text)][: len(runs)]
    return tuple(_entries(text, run, end) for run, end in zip(runs, ends, strict=True))


def _entries(text: str, run: list[re.Match[str]], end: int) -> tuple[Item, ...]:
    ends = [following.start() for following in run[1:]] + [end]
    return tuple(
        _item(text, f"({match['label']})", match.end(), min(end, _sentence_end(text, match.end())))
        for match, end in zip(run, ends, strict=True)
    )


def _bracketed(text: str) -> list[tuple[Item, ...]]:
    found = []
    for match in _BRACKET.finditer(text):
        inside = match.start() + 1
        bounds = [
            inside,
            *(sign.end() for sign in re.finditer(";", text[: match.end()]) if sign.start() > inside),
        ]
        pairs = pairwise([*bounds, match.end() - 1])
        found.append(tuple(_item(text, "", start, end) for start, end in pairs))
    return found


def _follows(before: re.Match[str], after: re.Match[str]) -> bool:
    one, two = before["label"], after["label"]
    if one.isdigit() and two.isdigit():
        return int(two) == int(one) + 1
    return not one.isdigit() and not two.isdigit() and one < two


def _sentence_end(text: str, position: int) -> int:
    return next((span.end for span in sentences(text) if span.end > position), len(text))


def _divided(text: str) -> tuple[Item, ...]:
    for sentence in sentences(text):
        words = text[sentence.start : sentence.end]
        if ";" not in words:
            continue
        colon = words.find(":")
        if colon < 0 and words.count(";") < 2:
            continue
        begin = colon + 1 if 0 <= colon < words.find(";") else 0
        bounds = [begin, *(match.end() for match in _outer_semicolons(words, begin)), len(words)]
        if len(bounds) > 2:
            shifted = (sentence.start + bound for bound in bounds)
            return tuple(_item(text, "", one, two) for one, two in pairwise(shifted))
    return ()


def _outer_semicolons(words: str, begin: int) -> list[re.Match[str]]:
    """Semicolons that stand in no bracket."""
    outer = re.finditer(";", words[begin:])
    found = []
    for match in outer:
        before = words[begin : begin + match.start()]
        if before.count("(") <= before.count(")"):
            found.append(re.compile(";").search(words, begin + match.start()))
    return [match for match in found if match]


def _item(text: str, label: str, start: int, end: int) -> Item:
    start = _skip_space(text, start)
    body = text[start:end].rstrip()
    stripped = body.rstrip(";,").rstrip()
    return Item(
        label,
        start,
        start + len(stripped[:-1] if stripped.endswith(".") and not stripped.endswith("..") else stripped),
    )
