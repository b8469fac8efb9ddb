"""A quote is found again in the lines it was taken from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.highlight import marks


def marked(lines: list[str], quote: str) -> str:
    found = marks(lines, first=1, last=len(lines), quote=quote)
    return "|".join(lines[mark.line - 1][mark.start : mark.end] for mark in found)


@pytest.mark.parametrize(
    ("lines", "quote", "expected"),
    [
        (["- Tổng số: 425 thủ tục trong đó có 237."], "425 thủ tục", "425 thủ tục"),
        (["hồ sơ, đạt **40,74%**. So với"], "đạt 40,74%. So", "đạt| 40,74%|. So"),
        (["gồm 22 đồng chí⁹ Đảng ủy phường"], "22 đồng chí Đảng ủy", "22 đồng chí| Đảng ủy"),
        (["xây nhà cao 7 tầng trên 130m² đất ở"], "trên 130m² đất", "trên 130m² đất"),
        # A page break tears the sentence; a footnote stands between.
        (
            [
                "triển khai thực hiện Quyết định số",
                "",
                "¹⁸ Công văn số 137",
                "",
                "1808/QĐ-UBND ngày 31/10/2025.",
            ],
            "thực hiện Quyết định số 1808/QĐ-UBND ngày 31/10/2025",
            "thực hiện Quyết định số|1808/QĐ-UBND ngày 31/10/2025",
        ),
        (
            ["Phường có […] 126 tổ dân phố ở phía nam"],
            "Phường có […] 126 tổ dân phố",
            "Phường có| 126 tổ dân phố",
        ),
        (["<p>Đảng bộ <i>Doanh nghiệp</i></p>"], "Đảng bộ Doanh nghiệp", "Đảng bộ|Doanh nghiệp"),
        (["Phường có 126 tổ dân phố"], "không hề có câu này", ""),
        (["một dòng"], "", ""),
    ],
)
def test_the_quoted_words_are_marked(lines: list[str], quote: str, expected: str) -> None:
    assert "".join(marked(lines, quote).split()) == "".join(expected.split())


def test_a_quote_on_other_lines_is_not_marked() -> None:
    lines = ["Phường có 126 tổ dân phố", "khác"]

    assert marks(lines, first=2, last=2, quote="126 tổ dân phố") == ()


def test_lines_beyond_the_document_are_harmless() -> None:
    assert marks(["một dòng"], first=0, last=9_999_999, quote="một dòng")
    assert marks(["một dòng"], first=7, last=3, quote="một dòng") == ()


@given(st.lists(st.text(), max_size=5), st.integers(-2, 8), st.integers(-2, 8), st.text())
def test_marks_are_in_order_and_within_their_lines(
    lines: list[str], first: int, last: int, quote: str
) -> None:
    found = marks(lines, first=first, last=last, quote=quote)

    places = [(mark.line, mark.start, mark.end) for mark in found]
    assert places == sorted(places)
    assert all(
        first <= line <= last and 0 <= start < end <= len(lines[line - 1]) for line, start, end in places
    )


@given(st.lists(st.text("ab c*²", min_size=1), min_size=1, max_size=4), st.data())
def test_words_taken_from_a_line_are_found_in_it(lines: list[str], data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(range(len(lines))))
    words = lines[line].replace("*", "").replace("²", "").strip()

    found = marks(lines, first=line + 1, last=line + 1, quote=words)

    text = "".join(lines[mark.line - 1][mark.start : mark.end] for mark in found)
    assert "".join(text.split()) == "".join(words.split())
