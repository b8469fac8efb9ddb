"""Document numbers: read from texts and from what people type, printed in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.number import DocumentNumber, find_numbers, parse_number
from corpus.number_query import parse_query

CANONICAL = [
    "296-QĐ/ĐU",
    "41/2025/NQ-HĐND",
    "1155/QĐ-UBND",
    "57-NQ/TW",
    "20/QĐ-MTTQ-BTT",
    "1656/NQ-UBTVQH15",
    "202/2025/QH15",
    "123/2020/NĐ-CP",
    "531/BCA-H02",
    "2437/SNV-TĐĐT",
    "1670/TTPVHCC-HCQT",
    "04/2026/TB-TLVDS",
    "15779-CV/VPTW",
    "02-QĐ/BCĐ",
    "5222-QĐ/UBND",
    "39/GĐ-ĐT",
    "66.7/2025/NQ-CP",
    "PL03-1",
]


@pytest.mark.parametrize("written", CANONICAL)
def test_a_canonical_number_is_printed_as_it_was_read(written: str) -> None:
    assert str(parse_number(written)) == written


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("57NQ/TW", "57-NQ/TW"),
        ("137 -CV/ĐU", "137-CV/ĐU"),
        ("108- CV/ĐU", "108-CV/ĐU"),
        ("12 - KH/ĐU", "12-KH/ĐU"),
        ("03-CTr-UBND", "03/CTr-UBND"),
        ("03/CTr/UBND", "03/CTr-UBND"),
        ("9-NQ-TW", "9-NQ/TW"),
        ("15/2025/TT- BNV", "15/2025/TT-BNV"),
        ("155/2018/NĐ -CP", "155/2018/NĐ-CP"),
    ],
)
def test_stray_spaces_and_dashes_of_a_scan_are_repaired(written: str, canonical: str) -> None:
    assert str(parse_number(written)) == canonical


ORDINALS = st.integers(1, 99999).map(str)
SYMBOLS = st.sampled_from(["QĐ", "NQ", "KH", "CTr", "TTr", "KL", "CV"])
BODIES = st.sampled_from(["UBND", "HĐND", "CP", "TTg", "SNV"])
YEARS = st.integers(1990, 2040).map(str)
PARTY_BODIES = st.sampled_from(["ĐU", "TU", "TW", "BCĐ", "VPTW"])
NUMBERS = st.one_of(
    st.builds(lambda o, s, b: DocumentNumber(o, f"{s}-{b}"), ORDINALS, SYMBOLS, BODIES),
    st.builds(
        lambda o, y, s, b: DocumentNumber(o, f"{s}-{b}", str(y)),
        ORDINALS,
        st.integers(1990, 2040),
        SYMBOLS,
        BODIES,
    ),
    st.builds(lambda o, s, b: DocumentNumber(o, f"{s}/{b}", party=True), ORDINALS, SYMBOLS, PARTY_BODIES),
)


@given(NUMBERS)
def test_what_is_printed_is_read_back(number: DocumentNumber) -> None:
    assert parse_number(str(number)) == number


@given(NUMBERS)
def test_a_number_is_found_where_it_stands_in_a_sentence(number: DocumentNumber) -> None:
    text = f"Thực hiện văn bản số {number}, ngày 01/7/2025 của cấp trên"

    found = find_numbers(text)

    assert [(item.numbers, text[item.start : item.end]) for item in found] == [((number,), str(number))]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("03-CTr-UBND", "3/CTr-UBND"),
        ("57NQ/TW", "57-NQ/TW"),
        ("296-QĐ/ĐU", "296/QĐ-ĐU"),
        ("9-NQ/TW", "09-NQ/TW"),
    ],
)
def test_separators_and_leading_zeros_do_not_make_another_document(left: str, right: str) -> None:
    first, second = parse_number(left), parse_number(right)

    assert first is not None
    assert second is not None
    assert first.same_as(second)


@pytest.mark.parametrize(
    "text",
    [
        "xe biển kiểm soát 29A-032.86 và 30A-567.89",
        "122/124 đơn vị hoàn thành, 7150/7217 đảng viên",
        "từ ngày 01/7/2025 đến 25/5/2026, nhiệm kỳ 2025-2030",
        "đánh giá bằng 30 OKR/KPI hàng tháng, theo OKR/KPI",
        "tại số 26/67 ngõ Đê, số 5 ngõ 12/34",
        "diện tích 554,4m² và 1106,5m²",
        "giai đoạn 2025 - UBND/HĐND các cấp",
        "Mẫu số 01 ban hành kèm theo",
        "1.788 tỷ đồng, đạt 40,74%",
        "nhiễm HIV/AIDS, tiêu chuẩn ISO/IEC 27001",
    ],
)
def test_plates_ratios_dates_and_addresses_are_no_documents(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "ban hành 05 Quyết định số 611, 612, 613 và 702/QĐ-UBND ủy quyền",
            ["611/QĐ-UBND", "612/QĐ-UBND", "613/QĐ-UBND", "702/QĐ-UBND"],
        ),
        ("các Quyết định số 18-QĐ/ĐU, 19-QĐ/ĐU ngày 04/5/2026", ["18-QĐ/ĐU", "19-QĐ/ĐU"]),
        ("Kế hoạch số 7/KH-UBND và 8/KH-UBND", ["7/KH-UBND", "8/KH-UBND"]),
    ],
)
def test_a_list_gives_every_number_its_suffix(text: str, numbers: list[str]) -> None:
    found = find_numbers(text)

    assert [[str(number) for number in item.numbers] for item in found] == [numbers]


def test_a_day_before_a_number_is_not_part_of_a_list() -> None:
    found = find_numbers("họp ngày 12, 13 và 5/KH-UBND được thông qua")

    assert [str(number) for item in found for number in item.numbers] == ["5/KH-UBND"]


@pytest.mark.parametrize(
    ("typed", "ordinal", "year", "kinds", "organs", "symbol"),
    [
        ("qd 296", "296", "", ("Quyết định", "Quy định"), (), ""),
        ("QĐ296", "296", "", ("Quyết định", "Quy định"), (), ""),
        ("quyet dinh so 296 dang uy", "296", "", ("Quyết định",), ("du",), ""),
        ("296-QD/DU", "296", "", ("Quyết định", "Quy định"), ("du",), "qddu"),
        ("296 QD/DU", "296", "", ("Quyết định", "Quy định"), ("du",), "qddu"),
        ("57nq/tw", "57", "", ("Nghị quyết",), ("tw",), "nqtw"),
        ("296", "296", "", (), (), ""),
        ("QĐ số 296", "296", "", ("Quyết định", "Quy định"), (), ""),
        ("nghi quyet 41/2025", "41", "2025", ("Nghị quyết",), (), ""),
        ("Nghị quyết 41 năm 2025 của HĐND", "41", "2025", ("Nghị quyết",), ("hdnd",), ""),
        ("quyết định 72 của ĐU", "72", "", ("Quyết định",), ("du",), ""),
        ("nq 41 hdnd", "41", "", ("Nghị quyết",), ("hdnd",), ""),
        ("Nghị định 178/2024/NĐ-CP ban hành ngày nào?", "178", "2024", ("Nghị định",), ("cp",), "ndcp"),
        ("202/2025/QH15", "202", "2025", (), ("qh",), "qh15"),
        ("số hiệu 003", "3", "", (), (), ""),
        ("Kế hoạch số 24 ngày 31/7/2025", "24", "", ("Kế hoạch",), (), ""),
        ("mẫu PL03-1", "pl03-1", "", (), (), ""),
        ("phường có 126 người được giao", "", "", (), (), ""),
        ("Kế hoạch năm 2026", "", "", ("Kế hoạch",), (), ""),
        ("giờ làm việc của phường", "", "", (), (), ""),
    ],
)
def test_a_typed_number_is_read_in_its_parts(
    typed: str, ordinal: str, year: str, kinds: tuple[str, ...], organs: tuple[str, ...], symbol: str
) -> None:
    query = parse_query(typed)

    assert (query.ordinal, query.year, query.kinds, query.organs, query.symbol) == (
        ordinal,
        year,
        kinds,
        organs,
        symbol,
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("quyết định 296/QĐ-UBND là gì", "296/QĐ-UBND"),
        ("Quyết định 999 là gì?", "999"),
        ("nq 41/2025", "41/2025"),
    ],
)
def test_the_number_is_kept_as_it_was_typed(typed: str, written: str) -> None:
    assert parse_query(typed).written == written


@given(st.text(max_size=60))
def test_nothing_a_person_types_breaks_the_reading(typed: str) -> None:
    parse_query(typed)
    find_numbers(typed)
