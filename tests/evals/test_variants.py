"""Variants: the same question as people type it."""

import random

import pytest

from evals.variants import VARIANTS, abbreviated, vary, with_slip, without_accents


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("Đảng ủy phường ở đâu?", "Dang uy phuong o dau?"),
        ("Nghị quyết 57-NQ/TW", "Nghi quyet 57-NQ/TW"),
        ("số 2 phố Thanh Nhàn", "so 2 pho Thanh Nhan"),
    ],
)
def test_accents_are_dropped_and_d_with_stroke_becomes_d(question: str, bare: str) -> None:
    assert without_accents(question) == bare


@pytest.mark.parametrize("seed", range(60))
def test_one_slip_changes_one_word_and_no_figure(seed: int) -> None:
    question = "Quyết định 296-QĐ/ĐU ngày 13/3/2026 phê duyệt gì?"

    slipped = with_slip(question, random.Random(seed))

    before, after = question.split(), slipped.split()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert not any(sign.isdigit() for sign in changed[0][0])
    assert "296-QĐ/ĐU" in slipped


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_seed_gives_the_same_words(variant: str) -> None:
    question = "Phường có bao nhiêu tổ dân phố?"

    assert vary(question, variant, seed="1/A") == vary(question, variant, seed="1/A")


def test_a_question_of_figures_alone_has_no_slip() -> None:
    assert with_slip("296-QĐ/ĐU?", random.Random(1)) == "296-QĐ/ĐU?"


def test_the_longest_form_is_shortened_first() -> None:
    forms = {"TT": ("thủ tục", "trung tâm"), "TTHC": ("thủ tục hành chính",), "UBND": ("ủy ban nhân dân",)}

    short = abbreviated("Thủ tục hành chính của Ủy ban nhân dân, thủ tục khác", forms)

    assert short == "TTHC của UBND, TT khác"


def test_the_list_of_the_ward_shortens_its_usual_words() -> None:
    assert vary("Ủy ban nhân dân phường ở đâu?", "abbreviations", seed="1") == "UBND phường ở đâu?"
