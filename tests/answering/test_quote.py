"""Quotes stand verbatim on their lines."""

import pytest

from answering.answer import Source
from answering.quote import merged, sources
from corpus.document import Piece
from tests.builders import a_document, a_passage


def test_a_quote_stands_on_the_line_of_its_piece() -> None:
    document = a_document("", "Phường có 4 chợ. Chợ mở cả ngày.")
    passage = a_passage("Phường có 4 chợ. Chợ mở cả ngày.", order=2)

    (source,) = sources(passage, document, 0, 16)

    assert (source.quote, source.lines, source.section) == ("Phường có 4 chợ.", (2, 2), "I")
    assert (source.document, source.title, source.document_id) == ("bao-cao.txt", "Báo cáo sơ kết", "bao-cao")


def test_a_sentence_over_a_line_break_is_one_quote_of_two_lines() -> None:
    document = a_document("Phường có 4 chợ,", "mở cả ngày.")
    passage = a_passage(
        "Phường có 4 chợ, mở cả ngày.", pieces=(Piece(0, 16, 1, page=3), Piece(17, 28, 2, page=4))
    )

    (source,) = sources(passage, document, 0, 28)

    assert (source.lines, source.page, source.quote) == ((1, 2), 3, "Phường có 4 chợ, mở cả ngày.")


def test_a_sentence_torn_by_a_footnote_is_two_quotes() -> None:
    document = a_document("Phường có 4 chợ,", "¹ Tính cả chợ tạm.", "mở cả ngày.")
    passage = a_passage("Phường có 4 chợ, mở cả ngày.", pieces=(Piece(0, 16, 1), Piece(17, 28, 3)))

    found = sources(passage, document, 0, 28)

    assert [(source.quote, source.lines) for source in found] == [
        ("Phường có 4 chợ,", (1, 1)),
        ("mở cả ngày.", (3, 3)),
    ]


@pytest.mark.parametrize(
    ("line", "text", "pieces", "count"),
    [
        ("Có **4** chợ.", "Có 4 chợ.", ((0, 3), (3, 4), (4, 9)), 1),  # signs of layout alone
        ("Có 4¹ chợ.", "Có 4 chợ.", ((0, 4), (4, 9)), 1),  # the mark of a footnote
        ("Có 4 (xem sổ kho) chợ.", "Có 4 chợ.", ((0, 4), (4, 9)), 2),  # words left out
    ],
)
def test_a_quote_goes_on_over_signs_but_not_over_words(
    line: str, text: str, pieces: tuple[tuple[int, int], ...], count: int
) -> None:
    passage = a_passage(text, pieces=tuple(Piece(start, end, 1) for start, end in pieces))

    found = sources(passage, a_document(line), 0, len(text))

    assert len(found) == count
    assert " ".join(source.quote for source in found) == text


def test_a_stretch_without_a_letter_is_no_quote() -> None:
    assert sources(a_passage("Có 4 chợ ; ..."), a_document("Có 4 chợ ; ..."), 8, 14) == ()


def quoted(quote: str, lines: tuple[int, int] = (1, 1), document: str = "bao-cao.txt") -> Source:
    return Source(document, "Báo cáo", "I", lines, None, quote)


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ([quoted("4 chợ"), quoted("Có 4 chợ.")], [quoted("Có 4 chợ.")]),
        ([quoted("Có 4 chợ."), quoted("4 chợ")], [quoted("Có 4 chợ.")]),
        ([quoted("4 chợ"), quoted("4 chợ", (2, 2))], [quoted("4 chợ"), quoted("4 chợ", (2, 2))]),
        (
            [quoted("4 chợ"), quoted("4 chợ", document="khac.txt")],
            [quoted("4 chợ"), quoted("4 chợ", document="khac.txt")],
        ),
        ([quoted("Có 4 chợ.", (1, 2)), quoted("4 chợ", (2, 2))], [quoted("Có 4 chợ.", (1, 2))]),
        ([], []),
    ],
)
def test_a_quote_inside_another_of_its_lines_is_not_repeated(found: list[Source], kept: list[Source]) -> None:
    assert merged(found) == tuple(kept)
