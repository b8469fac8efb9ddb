"""What is looked for: words weighed by rarity, with their other forms."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import pytest

from answering.sought import Sought, rarity, seek
from answering.synonyms import Synonyms, read_groups
from answering.understand import understand
from corpus.vietnamese import terms

TEXTS = (
    "Phường có 7 trường tiểu học.",
    "Phường có 4 chợ dân sinh.",
    "Phường cấp phép xây dựng cho 12 hộ.",
    "Trường tiểu học nhận học sinh.",
    "Phường chi đầu tư công.",
)


@dataclass(frozen=True)
class Words:
    """A lexicon over a few texts, each a passage."""

    counts: Mapping[str, int]
    passage_count: int

    @classmethod
    def of(cls, *texts: str) -> "Words":
        return cls(Counter(term for text in texts for term in set(terms(text))), len(texts))

    def document_frequency(self, term: str) -> int:
        return self.counts.get(term, 0)

    def vocabulary(self) -> Mapping[str, int]:
        return {term: count for term, count in self.counts.items() if "_" not in term}


LEXICON = Words.of(*TEXTS)
NO_SYNONYMS = Synonyms.of([])


def of(*lines: str) -> Synonyms:
    return Synonyms.of(read_groups(lines))


def sought(question: str, synonyms: Synonyms = NO_SYNONYMS, **told: str) -> Sought:
    return seek(understand(question), LEXICON, synonyms, **told)


def weights(found: Sought) -> dict[str, float]:
    return {term.forms[0]: term.weight for term in found.terms}


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    assert rarity(LEXICON, "cho") > rarity(LEXICON, "phuong") > 0
    assert rarity(LEXICON, "benh") > rarity(LEXICON, "cho")


def test_words_and_pairs_are_looked_for_but_not_the_words_of_asking() -> None:
    found = weights(sought("Phường có bao nhiêu trường tiểu học?"))

    assert set(found) == {"phuong", "truong", "tieu", "hoc", "truong tieu", "tieu hoc"}


def test_another_word_for_it_is_looked_for_too() -> None:
    found = sought("Có mấy chợ dân sinh?", of("chợ dân sinh > đầu tư công / điểm bán hàng"))

    pair = next(term for term in found.terms if term.forms[0] == "cho dan")
    assert pair.forms == ("cho dan", "dau tu cong"), "no passage holds the other one"
    assert found.query.strip() == "chợ dân sinh", "meant as it was typed"
    assert found.boosts.keys() == {"dau_tu", "tu_cong"}
    assert all(0 < boost < 1 for boost in found.boosts.values())


def test_a_pair_across_the_edge_of_a_phrase_that_has_other_words_weighs_less() -> None:
    question = "Phường xây chợ dân sinh mới?"

    plain, other = (weights(sought(question, each)) for each in (of(), of("chợ dân sinh > đầu tư công")))

    assert other["sinh moi"] < plain["sinh moi"]
    assert other["dan sinh"] == plain["dan sinh"]


def test_what_was_told_around_helps_less_than_what_was_asked() -> None:
    alone = weights(sought("Trường nào nhận học sinh?"))
    found = sought("Trường nào nhận học sinh?", told="Nhà tôi ở gần chợ.")

    told = weights(found)
    assert {form: told[form] for form in alone} == alone
    assert 0 < told["cho"] < rarity(LEXICON, "cho")
    assert found.boosts["cho"] < 1


def test_a_told_word_that_no_text_holds_is_dropped() -> None:
    assert "quat" not in weights(sought("Trường nào nhận học sinh?", told="Cái quạt bị hỏng."))


def test_the_words_a_follow_up_brings_weigh_more() -> None:
    asked = understand("Phường có mấy chợ dân sinh?")

    plain = weights(seek(asked, LEXICON, NO_SYNONYMS))
    stressed = weights(seek(asked, LEXICON, NO_SYNONYMS, stressed=frozenset({"cho"})))

    assert stressed["cho"] > plain["cho"]
    assert stressed["cho dan"] > plain["cho dan"]
    assert stressed["sinh"] == plain["sinh"]


def typed(question: str) -> set[str]:
    return {term.typed for term in sought(question).terms}


def test_accents_count_only_where_they_were_typed() -> None:
    assert typed("truong tieu hoc o dau") == {""}
    assert "" not in typed("trường tiểu học ở đâu")


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("phuong chi dau tu the nao", True),  # "đầu tư" stands in a text
        ("hop dau tu luc nao", True),
        ("cho dau cong the nao", False),  # "chợ đâu" stands in none
    ],
)
def test_a_pair_that_may_be_words_of_asking_is_kept_where_the_texts_hold_it(
    question: str, kept: bool
) -> None:
    found = weights(sought(question))

    assert ("dau tu" in found or "cho dau" in found) is kept


@pytest.mark.parametrize("question", ["", "???", "là gì"])
def test_a_question_without_words_looks_for_nothing(question: str) -> None:
    assert sought(question).terms == ()


def test_numbers_are_looked_for_by_value() -> None:
    assert "7" in weights(sought("07 trường tiểu học"))


def test_every_pair_is_of_neighbours() -> None:
    words = terms("trường tiểu học nhận học sinh")
    neighbours = {f"{left} {right}" for left, right in pairwise(word for word in words if "_" not in word)}

    pairs = {term.forms[0] for term in sought("trường tiểu học nhận học sinh").terms if term.pair}

    assert pairs
    assert pairs <= neighbours
