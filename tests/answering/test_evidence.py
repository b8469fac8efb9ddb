"""How much of a question a text holds."""

import pytest

from answering.evidence import Coverage, Term, coverage, nearness, place, toned

WARD = place("Phường có 05 chợ dân sinh, trong đó 2 chợ đã cải tạo.")


@pytest.mark.parametrize("form", ["cho", "dan sinh", "5 cho dan sinh", "cai tao"])
def test_words_are_found_whole_without_accents_and_numbers_by_value(form: str) -> None:
    assert WARD.holds(form)


@pytest.mark.parametrize("form", ["ch", "sinh dan", "05 cho", "dân sinh"])
def test_a_part_of_a_word_or_another_order_is_not_found(form: str) -> None:
    assert not WARD.holds(form)


def test_the_places_of_a_form_are_all_told() -> None:
    assert WARD.positions("cho") == [3, 9]
    assert WARD.positions("cho dan sinh") == [3]
    assert WARD.positions("benh vien") == []


def test_two_ways_to_set_a_tone_are_one() -> None:
    assert toned("hòa") == toned("hoà")
    assert toned("Hòa") != toned("hóa")


def test_the_typed_accents_earn_more_than_others() -> None:
    party = Term(("dang",), 1.0, typed=toned("đảng"))

    assert party.credit(place("công tác đảng")) == 1.0
    assert 0.0 < party.credit(place("đang làm")) < 1.0


def test_a_question_without_accents_fits_any_accents() -> None:
    assert Term(("dang",), 1.0).credit(place("đang làm")) == 1.0


def test_another_word_for_it_earns_a_little_less_than_its_own() -> None:
    fair = Term(("cho", "trung tam mua sam"), 1.0)

    assert 0.5 < fair.credit(place("Có 2 trung tâm mua sắm.")) < fair.credit(place("Có 2 chợ."))
    assert fair.credit(place("Có 2 trường học.")) == 0.0


def held(text: str, *around: tuple[float, str]) -> Coverage:
    terms = (
        Term(("ho",), 1.0),
        Term(("ngheo",), 3.0),
        Term(("ho ngheo",), 2.0, pair=True),
    )
    return coverage(terms, place(text), [(share, place(near)) for share, near in around])


def test_a_text_with_every_word_covers_the_question() -> None:
    found = held("Có 12 hộ nghèo.")

    assert (found.own, found.own_pairs, found.worst, found.lost) == (1.0, 1.0, 0.0, 0.0)


def test_a_word_counts_by_its_weight() -> None:
    found = held("Có 12 hộ dân.")

    assert found.own == pytest.approx(0.25)
    assert found.lost == pytest.approx(0.75)
    assert found.worst == 1.0


def test_a_word_found_only_nearby_counts_for_less() -> None:
    found = held("Có 12 hộ.", (0.5, "Kết quả giảm hộ nghèo"))

    assert found.own == pytest.approx(0.25)
    assert found.all == pytest.approx((1 + 0.5 * 3) / 4)
    assert (found.all_pairs, found.worst, found.lost) == (0.5, 0.0, 0.0)


def test_a_question_without_words_is_covered_by_nothing() -> None:
    assert coverage((), place("Có 12 hộ."), []) == Coverage(*[0.0] * 9)


def test_nearness_falls_with_the_distance_from_the_figure() -> None:
    terms = (Term(("truong",), 1.0),)
    text = place("Có 7 trường và 9 công viên lớn ở trung tâm.")

    assert nearness(terms, text, 1) > nearness(terms, text, 4) > 0.0
    assert nearness(terms, text, 2) == 1.0
    assert nearness((Term(("cho",), 1.0),), text, 1) == 0.0
