"""What the figures of a text measure, and which of them cannot both be right."""

from pathlib import Path

import pytest

from corpus.conflict import ConflictKind, Said, conflict_from_json, conflict_of, conflict_to_json, differ
from corpus.decisions import (
    DECISIONS,
    Decision,
    UnreadableDecisionsError,
    Verdict,
    decide,
    read_decisions,
    usable_decisions,
)
from corpus.document import Cell, Kind
from corpus.figures import Measured, measured
from tests.builders import a_passage


def only(text: str) -> Measured:
    (fact,) = measured(a_passage(text))
    return fact


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Phường có 12 đội dân phòng với 340 đội viên.", [("12", "đội dân phòng"), ("340", "đội viên")]),
        ("Số đơn đã nhận: 1.204 đơn.", [("1204", "đơn")]),
        ("Tỷ lệ trẻ em được tiêm chủng đạt 97,5%.", [("97.5", "Tỷ lệ trẻ em được tiêm chủng")]),
        ("Có 45 TTHC làm trực tuyến.", [("45", "TTHC làm trực tuyến")]),
        ("Mở 50 lớp/1.300 học viên.", [("50", "lớp"), ("1300", "học viên")]),
        ("Tổng số 50 người hoạt động không chuyên trách.", [("50", "người hoạt động không chuyên trách")]),
        ("126 đảng ủy đã họp.", [("126", "đảng ủy")]),
        # A rule's bounds.
        ("Có tối thiểu 02 sản phẩm; từ 50 cây trở lên; không quá 03 lần; 02 đến 04 xe.", []),
        # None of these counts anything.
        ("Trụ sở tại 33 Đại Cồ Việt, tầng 6.", []),
        ("Quyết định số 45/QĐ-UBND ngày 01/7/2025; năm 2026.", []),
        ("Thu ngân sách cao hơn 14,7%.", []),
    ],
)
def test_a_figure_is_read_with_what_it_counts(text: str, figures: list[tuple[str, str]]) -> None:
    assert [(fact.value, fact.name) for fact in measured(a_passage(text))] == figures


def test_what_is_said_of_a_change_is_said_of_its_end() -> None:
    fact = only("Số thủ tục cấp xã được tăng từ 112 lên 559 thủ tục.")

    assert fact.value == "559"
    assert {"thu", "tuc", "cap", "xa"} <= fact.label


def test_a_figure_in_a_cell_has_the_head_of_its_row_and_the_date_of_its_column() -> None:
    text = "Khối văn phòng\t21 biên chế"
    cells = (Cell("", 0, 14), Cell("Thời điểm 01/7/2025", 15, len(text)))

    (fact,) = measured(a_passage(text, kind=Kind.TABLE_ROW, cells=cells))

    assert fact.row == "khoi van phong"
    assert fact.times == {"01/7/2025"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("có 11 chi hội", "có 10 chi hội", True),
        ("có 07 chi hội", "có 7 chi hội", False),
        ("nhận 27.228 hồ sơ", "nhận trên 24.000 hồ sơ", True),
        ("có 130.412 người", "có hơn 130.000 người", False),
        ("tỷ lệ đúng hạn đạt 99,8%", "tỷ lệ đúng hạn đạt 99,85%", False),  # cut, not different
        ("tỷ lệ đúng hạn đạt 98%", "tỷ lệ đúng hạn đạt 99,85%", True),
        ("đã họp 12/12 chi bộ", "có 12 chi bộ", False),
    ],
)
def test_figures_differ_when_both_cannot_be_right(one: str, other: str, expected: bool) -> None:
    assert differ(only(one), only(other)) is expected


def test_a_conflict_keeps_its_id_while_its_quotes_stay() -> None:
    here = Said("p1", "bao-cao", 0, 10, (3, 3), "11", "có 11 chi hội")
    there = Said("p2", "bao-cao", 0, 10, (9, 9), "10", "10 chi hội đã họp")
    moved = Said("p7", "bao-cao", 5, 15, (40, 40), "10", "10 chi hội đã họp")

    first = conflict_of(ConflictKind.FIGURES, noun="chi hội", first=here, second=there)
    again = conflict_of(ConflictKind.FIGURES, noun="chi hội", first=here, second=moved)

    assert first.id == again.id
    assert conflict_from_json(conflict_to_json(first)) == first


def test_a_decision_keeps_what_a_later_one_does_not_say(tmp_path: Path) -> None:
    decide(tmp_path, "ab12", verdict=Verdict.CONFIRMED)
    decide(tmp_path, "ab12", words="Số đúng là 11")
    decide(tmp_path, "cd34", verdict=Verdict.DISMISSED)

    assert read_decisions(tmp_path) == {
        "ab12": Decision(Verdict.CONFIRMED, "Số đúng là 11"),
        "cd34": Decision(Verdict.DISMISSED, ""),
    }


@pytest.mark.parametrize("content", ["{", "[]", '{"ab12": {"verdict": "perhaps", "words": ""}}', '{"a": 1}'])
def test_a_broken_file_of_decisions_is_told_and_never_overwritten(tmp_path: Path, content: str) -> None:
    (tmp_path / DECISIONS).write_text(content, encoding="utf-8")

    with pytest.raises(UnreadableDecisionsError):
        decide(tmp_path, "ab12", verdict=Verdict.CONFIRMED)

    assert (tmp_path / DECISIONS).read_text(encoding="utf-8") == content
    assert usable_decisions(tmp_path) == {}
