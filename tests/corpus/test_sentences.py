"""Sentences and inline lists of administrative prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import enumeration, lists, sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("HĐND ban hành Nghị quyết số 31/NQ-HĐND, ngày 31/7/2025 về quy chế. UBND thực hiện.", 2),
        ("Đạt 40,74%. So với 27.228 hồ sơ thì cao.", 2),
        ("Tại TP. Hà Nội theo chỉ đạo của T.Ư Đảng. Xong.", 2),
        ("Gồm: (1) Một; (2) Hai. Ba.", 2),
        ("1. Tiếp tục thực hiện. Sau đó báo cáo.", 2),
        ("Trang Zalo, mạng xã hội... bảo đảm truyền tải. Tốt.", 2),
        ("Hội nghị kết thúc... Mọi người ra về.", 2),
        ("Trân trọng báo cáo./.", 1),
        ("Khẩu hiệu “6 rõ”.. Phường làm.", 2),
        ("Không có dấu chấm", 1),
        ("", 0),
    ],
)
def test_a_text_falls_into_its_sentences(text: str, count: int) -> None:
    found = sentences(text)

    assert len(found) == count, [text[span.start : span.end] for span in found]


@given(st.text(st.sampled_from("aÂbc1 .;:!?…”()\n"), max_size=60))
def test_no_word_is_lost_between_sentences(text: str) -> None:
    found = sentences(text)

    assert "".join(text[span.start : span.end] for span in found).split() == text.split() or (
        "".join("".join(text[span.start : span.end] for span in found).split()) == "".join(text.split())
    )


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "Ba dự án: (1) Đường Võ Thị Sáu (2) Công viên; (3) Chung cư cũ. Còn lại sau.",
            [("(1)", "Đường Võ Thị Sáu"), ("(2)", "Công viên"), ("(3)", "Chung cư cũ")],
        ),
        (
            "Giải pháp (1) Một (2) Hai. Đề án (1) Ba; (2) Bốn.",
            [("(1)", "Một"), ("(2)", "Hai"), ("(1)", "Ba"), ("(2)", "Bốn")],
        ),
        (
            "Có 85 thủ tục, trong đó: 61 thủ tục của Sở; 24 thủ tục của thành phố.",
            [("", "61 thủ tục của Sở"), ("", "24 thủ tục của thành phố")],
        ),
        (
            "Lĩnh vực y tế (10 thủ tục; mới); lĩnh vực nội vụ (2 thủ tục); lĩnh vực thể thao (9 thủ tục).",
            [
                ("", "Lĩnh vực y tế (10 thủ tục; mới)"),
                ("", "lĩnh vực nội vụ (2 thủ tục)"),
                ("", "lĩnh vực thể thao (9 thủ tục)"),
            ],
        ),
        ("Phường có 3 phòng; hoạt động tốt.", []),
        ("Theo khoản (2) Điều này.", []),
    ],
)
def test_a_list_inside_a_sentence_is_found(text: str, items: list[tuple[str, str]]) -> None:
    assert [(item.label, text[item.start : item.end]) for item in enumeration(text)] == items


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Giải pháp (1) trồng cây (2) dọn ngõ. Công trình: (1) Đường; (2) Chợ; (3) Trường.",
            [["trồng cây", "dọn ngõ"], ["Đường", "Chợ", "Trường"]],
        ),
        (
            "Đề xuất bỏ 3 thủ tục (chứng thực chữ ký; chứng thực bản giấy; xác nhận độc thân) trong năm.",
            [["chứng thực chữ ký", "chứng thực bản giấy", "xác nhận độc thân"]],
        ),
        ("Phường giao việc: dọn ngõ; trồng cây.", [["dọn ngõ", "trồng cây"]]),
        ("Chợ Đông (họp sáng) và chợ Tây.", []),
    ],
)
def test_each_list_of_a_text_is_found_by_itself(text: str, found: list[list[str]]) -> None:
    assert [[text[item.start : item.end] for item in items] for items in lists(text)] == found
