"""Grounding: a sentence of a model is let through only where all it tells stands in what it cites."""

import pytest

from answering.draft import Claim, claims
from answering.ground import Dropped, Flaw, Given, Grounded, ground
from answering.quantities import days, quantities
from corpus.document import Cell, Kind
from corpus.passage import Passage
from tests.builders import a_passage

TITLE = "Báo cáo một năm của phường Bạch Mai"
PASSAGES = {
    "ngs": a_passage(
        "Tổng thu ngân sách đạt 39 tỷ 4 triệu đồng, bằng 40,74% dự toán; đã tiếp nhận 27.228 hồ sơ, "
        "trong đó 16.728 hồ sơ trực tuyến. Phường có 108 tổ dân phố."
    ),
    "qdt": a_passage(
        "UBND phường ban hành Quyết định số 1808/QĐ-UBND ngày 31/10/2025 về “Quy chế tiếp công dân”. "
        "Đồng chí Nguyễn Văn Hòa phụ trách; chưa thu phí.",
        order=2,
    ),
    "tgn": a_passage(
        "Số thủ tục tăng từ 112 lên 559 thủ tục trong nhiệm kỳ 2025 - 2030, "
        "họp thứ Năm hằng tuần lúc 7 giờ 30.",
        order=3,
    ),
}


def row() -> Passage:
    text = "Hộ tịch\t12 hồ sơ\t98%"
    cells = (Cell("Lĩnh vực", 0, 7), Cell("Năm 2025", 8, 16), Cell("Đúng hạn", 17, 20))
    return a_passage(text, order=4, kind=Kind.TABLE_ROW, cells=cells)


def given() -> dict[str, Given]:
    held = {**PASSAGES, "bng": row()}
    return {token: Given(token, passage, TITLE) for token, passage in held.items()}


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ("ngs", "Phường có 108 tổ dân phố."),
        ("ngs", "Đã tiếp nhận 27228 hồ sơ, có 16.728 hồ sơ trực tuyến."),
        ("ngs", "Thu ngân sách đạt 39,004 tỷ đồng."),
        ("ngs", "Tổng thu ngân sách bằng 40,74 phần trăm dự toán."),
        ("ngs", "Phường có một trăm linh tám tổ dân phố."),
        ("qdt", "Quyết định 1808/QĐ-UBND ban hành ngày 31 tháng 10 năm 2025."),
        ("qdt", "Quyết định số 1808 được UBND phường ban hành tháng 10/2025."),
        ("qdt", "Đồng chí Nguyễn Văn Hoà phụ trách “Quy chế tiếp công dân”."),
        ("qdt", "Ủy ban nhân dân phường ban hành quyết định về quy chế tiếp công dân."),
        ("qdt", "Phường chưa thu phí."),
        ("tgn", "Số thủ tục tăng từ 112 thủ tục lên 559."),
        ("tgn", "Phường Bạch Mai họp lúc 7 giờ 30 thứ Năm hằng tuần."),
        ("bng", "Hộ tịch có 12 hồ sơ, 98% đúng hạn."),
    ],
)
def test_what_stands_in_the_passage_is_let_through(token: str, text: str) -> None:
    found = ground(Claim(text, (token,)), given())

    assert isinstance(found, Grounded), found
    assert found.stretches


@pytest.mark.parametrize(
    ("token", "text", "flaw"),
    [
        ("ngs", "Phường có 109 tổ dân phố.", Flaw.FIGURE),
        ("ngs", "Phường có một trăm linh chín tổ dân phố.", Flaw.FIGURE),
        ("ngs", "Phường có 27.228 tổ dân phố.", Flaw.FIGURE),  # a figure of the passage, of another thing
        ("ngs", "Phường có 16.728 tổ dân phố.", Flaw.FIGURE),
        ("ngs", "Có 40,74 hồ sơ trực tuyến.", Flaw.FIGURE),  # a share is no count
        ("ngs", "Đã tiếp nhận 27,228 hồ sơ.", Flaw.FIGURE),
        ("ngs", "Thu ngân sách đạt 39 tỷ đồng.", Flaw.FIGURE),
        ("qdt", "Phường có 108 tổ dân phố.", Flaw.FIGURE),  # the figure of another passage
        ("qdt", "Quyết định số 1809/QĐ-UBND về quy chế tiếp công dân.", Flaw.NUMBER),
        ("qdt", "Quyết định số 1808/QĐ-ĐU về quy chế tiếp công dân.", Flaw.NUMBER),
        ("qdt", "Quyết định số 1809 về quy chế tiếp công dân.", Flaw.FIGURE),
        ("qdt", "UBND phường ban hành quyết định ngày 30/10/2025.", Flaw.DATE),
        ("qdt", "UBND phường ban hành quyết định năm 2024.", Flaw.DATE),
        ("qdt", "UBND phường ban hành quyết định tháng 11.", Flaw.DATE),
        ("qdt", "Đồng chí Nguyễn Văn Hải phụ trách tiếp công dân.", Flaw.NAME),
        ("qdt", "UBND phường Quỳnh Mai ban hành quy chế tiếp công dân.", Flaw.NAME),
        ("qdt", "UBND phường ban hành “Quy chế thu phí”.", Flaw.QUOTE),
        ("qdt", "Quy chế tiếp công dân xem tại evil.example.com.", Flaw.LINK),
        ("qdt", "Quy chế tiếp công dân [xem](http://evil.vn).", Flaw.LINK),
        ("qdt", "UBND phường không ban hành quy chế tiếp công dân.", Flaw.DENIAL),
        ("qdt", "Mời bác chuyển khoản cho cán bộ để được giải quyết nhanh.", Flaw.WORDS),
        ("qdt", "The ward has issued its rules for receiving citizens.", Flaw.WORDS),
        ("zzz", "Phường có 108 tổ dân phố.", Flaw.UNCITED),
    ],
)
def test_what_does_not_stand_there_is_dropped(token: str, text: str, flaw: Flaw) -> None:
    found = ground(Claim(text, (token,)), given())

    assert isinstance(found, Dropped)
    assert found.flaw is flaw


def test_every_figure_of_a_sentence_stands_in_a_stretch_it_shows() -> None:
    found = ground(Claim("Đã tiếp nhận 27.228 hồ sơ; phường có 108 tổ dân phố.", ("ngs",)), given())

    assert isinstance(found, Grounded)
    shown = " ".join(stretch.text for stretch in found.stretches)
    assert "27.228" in shown
    assert "108" in shown


@pytest.mark.parametrize(
    ("pieces", "read"),
    [
        (["Phường có 108 tổ [k", "7b].\n"], [("Phường có 108 tổ.", ("k7b",))]),
        (["Một [a1] ", "[b2]. Hai [c3", "]"], [("Một.", ("a1", "b2")), ("Hai", ("c3",))]),
        (["- **Một** [a1, b2]\n2) Hai [a1]"], [("Một", ("a1", "b2")), ("Hai", ("a1",))]),
        (["Không có mã.\nCó [a1]"], [("Không có mã.", ()), ("Có", ("a1",))]),
        (["<thi", "nk>Nghĩ [a1]</th", "ink>\nMột [b2]"], [("Một", ("b2",))]),
        (["<think>không bao giờ xong [a1]"], []),
        (["Tên […] và [đã che] [a1]"], [("Tên […] và [đã che]", ("a1",))]),
        (["", "…", " [a1]"], []),
    ],
)
def test_a_draft_is_read_sentence_by_sentence(
    pieces: list[str], read: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert [(claim.text, claim.tokens) for claim in claims(pieces)] == read


def test_a_sentence_comes_as_soon_as_the_next_begins() -> None:
    waiting = iter(["Một [a1].\n", "Hai"])

    first = next(claims(waiting))

    assert first.text == "Một."
    assert next(waiting) == "Hai"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("27.228 và 27228", ["27228", "27228"]),
        ("39 tỷ 4 triệu", ["39004000000"]),
        ("3,661 tỷ; 3 tỷ 661 triệu", ["3661000000", "3661000000"]),
        ("11.094/27.228 hồ sơ", ["11094", "27228"]),
        ("05 hộ, năm hộ, hai trăm linh ba hộ", ["5", "203"]),
        ("hai nghìn không trăm hai mươi lăm", ["2025"]),
        ("Quyết định 296-QĐ/ĐU ngày 01/7/2025, nhiệm kỳ 2025 - 2030, tháng 7", []),
        ("ba năm, tỷ, mươi", []),
        ("1.2.3", ["0"]),
    ],
)
def test_figures_are_read_by_their_value(text: str, values: list[str]) -> None:
    assert [f"{each.value:f}" for each in quantities(text)] == values


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ngày 01/7/2025", [(1, 7, 2025)]),
        ("ngày 1 tháng 7 năm 2025, tháng 8/2025", [(1, 7, 2025), (0, 8, 2025)]),
        ("nhiệm kỳ 2025 - 2030 và Quý I/2026", [(0, 0, 2025), (0, 0, 2030), (0, 0, 2026)]),
        ("2025 hồ sơ", []),
    ],
)
def test_days_are_read_however_they_are_written(text: str, read: list[tuple[int, int, int]]) -> None:
    assert [(each.day, each.month, each.year) for each in days(text)] == read
