"""What a question about a document number is answered with."""

from pathlib import Path

import pytest

from answering.answer import Answer, Status
from answering.lookup import look_up
from answering.lookup_reply import reply, spoken_date
from corpus.library import Library, LibraryWriter
from corpus.register import Register, build_register
from tests.builders import a_document, passages_of

LINES = (
    "Đảng ủy phường Kim Sơn ban hành Quyết định số 31-QĐ/ĐU, ngày 05/02/2026 về việc thành lập tổ công tác.",
    "Thông báo số 31-TB/ĐU, ngày 21/10/2025 của Đảng ủy phường Kim Sơn về lịch tiếp dân.",
    "Kế hoạch số 18-KH/ĐU, ngày 16/4/2026 về thực hiện Chỉ thị số 12-CT/TU, ngày 23/3/2026 của Thành ủy.",
    "Các tổ đã học tập Nghị quyết số 45-NQ/TW.",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    path: Path = tmp_path_factory.mktemp("register") / "library.sqlite"
    document = a_document(*LINES)
    with LibraryWriter(path) as writer:
        writer.add(document, passages_of(document))
        writer.add_entries(build_register([document], passages_of(document)))
        writer.finish()
    return Library.open(path)


def answered(question: str, library: Library) -> Answer:
    found = look_up(question, Register(library.entries()))
    assert found is not None
    return reply(found, library)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Chỉ thị 12-CT/TU ban hành ngày nào?", ("23/3/2026",)),
        ("Thông báo 31-TB/ĐU về việc gì?", ("lịch tiếp dân",)),
        ("Chỉ thị 12-CT/TU do ai ban hành?", ("Thành ủy",)),
        ("Quyết định 31 là gì?", ("31-QĐ/ĐU", "05/02/2026", "thành lập tổ công tác")),
        ("Nghị quyết 45-NQ/TW được nhắc đến ở đâu?", ("dòng 4",)),
        ("Kế hoạch nào thực hiện Chỉ thị 12-CT/TU?", ("18-KH/ĐU",)),
    ],
)
def test_what_the_texts_say_of_a_document_is_told(
    library: Library, question: str, told: tuple[str, ...]
) -> None:
    answer = answered(question, library)

    assert answer.status is Status.LOOKUP_FOUND
    assert all(words in answer.text for words in told)


@pytest.mark.parametrize(
    "question", ["Quyết định 31 là gì?", "31 là gì", "Kế hoạch nào thực hiện Chỉ thị 12-CT/TU?"]
)
def test_every_source_stands_on_its_lines(library: Library, question: str) -> None:
    answer = answered(question, library)

    assert answer.sources
    assert all(source.quote in LINES[source.lines[0] - 1] for source in answer.sources)


def test_two_documents_of_one_number_are_both_offered(library: Library) -> None:
    answer = answered("31 là gì", library)

    assert answer.status is Status.LOOKUP_AMBIGUOUS
    assert "31-QĐ/ĐU" in answer.text
    assert "31-TB/ĐU" in answer.text
    assert len(answer.sources) == 2


@pytest.mark.parametrize(
    "question", ["Nghị quyết 45-NQ/TW ban hành ngày nào?", "Nghị quyết 45-NQ/TW còn hiệu lực không?"]
)
def test_what_no_text_says_is_not_told(library: Library, question: str) -> None:
    answer = answered(question, library)

    assert answer.status is Status.UNANSWERABLE
    assert "45-NQ/TW" in answer.text
    assert answer.sources == ()


def test_who_issued_a_document_is_not_told_as_who_signed_it(library: Library) -> None:
    answer = answered("Chỉ thị 12-CT/TU ai ký?", library)

    assert answer.status is Status.UNANSWERABLE
    assert "không ghi ai ký" in answer.text
    assert "do Thành ủy" in answer.text


def test_of_two_things_asked_the_known_one_is_told(library: Library) -> None:
    answer = answered("Chỉ thị 12-CT/TU ngày nào và còn hiệu lực không?", library)

    assert answer.status is Status.ANSWERED_PARTIAL
    assert "23/3/2026" in answer.text


def test_a_number_no_text_gives_is_told_with_the_near_one(library: Library) -> None:
    answer = answered("Quyết định 13 là gì?", library)

    assert answer.status is Status.LOOKUP_NOT_CITED
    assert "31-QĐ/ĐU" in answer.text
    assert answer.sources == ()


@pytest.mark.parametrize(
    ("iso", "spoken"),
    [("2026-03-13", "13/3/2026"), ("2026-02-05", "05/02/2026"), ("2025-12-01", "01/12/2025")],
)
def test_a_date_is_written_as_documents_write_it(iso: str, spoken: str) -> None:
    assert spoken_date(iso) == spoken
