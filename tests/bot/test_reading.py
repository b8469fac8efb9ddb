"""A document is laid out for the eye."""

from dataclasses import replace

import pytest

from bot.web.finding import MOST_FOUND, find_words
from bot.web.highlight import Mark
from bot.web.number_links import Link, number_links
from bot.web.reading import Overlay, ShownLine, contents, lay_out, whole_lines
from corpus.document import Section
from corpus.register import Register
from tests.builders import a_document, an_entry


def shown(line: ShownLine) -> str:
    cells = ("".join(f"[{span.text}]" if span.marked else span.text for span in cell) for cell in line.cells)
    return " | ".join(cells)


def test_lines_keep_their_numbers_and_blank_ones_are_not_shown() -> None:
    blocks = lay_out(a_document("một", "", "ba"), Overlay())

    assert [(block.lines[0].number, shown(block.lines[0])) for block in blocks] == [(1, "một"), (3, "ba")]


def test_of_lines_withheld_in_a_row_one_is_shown() -> None:
    blocks = lay_out(a_document("một", "[…]", "", "[…]", "hai […]", "[…]"), Overlay())

    assert [block.lines[0].number for block in blocks] == [1, 2, 5, 6]


def test_neighbouring_rows_make_one_table() -> None:
    blocks = lay_out(a_document("Biểu", "I\tVề tổ chức\tCấp", "1.\tĐề nghị\tTrung ương"), Overlay())

    assert [block.is_table for block in blocks] == [False, True]
    assert shown(blocks[1].lines[1]) == "1. | Đề nghị | Trung ương"


def test_a_quote_in_a_cell_is_marked_there() -> None:
    document = a_document("1.\tĐề nghị sớm\tTrung ương")

    (block,) = lay_out(document, Overlay((Mark(1, 3, 10),)))

    assert shown(block.lines[0]) == "1. | [Đề nghị] sớm | Trung ương"


def test_layout_signs_are_not_shown() -> None:
    (block,) = lay_out(a_document("đạt **40,74%**²¹ và <i>hơn</i>"), Overlay((Mark(1, 6, 12),)))

    assert shown(block.lines[0]) == "đạt [40,74%]²¹ và hơn"


def test_only_the_first_span_of_the_first_mark_is_the_place_to_open_at() -> None:
    blocks = lay_out(a_document("a **b** c", "d"), Overlay((Mark(1, 0, 9), Mark(2, 0, 1))))

    spans = [span for block in blocks for line in block.lines for cell in line.cells for span in cell]
    assert [span.first for span in spans if span.marked] == [True, False, False, False]


def test_a_heading_has_the_level_of_its_path() -> None:
    sections = (Section("III", "A", "", 1), Section("III.3.2", "B", "III", 2))
    document = replace(a_document("III. A", "3.2. B"), sections=sections)

    assert [block.lines[0].level for block in lay_out(document, Overlay())] == [2, 4]


def test_a_place_without_a_quote_is_whole_lines() -> None:
    document = a_document("một", "", "ba")

    assert whole_lines(document, first=1, last=9) == (Mark(1, 0, 3), Mark(3, 0, 2))


def test_the_contents_of_a_code_of_laws_are_the_two_upper_levels() -> None:
    paths = ["I", "I.1", *(f"I.1.{place}" for place in range(1, 300)), "Chương II > Điều 5"]
    sections = tuple(Section(path, path, "", line) for line, path in enumerate(paths, start=1))
    document = replace(a_document(*paths), sections=sections)

    listed = contents(document)
    short = contents(replace(document, sections=sections[:9]))

    assert [section.path for section in listed] == ["I", "I.1", "Chương II > Điều 5"]
    assert [section.path for section in short] == paths[:9]


def test_a_footnote_stands_below_the_line_that_cites_it() -> None:
    document = a_document("Đã chỉ đạo tuyên truyền¹. Diện tích 554m²", "sang trang", "¹ Nghị quyết", "² Lạc")

    blocks = lay_out(document, Overlay())

    assert [(block.lines[0].number, block.is_note) for block in blocks] == [
        (1, False),
        (3, True),
        (2, False),
        (4, False),
    ]


def test_numbers_link_to_the_register_one_by_one() -> None:
    text = "các Quyết định số 522, 523 và 573/QĐ-UBND, 9/QĐ-UBND"
    entries = [an_entry(f"{ordinal}/QĐ-UBND") for ordinal in (522, 523, 573)]

    links = number_links((text,), Register(entries))

    assert [(text[link.start : link.end], link.address) for link in links] == [
        ("522", "/so-hieu/522-qd-ubnd"),
        ("523", "/so-hieu/523-qd-ubnd"),
        ("573/QĐ-UBND", "/so-hieu/573-qd-ubnd"),
    ]


def test_a_link_within_a_quote_is_both() -> None:
    document = a_document("theo Nghị định 12/2024/NĐ-CP nay")
    overlay = Overlay((Mark(1, 5, 32),), links=(Link(1, 15, 28, "/so-hieu/x"),))

    (block,) = lay_out(document, overlay)

    spans = block.lines[0].cells[0]
    assert [(span.text, span.marked, span.address) for span in spans] == [
        ("theo ", False, ""),
        ("Nghị định ", True, ""),
        ("12/2024/NĐ-CP", True, "/so-hieu/x"),
        (" nay", True, ""),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("tiếp công dân", ["tiếp công dân", "TIẾP CÔNG DÂN"]),
        ("tiep cong dan", ["tiếp công dân", "TIẾP CÔNG DÂN"]),
        ("công dân số", ["công dân số"]),
        ("ân", []),
        ("?", []),
    ],
)
def test_words_are_found_in_a_document_with_or_without_accents(words: str, found: list[str]) -> None:
    lines = ("Lịch tiếp công dân; công dân số", "", "TIẾP CÔNG DÂN")

    assert [lines[mark.line - 1][mark.start : mark.end] for mark in find_words(lines, words)] == found


def test_no_more_is_found_than_can_be_read() -> None:
    assert len(find_words(("a " * 2 * MOST_FOUND,), "a")) == MOST_FOUND
