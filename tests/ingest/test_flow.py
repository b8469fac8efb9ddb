"""Sentences cut by page breaks, and footnotes that stand amid the text."""

import pytest

from corpus.document import Kind
from tests.reading import passages, texts

OPENING = "Phường đã hoàn thành nhiệm vụ năm nay."


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        (
            "tạo lợi thế lớn về nguồn lực lao động¶¶và dịch vụ y tế. Hệ thống ổn.",
            "nguồn lực lao động và dịch vụ y tế.",
        ),
        ("trong các lĩnh vực như: đất đai, đầu¶¶tư công, tài chính.", "đất đai, đầu tư công"),
        ("- Triển khai thực hiện Quyết định số¶¶1808/QĐ-UBND ngày 31/10/2025.", "Quyết định số 1808/QĐ-UBND"),
        ("có những trường hợp hạn chế về năng lực,¶¶uy tín, góp phần ổn định.", "năng lực, uy tín"),
        # A capital letter goes on with a sentence when the text itself says the words go together.
        (
            "Khối Đảng và khối Đảng, đoàn thể có 52 biên chế.¶¶luân chuyển 06 công chức cán bộ khối¶¶"
            "Đảng, đoàn thể và khối chính quyền.",
            "cán bộ khối Đảng, đoàn thể và khối chính quyền.",
        ),
        # The footnotes at the foot of the page stand between the two halves.
        (
            "được thực hiện bằng nhiều¶¶¹ Nghị quyết 202/2025/QH15.¶¶hình thức như hội nghị.",
            "bằng nhiều hình thức",
        ),
    ],
)
def test_a_sentence_cut_by_a_page_break_is_whole_again(text: str, joined: str) -> None:
    assert any(joined in passage for passage in texts(f"{OPENING}¶¶{text}"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("khai thác tài liệu theo quy định", "Sau sắp xếp đến nay, toàn Đảng bộ hoạt động ổn định."),
        ("đã giải quyết xong.", "và các nội dung khác."),
        ("với diện tích 130m²", "- Căn cứ chức năng nhiệm vụ."),
        ("gồm các nội dung sau:", "a) Rà soát hồ sơ;"),
    ],
)
def test_what_is_no_continuation_stays_apart(before: str, after: str) -> None:
    found = texts(f"{OPENING}¶¶Phường đã {before}¶¶{after}")

    assert any(text.endswith(before) for text in found)


def test_a_footnote_split_over_the_page_is_whole_again_and_the_body_flows_past_it() -> None:
    found = passages(
        f"{OPENING}¶¶Mô hình hai cấp¹. Việc quán triệt được thực hiện bằng nhiều¶¶"
        "¹ Gồm Nghị quyết 202; Nghị quyết¶¶"
        "hình thức như hội nghị.¶¶số 1656/NQ-UBTVQH15 của Quốc hội.¶¶Đến nay phường đã xong."
    )

    assert [passage.text for passage in found] == [
        OPENING,
        "Mô hình hai cấp. Việc quán triệt được thực hiện bằng nhiều hình thức như hội nghị.",
        "Gồm Nghị quyết 202; Nghị quyết số 1656/NQ-UBTVQH15 của Quốc hội.",
        "Đến nay phường đã xong.",
    ]
    assert found[1].cites == (found[2].id,)
    assert (found[2].kind, found[2].label, found[2].cited_by) == (Kind.FOOTNOTE, "1", found[1].id)


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Bầu cử nhiệm kỳ 2026-2031⁷.", "Bầu cử nhiệm kỳ 2026-2031."),
        ("Đạt tỷ lệ **98%**⁷.", "Đạt tỷ lệ 98%."),
        ("Rộng 2,95km², mật độ 44 người/ km², có 130m²⁷.", "Rộng 2,95km², mật độ 44 người/ km², có 130m²."),
    ],
)
def test_a_marker_leaves_the_text_before_it_can_become_a_digit(sentence: str, shown: str) -> None:
    found = passages(f"{OPENING}¶¶{sentence}¶¶⁷ theo Quyết định số 273.")

    assert found[1].text == shown
    assert found[1].cites == (found[2].id,)


def test_a_raised_number_without_a_footnote_is_a_power() -> None:
    assert texts(f"{OPENING}¶¶Có 10⁶ vi khuẩn.")[1] == "Có 10⁶ vi khuẩn."


def test_a_cited_footnote_is_searched_with_the_sentence_that_cites_it() -> None:
    found = passages(f"{OPENING}¶¶Có 24 trường¹.¶¶¹ 10 trường mầm non, 07 trường tiểu học.")

    assert "10 trường mầm non" in found[1].search_text
    assert "mầm non" not in found[1].text


def test_lines_broken_at_the_width_of_the_page_make_one_paragraph() -> None:
    lines = (
        "Phường Bạch Mai được thành lập trên cơ sở hợp nhất các phường",
        "Quỳnh Mai, Bách Khoa và một phần diện tích, dân số của phường",
        "Thanh Nhàn. Phường có 108 tổ dân phố.",
    ) * 4

    found = texts("¶¶".join("¶".join(lines[n : n + 3]) for n in range(0, 12, 3)))

    assert found == [" ".join(lines[:3])] * 4
