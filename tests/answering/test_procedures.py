"""Questions about procedures, answered from an imported list of made-up ones."""

from pathlib import Path

import pytest

from answering.answer import Answer, Status
from answering.assistant import Assistant
from answering.question import Question, Turn
from answering.wiring import open_assistant
from corpus.audience import Audience
from ingest.pipeline import ingest
from ingest.procedures.take_in import import_procedures
from retrieval.embedding import open_embedding
from settings import Settings
from tests.procedure_rows import ROWS, write_rows

_REPORT = (
    "BÁO CÁO",
    "I. KẾT QUẢ",
    "Phường có 5 tổ dân phố.",
    "Phường giải quyết 425 thủ tục hành chính.",
    "Phường được ủy quyền 12 thủ tục đất đai.",
    "Bộ phận Một cửa đã chứng thực 300 bản sao.",
)


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A report and a list."""
    folder = tmp_path_factory.mktemp("ward")
    data, embedder = folder / "data", open_embedding("")
    documents(folder, data)
    path = write_rows(folder / "list.jsonl")
    import_procedures(path, checked="2026-01-31", data=data, embedder=embedder)
    return open_assistant(Settings(_env_file=None, data=data))


def documents(folder: Path, data: Path) -> None:
    (folder / "bao-cao.txt").write_text("\n".join(_REPORT) + "\n", encoding="utf-8")
    manifest = "documents:\n  - {file: bao-cao.txt, audience: public, kind: Báo cáo, title: Báo cáo}\n"
    (folder / "manifest.yaml").write_text(manifest, encoding="utf-8")
    ingest((folder / "bao-cao.txt",), data=data, embedder=open_embedding(""), on_progress=lambda _: None)


def ask(assistant: Assistant, text: str, *before: str, audience: Audience = Audience.PUBLIC) -> Answer:
    """The answer to the last of several questions."""
    turns: tuple[Turn, ...] = ()
    for question in before:
        turns = (*turns, Turn(question, assistant.ask(Question(question, audience, turns)).text))
    return assistant.ask(Question(text, audience, turns))


@pytest.mark.parametrize(
    ("question", "code", "said"),
    [
        ("Muốn đăng ký khai sinh cho con cần gì?", "1.001193", "Giấy chứng sinh"),
        ("thủ tục khai sinh cần giấy tờ gì", "1.001193", "Tờ khai đăng ký khai sinh"),
        ("đăng ký khai sinh mất bao lâu?", "1.001193", "1 Ngày làm việc"),
        ("dang ky khai sinh truc tiep le phi bao nhieu", "1.001193", "8,000 VNĐ"),
        ("Đăng ký khai sinh có yếu tố nước ngoài mất mấy ngày?", "2.000528", "3 Ngày làm việc"),
        ("sao y giấy tờ hết bao nhiêu tiền?", "2.000815", "2,000 Việt Nam Đồng"),
        ("đăng ký kết hôn mất bao lâu", "1.000894", "5, cổng không ghi đơn vị"),
        ("đăng ký kết hôn nộp ở đâu?", "1.000894", "Ủy ban nhân dân cấp xã"),
        ("Đăng ký kết hôn nộp qua mạng được không?", "1.000894", "không ghi hình thức: Trực tuyến"),
        ("Ai được làm thủ tục đăng ký kết hôn?", "1.000894", "Công dân Việt Nam"),
        ("căn cứ pháp lý của thủ tục đăng ký kết hôn?", "1.000894", "60/2014/QH13"),
        ("trình tự đăng ký kết hôn?", "1.000894", "Bước 1"),
        ("kết quả của thủ tục đăng ký kết hôn là gì?", "1.000894", "Giấy chứng nhận kết hôn"),
        ("Thủ tục 1.012753 làm thế nào?", "1.012753", "20 Ngày"),
        ("đăng ký kết hôn", "1.000894", "Giấy tờ (1 loại)"),
    ],
)
@pytest.mark.parametrize("audience", Audience)
def test_a_question_is_answered_from_the_card(
    ward: Assistant, question: str, code: str, said: str, audience: Audience
) -> None:
    answer = ask(ward, question, audience=audience)

    assert answer.status is Status.ANSWERED
    assert answer.procedure
    assert answer.procedure.code == code
    assert said in answer.text
    assert len(answer.text.split()) <= 100
    assert "31/01/2026" in answer.notes[0]


@pytest.mark.parametrize("question", ["đăng ký khai sinh cần gì?", "sao y giấy tờ giá bao nhiêu tiền?"])
def test_every_source_stands_verbatim_on_its_line(ward: Assistant, question: str) -> None:
    answer = ask(ward, question)

    assert answer.procedure
    assert answer.sources
    for source in answer.sources:
        assert source.document == answer.procedure.file
        assert source.section
        assert source.quote in answer.procedure.lines[source.lines[0] - 1]


def test_what_the_portal_leaves_out_is_said_to_be_left_out(ward: Assistant) -> None:
    answer = ask(ward, "lệ phí đăng ký kết hôn là bao nhiêu?")

    assert answer.status is Status.UNANSWERABLE
    assert "không ghi phí" in answer.text
    assert answer.sources


def test_a_follow_up_asks_of_the_same_procedure(ward: Assistant) -> None:
    answer = ask(ward, "mất bao lâu?", "Muốn đăng ký khai sinh cho con cần gì?")

    assert answer.procedure
    assert answer.procedure.code == "1.001193"
    assert "1 Ngày làm việc" in answer.text


def test_a_list_is_counted_and_says_what_it_counts(ward: Assistant) -> None:
    answer = ask(ward, "phường có bao nhiêu thủ tục đất đai?")

    assert "có 1 thủ tục thuộc lĩnh vực Đất đai" in answer.text
    assert f"tổng số {len(ROWS)} thủ tục" in answer.text
    assert "danh mục" in answer.notes[0]


def test_a_field_may_be_called_by_words_that_mostly_ask(tmp_path: Path) -> None:
    data = tmp_path / "data"
    documents(tmp_path, data)
    path = write_rows(tmp_path / "list.jsonl", {**ROWS[0], "linh_vuc": "Hòa giải ở cơ sở"})
    import_procedures(path, checked="", data=data, embedder=open_embedding(""))

    answer = ask(
        open_assistant(Settings(_env_file=None, data=data)), "có những thủ tục gì về hòa giải ở cơ sở?"
    )

    assert "thuộc lĩnh vực Hòa giải ở cơ sở" in answer.text


def test_a_list_is_told_by_field_and_its_items_by_place(ward: Assistant) -> None:
    listed = ask(ward, "thủ tục nào về hộ tịch?")
    second = ask(ward, "cái thứ hai mất bao lâu?", "thủ tục nào về hộ tịch?")

    names = [line for line in listed.text.splitlines() if line.startswith("•")]
    assert len(names) == 3
    assert second.procedure
    assert second.procedure.code in names[1]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Phường có bao nhiêu tổ dân phố?", "5 tổ dân phố"),
        ("Phường được ủy quyền bao nhiêu thủ tục đất đai?", "12 thủ tục"),
        ("Một cửa đã chứng thực bao nhiêu bản sao?", "300 bản sao"),
    ],
)
def test_what_has_been_done_is_left_to_the_documents(ward: Assistant, question: str, said: str) -> None:
    answer = ask(ward, question)

    assert answer.procedure is None
    assert said in answer.text
    assert {source.document for source in answer.sources} == {"bao-cao.txt"}


def test_a_count_of_the_documents_stands_beside_that_of_the_list(ward: Assistant) -> None:
    answer = ask(ward, "Phường có bao nhiêu thủ tục hành chính?")

    assert "425" in answer.text
    assert str(len(ROWS)) not in answer.text
    assert f"có {len(ROWS)} thủ tục" in answer.notes[-1]


def test_procedures_that_fit_alike_are_a_choice(tmp_path: Path) -> None:
    data = tmp_path / "data"
    documents(tmp_path, data)
    rows = [
        {**ROWS[0], "ma_thu_tuc": f"1.00000{n}", "ten_thu_tuc": name}
        for n, name in enumerate(("Cấp đổi thẻ thư viện", "Cấp lại thẻ thư viện"))
    ]
    path = write_rows(tmp_path / "list.jsonl", *rows)
    import_procedures(path, checked="", data=data, embedder=open_embedding(""))
    assistant = open_assistant(Settings(_env_file=None, data=data))

    answer = ask(assistant, "thẻ thư viện cần giấy tờ gì?")
    chosen = ask(assistant, "cái đầu tiên", "thẻ thư viện cần giấy tờ gì?")

    assert answer.status is Status.LOOKUP_AMBIGUOUS
    assert len(answer.suggestions) == 2
    assert chosen.procedure
    assert chosen.procedure.code in answer.text.splitlines()[1]


def test_without_a_list_nothing_is_a_procedure(tmp_path: Path) -> None:
    documents(tmp_path, tmp_path / "data")
    assistant = open_assistant(Settings(_env_file=None, data=tmp_path / "data"))

    answer = ask(assistant, "Muốn đăng ký khai sinh cho con cần gì?")

    assert answer.status is Status.UNANSWERABLE
    assert answer.procedure is None
