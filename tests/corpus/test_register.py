"""The register: what a text says of the documents it names, and finding them again."""

import time
from dataclasses import replace

import pytest

from corpus.document import Document, Piece
from corpus.entry import Entry
from corpus.names import find_named
from corpus.register import Register, build_register, entry_from_json, entry_to_json
from tests.builders import a_document, a_passage, passages_of

TITLE = "Báo cáo sơ kết công tác năm của phường Hòa Bình, thành phố Cần Thơ"


def a_report(*lines: str) -> Document:
    return replace(a_document(*lines), title=TITLE)


def register_of(*lines: str) -> Register:
    report = a_report(*lines)
    return Register(build_register([report], passages_of(report)))


def only(*lines: str, number: str) -> Entry:
    return next(entry for entry in register_of(*lines).entries if str(entry.number) == number)


@pytest.mark.parametrize(
    ("sentence", "number", "kind"),
    [
        ("Căn cứ Quyết định số 12-QĐ/ĐU, ngày 01/2/2026 của Đảng ủy phường", "12-QĐ/ĐU", "Quyết định"),
        ("Căn cứ Quy định số 12-QĐ/ĐU, ngày 01/2/2026 của Đảng ủy phường", "12-QĐ/ĐU", "Quy định"),
        ("theo kế hoạch số 06-KH/ĐU, ngày 03/9/2025", "06-KH/ĐU", "Kế hoạch"),
        ("Kết luận 127-KL/TW, ngày 28/2/2025 của Bộ Chính trị", "127-KL/TW", "Kết luận"),
        ("ban hành Quy chế làm việc số 07-QC/ĐU, ngày 06/4/2026", "07-QC/ĐU", "Quy chế"),
        ("Chương trình hành động số 04/CTr-UBND ngày 06/3/2026", "04/CTr-UBND", "Chương trình hành động"),
        ("văn bản số 2437/SNV-TĐĐT, ngày 15/4/2026 của Sở Nội vụ", "2437/SNV-TĐĐT", "Văn bản"),
        ("kèm theo (33/QĐ-UBND)", "33/QĐ-UBND", "Quyết định"),
        ("Luật Quản lý thuế số 38/2019/QH14", "38/2019/QH14", "Luật"),
        ("nhập theo biểu mẫu số PL03-1", "PL03-1", "Biểu mẫu"),
    ],
)
def test_the_words_before_a_number_say_what_it_is(sentence: str, number: str, kind: str) -> None:
    assert only(sentence, number=number).type == kind


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("Quyết định số 5/QĐ-UBND ngày 1/2/2026 của UBND phường", "2026-02-01"),
        ("Quyết định số 5/QĐ-UBND, ngày 16 tháng 6 năm 2025", "2025-06-16"),
        ("Quyết định số 5/QĐ-UBND (ngày 16-6-2025)", "2025-06-16"),
        ("Quyết định số 5/QĐ-UBND của UBND phường, ngày 16/6/2025", "2025-06-16"),
        ("Ngày 17/4/2026 UBND phường ban hành Quyết định số 5/QĐ-UBND gửi Sở Tài chính", "2026-04-17"),
        ("Đã họp. Ngày 09/2/2026, Bộ Công an có Quyết định số 5/QĐ-UBND về đất đai", "2026-02-09"),
        (
            "(ngày 20/10/2025, UBND Thành phố đã có văn bản giao phường tại Quyết định số 5/QĐ-UBND)",
            "2025-10-20",
        ),
        ("các Quyết định số 4/QĐ-UBND, 5/QĐ-UBND ngày 04/5/2026", "2026-05-04"),
        # The day belongs to what was done that day, not to the decision it rests on.
        ("Ngày 05/5/2026, thực hiện Quyết định số 5/QĐ-UBND, phường đã họp", None),
        ("Từ ngày 01/7/2025, theo Quyết định số 5/QĐ-UBND", None),
        ("Quyết định số 5/QĐ-UBND ngày 45/13/2026", None),
    ],
)
def test_the_date_is_the_one_the_text_gives_to_the_number(sentence: str, date: str | None) -> None:
    assert only(sentence, number="5/QĐ-UBND").date == date


@pytest.mark.parametrize(
    ("sentence", "number", "issuer", "explicit"),
    [
        ("Nghị quyết số 9-NQ/TW, ngày 1/2/2026 của Bộ Chính trị về y tế", "9-NQ/TW", "Bộ Chính trị", True),
        (
            "Kết luận số 9-KL/TW của Bộ Chính trị, Ban Bí thư về bộ máy",
            "9-KL/TW",
            "Bộ Chính trị, Ban Bí thư",
            True,
        ),
        (
            "Kết luận số 9-KL/TW của Bộ Chính trị và Ban Bí thư về y tế",
            "9-KL/TW",
            "Bộ Chính trị và Ban Bí thư",
            True,
        ),
        (
            "Kế hoạch số 9-KH/TU, ngày 1/2/2026 của Ban Thường vụ Thành ủy về sơ kết",
            "9-KH/TU",
            "Ban Thường vụ Thành ủy Cần Thơ",
            True,
        ),
        (
            "HĐND phường đã ban hành Nghị quyết số 9/NQ-HĐND về kinh tế",
            "9/NQ-HĐND",
            "HĐND phường Hòa Bình",
            True,
        ),
        (
            "HĐND phường ban hành Nghị quyết số 8/NQ-HĐND về ngân sách; Nghị quyết số 9/NQ-HĐND về kinh tế",
            "9/NQ-HĐND",
            "HĐND phường Hòa Bình",
            True,
        ),
        (
            "được UBND Thành phố thống nhất tại Văn bản số 9/UBND-KT ngày 1/2/2026",
            "9/UBND-KT",
            "UBND thành phố Cần Thơ",
            True,
        ),
        ("Công ty Điện Sáng có văn bản số 9/ĐS-KT gửi Tòa án", "9/ĐS-KT", "Công ty Điện Sáng", True),
        ("thực hiện Nghị định số 9/2025/NĐ-CP", "9/2025/NĐ-CP", "Chính phủ", False),
        ("theo Quyết định số 9/QĐ-TTg", "9/QĐ-TTg", "Thủ tướng Chính phủ", False),
        ("theo Nghị quyết 9/2025/QH15, về sắp xếp", "9/2025/QH15", "Quốc hội", False),
        (
            "vị trí việc làm (Quyết định số 9-QĐ/ĐU, ngày 13/3/2026)",
            "9-QĐ/ĐU",
            "Đảng ủy phường Hòa Bình",
            False,
        ),
        ("thực hiện Công văn số 9-CV/TU", "9-CV/TU", "Thành ủy Cần Thơ", False),
        ("theo biểu mẫu số PL03-1", "PL03-1", "", False),
        # A ward's own resolutions and its city's look the same where the number has a year.
        ("theo Quyết định số 9/2025/QĐ-UBND", "9/2025/QĐ-UBND", "", False),
    ],
)
def test_the_issuer_is_named_or_read_from_the_sign_never_guessed(
    sentence: str, number: str, issuer: str, explicit: bool
) -> None:
    entry = only("Thành ủy Cần Thơ chỉ đạo.", sentence, number=number)

    assert (entry.issuer, entry.issuer_explicit) == (issuer, explicit)


def test_a_text_about_many_wards_lends_its_name_to_none() -> None:
    article = replace(
        a_document("Xã An Bình họp. Phường Long Hoa họp. Đảng ủy xã gửi Công văn số 9-CV/ĐU"), title="Tin"
    )

    [entry] = build_register([article], passages_of(article))

    assert entry.issuer == ""


def test_a_decree_a_ward_carries_out_is_not_issued_by_the_ward() -> None:
    entry = only(
        "UBND phường đã ban hành Quyết định bổ sung dự toán theo Nghị định số 9/2024/NĐ-CP",
        number="9/2024/NĐ-CP",
    )

    assert entry.issuer == "Chính phủ"


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        (
            "Quyết định số 5/QĐ-UBND, ngày 1/2/2026 về việc giao đất cho trường học; họp dân",
            "về việc giao đất cho trường học",
        ),
        (
            "Quyết định số 5/QĐ-UBND của UBND phường “về lịch tiếp dân; lịch họp” và khác",
            "về lịch tiếp dân; lịch họp",
        ),
        (
            "Quyết định số 5/QĐ-UBND ngày 1/2/2026 ban hành Quy chế làm việc của phường.",
            "ban hành Quy chế làm việc của phường",
        ),
        ("Quyết định số 5/QĐ-UBND về sơ kết năm, UBND phường đã họp dân", "về sơ kết năm"),
        ("Quyết định số 5/QĐ-UBND về sơ kết năm và Kế hoạch số 6/KH-UBND", "về sơ kết năm"),
        (
            "Phường đã phê duyệt vị trí việc làm (Quyết định số 5/QĐ-UBND, ngày 1/2/2026)",
            "Phường đã phê duyệt vị trí việc làm",
        ),
        ("quản lý theo Quyết định số 5/QĐ-UBND ngày 1/2/2026, cụ thể: 02 xe", ""),
        ("Quyết định số 5/QĐ-UBND có hiệu lực từ hôm nay", ""),
        ("trình tại Quyết định số 5/QĐ-UBND, nhưng đến nay chưa được xem xét", ""),
    ],
)
def test_the_subject_ends_with_its_clause(sentence: str, subject: str) -> None:
    assert only(sentence, number="5/QĐ-UBND").subject == subject


def test_a_subject_written_once_belongs_to_both_of_a_pair() -> None:
    register = register_of(
        "ban hành Thông báo số 4-TB/ĐU, ngày 02/7/2025; "
        "Thông báo số 130-TB/ĐU, ngày 23/3/2026 về lịch tiếp công dân"
    )

    assert [(entry.date, entry.subject) for entry in register.entries] == [
        ("2025-07-02", "về lịch tiếp công dân"),
        ("2026-03-23", "về lịch tiếp công dân"),
    ]


def test_the_spellings_of_one_number_are_one_entry() -> None:
    register = register_of(
        "thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị",
        "thực hiện Nghị quyết số 57NQ/TW, ngày 22/12/2024",
        "Ban Chỉ đạo Nghị quyết 57-NQ/TW họp",
    )

    [entry] = register.entries
    assert (str(entry.number), entry.date, entry.issuer) == ("57-NQ/TW", "2024-12-22", "Bộ Chính trị")
    assert [mention.lines for mention in entry.mentions] == [(1, 1), (2, 2), (3, 3)]
    assert entry.variants == ("57NQ/TW",)


def test_a_contradicting_date_is_kept_as_a_variant() -> None:
    [entry] = register_of(
        "Quyết định số 5/QĐ-UBND ngày 1/2/2026",
        "Quyết định số 5/QĐ-UBND ngày 1/2/2026",
        "Quyết định số 5/QĐ-UBND ngày 1/3/2026",
    ).entries

    assert (entry.date, entry.variants) == ("2026-02-01", ("2026-03-01",))


def test_a_short_mention_joins_the_only_document_it_can_mean() -> None:
    register = register_of(
        "thực hiện Nghị quyết số 15-NQ/TU và Chỉ thị số 15-CT/TU của Ban Thường vụ Thành ủy",
        "theo dõi việc thực hiện Chỉ thị 15",
    )

    directive = register.look_up("15-CT/TU").entries[0]
    assert [mention.quote for mention in directive.mentions][-1] == "Chỉ thị 15"
    assert len(register.look_up("15-NQ/TU").entries[0].mentions) == 1


def test_a_short_name_a_text_gives_finds_the_document() -> None:
    register = register_of(
        "xây dựng Chương trình số 05-CTr/ĐU về “phát triển kinh tế” (Gọi tắt là Chương trình 02)"
    )

    assert [str(entry.number) for entry in register.look_up("chương trình 02").entries] == ["05-CTr/ĐU"]


def test_a_mention_torn_over_two_lines_names_both() -> None:
    passage = a_passage(
        "thực hiện Quyết định số 1808/QĐ-UBND ngày 31/10/2025", pieces=(Piece(0, 24, 448), Piece(25, 53, 452))
    )

    [entry] = build_register([a_report("")], [passage])

    assert entry.mentions[0].lines == (448, 452)
    assert entry.mentions[0].quote in passage.text


def test_a_document_we_hold_is_marked_and_speaks_for_itself() -> None:
    report = a_report("Căn cứ Nghị định số 9/2025/NĐ-CP, ngày 1/2/2025")
    decree = replace(
        a_document("Nghị định về phân quyền", id="nd9"),
        number="9/2025/NĐ-CP",
        kind="Nghị định",
        date="2025-02-02",
        issuer="Chính phủ",
        title="Nghị định về phân quyền",
    )

    [entry] = build_register([report, decree], [*passages_of(report), *passages_of(decree)])

    assert (entry.held, entry.date, entry.variants) == ("nd9", "2025-02-02", ("2025-02-01",))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "theo Luật Ngân sách nhà nước; Luật Kế toán; các hướng dẫn",
            ["Luật Ngân sách nhà nước", "Luật Kế toán"],
        ),
        ("xử lý theo Luật Cán bộ, công chức đối với 16 đồng chí", ["Luật Cán bộ, công chức"]),
        ("theo Luật Đất đai, phường đã giao đất", ["Luật Đất đai"]),
        ("sửa đổi Luật Giám sát của Quốc hội và HĐND cho phù hợp", ["Luật Giám sát của Quốc hội và HĐND"]),
        ("theo Luật Quản lý và sử dụng tài sản Nhà nước.", ["Luật Quản lý và sử dụng tài sản Nhà nước"]),
        ("theo Luật Phòng, chống bệnh truyền nhiễm năm 2019", ["Luật Phòng, chống bệnh truyền nhiễm"]),
        ("Bộ luật Dân sự và các văn bản hướng dẫn", ["Bộ luật Dân sự"]),
        ("thi hành Điều lệ Đảng", ["Điều lệ Đảng"]),
        ("Hiến pháp và pháp luật", ["Hiến pháp"]),
        (
            "thực hiện Nghị quyết Đại hội Đảng các cấp nhiệm kỳ 2025-2030, các chương trình",
            ["Nghị quyết Đại hội Đảng các cấp nhiệm kỳ 2025-2030"],
        ),
        ("Luật sư, Luật gia; Luật này quy định; kỷ luật của Đảng", []),
    ],
)
def test_laws_are_known_by_their_name(text: str, names: list[str]) -> None:
    assert [named.name for named in find_named(text)] == names


def test_a_law_with_and_without_its_number_is_one_entry() -> None:
    [entry] = register_of("Luật Quản lý thuế số 38/2019/QH14", "theo Luật Quản lý thuế.").entries

    assert (str(entry.number), entry.name, len(entry.mentions)) == ("38/2019/QH14", "Luật Quản lý thuế", 2)


SHARED_ORDINALS = register_of(
    "Quyết định số 52-QĐ/ĐU, ngày 01/10/2025 của Đảng ủy phường",
    "Thông báo số 52-TB/ĐU, ngày 21/10/2025 của Đảng ủy phường",
    "Quyết định số 296-QĐ/ĐU, ngày 13/3/2026 của Đảng ủy phường",
    "Quy định số 196-QĐ/ĐU, ngày 30/12/2025 của Đảng ủy phường",
    "Nghị quyết số 41/2025/NQ-HĐND, ngày 29/9/2025 của HĐND thành phố",
    "Kế hoạch số 72-KH/ĐU về thực hiện Chỉ thị số 09-CT/TU, ngày 23/3/2026 của Thành ủy",
    "theo Luật Kế toán.",
)


@pytest.mark.parametrize(
    ("typed", "entries", "near"),
    [
        ("52", ["52-QĐ/ĐU", "52-TB/ĐU"], []),
        ("qđ 52", ["52-QĐ/ĐU"], ["52-TB/ĐU"]),
        ("thong bao so 52", ["52-TB/ĐU"], ["52-QĐ/ĐU"]),
        ("296/QĐ-UBND", [], ["296-QĐ/ĐU"]),
        ("quyết định 296 của ubnd", [], ["296-QĐ/ĐU"]),
        ("quyết định 269", [], ["296-QĐ/ĐU"]),
        ("quyet dinh 196", ["196-QĐ/ĐU"], []),
        ("nq 41/2025", ["41/2025/NQ-HĐND"], []),
        ("nghị quyết 41/2024", [], ["41/2025/NQ-HĐND"]),
        ("chỉ thị 9", ["09-CT/TU"], []),
        ("quyết định 7777", [], []),
    ],
)
def test_a_part_the_register_contradicts_is_only_near(
    typed: str, entries: list[str], near: list[str]
) -> None:
    found = SHARED_ORDINALS.look_up(typed)

    assert [str(entry.number) for entry in found.entries] == entries
    assert [str(entry.number) for entry in found.near] == near


def test_a_law_is_found_by_its_name_without_accents() -> None:
    assert [entry.name for entry in SHARED_ORDINALS.look_up("luat ke toan la gi").entries] == ["Luật Kế toán"]


def test_what_rests_on_a_document_is_known_from_its_subject() -> None:
    [directive] = SHARED_ORDINALS.look_up("09-CT/TU").entries

    assert [str(entry.number) for entry in SHARED_ORDINALS.citing(directive)] == ["72-KH/ĐU"]


def test_an_entry_comes_back_from_json_as_it_was() -> None:
    assert [entry_from_json(entry_to_json(entry)) for entry in SHARED_ORDINALS.entries] == list(
        SHARED_ORDINALS.entries
    )


@pytest.mark.parametrize(
    ("sentence", "changed", "how", "by"),
    [
        (
            "thống nhất tại Văn bản số 56/UBND-KT ngày 20/10/2025 (được điều chỉnh tại Văn bản 97/UBND-KT)",
            "56/UBND-KT",
            "điều chỉnh",
            ["97/UBND-KT"],
        ),
        (
            "Nghị định số 5/2020/NĐ-CP ngày 1/2/2020 của Chính phủ về đất đai được sửa đổi, bổ sung bởi "
            "Nghị định số 6/2021/NĐ-CP và Nghị định số 7/2022/NĐ-CP",
            "5/2020/NĐ-CP",
            "sửa đổi, bổ sung",
            ["6/2021/NĐ-CP", "7/2022/NĐ-CP"],
        ),
        (
            "ban hành Quyết định số 9/QĐ-UBND ngày 1/2/2026 thay thế Quyết định số 8/QĐ-UBND",
            "8/QĐ-UBND",
            "thay thế",
            ["9/QĐ-UBND"],
        ),
        # A title in capitals.
        (
            "Số: 9/2026/NĐ-CP SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA NGHỊ ĐỊNH SỐ 8/2025/NĐ-CP",
            "8/2025/NĐ-CP",
            "sửa đổi, bổ sung",
            ["9/2026/NĐ-CP"],
        ),
        ("Kế hoạch số 9/KH-UBND thực hiện Quyết định số 8/QĐ-UBND", "8/QĐ-UBND", "", []),
    ],
)
def test_a_change_a_text_tells_is_kept(sentence: str, changed: str, how: str, by: list[str]) -> None:
    entry = only(sentence, number=changed)

    assert [str(change.number) for change in entry.changed_by] == by
    assert {change.how for change in entry.changed_by} <= {how}
    assert entry_from_json(entry_to_json(entry)) == entry


def test_a_passage_of_thousands_of_numbers_is_read_in_reasonable_time() -> None:
    passage = a_passage(
        "ban hành " + ", ".join(f"Quyết định số {n}/QĐ-UBND về việc “{n}" for n in range(1, 2001))
    )

    started = time.process_time()
    entries = build_register([a_report("")], [passage])

    assert len(entries) == 2000
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Quyết định số 225/QĐ-UBND, ngày 25/7/2025 của UBND phường về giao dự toán",
            "Quyết định số 225/QĐ-UBND ngày 15/1/2025 của UBND thành phố Cần Thơ về giá đất",
        ),
        (
            "UBND phường ban hành Quyết định số 225/QĐ-UBND, ngày 25/7/2025 về giao dự toán",
            "UBND phường ban hành Quyết định số 225/QĐ-UBND, ngày 2/3/2026 về lịch tiếp dân",
        ),
    ],
)
def test_two_documents_of_one_number_are_two_entries(lines: tuple[str, str]) -> None:
    found = register_of(*lines).look_up("225/QĐ-UBND")

    assert [[mention.lines for mention in entry.mentions] for entry in found.entries] == [[(1, 1)], [(2, 2)]]


def test_a_slip_in_a_date_makes_no_second_document() -> None:
    register = register_of(
        "Quyết định số 225/QĐ-UBND, ngày 25/7/2025 của UBND phường về giao dự toán",
        "theo Quyết định số 225/QĐ-UBND ngày 25/7/2026",
        "theo Quyết định số 225/QĐ-UBND",
    )

    assert len(register.entries) == 1
