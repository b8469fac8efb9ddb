"""Figures that a sentence lets us reckon: parts in brackets against their sum, a share against its ratio."""

import re
from collections.abc import Iterator

from corpus.conflict import Conflict, ConflictKind, Said, conflict_of
from corpus.document import Kind
from corpus.figures import Measured
from corpus.measure import figures, value_of
from corpus.passage import Passage
from corpus.sentences import Span, sentences

# Đảng ủy: 34 (Cán bộ công chức: 29; 03 LDHĐ, 03 cán bộ không chuyên trách)
_PARTS = re.compile(
    r"(?<![\w/.,-])(?P<total>\d[\d.]*)(?P<noun>(?:\s[^\W\d]+){0,6}),?\s\((?:(?:bao\s)?gồm:?\s)?(?P<parts>[^()]*)\)"
)
_PART = re.compile(r"[;,]\s|\svà\s")
# 6.086/7.148 đảng viên (đạt 85%)
_RATIO = re.compile(
    r"""
    (?<![\w/.,-])(?P<some>\d[\d.]*)/(?P<all>\d[\d.]*)(?![\d/])(?P<noun>[^,;:.()\d%]{0,80})
    [,(]?\s*\(?(?:đạt|chiếm|bằng|tương\sđương)(?:\s(?:tỷ|tỉ)\slệ)?\s\**(?P<share>\d+(?:,\d+)?)\s?%
    """,
    re.VERBOSE,
)
# "50/80 dự án, đạt 70% kế hoạch": a share of something else.
_OF_A_PLAN = re.compile(
    r"[\s*]+(?:so với\s|của\s)?(?:kế hoạch|dự toán|chỉ tiêu|tổng|nhu cầu|định mức)", re.IGNORECASE
)
# Parts that come this near their total were meant to make it up; others name some of it.
_NEAR = 0.2
_LEAST_PARTS = 2
_WORD = re.compile(r"\S+")
_AROUND = 10


def reckoned(passage: Passage) -> Iterator[Conflict]:
    """Sums and shares of a passage that do not come out."""
    if passage.kind is not Kind.HEADING:
        yield from _sums(passage)
        yield from _shares(passage)


def _sums(passage: Passage) -> Iterator[Conflict]:
    for match in _PARTS.finditer(passage.text):
        parts = [list(figures(part)) for part in _PART.split(match["parts"])]
        if len(parts) < _LEAST_PARTS or any(len(part) != 1 or not part[0].value.isdigit() for part in parts):
            continue
        told = value_of(match["total"])
        total, sum_of_parts = int(told) if told.isdigit() else 0, sum(int(part[0].value) for part in parts)
        if total != sum_of_parts and abs(total - sum_of_parts) <= _NEAR * total:
            first = side_of(passage, match.span(), figure=match["total"])
            second = side_of(passage, match.span("parts"), figure=str(sum_of_parts))
            noun = match["noun"].strip() or _label(passage.text[: match.start()])
            # Parts may be left out, but are never more than the whole.
            more = sum_of_parts > total
            yield conflict_of(ConflictKind.SUM, noun=noun, first=first, second=second, strong=more)


def _label(before: str) -> str:
    """The words that stand before a figure, back to the sign that ends what they follow."""
    return re.split(r"[;:,.()\t]", before.rstrip(" :"))[-1].strip()


def _shares(passage: Passage) -> Iterator[Conflict]:
    for match in _RATIO.finditer(passage.text):
        some, of_all, share = (value_of(match[name].rstrip(".")) for name in ("some", "all", "share"))
        if not (some.isdigit() and of_all.isdigit()) or not int(of_all):
            continue
        right = 100 * int(some) / int(of_all)
        # Reports cut decimals as often as they round them.
        if abs(right - float(share)) >= 10.0 ** -len(share.partition(".")[2]):
            first = side_of(passage, match.span(), figure=f"{match['share']}%")
            ratio = (match.start("some"), match.end("all"))
            second = side_of(passage, ratio, figure=f"{right:.2f}%".replace(".", ","))
            noun, strong = match["noun"].strip(), not _OF_A_PLAN.match(passage.text, match.end())
            yield conflict_of(ConflictKind.SHARE, noun=noun, first=first, second=second, strong=strong)


def said(fact: Measured, passage: Passage) -> Said:
    """A fact as a side of a conflict."""
    return side_of(passage, fact.stretch, figure=fact.text)


def whole(passage: Passage, *, figure: str) -> Said:
    """All of a passage as a side of a conflict, with the figure counted in it."""
    return side_of(passage, (0, len(passage.text)), figure=figure)


def side_of(passage: Passage, stretch: tuple[int, int], *, figure: str) -> Said:
    """A stretch of a passage as a side of a conflict; `figure` is printed in it or reckoned from it."""
    start, end = stretch
    inside = [piece.line for piece in passage.pieces if piece.start < end and start < piece.end]
    lines = (inside[0], inside[-1]) if inside else (passage.first_line, passage.last_line)
    return Said(passage.id, passage.document, start, end, lines, figure, _around(passage.text, start, end))


def _around(text: str, start: int, end: int) -> str:
    """The stretch with the words around it, as far as its sentence goes."""
    sentence = next((span for span in sentences(text) if span.start <= start < span.end), Span(start, end))
    words = [match.span() for match in _WORD.finditer(text, sentence.start, max(sentence.end, end))]
    inside = [place for place, (left, right) in enumerate(words) if left < end and start < right]
    first, last = max(inside[0] - _AROUND, 0), min(inside[-1] + _AROUND, len(words) - 1)
    return text[words[first][0] : words[last][1]]
