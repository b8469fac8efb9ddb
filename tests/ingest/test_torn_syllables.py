"""Torn syllables come back together; two words never become one."""

import pytest

from ingest.extract.extracted import Method, Page
from ingest.extract.torn_syllables import whole_syllables, with_whole_syllables


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("ĐIỀ U 5. HIỆ U LỰC", "ĐIỀU 5. HIỆU LỰC"),
        ("Ông Nguyễ n ở phườ ng Bạch Mai", "Ông Nguyễn ở phường Bạch Mai"),
        ("thà nh phố Hà Nội", "thành phố Hà Nội"),
        ("TH Ủ TỤC hành chính", "THỦ TỤC hành chính"),
        ("ngh ị quyế t", "nghị quyết"),
    ],
)
def test_what_can_be_nothing_else_is_joined(torn: str, whole: str) -> None:
    assert whole_syllables(torn) == whole


@pytest.mark.parametrize(
    "line",
    [
        "Phòng H ở tầng 2, lớp A ở tầng 3",
        "đường rộng là m, dài là n",  # letters that stand for something
        "HĐND và UBND phường có ý kiến",
        "TH ở phường",  # an abbreviation
        "bà An, ông Ân, anh Ý",
        "xã có 3 thôn ở xa",
        "hoà n thành",  # "hoà" is a syllable: it may be a name's letter
        "Điều 5, điểm a, khoản i",
        "diện tích là m² đất",
    ],
)
def test_what_may_be_two_words_stays_two(line: str) -> None:
    assert whole_syllables(line) == line


def test_a_text_file_stays_as_it_stands() -> None:
    page = Page(("ĐIỀ U 5.",), Method.TEXT)

    assert with_whole_syllables((page,)) == (page,)
