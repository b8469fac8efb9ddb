"""Which places of a document contradict each other, and which only look like it."""

import pytest

from corpus.conflict import Conflict, ConflictKind
from corpus.document import Cell, Kind
from corpus.passage import Passage
from ingest.conflicts import find_conflicts
from tests.builders import a_passage


def conflicts(*texts: str) -> list[tuple[str, str, str]]:
    """Kind and both figures, of a document with a paragraph a text."""
    return told(find_conflicts(a_passage(text, order=place) for place, text in enumerate(texts, start=1)))


def told(found: tuple[Conflict, ...]) -> list[tuple[str, str, str]]:
    return [(each.kind, each.first.figure, each.second.figure) for each in found]


@pytest.mark.parametrize(
    ("here", "there", "figures"),
    [
        (
            "Hội có 64 tổ chức (gồm 23 chi hội cơ sở và 41 tổ hội dân phố).",
            "Sổ sách của 22 chi hội cơ sở và 41 tổ hội dân phố do các tổ giữ.",
            ("23", "22"),
        ),
        (
            "Số đơn thư đã tiếp nhận: 812 đơn thư.",
            "Trong kỳ, tổng số đơn thư tiếp nhận đạt trên 700 đơn thư.",
            ("812", "700"),
        ),
        (
            "Tỷ lệ cấp phép xây dựng đúng hạn đạt 99,4%.",
            "Tỷ lệ cấp phép xây dựng đúng hạn duy trì ở mức cao: 96%.",
            ("99,4%", "96%"),
        ),
    ],
)
def test_two_figures_for_one_thing_are_found(here: str, there: str, figures: tuple[str, str]) -> None:
    assert conflicts(here, there) == [(ConflictKind.FIGURES, *figures)]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        # Other dates.
        ("Năm 2024 số đơn thư đã tiếp nhận: 812 đơn thư.", "Năm 2025 số đơn thư đã tiếp nhận: 913 đơn thư."),
        # A part, and the whole.
        ("Số đơn thư đã tiếp nhận: 812 đơn thư.", "Số đơn thư đã tiếp nhận trực tuyến: 300 đơn thư."),
        ("Tỷ lệ cấp phép đúng hạn đạt 99%.", "Tỷ lệ cấp phép quá hạn chiếm 1%."),
        # The other place gives this figure too.
        (
            "Phường có 85 thủ tục hành chính trên 13 lĩnh vực.",
            "Có 13 lĩnh vực với 85 thủ tục hành chính, trong đó 61 thủ tục hành chính của Sở.",
        ),
        # Nothing says that these are the same people.
        ("Khen thưởng 14 đồng chí.", "Cử 02 đồng chí đi học."),
        ("Vận hành được 01 năm.", "Sau 10 tháng vận hành."),
        # Aims, of two years.
        ("Tỷ lệ hộ dùng nước sạch đạt trên 50%.", "Tỷ lệ hộ dùng nước sạch đạt trên 80%."),
        # What a rule allows, for one and for another.
        ("Tỷ lệ cấp phó không vượt quá 25%.", "Tỷ lệ cấp phó không vượt quá 50%."),
        ("Diện tích kho lưu trữ chung từ 30 m² trở lên.", "Diện tích kho lưu trữ chung từ 50 m² trở lên."),
        # Rounded.
        ("Tỷ lệ cấp phép đúng hạn đạt 99,4%.", "Tỷ lệ cấp phép đúng hạn đạt 99%."),
    ],
)
def test_figures_of_two_things_are_no_conflict(here: str, there: str) -> None:
    assert conflicts(here, there) == []


def test_a_rate_that_is_told_of_many_things_is_no_conflict() -> None:
    rates = [f"Tỷ lệ cấp phép xây dựng đạt {share}%." for share in (91, 85, 74, 66)]

    assert conflicts(*rates) == []
    assert len(conflicts(*rates[:2])) == 1


def test_lists_that_count_the_same_things_are_of_two_owners() -> None:
    texts = ("Số vụ cháy lớn: 568 vụ.", "Số người bị thương: 45 người.")
    other = ("Số vụ cháy lớn: 152 vụ.", "Số người bị thương: 18 người.")
    lists = [
        a_passage(text, order=n, group="mot" if text in texts else "hai")
        for n, text in enumerate((*texts, *other), start=1)
    ]

    assert told(find_conflicts(lists)) == []


def a_row(order: int, label: str, cell: str) -> Passage:
    text = f"{label}\t{cell}"
    cells = (Cell("", 0, len(label)), Cell("Số người", len(label) + 1, len(text)))
    return a_passage(text, order=order, kind=Kind.TABLE_ROW, cells=cells, group="bang")


def test_a_row_is_compared_with_what_is_said_of_its_owner() -> None:
    said = a_passage("Cán bộ khối văn phòng hiện nay là 60 biên chế.")
    rows = (a_row(2, "Khối văn phòng", "52 biên chế"), a_row(3, "Khối dịch vụ", "20 biên chế"))

    assert told(find_conflicts((said, *rows))) == [(ConflictKind.FIGURES, "60", "52")]


def a_list(items: int) -> tuple[Passage, Passage]:
    text = "; ".join(f"lĩnh vực {'abcdefgh'[place]} ({place + 2} thủ tục)" for place in range(items)) + "."
    footnote = a_passage(text, order=2, kind=Kind.FOOTNOTE, cited_by="bao-cao-1")
    return a_passage("Phường có 5 lĩnh vực được ủy quyền.", cites=(footnote.id,)), footnote


def test_a_list_is_counted_against_the_figure_that_announces_it() -> None:
    assert told(find_conflicts(a_list(7))) == [(ConflictKind.LIST, "5", "7")]
    assert told(find_conflicts(a_list(5))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Văn phòng: 34 (công chức: 29; 03 hợp đồng, 03 tạp vụ).", [(ConflictKind.SUM, "34", "35")]),
        ("Có 126 tổ chức (gồm 11 hội, 31 chi hội và 84 tổ hội).", []),
        ("Có 50 người (trong đó 07 người là bí thư).", []),
        ("Đã họp 50/80 chi hội, đạt 70%.", [(ConflictKind.SHARE, "70%", "62,50%")]),
        ("Đã họp 67/108 chi hội, đạt 62,03%.", []),  # cut, not rounded
        ("Đã họp 50/80 chi hội, tỷ lệ hài lòng đạt 70%.", []),
    ],
)
def test_sums_and_shares_are_worked_out(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert conflicts(text) == expected


def test_parts_that_are_more_than_the_whole_are_told_at_once() -> None:
    (more,) = find_conflicts((a_passage("Văn phòng: 34 (công chức: 29; 03 hợp đồng, 03 tạp vụ)."),))
    (fewer,) = find_conflicts((a_passage("Văn phòng: 34 (công chức: 29; 02 hợp đồng, 02 tạp vụ)."),))

    assert (more.strong, fewer.strong) == (True, False)


@pytest.mark.parametrize(
    ("text", "strong"),
    [("Đã họp 50/80 chi hội, đạt 70%.", True), ("Đã xong 50/80 dự án, đạt 70% kế hoạch.", False)],
)
def test_a_share_of_a_plan_is_left_to_an_official(text: str, *, strong: bool) -> None:
    assert [each.strong for each in find_conflicts((a_passage(text),))] == [strong]


@pytest.mark.parametrize(
    "text",
    [
        "Tỷ lệ đạt 98%. Tỷ lệ là 99%.",
        "Bản 1.2.3 và bản 1,2,3 thay bản 3.4 (1 lỗi, 2 lỗi).",
        "9" * 400 + " hồ sơ, " + "9" * 399 + " hồ sơ.",
        "%" * 50 + " 5/0 hội, đạt 3% ((((1; 2",
    ],
)
def test_odd_figures_break_nothing(text: str) -> None:
    assert conflicts(text, f"Cũng thế: {text}") is not None


def test_the_same_words_in_two_documents_are_two_conflicts() -> None:
    lines = ("Số đơn thư đã tiếp nhận: 812 đơn thư.", "Tổng số đơn thư tiếp nhận đạt 700 đơn thư.")
    passages = [
        a_passage(text, order=place, document=document)
        for document in ("mot", "hai")
        for place, text in enumerate(lines, start=1)
    ]

    assert len(find_conflicts(passages)) == 2


def test_each_side_has_its_place_and_its_words() -> None:
    (found,) = find_conflicts(
        (
            a_passage("Kết quả như sau. Số đơn thư đã tiếp nhận: 812 đơn thư.", order=4),
            a_passage("Tổng số đơn thư tiếp nhận đạt 700 đơn thư.", order=9),
        )
    )

    assert (found.first.lines, found.second.lines) == ((4, 4), (9, 9))
    assert found.first.quote == "Số đơn thư đã tiếp nhận: 812 đơn thư."
