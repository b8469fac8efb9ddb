"""A model's draft, read while it is written: sentences, and the tokens of the passages each rests on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_TOKENS = r"(?:\s*\[[A-Za-z0-9]{1,8}(?:\s*[,;]\s*[A-Za-z0-9]{1,8})*\][,;]?)+"  # [k7] [b2, c9]
_CITED = re.compile(rf"(?P<text>[^\n]+?)(?P<tokens>{_TOKENS})(?P<end>\s*[.!?])?(?=\s|\Z)")
_TOKEN = re.compile(r"[A-Za-z0-9]+")
_MARK = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s+")  # a list's "- " or "1. "
_THOUGHT, _THOUGHT_ENDS = "<think>", "</think>"


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a model, and the tokens it cites in the order written; none where it cites nothing."""

    text: str
    tokens: tuple[str, ...]


def claims(pieces: Iterable[str]) -> Iterator[Claim]:
    """Each sentence as soon as it is whole: when its tokens have ended, or its line has.

    What a model writes to itself before it answers is left out.
    """
    read = ""
    for piece in pieces:
        read = _after_thought(read + piece)
        if read.startswith(_THOUGHT[: len(read)]):
            continue
        # Tokens may still go on at the end of what has come.
        while (whole := _whole(read)) is not None:
            yield from _claims_of(read[:whole])
            read = read[whole:]
    yield from _claims_of("" if read.startswith(_THOUGHT) else read)


def _after_thought(text: str) -> str:
    if not text.lstrip().startswith(_THOUGHT):
        return text
    _, ended, rest = text.partition(_THOUGHT_ENDS)
    return rest.lstrip() if ended else text.lstrip()


def _whole(text: str) -> int | None:
    """Where the first whole sentence ends; None while it may go on."""
    if "\n" in text:
        return text.index("\n") + 1
    cited = _CITED.search(text) if "]" in text else None
    following = text[cited.end() :].lstrip(" .,;") if cited else ""
    return cited.end() if cited and following and not following.startswith("[") else None


def _claims_of(text: str) -> Iterator[Claim]:
    for line in text.splitlines():
        at = 0
        for match in _CITED.finditer(line):
            yield from _claim(match["text"] + (match["end"] or "").strip(), _TOKEN.findall(match["tokens"]))
            at = match.end()
        yield from _claim(line[at:], ())


def _claim(text: str, tokens: Iterable[str]) -> Iterator[Claim]:
    plain = _MARK.sub("", " ".join(text.replace("**", "").split())).lstrip(".,; ")
    if any(map(str.isalnum, plain)):
        yield Claim(plain, tuple(dict.fromkeys(tokens)))
