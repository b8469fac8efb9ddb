"""Questions about a document number: which they are, and what is answered."""

import pytest

from answering.answer import Status
from answering.lookup import Asks, LookUp, look_up
from answering.lookup_reply import LookUpReply, reply_to
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


def answered(question: str) -> LookUpReply:
    return reply_to(asked(question))


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


def test_a_document_is_told_with_its_date_issuer_and_subject() -> None:
    reply = answered("Thông báo 52 là gì?")

    assert reply.status is Status.LOOKUP_FOUND
    assert reply.text == (
        "Thông báo số 52-TB/ĐU, ngày 21/10/2025, của Đảng ủy phường Hòa Bình: về lịch tiếp dân."
    )
    assert [mention.lines for mention in reply.mentions] == [(2, 2)]


def test_an_issuer_read_from_the_sign_is_said_to_be_so() -> None:
    assert "Đảng ủy phường Hòa Bình (suy từ ký hiệu" in answered("quyết định 296 là gì").text


def test_two_documents_of_one_number_are_both_told() -> None:
    reply = answered("52")

    assert reply.status is Status.LOOKUP_AMBIGUOUS
    assert "52-QĐ/ĐU" in reply.text
    assert "52-TB/ĐU" in reply.text
    assert len(reply.mentions) == 2


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Quyết định 7777 là gì?", "Không văn bản nào mang số 7777"),
        ("Quyết định 296/QĐ-UBND là gì?", "Không văn bản nào mang số 296/QĐ-UBND"),
    ],
)
def test_a_number_no_text_gives_is_said_not_to_be_there(question: str, text: str) -> None:
    reply = answered(question)

    assert reply.status is Status.LOOKUP_NOT_CITED
    assert reply.text.startswith(text)


def test_the_nearest_number_is_offered() -> None:
    assert "Quyết định số 296-QĐ/ĐU" in answered("quyết định 269 là gì").text


@pytest.mark.parametrize(
    "question",
    [
        "Nghị quyết 41/2025/NQ-HĐND quy định nội dung gì?",
        "Nghị quyết 41/2025/NQ-HĐND ban hành ngày nào?",
        "Quyết định 296 còn hiệu lực không?",
    ],
)
def test_what_the_texts_do_not_say_is_not_answered(question: str) -> None:
    reply = answered(question)

    assert reply.status is Status.UNANSWERABLE
    assert reply.text.startswith("Các tài liệu đang có")
    assert reply.mentions == ()


def test_what_rests_on_a_document_is_listed() -> None:
    reply = answered("Kế hoạch nào thực hiện Chỉ thị 09-CT/TU?")

    assert reply.text.startswith(
        "Văn bản nêu Chỉ thị số 09-CT/TU làm căn cứ: Kế hoạch số 72-KH/ĐU, ngày 16/4/2026."
    )


@pytest.mark.parametrize(
    "question",
    ["Quyết định 52 là gì?", "296", "15", "nghị định 178 ngày nào", "Chỉ thị 9 của ai, về việc gì?"],
)
def test_every_quote_stands_in_the_text(question: str) -> None:
    look = look_up(question, REGISTER)

    for mention in reply_to(look).mentions if look else ():
        assert mention.quote in REPORT.lines[mention.lines[0] - 1]
