"""Questions about a held law: a clause it has, and what it says of its own force."""

import pytest

from answering.answer import Answer, Status
from answering.assistant import Assistant
from answering.question import Question
from answering.wiring import open_assistant
from corpus.audience import Audience
from ingest.pipeline import ingest
from retrieval.embedding import open_embedding
from settings import Settings

_FILES = {
    "cho.txt": (
        "CHÍNH PHỦ",
        "Số: 12/2026/NĐ-CP",
        "Hà Nội, ngày 05 tháng 01 năm 2026",
        "NGHỊ ĐỊNH",
        "Quy định về quản lý chợ dân sinh",
        "Căn cứ Luật Thương mại số 36/2005/QH11;",
        "Điều 1. Phạm vi điều chỉnh",
        "Nghị định này quy định về quản lý chợ dân sinh.",
        "Điều 2. Hồ sơ thuê điểm kinh doanh",
        "1. Hồ sơ gồm:",
        "a) Đơn đề nghị thuê;",
        "b) Bản sao căn cước.",
        "2. Thời hạn giải quyết là 07 ngày làm việc.",
        "Điều 3. Hiệu lực thi hành",
        "1. Nghị định này có hiệu lực thi hành từ ngày 01 tháng 3 năm 2026.",
        "2. Nghị định này thay thế Nghị định số 02/2003/NĐ-CP ngày 14 tháng 01 năm 2003 của Chính phủ.",
        "TM. CHÍNH PHỦ",
        "THỦ TƯỚNG",
        "Lê Văn Ba",
    ),
    "cay.txt": (
        "BỘ XÂY DỰNG",
        "Số: 12/2026/TT-BXD",
        "Hà Nội, ngày 20 tháng 02 năm 2026",
        "THÔNG TƯ",
        "Hướng dẫn trồng cây xanh đô thị",
        "Căn cứ Luật Xây dựng số 50/2014/QH13;",
        "Điều 1. Phạm vi điều chỉnh",
        "Thông tư này hướng dẫn trồng cây xanh đô thị.",
        "Điều 2. Thời hạn giải quyết",
        "Thời hạn giải quyết là 20 ngày làm việc.",
        "Điều 3. Hiệu lực thi hành",
        "Thông tư này có hiệu lực thi hành kể từ ngày ký ban hành đến hết ngày 31 tháng 12 năm 2030.",
        "BỘ TRƯỞNG",
        "Trần Thị Tư",
    ),
}


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("laws")
    for name, lines in _FILES.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    listed = "\n".join(f"  - {{file: {name}, audience: public}}" for name in _FILES)
    (folder / "manifest.yaml").write_text(f"documents:\n{listed}\n", encoding="utf-8")
    data = tmp_path_factory.mktemp("data")
    ingest((folder,), data=data, embedder=open_embedding(""), on_progress=lambda _: None)
    return open_assistant(Settings(_env_file=None, data=data))


def ask(laws: Assistant, question: str) -> Answer:
    return laws.ask(Question(question, Audience.PUBLIC))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Điều 2 Nghị định 12/2026 quy định gì?", "Bản sao căn cước"),
        ("khoản 2 điều 2 nghị định 12/2026/NĐ-CP nói gì", "07 ngày làm việc"),
        ("diem b khoan 1 dieu 2 nghi dinh 12/2026 quy dinh gi", "Bản sao căn cước"),
        ("Điều 2 Thông tư 12/2026 quy định gì?", "20 ngày làm việc"),
        ("Nghị định 12/2026/NĐ-CP có hiệu lực từ ngày nào?", "01 tháng 3 năm 2026"),
        ("Nghị định về quản lý chợ dân sinh có hiệu lực khi nào?", "01 tháng 3 năm 2026"),
        # "From the day it is signed": that day stands in the letterhead.
        ("Thông tư 12/2026 có hiệu lực khi nào?", "20 tháng 02 năm 2026"),
        ("Thông tư 12/2026/TT-BXD hết hiệu lực ngày nào?", "31 tháng 12 năm 2030"),
        ("Quản lý chợ dân sinh có hiệu lực từ bao giờ?", "01 tháng 3 năm 2026"),
        ("Nghị định 12/2026/NĐ-CP thay thế văn bản nào?", "02/2003/NĐ-CP"),
        ("Nghị định 12/2026 do ai ký?", "Lê Văn Ba"),
        # The number tells where to look: the other document has a time limit too.
        ("Theo Thông tư 12/2026, thời hạn giải quyết là bao nhiêu ngày làm việc?", "20 ngày làm việc"),
        ("Theo Nghị định 12/2026 thời hạn giải quyết là bao nhiêu ngày làm việc?", "07 ngày làm việc"),
    ],
)
def test_a_law_is_answered_at_its_own_place(laws: Assistant, question: str, words: str) -> None:
    answer = ask(laws, question)

    assert answer.status is Status.ANSWERED
    assert words in answer.text
    assert answer.sources


def test_a_source_names_the_clause(laws: Assistant) -> None:
    (source,) = ask(laws, "điểm a khoản 1 Điều 2 Nghị định 12/2026 quy định gì?").sources

    assert source.section == "Điều 2 > khoản 1 > điểm a"
    assert source.title == "Nghị định số 12/2026/NĐ-CP quy định về quản lý chợ dân sinh"


def test_a_question_that_asks_what_replaces_a_document_is_no_question_what_it_replaces(
    laws: Assistant,
) -> None:
    answer = ask(laws, "Văn bản nào thay thế Nghị định 12/2026/NĐ-CP?")

    assert "02/2003/NĐ-CP" not in answer.text


def test_a_document_named_by_its_number_answers_alone(laws: Assistant) -> None:
    answer = ask(laws, "Theo Thông tư 12/2026 hồ sơ thuê điểm kinh doanh gồm những gì?")

    assert not any(source.document == "cho.txt" for source in answer.sources)


@pytest.mark.parametrize(
    "question",
    ["Nghị định 02/2003/NĐ-CP còn hiệu lực không?", "Văn bản nào thay thế Nghị định 02/2003/NĐ-CP?"],
)
def test_a_document_that_another_repeals_is_told_with_it(laws: Assistant, question: str) -> None:
    answer = ask(laws, question)

    assert answer.status is Status.LOOKUP_FOUND
    assert "12/2026/NĐ-CP" in answer.text
    assert "02/2003/NĐ-CP" in answer.sources[0].quote
