"""Typing errors, repaired by the words the documents use."""

from pathlib import Path

import pytest

from answering.spelling import Repaired, repair
from corpus.library import Library, LibraryWriter
from tests.builders import a_document, passages_of

LINES = (
    "Phường có 7 trường tiểu học và 5 nhà văn hóa.",
    "Trường tiểu học được sửa chữa trong năm.",
    "Nhà văn hóa mở cửa hằng ngày.",
    "Hồ sơ đất đai được số hóa.",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    path: Path = tmp_path_factory.mktemp("words") / "library.sqlite"
    document = a_document(*LINES)
    with LibraryWriter(path) as writer:
        writer.add(document, passages_of(document))
        writer.finish()
    return Library.open(path)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("phuong co may truongg tieu hoc", "phuong co may truong tieu hoc"),  # a letter more
        ("phuong co may trung tieu hoc", "phuong co may truong tieu hoc"),  # a letter less
        ("phuong co may trngx tieu hoc", "phuong co may trngx tieu hoc"),  # nothing is near
        ("phuong co may truogn tieu hoc", "phuong co may truong tieu hoc"),  # two swapped
        ("phuong co may truong tiue hoc", "phuong co may truong tieu hoc"),
        ("phuong co may truong tieu hpc", "phuong co may truong tieu hoc"),  # a letter other
        ("bao nhieeu nha van hoa", "bao nhieu nha van hoa"),  # a word of asking
    ],
)
def test_a_word_nobody_writes_becomes_the_near_one_that_fits(library: Library, typed: str, read: str) -> None:
    assert repair(typed, library, known=()).text == read


def test_a_repair_is_told(library: Library) -> None:
    repaired = repair("Trường tiểuu học ở đâu?", library, known=())

    assert repaired == Repaired("Trường tieu học ở đâu?", (("tiểuu", "tieu"),))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Phường có bao nhiêuu trường?", "Phường có bao nhiêu trường?"),  # not "nhiều"
        ("Phường có bao nhieeu trường?", "Phường có bao nhiêu trường?"),
        ("Nhà văn hóa mở cửa khii nào?", "Nhà văn hóa mở cửa khi nào?"),
    ],
)
def test_a_word_of_asking_gets_its_accents_back(library: Library, typed: str, read: str) -> None:
    assert repair(typed, library, known=()).text == read


@pytest.mark.parametrize(
    "text",
    [
        "Phường có mấy trường tiểu học?",
        "Trường 7B năm 20255",  # figures are never changed
        "xyzzy qwrtp",  # nothing is near
        "",
    ],
)
def test_what_is_known_or_near_nothing_stays_as_typed(library: Library, text: str) -> None:
    assert repair(text, library, known=()) == Repaired(text)


def test_a_synonym_is_no_typing_error(library: Library) -> None:
    assert repair("hoj so", library, known={"hoj"}).changes == ()
    assert repair("hoj so", library, known=()).changes != ()
