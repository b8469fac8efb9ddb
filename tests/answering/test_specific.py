"""What a unit says unasked, and what it names of the asked kind."""

import pytest

from answering.evidence import Term
from answering.slots import slots
from answering.specific import after_question, longest_run, opens, opposed, segment, spare, typed
from answering.understand import Asked, understand
from answering.units import Unit, units
from answering.wanted import Wanted, wanted
from tests.builders import a_passage


def read(text: str, **fields_of_passage: object) -> Unit:
    return next(units(a_passage(text, **fields_of_passage), title="Báo cáo", citing=lambda _: None))


def sought(asked: Asked) -> Wanted:
    """Every word weighs the same."""
    terms = [Term((word.value or word.folded,), 1.0) for word in asked.words if not word.stop]
    return wanted(asked, terms, lambda _: 1.0)


def test_the_stretch_of_a_figure_ends_at_punctuation_but_not_inside_a_number() -> None:
    text = "Có 12 chợ, trong đó 27.228 hồ sơ (đạt 98%) đã nộp; còn lại chờ."
    asked = understand("Có bao nhiêu hồ sơ?")
    found = next(slot for slot in slots(asked, text, read(text).own) if slot.value == "27228")

    start, end = segment(text, found)

    assert text[start:end].strip() == "trong đó 27.228 hồ sơ"


def test_a_figure_of_something_narrower_leaves_more_unasked() -> None:
    asked = understand("Phường có bao nhiêu bí thư chi bộ?")
    plain, narrow = "Phường có 84 bí thư chi bộ.", "Kỷ luật cảnh cáo, cách chức đối với 03 bí thư chi bộ."

    left = [spare(sought(asked), unit, 0, len(unit.text)) for unit in map(read, (plain, narrow))]

    assert left[0] == 0.0
    assert left[1] > left[0]


def test_the_longest_run_is_of_words_that_stand_together() -> None:
    asked = understand("Hội chợ hoa xuân mở bao nhiêu gian?")

    assert longest_run(sought(asked), read("Hội chợ hoa xuân mở 40 gian.")) > longest_run(
        sought(asked), read("Hội hoa mở chợ; mùa xuân có 40 gian.")
    )


@pytest.mark.parametrize(
    ("question", "named", "unnamed"),
    [
        (
            "Hội thảo tổ chức ở những quận nào?",
            "Hội thảo tổ chức ở các quận Ba Đình, Tây Hồ.",
            "Hội thảo tổ chức ở trung tâm.",
        ),
        ("Đơn vị nào trồng cây?", "Công ty Cây xanh trồng 120 cây.", "Đã trồng 120 cây ven hồ."),
        ("Những trường nào được sửa?", "Các trường được sửa gồm: Hoa Sen, Hoa Mai.", "Đã sửa trường."),
        ("Đội văn nghệ tên là gì?", "Đội văn nghệ Hoa Sen ra mắt.", "Đội văn nghệ, đội bóng ra mắt."),
    ],
)
def test_a_unit_that_names_what_is_asked_for_is_told_from_one_that_does_not(
    question: str, named: str, unnamed: str
) -> None:
    asked = understand(question)

    assert typed(sought(asked), read(named)) > typed(sought(asked), read(unnamed))


def test_a_noun_with_other_accents_is_no_instance() -> None:
    asked = understand("Những trường nào được sửa?")

    assert typed(sought(asked), read("Phường Trương Định đã sửa 3 ngõ.")) == 0.0


def test_a_question_that_asks_for_no_thing_of_a_kind_needs_none() -> None:
    assert typed(sought(understand("Có bao nhiêu chợ?")), read("Có 4 chợ.")) == 1.0


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("Tổng chi năm 2025 là bao nhiêu?", "Tổng thu năm 2025 là 9 tỷ.", 1.0),
        ("Tổng chi năm 2025 là bao nhiêu?", "Tổng chi năm 2025 là 9 tỷ.", 0.0),
        ("Tổng chi năm 2025 là bao nhiêu?", "Tổng thu 9 tỷ, tổng chi 7 tỷ.", 0.0),
        ("Bao nhiêu hồ sơ quá hạn?", "Có 12 hồ sơ đúng hạn.", 1.0),
        ("Bao nhiêu hồ sơ quá hạn?", "Có 12 hồ sơ.", 0.0),
        ("Bao nhieu ho so qua han?", "Có 12 hồ sơ đúng hạn.", 0.0),
    ],
)
def test_words_that_leave_each_other_out_tell_of_something_else(
    question: str, text: str, other: float
) -> None:
    assert opposed(sought(understand(question)), read(text)) == other


def test_the_words_after_the_question_word_must_stand_in_the_sentence() -> None:
    asked = understand("Có bao nhiêu giường bệnh?")
    beds, doctors = read("Trạm có 12 giường bệnh."), read("Trạm có 12 bác sĩ.")

    assert after_question(sought(asked), beds) == 1.0
    assert after_question(sought(asked), doctors) == 0.0


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Chợ hoa có 40 gian.", 1.0),
        ("Trong đó, chợ hoa có 40 gian.", 1.0),
        ("Trụ sở cạnh chợ hoa có 40 phòng.", 0.0),
        ("12/5: 40 quầy.", 0.0),
    ],
)
def test_a_sentence_is_about_what_it_begins_with(text: str, about: float) -> None:
    assert opens(sought(understand("Chợ hoa có bao nhiêu gian?")), read(text)) == about
