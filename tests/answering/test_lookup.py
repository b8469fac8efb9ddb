"""Questions about a document number: which they are, what they mean, what shows it."""

import pytest

from answering.lookup import Asks, LookUp, look_up
from answering.lookup_evidence import evidence
from corpus.register import Register, build_register
from tests.builders import a_document, passages_of

REPORT = a_document(
    "Đảng ủy phường Hòa Bình ban hành Quyết định số 52-QĐ/ĐU, ngày 01/10/2025 về việc thành lập tổ giám sát.",
    "Thông báo số 52-TB/ĐU, ngày 21/10/2025 của Đảng ủy phường Hòa Bình về lịch tiếp dân.",
    "Phường đã phê duyệt vị trí việc làm (Quyết định số 296-QĐ/ĐU, ngày 13/3/2026) cho 43 vị trí.",
    "Kế hoạch số 72-KH/ĐU, ngày 16/4/2026 về thực hiện Chỉ thị số 09-CT/TU, ngày 23/3/2026 của Thành ủy.",
    "thực hiện Nghị quyết số 41/2025/NQ-HĐND của HĐND thành phố, phường Hòa Bình đã họp.",
    "theo Nghị định số 178/2024/NĐ-CP, ngày 31/12/2024 và Luật Kế toán.",
)
REGISTER = Register(build_register([REPORT], passages_of(REPORT)))


def asked(question: str) -> LookUp:
    look = look_up(question, REGISTER)
    assert look is not None
    return look


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Quyết định 296 là gì?", (Asks.WHAT,)),
        ("qd 296", (Asks.WHAT,)),
        ("296-QD/DU", (Asks.WHAT,)),
        ("296", (Asks.WHAT,)),
        ("cho tôi hỏi quyết định số 296 của đảng ủy phường", (Asks.WHAT,)),
        ("nghi dinh 178 ban hanh ngay nao", (Asks.DATE,)),
        ("Nghị định 178/2024/NĐ-CP do ai ban hành?", (Asks.ISSUER,)),
        ("Quyết định 296 về việc gì?", (Asks.SUBJECT,)),
        ("Chỉ thị số 09-CT/TU ngày nào và về nội dung gì?", (Asks.DATE, Asks.SUBJECT)),
        ("văn bản nào dựa vào 296-QĐ/ĐU?", (Asks.CITED,)),
        ("Kế hoạch nào của Đảng ủy thực hiện Chỉ thị 09-CT/TU?", (Asks.CITED,)),
        ("Quyết định 296 được nhắc đến ở đâu?", (Asks.CITED,)),
        ("Quyết định 296 còn hiệu lực không?", (Asks.VALIDITY,)),
        ("Luật Kế toán được nhắc ở đâu?", (Asks.CITED,)),
    ],
)
def test_what_is_asked_of_the_document_is_understood(question: str, asks: tuple[Asks, ...]) -> None:
    assert asked(question).asks == asks


@pytest.mark.parametrize(
    "question",
    [
        "Theo Quyết định 296 phường có bao nhiêu vị trí việc làm?",
        "Kinh phí chi trả chính sách theo Nghị định 178/2024/NĐ-CP của phường là bao nhiêu?",
        "Kế hoạch số 72-KH/ĐU thực hiện chỉ thị của ai và giao cho đơn vị nào chủ trì triển khai?",
        "Mô hình số 9 của phường là gì?",
        "Trụ sở số 5 ngõ 26 Đình Đông là nơi nào?",
        "Kế hoạch năm 2026 của phường là gì?",
        "Kế hoạch 2026 là gì?",
        "phường có bao nhiêu tổ dân phố",
        "7777",
        "",
    ],
)
def test_a_question_that_only_names_a_document_is_no_look_up(question: str) -> None:
    assert look_up(question, REGISTER) is None


def test_two_documents_of_one_number_are_both_meant() -> None:
    assert [str(entry.number) for entry in asked("52 là gì").entries] == ["52-QĐ/ĐU", "52-TB/ĐU"]


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("Quyết định 7777 là gì?", []),
        ("296/QĐ-UBND là gì?", ["296-QĐ/ĐU"]),
        ("quyết định 269", ["296-QĐ/ĐU"]),
    ],
)
def test_a_number_no_text_gives_has_no_entry_but_may_have_near_ones(question: str, near: list[str]) -> None:
    look = asked(question)

    assert look.entries == ()
    assert [str(entry.number) for entry in look.near] == near


def test_what_rests_on_a_document_comes_with_it() -> None:
    look = asked("Kế hoạch nào thực hiện Chỉ thị 09-CT/TU?")

    assert [str(entry.number) for entry in look.citing] == ["72-KH/ĐU"]


def test_the_evidence_is_the_fewest_mentions_that_show_all_that_is_told() -> None:
    report = a_document(
        "Ban Chỉ đạo Nghị quyết 57-NQ/TW họp",
        "Nghị quyết số 57-NQ/TW của Bộ Chính trị về chuyển đổi số",
        "Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị",
    )
    [entry] = build_register([report], passages_of(report))

    def lines(*asks: Asks) -> list[int]:
        return [mention.lines[0] for mention in evidence(entry, asks)]

    assert lines(Asks.DATE) == [3]
    assert lines(Asks.SUBJECT) == [2]
    assert sorted(lines(Asks.WHAT)) == [2, 3]
    assert lines(Asks.CITED) == [1, 2, 3]


def test_every_quote_stands_in_the_text() -> None:
    for entry in REGISTER.entries:
        for mention in entry.mentions:
            assert mention.quote in REPORT.lines[mention.lines[0] - 1]
