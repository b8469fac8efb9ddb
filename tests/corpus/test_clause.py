"""Clauses of a law: where they stand, as an official cites them and as a person asks for them."""

import pytest

from corpus.clause import Clause, clause_asked, place_name


@pytest.mark.parametrize(
    ("text", "clause", "rest"),
    [
        ("Điều 5 quy định gì?", Clause("5"), "quy định gì?"),
        ("Khoản 2 Điều 3 Luật Cư trú", Clause("3", "2"), "Luật Cư trú"),
        ("điểm đ khoản 1 điều 28a nói gì", Clause("28a", "1", "đ"), "nói gì"),
        ("theo dieu 12 khoan 3 diem b thi sao", Clause("12", "3", "b"), "theo thi sao"),
    ],
)
def test_a_clause_is_named_from_its_point_or_from_its_article(text: str, clause: Clause, rest: str) -> None:
    asked = clause_asked(text)

    assert asked is not None
    assert (asked.clause, asked.rest) == (clause, rest)


@pytest.mark.parametrize("text", ["Khoản 2 quy định gì?", "Điều 5 và Điều 6 khác gì?", "Điều kiện là gì?"])
def test_what_names_no_one_article_names_no_clause(text: str) -> None:
    assert clause_asked(text) is None


def test_a_clause_holds_its_points_and_no_namesake() -> None:
    clause = Clause("5", "1")

    assert clause.is_at("Chương II > Điều 5 > khoản 1")
    assert clause.is_at("Điều 5 > khoản 1 > điểm a")
    assert not clause.is_at("Điều 5 > khoản 10")
    assert not clause.is_at("Điều 15 > khoản 1")
    assert not clause.is_at("Điều 5")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Chương II > Điều 5 > khoản 2 > điểm a", "điểm a khoản 2 Điều 5"),
        ("QUY CHẾ > Chương I > Điều 7", "Điều 7 Quy chế"),
        ("III.3.2", ""),
        ("KIẾN NGHỊ, ĐỀ XUẤT", ""),
    ],
)
def test_a_place_is_named_as_officials_cite_it(path: str, name: str) -> None:
    assert place_name(path) == name
