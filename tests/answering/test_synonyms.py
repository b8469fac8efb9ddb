"""Other words for the same thing, and lists of phrases."""

import pytest

from answering.phrases import Phrases, read_lines
from answering.synonyms import Synonyms, read_groups
from answering.wiring import load_phrases, load_synonyms
from corpus.vietnamese import syllables
from settings import ROOT


def spans(synonyms: Synonyms, text: str) -> list[tuple[list[int], tuple[str, ...]]]:
    return [(list(span), forms) for span, forms in synonyms.spans(text.split())]


def test_each_form_of_a_group_leads_to_the_others() -> None:
    synonyms = Synonyms.of([["xe máy", "mô tô", "xe gắn máy"]])

    assert synonyms.others["xe may"] == ("mo to", "xe gan may")
    assert synonyms.others["mo to"] == ("xe gan may", "xe may")


def test_groups_that_share_a_form_are_one() -> None:
    synonyms = Synonyms.of([["chợ", "nơi bán hàng"], ["chợ", "trung tâm mua sắm"]])

    assert synonyms.others["cho"] == ("noi ban hang", "trung tam mua sam")


def test_the_longest_form_is_found_and_none_twice() -> None:
    synonyms = Synonyms.of([["xe", "phương tiện"], ["xe máy", "mô tô"]])

    assert spans(synonyms, "gui xe may o xe") == [([1, 2], ("mo to",)), ([4], ("phuong tien",))]


def test_no_groups_find_nothing() -> None:
    assert spans(Synonyms.of([]), "gui xe may") == []


def test_the_lines_of_a_list_are_groups_without_blanks_and_remarks() -> None:
    lines = read_lines("# xe cộ\n\n xe máy / mô tô \nchợ/ / nơi bán hàng\n")

    assert read_groups(lines) == [["xe máy", "mô tô"], ["chợ", "nơi bán hàng"]]


def test_the_lists_of_the_ward_can_be_read() -> None:
    synonyms = load_synonyms(ROOT / "corpus" / "synonyms.txt")
    closed = load_phrases(ROOT / "corpus" / "closed_topics.txt")

    assert all(form not in others and others for form, others in synonyms.others.items())
    assert "thu tuc hanh chinh" in synonyms.others["tthc"]
    assert closed.phrases


PHRASES = Phrases.of(["mấy", "bao nhiêu", "bao nhiêu phần trăm"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Phường có mấy chợ", [(2, 3)]),
        ("Phường có máy chợ", []),
        ("phuong co may cho", [(2, 3)]),
        ("đạt bao nhiêu phần trăm", [(1, 5)]),
        ("BAO NHIÊU rồi lại bao nhiêu", [(0, 2), (4, 6)]),
        ("bao giờ", []),
        ("", []),
    ],
)
def test_phrases_are_found_longest_first_with_their_own_accents(
    text: str, found: list[tuple[int, int]]
) -> None:
    assert [(each.start, each.stop) for each in PHRASES.find(list(syllables(text)))] == found
