"""What speaks for a text as the answer, and what against it."""

import math
from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import pairwise

import pytest

from answering.agreement import says_the_same
from answering.decide import Judge, able, confidence, is_answer, judge_of, judges, telling_words
from answering.evidence import Term
from answering.features import Features, measure
from answering.rank import Candidate, Ranked, rank, weights
from answering.understand import Asked, understand
from answering.units import Unit, units
from answering.wanted import wanted
from corpus.document import Cell, Kind
from corpus.passage import Passage
from tests.builders import a_passage


def read(passage: Passage, *, title: str = "Báo cáo của phường") -> Unit:
    return next(units(passage, title=title, citing=lambda _: None))


def terms_of(asked: Asked) -> list[Term]:
    words = [word for word in asked.words if not word.stop]
    singles = [Term((word.value or word.folded,), 1.0) for word in words]
    pairs = [Term((f"{left.folded} {right.folded}",), 1.0, pair=True) for left, right in pairwise(words)]
    return [*singles, *pairs]


def plainly(word: str) -> float:
    """Every word weighs the same; "" stands for a word that no passage holds."""
    return 1.0 if word else 9.0


def measured(question: str, text: str, **fields_of_passage: object) -> Features:
    asked = understand(question)
    unit = read(a_passage(text, **fields_of_passage))
    return measure(wanted(asked, terms_of(asked), plainly), unit, found=0.5, meaning=0.5).features


@pytest.mark.parametrize(
    ("name", "question", "more", "less"),
    [
        ("own", "Phường có mấy chợ dân sinh?", "Phường có 4 chợ dân sinh.", "Phường có 4 bệnh viện."),
        ("own_pairs", "Phường có mấy chợ dân sinh?", "Có 4 chợ dân sinh.", "Dân sinh sống gần 4 chợ."),
        ("has_slot", "Phường có mấy chợ?", "Phường có 4 chợ.", "Phường có nhiều chợ."),
        ("has_slot", "Khi nào khai giảng?", "Khai giảng ngày 05/9/2025.", "Khai giảng đã diễn ra."),
        ("slot_near", "Có bao nhiêu chợ?", "Có 4 chợ.", "Có chợ, trường, nhà văn hóa, công viên, 2 hồ."),
        ("slot_beside", "Có bao nhiêu chợ dân sinh?", "Có 4 chợ dân sinh.", "Chợ dân sinh nộp 4 báo cáo."),
        ("slot_beside", "Có bao nhiêu dân?", "Có 900 hộ, 4.000 dân.", "Có 900 hộ, dân đông."),
        ("has_slot", "Báo cáo gửi về đâu?", "Báo cáo gửi Văn phòng UBND phường.", "Báo cáo gửi đúng hạn."),
        ("head_near", "Dân số là bao nhiêu?", "Dân số hơn 900 người.", "Có 900 hộ, dân số giảm."),
        ("opens", "Phường có mấy chợ?", "Phường có 4 chợ.", "Quận có 4 chợ."),
        ("head_near", "Có bao nhiêu chợ?", "Có 4 chợ.", "Có chợ; đã họp, rà soát, báo cáo 9 lần."),
        ("head", "Có bao nhiêu chợ dân sinh?", "Có 4 chợ dân sinh.", "Có 4 trường học."),
        ("long", "Có mấy chợ?", "Có 4 chợ " + "và các khu phố " * 20, "Có 4 chợ."),
        ("contrary", "Bao nhiêu hộ đã nộp?", "Có 4 hộ chưa nộp.", "Có 4 hộ đã nộp."),
        ("contrary", "Trụ sở ở đâu?", "Trụ sở phường cũ tại 5 Lê Lợi.", "Trụ sở tại 5 Lê Lợi."),
        ("listing", "Các chợ nào được cải tạo?", "Gồm: chợ Đông, chợ Tây và chợ Nam.", "Đã cải tạo chợ."),
        (
            "items",
            "3 chợ được cải tạo là những chợ nào?",
            "Cải tạo (1) chợ Đông; (2) chợ Tây; (3) chợ Nam.",
            "Cải tạo 3 chợ.",
        ),
        ("defines", "Cơ quan nào chủ trì?", "Cơ quan chủ trì là Công an.", "Cơ quan họp hôm qua."),
        ("told", "Chợ dân sinh thế nào?", "Chợ dân sinh được cải tạo khang trang.", "Chợ dân sinh."),
        (
            "names_missing",
            "Trường Kim Liên có mấy lớp?",
            "Trường học có 9 lớp.",
            "Trường Kim Liên có 9 lớp.",
        ),
        ("numbers_missing", "15 mô hình là gì?", "Các mô hình được duyệt.", "15 mô hình được duyệt."),
        ("other_time", "Năm 2024 thu bao nhiêu?", "Năm 2025 thu 9 tỷ.", "Năm 2024 thu 9 tỷ."),
        ("other_time", "Quý I thu bao nhiêu?", "Quý III thu 9 tỷ.", "Quý I thu 9 tỷ."),
        (
            "other_name",
            "Có mấy tổ ở phường Kim Liên?",
            "Ở phường Đống Mác có 9 tổ.",
            "Ở phường Kim Liên có 9 tổ.",
        ),
        ("other_scope", "Tỉnh có mấy chợ?", "Có 4 chợ.", "Toàn tỉnh có 4 chợ."),
    ],
)
def test_one_text_has_more_of_a_feature_than_another(name: str, question: str, more: str, less: str) -> None:
    assert getattr(measured(question, more), name) > getattr(measured(question, less), name)


@pytest.mark.parametrize(
    ("question", "label", "pointed_at"),
    [
        ("Mô hình số 9 là gì?", "(9)", 1.0),
        ("Mô hình số 9 là gì?", "(8)", 0.0),
        ("Kiến nghị II.4 là gì?", "II.4", 1.0),
        ("Kiến nghị là gì?", "(9)", 0.0),
        ("Mô hình số 9 là gì?", "", 0.0),
    ],
)
def test_the_item_a_question_points_at_is_known_by_its_label(
    question: str, label: str, pointed_at: float
) -> None:
    assert measured(question, "Ngõ xanh.", label=label).labelled == pointed_at


def test_words_found_around_a_text_help() -> None:
    bare = measured("Có bao nhiêu chợ dân sinh?", "Tổng số: 4.", headings=())
    led = measured("Có bao nhiêu chợ dân sinh?", "Tổng số: 4.", headings=(), lead="Các chợ dân sinh:")

    assert (bare.own, bare.all) == (led.own, bare.own)
    assert led.all > bare.all
    assert led.lost < bare.lost


def test_a_cell_is_read_beside_its_header_and_its_row() -> None:
    text = "Chợ Đông 40 12"
    row = a_passage(
        text,
        kind=Kind.TABLE_ROW,
        cells=(Cell("Tên chợ", 0, 8), Cell("Số quầy hàng", 9, 11), Cell("Số nhân viên", 12, 14)),
    )
    asked = understand("Chợ Đông có bao nhiêu nhân viên?")

    ranked = rank(asked, terms_of(asked), candidates(row), plainly)

    assert ranked[0].unit.text == "12"


def test_a_figure_in_a_cell_is_of_the_noun_in_its_header() -> None:
    passage = a_passage(
        "Tổ 5\t40\t12",
        kind=Kind.TABLE_ROW,
        cells=(Cell("Tổ", 0, 4), Cell("Số hộ tham gia", 5, 7), Cell("Số cán bộ", 8, 10)),
    )
    asked = understand("Tổ 5 có bao nhiêu hộ tham gia?")

    ranked = {
        each.unit.text: each.features for each in rank(asked, terms_of(asked), candidates(passage), plainly)
    }

    assert (ranked["40"].head, ranked["40"].head_near, ranked["40"].slot_beside) == (1.0, 1.0, 1.0)
    assert ranked["12"].head == 0.0


def test_a_list_is_told_by_a_lead_that_says_no_more_than_the_question() -> None:
    question = "Các tổ tự quản là những tổ nào?"

    assert confidence(understand(question), best(question, "Các tổ tự quản:")) > -math.inf
    assert confidence(understand(question), best(question, "Các tổ tự quản.")) == -math.inf


def test_every_feature_is_between_nought_and_one() -> None:
    for question in ("Có bao nhiêu chợ?", "Ai là bí thư?", "Trụ sở ở đâu?", "Vì sao chậm?", "", "Chợ nào?"):
        for text in (
            "Có 4 chợ.",
            "Bí thư là bà Trần Thị An, tại 5 Lê Lợi.",
            "…",
            "Năm 2025 chưa có 3/4 chợ.",
        ):
            found = measured(question, text)
            values = {field.name: getattr(found, field.name) for field in fields(found)}
            assert all(0.0 <= value <= 1.0 for value in values.values()), (question, text, values)


def candidates(*passages: Passage) -> Iterator[Candidate]:
    for passage in passages:
        for unit in units(passage, title="Báo cáo của phường", citing=lambda _: None):
            yield Candidate(unit, 0.5, 0.5)


def best(question: str, *texts: str) -> list[Ranked]:
    asked = understand(question)
    passages = (a_passage(text, order=order) for order, text in enumerate(texts, start=1))
    return rank(asked, terms_of(asked), candidates(*passages), plainly)


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Phường có bao nhiêu chợ dân sinh?", "Phường có 4 chợ dân sinh.", "Phường có 9 trường tiểu học."),
        ("Phường có bao nhiêu chợ dân sinh?", "Phường có 4 chợ dân sinh.", "Chợ dân sinh của phường đẹp."),
        (
            "Hội người cao tuổi thành lập ngày nào?",
            "Thành lập hội người cao tuổi ngày 02/9/2025.",
            "Hội người cao tuổi thành lập 12 câu lạc bộ.",
        ),
        (
            "Năm 2024 phường thu bao nhiêu?",
            "Năm 2024 phường thu 9 tỷ đồng.",
            "Năm 2025 phường thu 8 tỷ đồng.",
        ),
        ("Ai là bí thư đoàn?", "Bí thư đoàn là đồng chí Lê Thị Mai.", "Bí thư đoàn chủ trì hội nghị."),
    ],
)
def test_the_text_that_answers_comes_first(question: str, right: str, wrong: str) -> None:
    assert best(question, wrong, right)[0].unit.text == right


def test_of_two_equal_texts_the_first_in_the_document_comes_first() -> None:
    ranked = best("Có mấy chợ?", "Có 4 chợ.", "Có 4 chợ.")

    assert [each.unit.passage.order for each in ranked] == [1, 2]
    assert ranked[0].score == ranked[1].score


def test_nothing_found_ranks_nothing() -> None:
    assert best("Có mấy chợ?") == []


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Phường có bao nhiêu chợ dân sinh?", "Phường có nhiều chợ dân sinh."),  # no figure
        ("Chợ dân sinh thế nào?", "Chợ dân sinh."),  # nothing the question does not say
        ("Danh sách cán bộ phường gồm những ai?", "Cán bộ phường đã họp bàn nhiều việc."),  # no name
        ("Năm 2024 phường thu bao nhiêu tỷ đồng?", "Năm 2025 phường thu 9 tỷ đồng."),  # another year
        (
            "Ai là bí thư đoàn phường?",
            "Chủ tịch hội là bà Lê Thị Mai, cùng dự có đại diện bí thư đoàn phường.",
        ),
    ],
)
def test_a_text_that_lacks_what_is_asked_is_no_answer(question: str, text: str) -> None:
    asked, ranked = understand(question), best(question, text)

    assert confidence(asked, ranked) == -math.inf
    assert not is_answer(asked, ranked)


@pytest.mark.parametrize("question", ["Phường có bao nhiêu chợ dân sinh?", "Chợ dân sinh thế nào?"])
def test_a_text_about_something_else_is_no_answer(question: str) -> None:
    assert not is_answer(understand(question), best(question, "Ngày 02/9 tổ 5 họp, có 40 người dự."))


def test_a_text_that_cannot_answer_makes_room_for_one_that_can() -> None:
    asked = understand("Phường có bao nhiêu trạm bơm?")
    texts = ["Trạm bơm của phường đang được sửa chữa.", "Phường có 12 trạm bơm."]
    found = [
        Candidate(read(a_passage(text)), found, 0.5) for text, found in zip(texts, (1.0, 0.2), strict=True)
    ]
    ranked = rank(asked, terms_of(asked), found, plainly)
    first = sorted(ranked, key=lambda each: "12" in each.unit.text)
    assert able(asked, [replace(each, score=1.0) for each in first])[0].slot is not None
    far = [replace(first[0], score=1.0), replace(first[1], score=0.1)]
    assert able(asked, far) == far


def test_a_text_that_says_just_what_is_asked_is_an_answer() -> None:
    question = "Phường có bao nhiêu chợ dân sinh?"
    ranked = best(question, "Phường có 4 chợ dân sinh.")
    liked = [replace(ranked[0], features=replace(ranked[0].features, found=1.0, meaning=0.9))]

    assert is_answer(understand(question), liked)


@pytest.mark.parametrize(
    ("question", "judge"),
    [
        ("Có bao nhiêu chợ?", "count"),
        ("Trụ sở ở đâu?", "slot"),
        ("Khi nào khai giảng?", "slot"),
        ("Vì sao chậm?", "other"),
        ("Gồm những gì?", "other"),
    ],
)
def test_each_kind_of_question_has_its_judge(question: str, judge: str) -> None:
    assert judge_of(understand(question)) == judge


def test_every_weight_is_of_a_feature() -> None:
    names = {field.name for field in fields(Features)}

    assert all(set(judge.weights) - {"terms"} <= names for judge in judges().values())
    assert isinstance(weights(), Features)


def test_the_length_of_a_question_counts_up_to_ten_words() -> None:
    judge = Judge(-1.0, {"own": 2.0, "terms": 3.0})
    features = replace(weights(), own=0.5)

    assert judge.log_odds(features, words=5) == pytest.approx(-1.0 + 1.0 + 1.5)
    assert judge.log_odds(features, words=30) == judge.log_odds(features, words=10)


def test_only_words_that_name_something_count() -> None:
    assert telling_words(understand("Phường có bao nhiêu chợ dân sinh?")) == 4
    assert telling_words(understand("là gì?")) == 0


@pytest.mark.parametrize(
    ("question", "one", "other", "same"),
    [
        ("Có bao nhiêu chợ dân sinh?", "Có 4 chợ dân sinh.", "Toàn phường hiện có 04 chợ dân sinh.", True),
        ("Có bao nhiêu chợ dân sinh?", "Có 4 chợ dân sinh.", "Toàn phường hiện có 5 chợ dân sinh.", False),
        ("Có bao nhiêu chợ dân sinh?", "Có 4 chợ dân sinh.", "Toàn phường hiện có 4 trường học.", False),
        ("Chợ thế nào?", "Chợ đã được cải tạo sạch đẹp.", "Chợ đã được cải tạo, sạch đẹp!", True),
        ("Chợ thế nào?", "Chợ đã được cải tạo sạch đẹp.", "Chợ đông người.", False),
    ],
)
def test_two_texts_that_tell_the_same_are_known(question: str, one: str, other: str, same: bool) -> None:
    first, second = sorted(best(question, one, other), key=lambda each: each.unit.passage.order)

    assert says_the_same(understand(question), first, second) is same


@pytest.mark.parametrize(
    ("text", "contrary"),
    [
        ("Phó Bí thư Thành ủy Trần Văn An dự họp.", 1.0),
        ("Phó Bí thư Đảng ủy Trần Văn An dự họp.", 0.0),
        ("Phó Bí thư Trần Văn An dự họp.", 0.0),
    ],
)
def test_the_holder_of_the_same_office_elsewhere_is_another_person(text: str, contrary: float) -> None:
    assert measured("Phó Bí thư Đảng ủy là ai?", text).contrary == contrary


@pytest.mark.parametrize("text", ["Thời hạn không quá 15 ngày.", "Hỗ trợ không phụ thuộc nơi ở."])
def test_a_bound_is_no_denial(text: str) -> None:
    assert measured("Thời hạn hỗ trợ nơi ở bao nhiêu ngày?", text).contrary == 0.0


def test_a_definition_opens_with_its_term() -> None:
    question = "Cư trú là gì?"

    assert measured(question, "Cư trú là việc công dân sinh sống tại một địa điểm.").defines == 1.0
    assert measured(question, "Công dân có quyền tự do cư trú.").defines == 0.0
