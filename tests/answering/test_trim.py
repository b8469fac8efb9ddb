"""A long sentence cut to the clauses that answer."""

import pytest

from answering.evidence import Term
from answering.trim import part_of, trim

LONG = (
    "Hội phụ nữ đã tổ chức nhiều hoạt động chăm lo đời sống hội viên; "
    "Đoàn thanh niên đã trồng 300 cây xanh dọc bờ sông trong hai tháng đầu năm; "
    "Hội nông dân đã giải ngân 12 tỷ đồng vốn vay ưu đãi cho các hộ sản xuất; "
    "Hội cựu chiến binh đã tham gia giữ gìn trật tự tại các khu dân cư trên địa bàn."
)


def cut(text: str, *words: str, keep: tuple[int, int] | None = None, budget: int = 20) -> str:
    """The stretches that are shown, with "…" between them."""
    spans = trim(text, [Term((word,), 1.0) for word in words], keep=keep, budget=budget)
    return " … ".join(text[span.start : span.end] for span in spans)


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


def test_a_short_item_is_shown_alone() -> None:
    text = "Thu gom rác tại chợ; dọn vệ sinh các ngõ nhỏ quanh hồ vào sáng thứ Bảy; trồng 300 cây; vẽ tranh."

    assert cut(text, "thu gom", budget=17) == "Thu gom rác tại chợ"


def test_the_words_that_open_a_list_are_shown_before_its_item() -> None:
    text = (
        "Trong quý hai phường đã làm được các việc sau: thu gom rác tại chợ; dọn vệ sinh các ngõ nhỏ "
        "quanh hồ vào sáng thứ Bảy hằng tuần; trồng 300 cây dọc bờ sông."
    )

    assert cut(text, "cay", budget=24) == (
        "Trong quý hai phường đã làm được các việc sau … trồng 300 cây dọc bờ sông."
    )


def test_a_long_bracket_is_left_out_before_anything_else() -> None:
    aside = "(trụ sở cũ đã bàn giao cho phường sau khi sáp nhập các đơn vị theo nghị quyết)"
    text = f"Phường chuyển công năng nhà số 1 {aside} sang làm trạm y tế phục vụ bà con quanh vùng."

    assert cut(text, "nha so", "tram y te", budget=24) == (
        "Phường chuyển công năng nhà số 1 … sang làm trạm y tế phục vụ bà con quanh vùng."
    )


@pytest.mark.parametrize(
    "asked",
    [
        "ngo quynh",  # only the bracket tells it
        "nghi quyet",
    ],
)
def test_a_bracket_that_alone_holds_what_is_asked_stays(asked: str) -> None:
    aside = "(nhà ngõ Quỳnh đã bàn giao cho phường sau khi sáp nhập các đơn vị theo nghị quyết)"
    text = f"Phường chuyển công năng nhà số 1 {aside} sang làm trạm y tế."

    assert aside in cut(text, asked, budget=22)


def test_a_comma_before_a_date_or_between_items_ends_no_clause() -> None:
    text = (
        "UBND phường đã chi trả chế độ cho cán bộ, công chức theo Nghị định số 178/2024/NĐ-CP, ngày "
        "31/12/2024 của Chính phủ, với tổng số tiền là 31 tỷ đồng, đồng thời tổ chức gặp mặt những người "
        "nghỉ hưu tại hội trường lớn của phường vào cuối tháng."
    )

    shown = cut(text, "tong so tien", keep=(text.index("31 tỷ"), text.index("31 tỷ") + 5), budget=40)

    assert shown.startswith("UBND phường đã chi trả")
    assert "178/2024/NĐ-CP, ngày 31/12/2024" in shown
    assert "31 tỷ đồng" in shown


def test_of_a_long_opening_the_first_words_are_shown() -> None:
    filler = "của Ủy ban về việc sắp xếp các đơn vị hành chính cấp xã thuộc thành phố và quận cũ "
    law = f"Nghị quyết số 16, ngày 16/6/2025 {filler * 2}"
    text = f"Phường được lập theo {law.strip()}, là 1 trong 3 phường tách ra từ quận cũ."

    assert cut(text, "tach ra", budget=30) == (
        "Phường được lập theo Nghị quyết số 16 … là 1 trong 3 phường tách ra từ quận cũ."
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("cay xanh", "doan"), "Đoàn thanh niên đã trồng 300 cây xanh dọc bờ sông trong hai tháng đầu năm"),
        (("cay xanh", "von vay"), LONG),  # two parts are asked for
    ],
)
def test_the_part_that_holds_all_that_is_asked_is_shown_alone(words: tuple[str, ...], shown: str) -> None:
    spans = part_of(LONG, [Term((word,), 1.0) for word in words], keep=None)

    assert " … ".join(LONG[span.start : span.end] for span in spans) == shown


def test_a_part_is_shown_after_the_words_before_the_colon() -> None:
    text = "Chỉ định ở cấp xã: 12 bí thư; 24 phó bí thư; 30 phó chủ tịch."

    spans = part_of(text, [Term(("pho chu tich",), 1.0)], keep=None)

    assert [text[span.start : span.end] for span in spans] == ["Chỉ định ở cấp xã", "30 phó chủ tịch."]
