"""A long sentence cut to the clauses that answer."""

import pytest

from answering.evidence import Term
from answering.trim import trim

LONG = (
    "Hội phụ nữ đã tổ chức nhiều hoạt động chăm lo đời sống hội viên; "
    "Đoàn thanh niên đã trồng 300 cây xanh dọc bờ sông trong hai tháng đầu năm; "
    "Hội nông dân đã giải ngân 12 tỷ đồng vốn vay ưu đãi cho các hộ sản xuất; "
    "Hội cựu chiến binh đã tham gia giữ gìn trật tự tại các khu dân cư trên địa bàn."
)


def cut(text: str, *words: str, keep: tuple[int, int] | None = None, budget: int = 20) -> str:
    start, end = trim(text, [Term((word,), 1.0) for word in words], keep=keep, budget=budget)
    return text[start:end]


def test_a_short_sentence_is_left_whole() -> None:
    text = "Có 3 chợ; 2 công viên."

    assert cut(text, "cho", budget=66) == text


def test_the_clause_with_most_of_the_question_is_shown() -> None:
    assert cut(LONG, "cay xanh", "doan") == (
        "Đoàn thanh niên đã trồng 300 cây xanh dọc bờ sông trong hai tháng đầu năm"
    )


def test_the_figure_that_answers_stays() -> None:
    at = LONG.index("12 tỷ")

    assert "12 tỷ đồng" in cut(LONG, "cay xanh", keep=(at, at + 5))


@pytest.mark.parametrize("budget", [18, 30, 40, 50])
def test_the_cut_text_keeps_to_its_budget(budget: int) -> None:
    shown = cut(LONG, "hoi", "doan", "dan", budget=budget)

    assert len(shown.split()) <= budget
    assert shown in LONG


def test_it_grows_to_the_side_that_holds_what_is_missing() -> None:
    shown = cut(LONG, "cay xanh", "von vay", budget=40)

    assert "300 cây xanh" in shown
    assert "12 tỷ đồng" in shown
    assert "phụ nữ" not in shown


def test_a_sentence_without_clauses_is_left_whole() -> None:
    text = "Phường đã vận động người dân phân loại rác tại nguồn trên mọi ngõ phố từ đầu năm đến nay."

    assert cut(text, "rac", budget=5) == text


def test_signs_in_brackets_end_no_clause() -> None:
    text = (
        "Đã tu sửa các nhà văn hóa (nhà số 1; nhà số 2; nhà số 3) trong quý vừa qua; "
        "còn lại các hạng mục khác được chuyển sang năm sau theo kế hoạch chung của toàn phường"
    )

    assert cut(text, "nha", budget=22) == text[: text.index("; còn")]


def test_a_very_short_clause_is_shown_with_its_neighbour_but_no_more() -> None:
    text = "Thu gom rác tại chợ; dọn vệ sinh các ngõ nhỏ quanh hồ vào sáng thứ Bảy; trồng 300 cây; vẽ tranh."

    shown = cut(text, "thu gom", budget=17)

    assert shown == "Thu gom rác tại chợ; dọn vệ sinh các ngõ nhỏ quanh hồ vào sáng thứ Bảy"
