"""Long texts cut into parts: within the limit, nothing lost, no letter torn."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.split import split, units

FAMILY = "👨‍👩‍👧"

TEXTS = {
    "just as long as the limit": "đ" * 4096,
    "one longer": "đ" * 4097,
    "an emoji on the border": "a" * 4095 + "😀" + "b" * 10,
    "emoji as many as fit": "😀" * 2048,
    "one emoji too many": "😀" * 2049,
    "families of three joined signs": FAMILY * 900,
    "flags of two letters": "🇻🇳" * 1500,
    "raised thumbs of a skin tone": "👍🏽" * 1500,
    "decomposed Vietnamese": unicodedata.normalize("NFD", "Nghị định số 123 ") * 500,
    "sentences": "Thủ tục đăng ký khai sinh. " * 400,
    "paragraphs": "Điều 1.\n\nPhạm vi điều chỉnh của quy chế này.\n\n" * 200,
}


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.parametrize("limit", [4096, 2000, 900])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_part_fits_and_nothing_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)

    assert all(0 < units(part) <= limit for part in parts)
    assert bare("".join(parts)) == bare(text)


@pytest.mark.parametrize(("length", "parts"), [(4096, 1), (4097, 2), (8192, 2), (8193, 3)], ids=str)
def test_there_are_no_more_parts_than_needed(length: int, parts: int) -> None:
    assert len(split("a" * length, 4096)) == parts


@pytest.mark.parametrize("sign", [FAMILY, "🇻🇳", "👍🏽", "é̂"], ids=["family", "flag", "skin", "marks"])
def test_no_sign_is_torn(sign: str) -> None:
    for part in split(sign * 400, 100):
        assert part.replace(unicodedata.normalize("NFC", sign), "") == ""


def test_a_cut_is_made_where_a_reader_would_pause() -> None:
    parts = split("Câu thứ nhất khá dài.\n\nCâu thứ hai cũng dài như thế. Câu thứ ba.", 42)

    assert parts == ("Câu thứ nhất khá dài.", "Câu thứ hai cũng dài như thế. Câu thứ ba.")


@given(st.text(max_size=300), st.integers(min_value=20, max_value=60))
def test_no_text_is_lost_whatever_it_is(text: str, limit: int) -> None:
    parts = split(text, limit)

    assert all(units(part) <= limit for part in parts)
    assert bare("".join(parts)) == bare(text)
