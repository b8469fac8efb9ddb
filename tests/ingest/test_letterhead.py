"""What a document prints of itself: number, date, issuer and title, in the case its text writes them in."""

import pytest

from ingest.letterhead import Letterhead, letterhead

_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "---------------")


def test_capitals_are_read_as_the_text_writes_the_words() -> None:
    read = letterhead(
        (
            "BỘ NÔNG NGHIỆP VÀ",
            "MÔI TRƯỜNG",
            *_MOTTO,
            "Số: 79/2025/TT-BNNMT",
            "Hà Nội, ngày 31 tháng 12 năm 2025",
            "THÔNG TƯ",
            "QUY ĐỊNH CHI TIẾT TRÌNH TỰ GIAO RỪNG",
            "CHO DOANH NGHIỆP NHÀ NƯỚC",
            "Căn cứ Luật Lâm nghiệp số 16/2017/QH14;",
            "Bộ trưởng Bộ Nông nghiệp và Môi trường ban hành Thông tư quy định chi tiết trình tự giao rừng "
            "cho doanh nghiệp Nhà nước.",
        )
    )

    assert read == Letterhead(
        "Thông tư",
        "Thông tư số 79/2025/TT-BNNMT quy định chi tiết trình tự giao rừng cho doanh nghiệp Nhà nước",
        "79/2025/TT-BNNMT",
        "2025-12-31",
        "Bộ Nông nghiệp và Môi trường",
    )


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        (("THỦ TƯỚNG CHÍNH PHỦ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",), "Thủ tướng Chính phủ"),
        # A superior body stands first, the issuer second.
        (("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ"), "Sở Nội vụ"),
        (("ỦY BAN THƯỜNG VỤ", "QUỐC HỘI"), "Ủy ban Thường vụ Quốc hội"),
    ],
)
def test_the_issuer_is_the_last_body_of_the_letterhead(head: tuple[str, ...], issuer: str) -> None:
    body = "Thủ tướng Chính phủ, Ủy ban Thường vụ Quốc hội và Sở Nội vụ quyết định."

    assert letterhead((*head, *_MOTTO, "QUYẾT ĐỊNH", "Về việc ấy", "Căn cứ luật;", body)).issuer == issuer


def test_a_law_prints_its_date_at_its_end() -> None:
    read = letterhead(
        (
            "QUỐC HỘI",
            "Luật số: 140/2025/QH15",
            "LUẬT",
            "SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT GIÁ",
            "Căn cứ Hiến pháp;",
            "Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật Giá số 16/2023/QH15.",
            "Luật này được Quốc hội khóa XV, Kỳ họp thứ 10 thông qua ngày 10 tháng 12 năm 2025.",
        )
    )

    assert read == Letterhead(
        "Luật",
        "Luật số 140/2025/QH15 sửa đổi, bổ sung một số điều của Luật Giá",
        "140/2025/QH15",
        "2025-12-10",
        "Quốc hội",
    )


def test_a_title_goes_on_where_its_line_breaks_off() -> None:
    read = letterhead(
        (
            "NGHỊ ĐỊNH",
            "Sửa đổi Nghị định số 120/2020/NĐ-CP",
            "ngày 07 tháng 10 năm 2020 quy định về thành lập,",
            "giải thể đơn vị sự nghiệp công lập",
            "Căn cứ Luật Tổ chức Chính phủ;",
        )
    )

    assert read.title == (
        "Nghị định sửa đổi Nghị định số 120/2020/NĐ-CP ngày 07 tháng 10 năm 2020 quy định về thành lập, "
        "giải thể đơn vị sự nghiệp công lập"
    )


def test_a_body_that_signs_below_the_title_is_no_part_of_it() -> None:
    read = letterhead(
        ("CHỦ TỊCH NƯỚC", "QUYẾT ĐỊNH", "VỀ ĐẶC XÁ", "CHỦ TỊCH", "NƯỚC CỘNG HÒA", "Căn cứ Luật Đặc xá;")
    )

    assert read.title == "Quyết định về Đặc xá"


def test_a_text_without_a_letterhead_names_its_issuer_where_it_is_enacted() -> None:
    lines = (
        "THÔNG TƯ",
        "Sửa đổi chế độ báo cáo định kỳ",
        "Căn cứ Luật Thống kê số 89/2015/QH13;",
        "Bộ trưởng Bộ Nông nghiệp và Môi trường ban hành Thông tư sửa đổi chế độ báo cáo định kỳ.",
        "Điều 1. Phạm vi",
    )

    assert letterhead(lines).issuer == "Bộ Nông nghiệp và Môi trường"
