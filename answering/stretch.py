"""Stretches: the parts of passages that an answer shows, and how they read one after another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Kind
from corpus.passage import Passage

# What fits one screen, in words.
SCREEN = 95
_OMITTED = "[…]"
_LEFT_OUT = "…"
# A stretch reads as a beginning after these, as an end before these; elsewhere its sentence goes on.
_BEGINS = re.compile(r"(?:^|[.;:!?…][)”\"]*|[|\t\n(]|\((?:\d{1,2}|[a-zđ])\)|\s[-+*•–])\s*$")
_ENDS = re.compile(r"\s*(?:$|[.;:!?…|\t\n)]|\[…\]|\((?:\d{1,2}|[a-zđ])\)\s|và\s)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """`passage.text[start:end]` as part of an answer; `header`, that of a cell's column, precedes it."""

    passage: Passage
    start: int
    end: int
    header: str = ""

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    def overlaps(self, other: "Stretch") -> bool:
        return self.passage.id == other.passage.id and self.start < other.end and other.start < self.end


def tidy(passage: Passage, start: int, end: int, *, header: str = "") -> Stretch:
    """Without the list mark before, and without punctuation or the sign of an omission after."""
    text = passage.text
    if text[start:end].endswith("."):
        end = end - 1 if text[start : end - 1].rstrip().endswith(_OMITTED) else end
    while start < end and text[start] in " \t-+*•,;:–.":
        start += 1
    while end > start and (text[end - 1] in " \t,;:–-" or text[start:end].endswith(_OMITTED)):
        end -= len(_OMITTED) if text[start:end].endswith(_OMITTED) else 1
    return Stretch(passage, start, end, header)


def told(stretches: Sequence[Stretch]) -> str:
    """The stretches as one text: items after semicolons, later parts of a sentence after an ellipsis."""
    text = ""
    for before, stretch in zip((None, *stretches), stretches, strict=False):
        joint = _joint(before, stretch) if before else ""
        words = _words(stretch)
        if not before and not _is_beginning(stretch):
            joint = f"{_LEFT_OUT} "
        elif joint == ". " and not _is_beginning(stretch):
            joint = f". {_LEFT_OUT} "
        elif not before or joint == ". ":
            words = words[:1].upper() + words[1:]
        if text.endswith(":") and joint:
            joint = " "
        text = text.rstrip(".") if joint and text.endswith(".") and not text.endswith("..") else text
        text += f"{joint}{words}"
    if stretches and not _is_end(stretches[-1]):
        return f"{text} {_LEFT_OUT}"
    return text + ("" if text.endswith((".", _LEFT_OUT, "!", "?")) else ".")


def _words(stretch: Stretch) -> str:
    text = " – ".join(part.strip() for part in stretch.text.split("\t"))
    return f"{stretch.header}: {text}" if stretch.header else text


def _joint(before: Stretch, after: Stretch) -> str:
    if before.passage.id == after.passage.id:
        between = before.passage.text[before.end : after.start]
        if after.header or "\t" in between:
            return " – "
        if between.strip() in {";", ":"}:
            return f"{between.strip()} "
        if before.end <= after.start and not re.search(r"[.!?]\s", f"{before.text[-1:]}{between} "):
            return f"{':' if between.startswith(':') else ''} {_LEFT_OUT} "
    elif _is_item(before) and _is_item(after) and before.passage.group == after.passage.group:
        return "; "
    return ". " if _is_end(before) else f" {_LEFT_OUT} "


def _is_item(stretch: Stretch) -> bool:
    """Whether the stretch is a whole item of a list."""
    passage = stretch.passage
    whole = tidy(passage, 0, len(passage.text.rstrip(".; ")))
    return (
        bool(passage.group)
        and passage.kind is not Kind.TABLE_ROW
        and (stretch.start <= whole.start and stretch.end >= whole.end)
    )


def _is_beginning(stretch: Stretch) -> bool:
    return bool(_BEGINS.search(stretch.passage.text[: stretch.start]))


def _is_end(stretch: Stretch) -> bool:
    text = stretch.passage.text
    return text[stretch.end - 1 : stretch.end] in ".!?…" or bool(_ENDS.match(text, stretch.end))
