"""When an answer gives one figure and the documents another: what is told, and what is not."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from answering.compose import Remark
from answering.elsewhere import remarks
from answering.rank import Candidate, Ranked, rank
from answering.rival import Rival, conflicts_of, note, rivals
from answering.sought import seek, weigher
from answering.stretch import Stretch
from answering.synonyms import Synonyms
from answering.understand import Asked, understand
from answering.units import units
from corpus.decisions import Decision, Decisions, Verdict
from corpus.document import Cell, Document, Kind
from corpus.library import Library, LibraryWriter
from corpus.passage import Passage
from ingest.conflicts import find_conflicts
from tests.builders import a_document, a_passage, passages_of

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
    return library_of(folder, {document.id: (document, passages_of(document))})


def library_of(folder: Path, held: dict[str, tuple[Document, tuple[Passage, ...]]]) -> Library:
    with LibraryWriter(folder / "library.sqlite") as writer:
        for document, passages in held.values():
            writer.add(document, passages)
        writer.add_conflicts(find_conflicts(p for _, passages in held.values() for p in passages))
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
    return asked, rank(asked, sought.terms, candidates, weigher(library))


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


def test_a_note_on_an_open_conflict_stays_with_the_officials(library: Library) -> None:
    (conflict,) = library.conflicts()

    (rival,) = stored(QUESTION, library, {conflict.id: Decision(words="Hỏi lại văn phòng.")})

    assert rival.words == ""


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
        (
            "Phường có bao nhiêu chợ dân sinh?",
            ("Phường có 4 chợ dân sinh.", "Trong 3 chợ dân sinh, mới."),
        ),
        ("Phường có bao nhiêu người?", ("Phường có 4 người.", "Phường có 5 người.")),
        ("Chợ dân sinh của phường ở đâu?", ("Phường có 4 chợ dân sinh.", "Phường có 5 chợ dân sinh.")),
    ],
)
def test_a_figure_of_another_scope_is_no_rival(tmp_path: Path, question: str, lines: tuple[str, ...]) -> None:
    assert asked_for(tmp_path, question, *lines) == ()


NOW = "Hội hiện có 64 tổ hội (gồm 23 tổ hội chợ) với 5.210 hội viên."
THEN = "Khi ra đời, hội đã nhận 70 tổ hội với 4.980 hội viên từ bốn xã."
NAMED = (
    "Xã lập trên cơ sở 03 xã cũ là Yên Bình, Hòa Lạc và Tân Xã.",
    "Xã gồm toàn bộ các xã Yên Bình, Hòa Lạc; một phần các xã Tân Xã, Phú Cát.",
)
FLOORS = (
    "Hồ sơ hội viên cũ được lưu trữ tại tầng 2 trụ sở Hội - số 12 Trần Phú.",
    "Hồ sơ hội viên mới được lưu trữ tại 01 kho (tầng 3 trụ sở Hội - 12 Trần Phú).",
)


def noted(
    question: str, library: Library, decisions: Decisions | None = None, *, line: int = 1
) -> list[Remark]:
    asked, ranked = ranking(question, library)
    shown = [whole(passage) for passage in library.all_passages() if passage.first_line == line]
    ranked.sort(key=lambda each: each.unit.passage.first_line != line)
    return list(remarks(asked, ranked, library, decisions or {}, shown=shown))


@pytest.mark.parametrize(
    ("question", "lines", "quote"),
    [
        ("Hội có bao nhiêu hội viên?", (NOW, THEN), THEN),
        ("Hội có bao nhiêu tổ hội?", (THEN, NOW), NOW),
        ("Hội có bao nhiêu tổ hội và hội viên?", (NOW, THEN), THEN),
        ("5.210 hội viên là tính vào lúc nào?", (NOW, THEN), THEN),
        ("Xã được lập trên cơ sở bao nhiêu xã cũ?", NAMED, NAMED[1]),
        ("Một phần của những xã nào được nhập?", NAMED[::-1], NAMED[0]),
        ("Hồ sơ hội viên cũ lưu trữ ở đâu?", FLOORS, FLOORS[1]),
    ],
)
def test_what_another_place_says_is_quoted_with_its_place(
    tmp_path: Path, question: str, lines: tuple[str, ...], quote: str
) -> None:
    (remark,) = noted(question, a_library(tmp_path, *lines))

    assert f"“{quote}”" in remark.text
    assert "dòng 2" in remark.text
    assert remark.quoted.text == quote


@pytest.mark.parametrize(
    "question",
    [
        "Hội có bao nhiêu tổ hội chợ?",
        "Hội viên của hội là ai?",
        "Hội có những tổ hội nào?",
        "Hội ra đời khi nào?",
    ],
)
def test_who_asks_for_something_else_reads_nothing_of_it(tmp_path: Path, question: str) -> None:
    assert noted(question, a_library(tmp_path, NOW, THEN)) == []


def test_an_answer_that_shows_both_figures_needs_no_note(tmp_path: Path) -> None:
    library = a_library(tmp_path, NOW, THEN)
    asked, ranked = ranking("Hội có bao nhiêu hội viên?", library)
    both = [whole(passage) for passage in library.all_passages()]

    assert remarks(asked, ranked, library, {}, shown=both) == ()


def test_officials_decide_what_another_figure_is(tmp_path: Path) -> None:
    library = a_library(tmp_path, NOW, THEN)
    ids = [conflict.id for conflict in library.conflicts()]
    confirmed, dismissed = (
        {each: Decision(verdict) for each in ids} for verdict in (Verdict.CONFIRMED, Verdict.DISMISSED)
    )

    assert noted("Hội có bao nhiêu hội viên?", library, dismissed) == []
    assert noted("Hội có bao nhiêu hội viên?", library, confirmed) == []
    assert [rival.other for rival in stored("Hội ra đời khi nào?", library, confirmed)] == [
        "70 tổ hội",
        "4.980 hội viên",
    ]


def test_the_column_and_the_document_of_another_figure_are_told(tmp_path: Path) -> None:
    text = "Khối văn phòng\t25 kỹ sư\t19 kỹ sư"
    cells = (Cell("", 0, 14), Cell("Ngày 01/7/2025", 15, 23), Cell("Ngày 25/5/2026", 24, 32))
    row = a_passage(text, kind=Kind.TABLE_ROW, cells=cells, group="bang", document="bang")
    library = library_of(tmp_path, {"bang": (a_document(text, id="bang"), (row,))})
    question = "Khối văn phòng có bao nhiêu kỹ sư?"
    asked, ranked = ranking(question, library)
    ranked.sort(key=lambda each: each.unit.start != 15)
    shown = [Stretch(row, 15, 23)]

    (remark,) = remarks(asked, ranked, library, {}, shown=shown)

    assert "Khối văn phòng, Ngày 25/5/2026" in remark.text
    dated, again = ranking(f"Ngày 01/7/2025 {question}", library)
    again.sort(key=lambda each: each.unit.start != 15)
    assert remarks(dated, again, library, {}, shown=shown) == ()


def test_the_other_document_is_named(tmp_path: Path) -> None:
    lines = (
        "Tổng số thủ tục hành chính thuộc thẩm quyền của xã: 425 thủ tục.",
        "Số thủ tục hành chính cấp xã được tăng từ 112 lên 559 thủ tục.",
    )
    held = {
        name: (a_document(line, id=name), passages_of(a_document(line, id=name)))
        for name, line in zip(("xa", "tinh"), lines, strict=True)
    }
    library = library_of(tmp_path, held)
    asked, ranked = ranking("Có bao nhiêu thủ tục hành chính thuộc thẩm quyền của xã?", library)
    shown = [whole(ranked[0].unit.passage)]

    (remark,) = remarks(asked, ranked, library, {}, shown=shown)

    assert "Báo cáo sơ kết, " in remark.text


def test_the_total_whose_parts_are_more_is_told_with_their_sum(tmp_path: Path) -> None:
    library = a_library(tmp_path, "Hội hiện có: văn phòng: 34 (công chức: 29; 03 hợp đồng, 03 tạp vụ).")

    (rival,) = stored("Văn phòng có 34 người phải không?", library, {})

    assert (rival.other, rival.listed) == ("35 (cộng các số thành phần)", "")
    assert stored("Văn phòng có bao nhiêu tạp vụ?", library, {}) == ()
