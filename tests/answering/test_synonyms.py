"""Other words for the same thing, and lists of phrases."""

import pytest

from answering.phrases import Phrases, read_lines
from answering.synonyms import Group, Synonyms, abbreviated, read_groups
from answering.wiring import load_phrases, load_synonyms
from corpus.vietnamese import syllables
from settings import ROOT


def of(*lines: str) -> Synonyms:
    return Synonyms.of(read_groups(lines))


def spans(synonyms: Synonyms, text: str) -> list[tuple[list[int], tuple[str, ...]]]:
    return [(list(span), forms) for span, forms in synonyms.spans(text.split())]


def others(synonyms: Synonyms, phrase: str) -> tuple[str, ...]:
    """What a whole phrase finds."""
    words = phrase.split()
    return next((forms for span, forms in synonyms.spans(words) if len(span) == len(words)), ())


def test_each_form_of_a_group_leads_to_the_others() -> None:
    synonyms = of("xe máy / mô tô / xe gắn máy")

    assert others(synonyms, "xe máy") == ("mo to", "xe gan may")
    assert others(synonyms, "Mô tô") == ("xe gan may", "xe may")


def test_everyday_words_lead_to_the_official_ones_and_not_back() -> None:
    synonyms = of("xe hơi / xế hộp > xe ô tô / phương tiện")

    assert others(synonyms, "xe hơi") == ("phuong tien", "xe o to")
    assert others(synonyms, "xe ô tô") == ()


def test_a_form_of_two_groups_finds_both_which_stay_apart() -> None:
    synonyms = of("chợ phường / nơi bán hàng", "chợ phường / trung tâm mua sắm")

    assert others(synonyms, "chợ phường") == ("noi ban hang", "trung tam mua sam")
    assert others(synonyms, "nơi bán hàng") == ("cho phuong",)


def test_the_longest_form_is_found_and_none_twice() -> None:
    synonyms = of("xe / phương tiện", "xe máy / mô tô")

    assert spans(synonyms, "gửi xe máy ở xe") == [([1, 2], ("mo to",)), ([4], ("phuong tien",))]


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("nhà thương", ("benh vien",)),
        ("nha thuong", ("benh vien",)),
        ("nha thương", ("benh vien",)),  # an accent left out
        ("nhà thường", ()),
        ("xài", ("su dung",)),
        ("xai", ()),  # one syllable without its accents may be another word
    ],
)
def test_typed_accents_must_be_those_of_the_form(phrase: str, found: tuple[str, ...]) -> None:
    assert others(of("nhà thương > bệnh viện", "xài > sử dụng"), phrase) == found


def test_hoa_is_one_word_wherever_its_tone_stands() -> None:
    assert others(of("nhà văn hóa / hội trường"), "nhà văn hoá") == ("hoi truong",)


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("UBND", ("uy ban nhan dan",)),
        ("ubnd", ("uy ban nhan dan",)),
        ("ĐVTN", ("doan vien thanh nien",)),
        ("dvtn", ("doan vien thanh nien",)),
        ("CAP", ("cong an phuong",)),
        ("cap", ()),
        ("CẤP", ()),
        ("đu", ()),
    ],
)
def test_an_abbreviation_that_reads_like_a_word_stands_in_capitals(
    phrase: str, found: tuple[str, ...]
) -> None:
    short = of(
        "UBND / ủy ban nhân dân", "ĐVTN / đoàn viên thanh niên", "CAP / công an phường", "ĐU / đảng ủy"
    )

    assert others(short, phrase) == found


def test_a_single_syllable_is_never_looked_for() -> None:
    synonyms = of("thu / lấy tiền / nhận tiền", "đảng ủy / ĐU / kiosk")

    assert others(synonyms, "lấy tiền") == ("nhan tien",)
    assert others(synonyms, "thu") == ("lay tien", "nhan tien")
    assert others(synonyms, "đảng ủy") == ("kiosk",)


def test_an_abbreviation_stands_for_its_long_form_in_every_group() -> None:
    groups = read_groups(["hồ sơ / thủ tục hành chính", "giấy má > thủ tục hành chính"])

    synonyms = Synonyms.of(abbreviated(groups, {"TTHC": ("Thủ tục hành chính",)}))

    assert others(synonyms, "giấy má") == ("thu tuc hanh chinh", "tthc")
    assert others(synonyms, "tthc") == ("ho so", "thu tuc hanh chinh")


def test_no_groups_find_nothing() -> None:
    assert spans(of(), "gửi xe máy") == []


def test_the_words_of_known_forms_are_known_where_the_form_stands() -> None:
    synonyms = of("nhà thương > bệnh viện")

    assert synonyms.known_words("Nhà thương nào gần?") == {"nha", "thuong"}
    assert synonyms.known_words("Thương ai?") == frozenset()


def test_the_lines_of_a_list_are_groups_without_blanks_and_remarks() -> None:
    lines = read_lines("# xe cộ\n\n xe máy / mô tô \nchợ/ / nơi bán hàng > chợ dân sinh\n")

    assert read_groups(lines) == [
        Group(("xe máy", "mô tô")),
        Group(("chợ", "nơi bán hàng"), ("chợ dân sinh",)),
    ]


def test_the_lists_of_the_ward_can_be_read() -> None:
    synonyms = load_synonyms(ROOT / "corpus" / "synonyms.txt")
    closed = load_phrases(ROOT / "corpus" / "closed_topics.txt")

    assert all(form not in each.others for form, same in synonyms.forms.items() for each in same)
    assert "thu tuc hanh chinh" in others(synonyms, "tthc")
    assert closed.phrases


def test_every_line_of_the_list_finds_something() -> None:
    lines = read_lines((ROOT / "corpus" / "synonyms.txt").read_text(encoding="utf-8"))

    assert [line for line in lines if not of(line).forms] == []


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
