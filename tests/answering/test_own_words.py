"""The ward's own words: what a line says, what is wrong with one, and when they are read."""

import os
from pathlib import Path

import pytest

from answering.own_words import OWN_WORDS, Flaw, Wording, own_synonyms, read_own_words
from answering.synonyms import Synonyms, read_groups

KNOWN = Synonyms.of(read_groups(["xe máy / mô tô"]))


def others(synonyms: Synonyms, phrase: str) -> tuple[str, ...]:
    """What a whole phrase finds."""
    words = phrase.split()
    return next((forms for span, forms in synonyms.spans(words) if len(span) == len(words)), ())


@pytest.mark.parametrize(
    ("line", "phrase", "found"),
    [
        ("NSH = nhà sinh hoạt", "nsh", ("nha sinh hoat",)),
        ("NSH = nhà sinh hoạt", "nhà sinh hoạt", ("nsh",)),
        ("KTX = khu thể thao | ký túc xá", "KTX", ("khu the thao", "ky tuc xa")),
        ("sổ hồng / sổ nhà đất", "sổ nhà đất", ("so hong",)),
        ("chứng sinh > khai sinh", "chứng sinh", ("khai sinh",)),
        ("chứng sinh > khai sinh", "khai sinh", ()),
        ("nhà bác > ủy ban nhân dân", "nhà bác", ("ubnd", "uy ban nhan dan")),  # a known abbreviation beside
    ],
)
def test_a_line_leads_from_what_people_say_to_what_is_written(
    line: str, phrase: str, found: tuple[str, ...]
) -> None:
    assert others(own_synonyms(read_own_words(line)), phrase) == found


@pytest.mark.parametrize(
    ("line", "flaw"),
    [
        ("nsh = nhà sinh hoạt", Flaw.SHORT),
        ("N.S.H = nhà sinh hoạt", Flaw.SHORT),
        ("= nhà sinh hoạt", Flaw.SHORT),
        ("NSH =", Flaw.LONG),
        ("NSH = nhà", Flaw.LONG),
        ("nhà sinh hoạt", Flaw.ALONE),
        ("sổ hồng / Sổ Hồng", Flaw.ALONE),
        ("chứng sinh > thu", Flaw.ALONE),
        ("/ >", Flaw.ALONE),
        ("a" * 400, Flaw.LENGTH),
    ],
)
def test_a_line_that_says_nothing_has_its_flaw(line: str, flaw: Flaw) -> None:
    (read,) = read_own_words(line)

    assert (read.flaw, read.found) == (flaw, ())


def test_blank_lines_and_remarks_are_none() -> None:
    assert read_own_words("\n# ghi chú\n\n") == ()


def test_the_next_question_is_read_with_what_is_written_now(tmp_path: Path) -> None:
    wording = Wording(KNOWN, tmp_path)
    assert wording.current() is KNOWN

    (tmp_path / OWN_WORDS).write_text("xe máy / xe hai bánh\nbị hỏng", encoding="utf-8")
    assert others(wording.current(), "xe máy") == ("mo to", "xe hai banh")
    assert wording.current() is wording.current()

    (tmp_path / OWN_WORDS).unlink()
    assert wording.current() is KNOWN


def test_a_list_that_cannot_be_read_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / OWN_WORDS).write_bytes("sổ hồng / sổ đỏ".encode("utf-16"))
    os.utime(tmp_path / OWN_WORDS)

    assert others(Wording(KNOWN, tmp_path).current(), "xe máy") == ("mo to",)
