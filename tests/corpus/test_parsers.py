"""The parsers of numbers, citations, clauses and questions: whatever they read, they never break."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from answering.quantities import days, quantities
from answering.requests import read_request
from answering.understand import understand
from corpus.clause import clause_asked
from corpus.dates import find_dates
from corpus.names import find_named
from corpus.number import find_numbers, parse_number
from corpus.number_query import parse_query
from corpus.sentences import enumeration, sentences
from corpus.vietnamese import fold, syllables, terms

PIECES = (
    *(
        "Quyết định",
        "số",
        "296",
        "-",
        "/",
        "QĐ",
        "ĐU",
        "UBND",
        "NQ-HĐND",
        "2025",
        "2026/NQ",
        "15-CT/TU",
        "số:",
    ),
    *("Điều", "khoản", "điểm", "a)", "Chương", "III", "III.2.1", "ngày", "01/7/2025", "31 tháng 2 năm 0"),
    *(
        "7 giờ 30",
        "12,5%",
        "27.228",
        "tỷ đồng",
        "và",
        "đến",
        "có bao nhiêu",
        "là gì?",
        "(",
        ")",
        ";",
        ".",
        "\n",
    ),
    *("¹²", "\u0301", "\u200b", "ﬁ", "İ", "ß", "Ǆ", "𝟚", "٣", "\U0001f468", "-" * 40, "1" * 400, "/" * 99),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=24).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda between: between.join(parts))
)
READERS: tuple[Callable[[str], object], ...] = (
    parse_number,
    parse_query,
    clause_asked,
    find_named,
    enumeration,
    understand,
    read_request,
    quantities,
    days,
    terms,
    lambda text: list(find_dates(text)),
    lambda text: list(syllables(text)),
)


@pytest.mark.parametrize("read", READERS)
@given(text=TEXTS)
@settings(max_examples=60)
@example(text="296-QĐ/ĐU, 297, 298-QĐ/ĐU và 299" * 30)
def test_a_parser_never_breaks(read: Callable[[str], object], text: str) -> None:
    read(text)


@given(text=TEXTS)
@settings(max_examples=150)
def test_a_number_that_is_found_stands_where_it_was_found_and_reads_again(text: str) -> None:
    for found in find_numbers(text):
        assert text[found.start : found.end] == found.text
        for number in found.numbers:
            assert parse_number(str(number)) == number


@given(text=TEXTS)
@settings(max_examples=100)
def test_sentences_lie_in_order_within_their_text(text: str) -> None:
    spans = [(span.start, span.end) for span in sentences(text)]

    assert spans == sorted(spans)
    assert all(0 <= start <= end <= len(text) for start, end in spans)


@given(text=TEXTS)
@settings(max_examples=100)
def test_a_folded_text_keeps_its_length(text: str) -> None:
    assert len(fold(text)) == len(text)
