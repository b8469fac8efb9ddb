"""The portal's flattened tables, taken apart."""

import pytest

from ingest.procedures import basis, papers, ways

_WAYS, _PAPERS = "".join(ways.HEAD), "".join(papers.HEAD)


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (
            "Trực tiếp7 NgàyKhông có thông tinNộp tại trụ sở",
            ("7 Ngày", "Không có thông tin", "", "Nộp tại trụ sở"),
        ),
        ("Trực tuyến5 Ngày làm việcMiễn phí", ("5 Ngày làm việc", "Miễn phí", "", "")),
        # A time without its unit, as the portal often has it.
        ("Trực tiếp1Miễn phí(Theo quy định (nếu có).)", ("1", "Miễn phí", "(Theo quy định (nếu có).)", "")),
        # The time's figure runs into the fee's; the note tells them apart.
        ("Trực tuyến120 VNĐ(20.000 đ/tờ khai)", ("1", "20 VNĐ", "(20.000 đ/tờ khai)", "")),
        ("Trực tuyến1020,000 VNĐ(20.000 đồng)", ("10", "20,000 VNĐ", "(20.000 đồng)", "")),
        (
            "Trực tiếpKhông có thông tin20,000 Việt Nam Đồng",
            ("Không có thông tin", "20,000 Việt Nam Đồng", "", ""),
        ),
        (
            "Trực tuyếnKhông phải trả kết quảMiễn phíQua cổng",
            ("Không phải trả kết quả", "Miễn phí", "", "Qua cổng"),
        ),
        # Words of a remark that open no row.
        ("Trực tiếp2 GiờMiễn phíTrực tiếp tại phường.", ("2 Giờ", "Miễn phí", "", "Trực tiếp tại phường.")),
    ],
)
def test_a_way_to_hand_in_has_its_time_and_fee(cells: str, read: tuple[str, ...]) -> None:
    (row,) = ways.rows(_WAYS + cells)

    assert (row.time, row.fee, row.fee_note, row.note) == read


def test_every_way_is_a_row() -> None:
    rows = ways.rows(f"{_WAYS}Trực tuyến5 NgàyMiễn phíDịch vụ bưu chính6 NgàyMiễn phíTrực tiếp7 NgàyMiễn phí")

    assert [(row.how, row.time) for row in rows] == [
        ("Trực tuyến", "5 Ngày"),
        ("Dịch vụ bưu chính", "6 Ngày"),
        ("Trực tiếp", "7 Ngày"),
    ]


def test_a_text_that_is_no_table_has_no_rows() -> None:
    assert ways.rows("Nộp hồ sơ tại phường.") == ()
    assert papers.rows("Nộp hồ sơ tại phường.") == ()


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        ("Đơn đề nghị1 bản chính", [("Đơn đề nghị", "", "1 bản chính")]),
        # The year ends the name, the count begins after it.
        ("Thẻ năm 20240 bản chính,1 bản sao", [("Thẻ năm 2024", "", "0 bản chính,1 bản sao")]),
        # The sentence counts too.
        (
            "Hóa đơn: 01 bản chính (nếu có);1 bản chính",
            [("Hóa đơn: 01 bản chính (nếu có);", "", "1 bản chính")],
        ),
        ("Hóa đơn: 01 bản chính1 bản chính", [("Hóa đơn: 01 bản chính", "", "1 bản chính")]),
        ("Đơn theo Mẫu 1;Mau so 1.docx1 bản chính", [("Đơn theo Mẫu 1;", "Mau so 1.docx", "1 bản chính")]),
        ("Tờ khai 01/TAINMẫu 01.doc2 bản chính", [("Tờ khai 01/TAIN", "Mẫu 01.doc", "2 bản chính")]),
        ("Đơn1 bản chính- Ảnh2 bản chính", [("Đơn", "", "1 bản chính"), ("- Ảnh", "", "2 bản chính")]),
    ],
)
def test_a_paper_has_its_count_and_its_form(cells: str, read: list[tuple[str, ...]]) -> None:
    rows = papers.rows(f"--{_PAPERS}{cells}")

    assert [(row.name, row.form, row.copies) for row in rows] == read


def test_a_paper_stands_under_the_heading_of_its_table() -> None:
    rows = papers.rows(f"* Phải nộp:{_PAPERS}Đơn1 bản chính* Xuất trình:{_PAPERS}Thẻ căn cước1 bản chính")

    assert [(row.case, row.name) for row in rows] == [
        ("* Phải nộp:", "Đơn"),
        ("* Xuất trình:", "Thẻ căn cước"),
    ]


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        ("Luật Hộ tịch60/2014/QH13", [("Luật Hộ tịch", "60/2014/QH13")]),
        ("Luật 54/2014/QH1354/2014/QH13", [("Luật 54/2014/QH13", "54/2014/QH13")]),
        # A number in the name is not the number's cell.
        (
            "Nghị định số 118/2025/NĐ-CP về A118/2025/NĐ-CPThông tư B80/2021/TT-BTC",
            [("Nghị định số 118/2025/NĐ-CP về A", "118/2025/NĐ-CP"), ("Thông tư B", "80/2021/TT-BTC")],
        ),
        ("Về B24/2021/QĐ-TTgVề C66.7/2025/NQ-CP", [("Về B", "24/2021/QĐ-TTg"), ("Về C", "66.7/2025/NQ-CP")]),
    ],
)
def test_a_legal_ground_has_its_name_and_number(cells: str, read: list[tuple[str, str]]) -> None:
    rows = basis.rows("".join(basis.HEAD) + cells)

    assert [(row.name, row.number) for row in rows] == read
