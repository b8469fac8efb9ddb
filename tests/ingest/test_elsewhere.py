"""Which places have another figure of one thing without contradicting each other."""

import pytest

from corpus.conflict import Conflict, ConflictKind
from corpus.document import Cell, Kind
from corpus.passage import Passage
from ingest.conflicts import find_conflicts
from tests.builders import a_passage


def found(*texts: str) -> list[tuple[str, str, str]]:
    """Kind and both figures, of a document with a paragraph a text."""
    return told(find_conflicts(a_passage(text, order=place) for place, text in enumerate(texts, start=1)))


def told(conflicts: tuple[Conflict, ...]) -> list[tuple[str, str, str]]:
    return [(each.kind, each.first.figure, each.second.figure) for each in conflicts]


ELSEWHERE, NAMES, PLACE = ConflictKind.ELSEWHERE, ConflictKind.NAMES, ConflictKind.PLACE


@pytest.mark.parametrize(
    ("here", "there", "figures"),
    [
        # One noun beside another, both times.
        (
            "Hội hiện có 64 chi hội (gồm 23 chi hội chợ) với 5.210 hội viên.",
            "Khi ra đời, hội đã nhận 70 chi hội với 4.980 hội viên từ bốn xã.",
            [(ELSEWHERE, "64", "70"), (ELSEWHERE, "5.210", "4.980")],
        ),
        # A ratio of the same, told again.
        (
            "Năm 2024, 91/95 cơ sở hoàn thành việc nộp phí trên cổng.",
            "Đến tháng 3/2025, 88/95 cơ sở đã nộp phí.",
            [(ELSEWHERE, "91/95", "88/95")],
        ),
        # What a ratio is of, and a count.
        (
            "Hội có 5.210 hội viên.",
            "Đã cập nhật 4.100/5.150 hội viên.",
            [(ELSEWHERE, "5.210", "4.100/5.150")],
        ),
        # Narrowed here, plain there.
        (
            "Địa bàn có 26 trạm bơm thủy lợi.",
            "Hợp tác xã có 03 công trình thủy lợi và 24 trạm bơm.",
            [(ELSEWHERE, "26", "24")],
        ),
        # Two totals of a long noun.
        (
            "Đã rà soát tổng số 50 người hoạt động không chuyên trách.",
            "Hiện có 17 người hoạt động không chuyên trách.",
            [(ELSEWHERE, "50", "17")],
        ),
        # The noun before the bracket.
        (
            "Xã tiếp nhận đội ngũ nhân viên thú y (10 người).",
            "Xã có 100 nhân viên trạm thú y.",
            [(ELSEWHERE, "10", "100")],
        ),
        # Counted and named; named otherwise.
        (
            "Xã lập trên cơ sở 03 xã cũ là Yên Bình, Hòa Lạc và Tân Xã.",
            "Xã gồm toàn bộ các xã Yên Bình, Hòa Lạc; một phần các xã Tân Xã, Phú Cát.",
            [(NAMES, "03", "4")],
        ),
        # Two floors of one house; two houses of one use.
        (
            "Hồ sơ hội viên cũ được lưu trữ tại tầng 2 trụ sở Hội - số 12 Trần Phú.",
            "Hồ sơ hội viên mới được lưu trữ tại 01 kho (tầng 3 trụ sở Hội - 12 Trần Phú).",
            [(PLACE, "tầng 2", "tầng 3")],
        ),
        (
            "Xã mượn nhà tại số 2 phố Hàng Than để tổ chức Điểm tư vấn pháp luật miễn phí cộng đồng.",
            "Nhà tại số 9 Lý Nam Đế được giao để làm Trung tâm tư vấn pháp luật miễn phí cộng đồng.",
            [(PLACE, "2 phố Hàng Than", "9 Lý Nam Đế")],
        ),
    ],
)
def test_another_figure_of_the_same_thing_is_found(
    here: str, there: str, figures: list[tuple[str, str, str]]
) -> None:
    assert found(here, there) == figures


@pytest.mark.parametrize(
    ("here", "there"),
    [
        # Others own them.
        ("Xã Yên Bình có 12 chi hội với 300 hội viên.", "Xã Hòa Lạc có 15 chi hội với 420 hội viên."),
        # Events are of their days.
        ("Đã tổ chức 01 cuộc giám sát, 03 cuộc kiểm tra.", "Đang làm 02 cuộc giám sát, 05 cuộc kiểm tra."),
        # Another thing is done by as many.
        ("67/126 xã đã có công văn đề nghị làm dấu.", "82/126 xã đang xin ý kiến về dự thảo."),
        # A part of them.
        ("Hội có 5.210 hội viên.", "Đã họp 120/150 hội viên."),
        ("Trạm Y tế hiện có 99 nhân viên y tế cơ sở.", "Trường học hiện có 10 nhân viên y tế cơ sở."),
        ("Các xã Yên Bình, Hòa Lạc, Tân Xã.", "Có 03 xã là Phú Cát, Đông Yên và Liệp Tuyết."),
        # Another house.
        (
            "Hồ sơ hội viên cũ được lưu trữ tại tầng 2 trụ sở Hội - số 12 Trần Phú.",
            "Hồ sơ hội viên mới được lưu trữ tại tầng 3 trụ sở Hội - số 15 Trần Phú.",
        ),
    ],
)
def test_figures_of_other_things_are_not(here: str, there: str) -> None:
    assert found(here, there) == []


def test_parts_of_a_total_are_no_other_figures_of_it() -> None:
    parts = (
        "Phần một gồm 07 bài giảng chính và 02 bài đọc.",
        "Phần hai gồm 09 bài giảng chính và 02 bài đọc.",
    )

    assert found("Khóa học gồm 16 bài giảng chính và 04 bài đọc.", *parts) == []


def test_a_plan_and_what_came_of_it_are_compared_within_their_year() -> None:
    assert found(
        "Chỉ tiêu năm 2025 là 50 lớp/1.300 học viên. Năm 2025 mở được 32/30 lớp với 800/910 học viên."
    ) == [(ELSEWHERE, "50", "32/30"), (ELSEWHERE, "1.300", "800/910")]
    assert found("Năm 2024 mở 50 lớp với 1.300 học viên. Năm 2025 mở 32 lớp với 800 học viên.") == []


def a_row(label: str, *cells: str) -> Passage:
    """A row under the dates 01/7/2025 and 25/5/2026."""
    text, parts = label, [Cell("", 0, len(label))]
    for header, cell in zip(("Thời điểm 01/7/2025", "Thời điểm 25/5/2026"), cells, strict=True):
        parts.append(Cell(header, len(text) + 1, len(text) + 1 + len(cell)))
        text += f"\t{cell}"
    return a_passage(text, order=2, kind=Kind.TABLE_ROW, cells=tuple(parts), group="bang")


def test_the_columns_of_a_row_are_compared() -> None:
    assert told(find_conflicts((a_row("Khối văn phòng", "21 kỹ sư", "19 kỹ sư"),))) == [
        (ELSEWHERE, "21", "19")
    ]


def test_what_is_said_of_now_is_compared_with_the_latest_column() -> None:
    said = a_passage("Khối văn phòng hiện nay là 16 biên chế.")
    row = a_row("Khối văn phòng", "25 kỹ sư (biên chế tại xã)", "19 kỹ sư (biên chế tại xã)")

    assert (ELSEWHERE, "16", "19") in told(find_conflicts((said, row)))
    assert (ELSEWHERE, "16", "25") not in told(find_conflicts((said, row)))


def in_documents(*texts: str) -> list[tuple[str, str, str]]:
    return told(find_conflicts(a_passage(text, document=f"so-{n}") for n, text in enumerate(texts)))


def test_totals_of_two_documents_are_compared_by_their_labels() -> None:
    ward = "Tổng số thủ tục hành chính thuộc thẩm quyền của xã: 425 thủ tục."
    city = "Số thủ tục hành chính cấp xã được tăng từ 112 lên 559 thủ tục."

    assert in_documents(ward, city) == [(ELSEWHERE, "425", "559")]


def test_what_every_report_says_of_its_quarter_is_not_compared() -> None:
    assert in_documents(*(f"Tổng số thủ tục hành chính đã nhận: {n}0 thủ tục." for n in range(10, 15))) == []
