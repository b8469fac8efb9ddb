"""Headings, paragraphs, lists and tables in reports, laws and articles."""

import pytest

from corpus.audience import Audience
from corpus.document import Kind
from corpus.passage import Passage
from ingest.structure import structure
from tests.reading import Text, passages, texts

LETTERHEAD = "BÁO CÁO¶Sơ kết công tác¶¶Đảng ủy phường báo cáo như sau:¶¶"


def saying(found: tuple[Passage, ...], words: str) -> Passage:
    return next(passage for passage in found if words in passage.text)


REPORT = passages(
    LETTERHEAD + "I. ĐẶC ĐIỂM¶¶1. Khái quát¶¶Phường rộng 3 ha.¶¶II. KẾT QUẢ¶¶2. Tổ chức¶¶2.2. Cán bộ¶¶"
    "2.2.3. Tuyển dụng¶¶Tuyển 3 người.¶¶2.3.4. Khó khăn về biên chế¶¶- Biên chế thấp.¶¶3. Phân cấp¶¶"
    "*** Trong công tác cán bộ**¶¶"
    "Có 448 cán bộ.¶¶** Trong quản lý nhà nước*¶¶Có 85 thủ tục.¶¶Đánh giá:¶¶- Thủ tục phù hợp.¶¶"
    "VI. NHIỆM VỤ¶¶1. Tiếp tục quán triệt các kết luận của Trung ương; rà soát việc sắp xếp tổ dân phố.¶¶"
    "Rà soát quy chế làm việc."
)


@pytest.mark.parametrize(
    ("words", "section", "headings"),
    [
        ("rộng 3 ha", "I.1", ("I. ĐẶC ĐIỂM", "1. Khái quát")),
        ("Tuyển 3", "II.2.2.3", ("II. KẾT QUẢ", "2. Tổ chức", "2.2. Cán bộ", "2.2.3. Tuyển dụng")),
        # A misprinted number keeps its place under 2.2 and is called what it prints.
        (
            "Biên chế thấp",
            "II.2.3.4",
            ("II. KẾT QUẢ", "2. Tổ chức", "2.2. Cán bộ", "2.3.4. Khó khăn về biên chế"),
        ),
        ("448", "II.3", ("II. KẾT QUẢ", "3. Phân cấp", "Trong công tác cán bộ")),
        ("85 thủ tục", "II.3", ("II. KẾT QUẢ", "3. Phân cấp", "Trong quản lý nhà nước")),
        ("phù hợp", "II.3", ("II. KẾT QUẢ", "3. Phân cấp", "Trong quản lý nhà nước", "Đánh giá:")),
        ("Tiếp tục quán triệt", "VI.1", ("VI. NHIỆM VỤ",)),
        ("Rà soát quy chế", "VI.1", ("VI. NHIỆM VỤ",)),
    ],
)
def test_a_paragraph_of_a_report_knows_where_it_stands(
    words: str, section: str, headings: tuple[str, ...]
) -> None:
    found = saying(REPORT, words)

    assert (found.section, found.headings) == (section, headings)


def test_a_numbered_paragraph_is_no_heading() -> None:
    found = saying(REPORT, "Tiếp tục quán triệt")

    assert (found.kind, found.label) == (Kind.PARAGRAPH, "1.")


def test_paths_are_unique_even_when_numbers_are_not() -> None:
    made = Text(("I. MỘT", "", "1. Hai", "", "Ba ba.", "", "1. Bốn", "", "Năm năm.")).edition(
        Audience.INTERNAL
    )

    paths = [section.path for section in made.document.sections]
    assert paths == ["I", "I.1", "I.1 (2)"]


LAW = passages(
    "CHÍNH PHỦ¶Số: 76/2026/NĐ-CP¶NGHỊ ĐỊNH¶Quy định về phường¶Căn cứ Luật số 72/2025/QH15;¶"
    "Chương II.¶ĐIỀU KIỆN¶Mục 1¶HỒ SƠ¶Điều 5. Thành phần hồ sơ¶1. Hồ sơ gồm:¶a) Đơn đề nghị;¶"
    "đ) Bản sao giấy tờ.¶"
    "Trường hợp thiếu thì bổ sung.¶2. Thời hạn là 05 ngày.¶Điều 6. Hiệu lực¶"
    "Nghị định có hiệu lực từ ngày ký.¶"
    "TM. CHÍNH PHỦ¶KT. THỦ TƯỚNG¶PHÓ THỦ TƯỚNG¶(Đã ký)¶Lê Văn Ba¶PHỤ LỤC I¶"
    "MẪU ĐƠN¶I. Nội dung¶Kính gửi ủy ban."
)


@pytest.mark.parametrize(
    ("words", "section", "label", "lead"),
    [
        ("Hồ sơ gồm:", "Chương II > Mục 1 > Điều 5 > khoản 1", "1.", "Thành phần hồ sơ"),
        ("Đơn đề nghị", "Chương II > Mục 1 > Điều 5 > khoản 1 > điểm a", "a)", "Hồ sơ gồm:"),
        ("Bản sao", "Chương II > Mục 1 > Điều 5 > khoản 1 > điểm đ", "đ)", "Hồ sơ gồm:"),
        # Behind the last point a paragraph belongs to the clause again.
        ("thiếu thì bổ sung", "Chương II > Mục 1 > Điều 5 > khoản 1", "", ""),
        ("05 ngày", "Chương II > Mục 1 > Điều 5 > khoản 2", "2.", "Thành phần hồ sơ"),
        ("có hiệu lực từ", "Chương II > Mục 1 > Điều 6", "", ""),
        ("Kính gửi", "Phụ lục I > I", "", ""),
    ],
)
def test_a_clause_of_a_law_knows_its_article(words: str, section: str, label: str, lead: str) -> None:
    found = saying(LAW, words)

    assert (found.section, found.label, found.lead) == (section, label, lead)


def test_the_clauses_of_an_article_are_one_list_whatever_stands_between() -> None:
    assert saying(LAW, "Hồ sơ gồm:").group == saying(LAW, "05 ngày").group != ""


def test_a_title_in_capitals_belongs_to_its_chapter() -> None:
    assert saying(LAW, "Đơn đề nghị").headings[:2] == ("Chương II. ĐIỀU KIỆN", "Mục 1 HỒ SƠ")


def test_a_quoted_article_stays_with_the_article_that_quotes_it() -> None:
    found = passages(
        "NGHỊ ĐỊNH¶Sửa đổi một số điều¶Căn cứ Luật số 1;¶Điều 1. Sửa đổi Nghị định số 2¶"
        "1. Bổ sung Điều 28a như sau:¶"
        "“Điều 28a. Thẩm quyền¶1. Ủy ban nhân dân cấp xã đăng ký.¶Điều 28b. Thủ tục¶Nộp hồ sơ.”.¶"
        "2. Bãi bỏ khoản 3.¶Điều 2. Hiệu lực¶Có hiệu lực ngay."
    )

    assert saying(found, "Nộp hồ sơ").section == "Điều 1 > khoản 1"
    assert saying(found, "Thẩm quyền").lead == "Bổ sung Điều 28a như sau:"
    assert saying(found, "cấp xã đăng ký").lead == "Thẩm quyền"
    assert saying(found, "Bãi bỏ").section == "Điều 1 > khoản 2"
    assert saying(found, "Bãi bỏ").headings == ("Điều 1. Sửa đổi Nghị định số 2",)


def test_a_quoted_clause_leads_its_points() -> None:
    found = passages(
        "NGHỊ ĐỊNH¶Sửa đổi¶Căn cứ Luật số 1;¶Điều 1. Sửa đổi Nghị định số 2¶1. Sửa đổi khoản 3 như sau:¶"
        "“3. Hồ sơ gồm:¶a) Đơn;¶b) Bản sao.”¶Điều 2. Hiệu lực¶Có hiệu lực ngay."
    )

    assert saying(found, "Đơn").lead == "Hồ sơ gồm:"
    assert saying(found, "Đơn").group == saying(found, "Bản sao").group != saying(found, "“3.").group


def test_the_title_of_an_article_takes_no_words_from_the_paragraph_under_it() -> None:
    found = passages(
        "NGHỊ ĐỊNH¶Quy định về phường¶Căn cứ Luật số 1;¶Điều 1. Phạm vi¶Nghị định này quy định về phường.¶"
        "Điều 2. Hiệu lực thi hành¶Nghị định này có hiệu lực ngay. Việc thi hành Nghị định này do phường lo."
    )

    assert saying(found, "có hiệu lực ngay").headings == ("Điều 2. Hiệu lực thi hành",)


def test_lines_without_marks_are_a_list_where_a_colon_announces_them() -> None:
    found = passages(
        "NGHỊ ĐỊNH¶Quy định về phường¶Căn cứ Luật số 1;¶Điều 1. Chuẩn nghèo¶1. Tiêu chí thu nhập:¶"
        "Nông thôn: 2 triệu đồng.¶Thành thị: 3 triệu đồng.¶2. Bãi bỏ quy định cũ.¶Điều 2. Hiệu lực¶Ngay."
    )

    rural, urban = saying(found, "Nông thôn"), saying(found, "Thành thị")
    assert rural.group == urban.group != ""
    assert urban.lead == "Tiêu chí thu nhập:"
    assert urban.section == "Điều 1 > khoản 1"


def test_a_title_with_a_colon_introduces_no_legal_basis() -> None:
    found = passages(
        "CHÍNH PHỦ¶NGHỊ ĐỊNH¶Quy định liên thông nhóm thủ tục:¶Đăng ký kinh doanh - cấp phép karaoke¶"
        "Căn cứ Luật số 1;¶Điều 1. Phạm vi¶Về liên thông.¶Điều 2. Hiệu lực¶Ngay."
    )

    assert saying(found, "karaoke") == saying(found, "CHÍNH PHỦ")
    assert saying(found, "Căn cứ").lead == ""


def test_short_lines_head_the_parts_of_an_article() -> None:
    long = (
        "Hội nghị được tổ chức trực tiếp và trực tuyến đến các xã, phường của thành phố Hà Nội trong ngày. "
    )
    found = passages(
        f"{long}¶Chủ động trong vận hành¶{long * 2}¶Tiếp tục cập nhật!¶Trần Long - Ảnh: Thanh Hải"
    )

    assert [passage.kind for passage in found[:3]] == [Kind.PARAGRAPH, Kind.HEADING, Kind.PARAGRAPH]
    assert found[2].headings == ("Chủ động trong vận hành",)
    assert found[-1].headings == ("Chữ ký",)


def test_a_list_has_its_sentence_and_its_inner_list_the_item_above() -> None:
    found = passages(
        LETTERHEAD
        + "I. KẾT QUẢ¶¶Có 147 cơ sở. Trong đó:¶¶- Không điều chỉnh: 95 cơ sở.¶¶- Điều chỉnh: 52 cơ sở:¶¶"
        "+ Đã duyệt: 51 cơ sở.¶¶+ Chưa duyệt: 01 cơ sở.¶¶Ngoài ra không có."
    )
    outer, inner = saying(found, "95 cơ sở"), saying(found, "51 cơ sở")

    assert (outer.kind, outer.label, outer.lead) == (Kind.LIST_ITEM, "-", "Trong đó:")
    assert inner.lead == "Điều chỉnh: 52 cơ sở:"
    assert outer.group == saying(found, "52 cơ sở").group != inner.group
    assert saying(found, "Ngoài ra").lead == ""


def test_a_list_inside_one_paragraph_stays_one_paragraph() -> None:
    found = saying(
        passages(LETTERHEAD + "- 02 cơ sở giữ lại:¶¶(1) Số 33 Đại Cồ Việt; (2) Số 8 Bùi Ngọc Dương."),
        "(1) Số 33",
    )

    assert (found.kind, found.lead) == (Kind.PARAGRAPH, "02 cơ sở giữ lại:")


def test_recipients_and_signature_stand_apart_from_the_text() -> None:
    found = passages(
        LETTERHEAD
        + "I. KẾT QUẢ¶¶Trân trọng báo cáo./.¶¶Nơi nhận:¶¶- Thường trực Thành ủy,¶- Lưu VPĐU.¶¶(để báo cáo)¶¶"
        "T/M BAN THƯỜNG VỤ¶¶BÍ THƯ¶¶Trần Văn Ba¶¶ĐỀ XUẤT, KIẾN NGHỊ¶¶Một việc cần làm."
    )

    assert saying(found, "Lưu").headings == ("Nơi nhận",)
    assert saying(found, "Lưu").text == "Nơi nhận: Thường trực Thành ủy, Lưu VPĐU. (để báo cáo)"
    assert saying(found, "Trần Văn Ba").headings == ("Chữ ký",)
    assert saying(found, "cần làm").section == "ĐỀ XUẤT, KIẾN NGHỊ"


def test_a_cell_has_the_header_of_its_column() -> None:
    found = passages(
        LETTERHEAD + "- Tổng số:¶¶\tThời điểm 01/7/2025\tThời điểm 25/5/2026¶Khối Đảng\t75 người\t52 biên chế"
    )
    row = saying(found, "75 người")

    assert row.lead == "Tổng số:"
    assert [(cell.header, row.text[cell.start : cell.end]) for cell in row.cells] == [
        ("", "Khối Đảng"),
        ("Thời điểm 01/7/2025", "75 người"),
        ("Thời điểm 25/5/2026", "52 biên chế"),
    ]


def test_rows_are_numbered_within_their_group_and_the_first_group_names_the_column() -> None:
    found = passages(
        "ĐỀ XUẤT¶¶I\tVề bộ máy\tCấp kiến nghị¶1.\tBổ sung phòng ban\tTrung ương¶II\tVề biên chế\t¶"
        "1.\tTăng biên chế\tTrung ương¶¶2.\t<p>Bố trí <i>chuyên trách</i>.</p> <p>Xem xét.</p>\tThành phố"
    )
    row = saying(found, "chuyên trách")

    assert (row.label, row.lead) == ("II.2", "Về biên chế")
    assert row.text == "Bố trí chuyên trách. Xem xét.\tThành phố"
    assert (row.cells[-1].header, row.text[row.cells[-1].start : row.cells[-1].end]) == (
        "Cấp kiến nghị",
        "Thành phố",
    )


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Đạt **40,74%** kế hoạch.", "Đạt 40,74% kế hoạch."),
        ("Về “*đảng viên số*”, <b>chi bộ</b> số.", "Về “đảng viên số”, chi bộ số."),
        ("Chùng chေo, đùn đẩy.", "Chùng chေo, đùn đẩy."),
    ],
)
def test_layout_signs_leave_and_words_stay_as_they_are(line: str, shown: str) -> None:
    assert texts(f"Câu mở đầu văn bản.¶¶{line}")[1] == shown


def test_a_letter_of_another_script_is_searched_as_the_one_it_looks_like() -> None:
    found = passages("Câu mở đầu.¶¶Chùng chေo, đùn đẩy ở Hàng Вuồm.")

    assert "Chùng cheo" in found[1].search_text
    assert "Hàng Buồm" in found[1].search_text


def test_a_clause_whose_mark_stands_alone_is_no_title() -> None:
    lines = ("Điều 1. Phạm vi", "1.", "a)", "Phường thực hiện.", "Điều 2. Đối tượng", "Mọi người.")

    assert structure(lines).blocks
