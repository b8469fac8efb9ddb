"""A document is laid out for the eye."""

from dataclasses import replace

from bot.web.highlight import Mark
from bot.web.reading import ShownLine, contents, lay_out, whole_lines
from corpus.document import Section
from tests.builders import a_document


def shown(line: ShownLine) -> str:
    cells = ("".join(f"[{span.text}]" if span.marked else span.text for span in cell) for cell in line.cells)
    return " | ".join(cells)


def test_lines_keep_their_numbers_and_blank_ones_are_not_shown() -> None:
    blocks = lay_out(a_document("một", "", "ba"), ())

    assert [(block.lines[0].number, shown(block.lines[0])) for block in blocks] == [(1, "một"), (3, "ba")]


def test_neighbouring_rows_make_one_table() -> None:
    blocks = lay_out(a_document("Biểu", "I\tVề tổ chức\tCấp", "1.\tĐề nghị\tTrung ương"), ())

    assert [block.is_table for block in blocks] == [False, True]
    assert shown(blocks[1].lines[1]) == "1. | Đề nghị | Trung ương"


def test_a_quote_in_a_cell_is_marked_there() -> None:
    document = a_document("1.\tĐề nghị sớm\tTrung ương")

    (block,) = lay_out(document, (Mark(1, 3, 10),))

    assert shown(block.lines[0]) == "1. | [Đề nghị] sớm | Trung ương"


def test_layout_signs_are_not_shown() -> None:
    (block,) = lay_out(a_document("đạt **40,74%**²¹ và <i>hơn</i>"), (Mark(1, 6, 12),))

    assert shown(block.lines[0]) == "đạt [40,74%]²¹ và hơn"


def test_only_the_first_span_of_the_first_mark_is_the_place_to_open_at() -> None:
    blocks = lay_out(a_document("a **b** c", "d"), (Mark(1, 0, 9), Mark(2, 0, 1)))

    spans = [span for block in blocks for line in block.lines for cell in line.cells for span in cell]
    assert [span.first for span in spans if span.marked] == [True, False, False, False]


def test_a_heading_has_the_level_of_its_path() -> None:
    sections = (Section("III", "A", "", 1), Section("III.3.2", "B", "III", 2))
    document = replace(a_document("III. A", "3.2. B"), sections=sections)

    assert [block.lines[0].level for block in lay_out(document, ())] == [2, 4]


def test_a_place_without_a_quote_is_whole_lines() -> None:
    document = a_document("một", "", "ba")

    assert whole_lines(document, first=1, last=9) == (Mark(1, 0, 3), Mark(3, 0, 2))


def test_the_contents_are_the_two_upper_levels() -> None:
    paths = ["I", "I.1", "I.1.1", "Chương II > Điều 5"]
    sections = tuple(Section(path, path, "", line) for line, path in enumerate(paths, start=1))

    listed = contents(replace(a_document(*paths), sections=sections))

    assert [section.path for section in listed] == ["I", "I.1", "Chương II > Điều 5"]
