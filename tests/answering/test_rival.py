"""When an answer gives one figure and the documents another: what is told, and what is not."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from answering.rank import Candidate, Ranked, rank
from answering.rival import Rival, conflicts_of, note, rivals
from answering.sought import seek
from answering.stretch import Stretch
from answering.synonyms import Synonyms
from answering.understand import Asked, understand
from answering.units import units
from corpus.decisions import Decision, Decisions, Verdict
from corpus.library import Library, LibraryWriter
from corpus.passage import Passage
from ingest.conflicts import find_conflicts
from tests.builders import a_document, passages_of

LINES = (
    "Hội phường hiện có 64 tổ chức (gồm 23 chi hội cơ sở và 41 tổ hội dân phố).",
    "Sổ sách của 22 chi hội cơ sở và 41 tổ hội dân phố do các tổ giữ.",
    "Hội thành lập năm 1990.",
)
QUESTION = "Hội phường có bao nhiêu chi hội cơ sở?"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return a_library(tmp_path, *LINES)


def a_library(folder: Path, *lines: str) -> Library:
    document = a_document(*lines)
    with LibraryWriter(folder / "library.sqlite") as writer:
        writer.add(document, passages_of(document))
        writer.add_conflicts(find_conflicts(passages_of(document)))
        writer.finish()
    return Library.open(folder / "library.sqlite")


def ranking(question: str, library: Library) -> tuple[Asked, list[Ranked]]:
    asked = understand(question)
    sought = seek(asked, library, Synonyms.of([]))
    candidates = [
        Candidate(unit, 1.0, 1.0)
        for passage in library.all_passages()
        for unit in units(passage, title="Báo cáo", citing=library.passage)
    ]
    return asked, rank(asked, sought.terms, candidates)


def whole(passage: Passage) -> Stretch:
    return Stretch(passage, 0, len(passage.text))


def stored(question: str, library: Library, decisions: Decisions, *, line: int = 1) -> Sequence[Rival]:
    asked, ranked = ranking(question, library)
    shown = [whole(passage) for passage in library.all_passages() if passage.first_line == line]
    ranked.sort(key=lambda each: each.unit.passage.first_line != line)
    return conflicts_of(asked, ranked, library, decisions, shown=shown)


def test_the_other_figure_is_told_with_both_places(library: Library) -> None:
    (rival,) = stored(QUESTION, library, {})

    assert (rival.shown, rival.other, rival.line) == ("23 chi hội cơ sở", "22 chi hội cơ sở", 2)
    assert rival.passage.text[rival.start : rival.end] == "22 chi hội cơ sở"
    told = note(rival)
    assert "23 chi hội cơ sở" in told
    assert "dòng 1" in told
    assert "22 chi hội cơ sở" in told
    assert "dòng 2" in told


def test_the_first_figure_is_told_where_the_second_is_shown(library: Library) -> None:
    (rival,) = stored(QUESTION, library, {}, line=2)

    assert (rival.shown, rival.other) == ("22 chi hội cơ sở", "23 chi hội cơ sở")


@pytest.mark.parametrize(
    "question", ["Hội phường hiện có bao nhiêu tổ chức?", "Hội phường thành lập năm nào?", "Ai giữ sổ sách?"]
)
def test_a_question_for_something_else_hears_nothing(library: Library, question: str) -> None:
    assert stored(question, library, {}) == ()


def test_a_list_that_was_asked_for_hears_of_its_figures(library: Library) -> None:
    (rival,) = stored("Các tổ chức của hội gồm những loại nào?", library, {})

    assert rival.other == "22 chi hội cơ sở"


def test_a_confirmed_conflict_is_always_told_with_the_words_of_the_ward(library: Library) -> None:
    (conflict,) = library.conflicts()
    decisions = {conflict.id: Decision(Verdict.CONFIRMED, "Số đúng là 23.")}

    (rival,) = stored("Hội phường hiện có bao nhiêu tổ chức?", library, decisions)

    assert note(rival).endswith("Số đúng là 23.")


def test_a_dismissed_conflict_is_never_told(library: Library) -> None:
    (conflict,) = library.conflicts()

    assert stored(QUESTION, library, {conflict.id: Decision(Verdict.DISMISSED)}) == ()


def asked_for(tmp_path: Path, question: str, *lines: str) -> tuple[Rival, ...]:
    library = a_library(tmp_path, *lines)
    asked, ranked = ranking(question, library)
    return rivals(asked, ranked, shown=[whole(ranked[0].unit.passage)])


def test_another_figure_of_the_asked_noun_is_a_rival(tmp_path: Path) -> None:
    found = asked_for(
        tmp_path,
        "Phường có bao nhiêu chợ dân sinh?",
        "Phường có 4 chợ dân sinh.",
        "Phường có 5 chợ dân sinh.",
    )

    assert [(rival.shown, rival.other) for rival in found] == [("4 chợ dân sinh", "5 chợ dân sinh")]


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (
            "Phường có bao nhiêu chợ dân sinh?",
            ("Phường có 4 chợ dân sinh.", "Phường có 2 chợ dân sinh được cải tạo."),
        ),
        ("Phường có bao nhiêu chợ dân sinh?", ("Phường có 4 chợ dân sinh.", "Quận có 15 chợ dân sinh.")),
        (
            "Phường có bao nhiêu chợ dân sinh?",
            ("Phường có 4 chợ dân sinh.", "Năm 2010 phường có 5 chợ dân sinh."),
        ),
        ("Phường có bao nhiêu người?", ("Phường có 4 người.", "Phường có 5 người.")),
        ("Chợ dân sinh của phường ở đâu?", ("Phường có 4 chợ dân sinh.", "Phường có 5 chợ dân sinh.")),
    ],
)
def test_a_figure_of_another_scope_is_no_rival(tmp_path: Path, question: str, lines: tuple[str, ...]) -> None:
    assert asked_for(tmp_path, question, *lines) == ()
