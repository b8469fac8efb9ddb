"""The whole path of a question, over the default corpus and over a small one with a wall."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from answering.answer import Answer, Source, Status
from answering.assistant import Assistant
from answering.question import Question, Turn
from answering.wiring import open_assistant
from corpus.audience import Audience
from corpus.measure import figures
from ingest.pipeline import ingest
from retrieval.embedding import open_embedding
from settings import Settings

QUESTIONS = (
    "Phường có bao nhiêu doanh nghiệp đang hoạt động?",
    "phuong co bao nhieu khu tap the cu",
    "Mật độ dân số của phường là bao nhiêu?",
    "UBND phường có mấy phòng chuyên môn?",
    "Tỷ lệ hồ sơ trực tuyến toàn trình đạt bao nhiêu?",
    "Số hồ sơ quá hạn là bao nhiêu?",
    "Điểm tiếp công dân ở đâu?",
    "Lãnh đạo UBND phường tiếp dân vào ngày nào?",
    "Các trụ sở nào được giữ lại làm việc?",
    "15 mô hình, cách làm sáng tạo là những mô hình nào?",
    "Mô hình số 12 là gì?",
    "Phường được thành lập theo nghị quyết nào?",
    "Vì sao giao thông còn ùn tắc?",
    "Có những trường đại học nào trên địa bàn?",
    "Cấp nào giải quyết kiến nghị III.1?",
    "Mạng lưới giao thông có khó khăn gì?",
    "Đơn thư UBND phường tiếp nhận gồm những loại nào?",
    "Lĩnh vực nào có nhiều thủ tục được ủy quyền nhất?",
    "Nghị quyết 1656/NQ-UBTVQH15 ban hành ngày nào?",
    "Quyết định 225/QĐ-UBND là gì?",
    "Kế hoạch 24/KH-UBND về việc gì?",
    "Báo cáo do ai lập?",
    "Có mấy bài học kinh nghiệm?",
    "Phường có bao nhiêu bệnh viện, và tiếp dân ở đâu?",
    "Hội nghị sơ kết 15 ngày có bao nhiêu người dự?",
    "Giá vé xe buýt là bao nhiêu?",
)
COUNTED = "đếm từ danh sách"
_LAYOUT = re.compile(r"</?\w+>|[*¹²³⁰⁴-⁹]")


def ask(assistant: Assistant, text: str, *turns: Turn, audience: Audience = Audience.PUBLIC) -> Answer:
    return replace(assistant.ask(Question(text, audience, turns)), took_ms=0.0)


def bare(text: str) -> str:
    return "".join(_LAYOUT.sub("", text).split())


def stands(source: Source, assistant: Assistant, audience: Audience) -> bool:
    document = assistant.generations.current().edition(audience).library.document(source.document_id)
    assert document is not None
    first, last = source.lines
    return bool(source.quote) and bare(source.quote) in bare(" ".join(document.lines[first - 1 : last]))


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_stands_on_its_lines(assistant: Assistant, question: str, audience: Audience) -> None:
    answer = ask(assistant, question, audience=audience)

    assert all(stands(source, assistant, audience) for source in answer.sources)
    assert bool(answer.sources) is answer.status.value.startswith(("answered", "lookup"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_figure_of_an_answer_stands_in_a_quote(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    quoted = {
        figure.value
        for source in answer.sources
        for words in (source.quote, source.title)
        for figure in figures(words)
    }

    told = {figure.value for figure in figures(answer.text)}

    if answer.sources and COUNTED not in answer.text:
        assert told <= quoted


def test_most_of_these_questions_are_answered(assistant: Assistant) -> None:
    answered = [question for question in QUESTIONS if ask(assistant, question).sources]

    assert len(answered) >= 20


def test_the_section_under_a_heading_answers_and_not_the_heading(assistant: Assistant) -> None:
    counted = ask(assistant, "Báo cáo nêu mấy nhóm bài học kinh nghiệm?", audience=Audience.INTERNAL)
    told = ask(assistant, "Bài học về sự đồng thuận của nhân dân là gì?", audience=Audience.INTERNAL)

    assert COUNTED in counted.text
    assert all("3.2" in source.section for source in told.sources)
    assert "3.2" not in told.text


@pytest.mark.parametrize("question", QUESTIONS[::4])
def test_the_same_question_has_the_same_answer(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question) == ask(assistant, question)


WARD = """BÁO CÁO

Kết quả công tác năm của phường Kim Sơn

I. TÌNH HÌNH CHUNG

Phường Kim Sơn có 4 chợ dân sinh, 9 trường tiểu học và 62 tổ dân phố. Phường có 3 công viên¹ mở cửa hằng ngày.

¹ Công viên Hồ Sen, công viên Đồi Thông và công viên Bến Nước.

Điểm tiếp công dân của phường Kim Sơn đặt tại số 17 phố Hàng Lụa, tiếp dân vào ngày thứ Tư hàng tuần.

Hội phụ nữ phường có 23 chi hội cơ sở.

II. MÔ HÌNH HAY

Phường Kim Sơn có 4 mô hình hay:

(1) Ngõ xanh sạch đẹp.

(2) Tủ sách cộng đồng.

(3) Bếp ăn an toàn.

(4) Camera an ninh khu phố.

III. CÔNG TÁC CÁN BỘ

Đã điều động 12 cán bộ và kỷ luật 5 cán bộ của Văn phòng Đảng ủy phường Kim Sơn.

IV. CÔNG TÁC HỘI

Hội phụ nữ phường có 22 chi hội cơ sở.

V. BIỂU PHÂN CÔNG

STT	Nội dung	Số hộ tham gia	Đơn vị
1	Sửa đường Cầu Gỗ	350	Ban Quản lý dự án
2	Trồng cây phố Hàng Lụa	120	Hội nông dân
3	Lát vỉa hè phố Lò Rèn	480	Phòng Kinh tế

VI. BÀI HỌC KINH NGHIỆM

1. Về tổ chức

Phải phân công rõ việc.

2. Về tài chính

Phải công khai thu chi.

3. Về truyền thông

Phải nói sớm và nói đủ.
"""
MANIFEST = """documents:
  - file: bao-cao.txt
    title: Báo cáo kết quả công tác năm của phường Kim Sơn
    kind: Báo cáo
    issuer: Đảng ủy phường Kim Sơn
    audience: public
    internal:
      - section: III
"""


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("ward")
    (folder / "bao-cao.txt").write_text(WARD, encoding="utf-8")
    (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    data = folder / "data"
    ingest((folder,), data=data, embedder=open_embedding(""), on_progress=lambda _: None)
    return open_assistant(Settings(_env_file=None, data=data))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Phường Kim Sơn có bao nhiêu chợ dân sinh?", "4 chợ dân sinh"),
        ("phuong kim son co bao nhieu cho dan sinh", "4 chợ dân sinh"),  # no accents
        ("Phường Kim Sơn có bao nhiêuu chợ dân sinhh?", "4 chợ dân sinh"),  # typing errors
        ("Điểm tiếp công dân của phường Kim Sơn ở đâu?", "17 phố Hàng Lụa"),
        (
            "Tôi ở quê mới ra. Giấy tờ nhà tôi bị thất lạc. Điểm tiếp công dân của phường Kim Sơn ở đâu?",
            "17 phố Hàng Lụa",  # a story before the question
        ),
        ("Mô hình số 3 của phường Kim Sơn là gì?", "Bếp ăn an toàn"),
        ("Các mô hình hay của phường Kim Sơn là những mô hình nào?", "Tủ sách cộng đồng"),
        ("Phường có những công viên nào?", "Đồi Thông"),  # a footnote
        ("Lát vỉa hè phố Lò Rèn do đơn vị nào làm?", "Phòng Kinh tế"),  # a table's cell
        ("Sửa đường Cầu Gỗ có bao nhiêu hộ tham gia?", "350"),
        ("Phường có mấy bài học kinh nghiệm?", f"3 mục ({COUNTED})"),
    ],
)
def test_the_documents_answer(ward: Assistant, question: str, told: str) -> None:
    answer = ask(ward, question)

    assert answer.status is Status.ANSWERED
    assert told in answer.text
    assert all(stands(source, ward, Audience.PUBLIC) for source in answer.sources)


def test_a_typing_error_is_told(ward: Assistant) -> None:
    answer = ask(ward, "Phường Kim Sơn có bao nhiêuu chợ dân sinh?")

    assert any("nhiêuu" in note and "nhiêu”" in note for note in answer.notes)


def test_a_list_of_a_number_of_items_is_told_whole(ward: Assistant) -> None:
    answer = ask(ward, "4 mô hình hay của phường Kim Sơn là những mô hình nào?")

    for item in ("Ngõ xanh", "Tủ sách", "Bếp ăn", "Camera an ninh"):
        assert item in answer.text
    assert len(answer.sources) == 5  # the sentence that introduces them, and each item


def test_of_two_lists_the_one_of_the_asked_noun_is_told(ward: Assistant) -> None:
    answer = ask(ward, "3 công viên của phường là những công viên nào?")

    assert "Ngõ xanh" not in answer.text
    assert "Bến Nước" in answer.text


def test_two_requests_are_both_answered(ward: Assistant) -> None:
    answer = ask(ward, "Phường Kim Sơn có bao nhiêu chợ dân sinh và điểm tiếp công dân của phường ở đâu?")

    assert "4 chợ dân sinh" in answer.text
    assert "17 phố Hàng Lụa" in answer.text
    assert len(answer.sources) >= 2


def test_a_follow_up_is_read_with_the_question_before(ward: Assistant) -> None:
    first = "Phường Kim Sơn có bao nhiêu chợ dân sinh?"
    before = Turn(first, ask(ward, first).text)

    answer = ask(ward, "Còn trường tiểu học?", before)

    assert "9 trường tiểu học" in answer.text
    assert "trường tiểu học" in answer.understood


def test_small_talk_between_two_questions_is_not_continued(ward: Assistant) -> None:
    first = Turn("Phường Kim Sơn có bao nhiêu chợ dân sinh?", "4 chợ dân sinh.")
    thanks = Turn("Cảm ơn nhé", ask(ward, "Cảm ơn nhé").text)

    answer = ask(ward, "Còn trường tiểu học?", first, thanks)

    assert "9 trường tiểu học" in answer.text


def test_two_figures_are_told_with_their_places(ward: Assistant) -> None:
    answer = ask(ward, "Hội phụ nữ phường có bao nhiêu chi hội cơ sở?")

    (note,) = answer.notes
    assert "23 chi hội cơ sở" in note
    assert "22 chi hội cơ sở" in note
    lines = WARD.split("\n")
    for figure in ("23 chi hội cơ sở", "22 chi hội cơ sở"):
        number = next(place for place, line in enumerate(lines, start=1) if figure in line)
        assert f"dòng {number}" in note
        assert number in {source.lines[0] for source in answer.sources}


@pytest.mark.parametrize(
    ("internal", "invented"),
    [
        ("Đã kỷ luật bao nhiêu cán bộ?", "Đã khen ngợi bao nhiêu nhạc sĩ?"),
        ("Đã điều động mấy cán bộ của Văn phòng Đảng ủy?", "Đã điều động mấy phi công của Hãng hàng không?"),
    ],
)
def test_what_is_internal_is_answered_like_what_does_not_exist(
    ward: Assistant, internal: str, invented: str
) -> None:
    secret, nothing = ask(ward, internal), ask(ward, invented)

    assert (secret.status, nothing.status) == (Status.UNANSWERABLE, Status.UNANSWERABLE)
    assert without_section(secret) == without_section(nothing)
    assert (secret.sources, secret.notes, secret.suggestions) == ((), (), ())
    assert ask(ward, internal, audience=Audience.INTERNAL).status is Status.ANSWERED


def without_section(answer: Answer) -> str:
    """The reply without the name of the nearest section: a section that the public may read."""
    for name in re.findall("“(.+?)”", answer.text):
        assert "CÁN BỘ" not in name.upper()
    return re.sub(r" [^.]*“.+?”[^.]*\.", "", answer.text)


@pytest.mark.parametrize(
    "question",
    [
        "Phường Kim Sơn có bao nhiêu sân bay?",
        "Phường Kim Sơn năm 1998 có bao nhiêu chợ dân sinh?",
        "Ai là giám đốc công viên?",
        "4 bệnh viện của phường là những bệnh viện nào?",  # a list of four is that of another noun
        "Phường Đồi Cao có bao nhiêu chợ dân sinh?",
    ],
)
def test_what_the_documents_do_not_say_is_not_answered(ward: Assistant, question: str) -> None:
    answer = ask(ward, question)

    assert answer.status is Status.UNANSWERABLE
    assert answer.sources == ()


@pytest.mark.parametrize(
    "text", ["?", "....", "à", "0", "((((", "'; DROP TABLE passages; --", "a" * 2_000, "1/0"]
)
def test_nothing_a_person_can_type_breaks_it(ward: Assistant, text: str) -> None:
    answer = ask(ward, text)

    assert answer.text
    assert not answer.status.value.startswith("answered")
