"""The library of one edition: what is written comes back, in order, from several threads."""

import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.document import Cell, Document, Kind, Piece
from corpus.entry import Entry, Mention
from corpus.library import Library, LibraryWriter
from corpus.number import DocumentNumber
from corpus.passage import Passage
from tests.builders import a_document, a_passage, passages_of

FULL = Passage(
    id="p1",
    document="bao-cao",
    kind=Kind.TABLE_ROW,
    section="III.8.1",
    headings=("Kết quả", "Chỉ tiêu"),
    text="1 Thu ngân sách 215 tỷ",
    search_text="Kết quả Chỉ tiêu 1 Thu ngân sách 215 tỷ đồng",
    pieces=(Piece(0, 15, 7, 2), Piece(16, 22, 8, 3)),
    order=4,
    lead="Kết quả như sau:",
    group="bao-cao:6",
    label="1",
    cells=(Cell("Nội dung", 2, 15), Cell("", 16, 22)),
    cites=("p9", "p10"),
    cited_by="p0",
)
ENTRY = Entry(
    number=DocumentNumber("296", "QĐ/ĐU", party=True),
    type="Quyết định",
    name="Quyết định số 296-QĐ/ĐU",
    date="2025-09-11",
    issuer="Đảng ủy phường",
    issuer_explicit=True,
    subject="",
    held=None,
    mentions=(Mention("bao-cao", "bao-cao.txt", (3, 4), "Quyết định số 296-QĐ/ĐU", "p1", "I"),),
)


def written(
    folder: Path, *documents: tuple[Document, Sequence[Passage]], entries: Sequence[Entry] = ()
) -> Library:
    path = folder / "library.sqlite"
    with LibraryWriter(path) as writer:
        for document, passages in documents:
            writer.add(document, passages)
        writer.add_entries(entries)
        writer.finish()
    return Library.open(path)


def sections_library(folder: Path) -> Library:
    sections = ["I", "III.8", "III.8.1", "III.80", "Chương II", "Chương II > Điều 5", "Chương III"]
    passages = [
        a_passage(f"Đoạn {section}", order=n, section=section) for n, section in enumerate(sections, start=1)
    ]
    return written(folder, (a_document("một", "hai"), passages))


def test_a_document_comes_back_with_its_lines_and_sections(tmp_path: Path) -> None:
    document = a_document("dòng một", "", "dòng ba")

    library = written(tmp_path, (document, ()))

    assert library.document("bao-cao") == document
    assert library.document_by_file("bao-cao.txt") == document
    assert library.document("khác") is None
    assert library.document_by_file("khác.txt") is None


def test_the_list_of_documents_is_short_and_in_reading_order(tmp_path: Path) -> None:
    library = written(tmp_path, (a_document("một", id="b"), ()), (a_document("hai", id="a"), ()))

    assert [(document.id, document.lines, document.sections) for document in library.documents()] == [
        ("b", (), ()),
        ("a", (), ()),
    ]


def test_a_passage_comes_back_with_every_field(tmp_path: Path) -> None:
    library = written(tmp_path, (a_document("một"), [FULL]))

    assert library.passage("p1") == FULL
    assert library.passages_by_key((1,)) == (FULL,)
    assert library.passage("p2") is None
    assert library.passages_by_key((2,)) == ()


def test_an_entry_of_the_register_comes_back_with_every_field(tmp_path: Path) -> None:
    library = written(tmp_path, entries=[ENTRY])

    assert library.entries() == (ENTRY,)
    assert library.entry_count == 1


def test_passages_come_in_the_order_asked_for_and_unknown_ids_are_left_out(tmp_path: Path) -> None:
    library = written(tmp_path, (a_document("a", "b", "c"), passages_of(a_document("a", "b", "c"))))

    assert [passage.text for passage in library.passages(["bao-cao-3", "không có", "bao-cao-1"])] == [
        "c",
        "a",
    ]
    assert [passage.text for passage in library.passages_by_key([2, 9, 1, 2])] == ["b", "a", "b"]
    assert library.passages([]) == ()


def test_all_passages_run_through_the_documents_in_reading_order(tmp_path: Path) -> None:
    first, second = a_document("a", "b", id="z"), a_document("c", id="a")

    library = written(tmp_path, (first, passages_of(first)), (second, passages_of(second)))

    assert [passage.text for passage in library.all_passages()] == ["a", "b", "c"]
    assert library.passage_count == 3
    assert library.document_count == 2


@pytest.mark.parametrize(
    ("prefix", "sections"),
    [
        ("III.8", ["III.8", "III.8.1"]),
        ("III.8.1", ["III.8.1"]),
        ("III.80", ["III.80"]),
        ("III", ["III.8", "III.8.1", "III.80"]),
        ("Chương II", ["Chương II", "Chương II > Điều 5"]),
        ("I", ["I"]),
        ("%", []),
    ],
)
def test_a_section_takes_in_those_under_it_and_no_other(
    tmp_path: Path, prefix: str, sections: list[str]
) -> None:
    library = sections_library(tmp_path)

    assert [passage.section for passage in library.section_passages("bao-cao", prefix)] == sections


def test_the_empty_section_is_the_whole_document(tmp_path: Path) -> None:
    library = sections_library(tmp_path)

    assert len(library.section_passages("bao-cao", "")) == 7
    assert library.section_passages("khác", "") == ()


def test_a_list_is_given_in_order(tmp_path: Path) -> None:
    passages = [
        a_passage("Gồm:", order=1),
        a_passage("một", order=2, group="bao-cao:2"),
        a_passage("hai", order=3, group="bao-cao:2"),
        a_passage("ba", order=4, group="bao-cao:4"),
    ]

    library = written(tmp_path, (a_document("x"), passages))

    assert [passage.text for passage in library.group("bao-cao:2")] == ["một", "hai"]
    assert library.group("") == ()


def test_neighbours_stay_in_the_document_and_leave_the_passage_out(tmp_path: Path) -> None:
    first, second = a_document("a", "b", "c", "d", id="m"), a_document("e", id="n")
    library = written(tmp_path, (first, passages_of(first)), (second, passages_of(second)))
    passage = library.passage("m-3")
    assert passage is not None

    assert [near.text for near in library.neighbours(passage, before=1, after=5)] == ["b", "d"]


def test_frequencies_count_passages_not_words(tmp_path: Path) -> None:
    document = a_document("thủ tục thủ tục", "thu tục", "ngân sách")

    library = written(tmp_path, (document, passages_of(document)))

    assert library.document_frequency("thu") == 2
    assert library.document_frequency("thu_tuc") == 2
    assert library.document_frequency("không") == 0
    assert dict(library.vocabulary()) == {"thu": 2, "tuc": 2, "ngan": 1, "sach": 1}


def test_a_document_cannot_be_added_twice(tmp_path: Path) -> None:
    document = a_document("một")

    with LibraryWriter(tmp_path / "library.sqlite") as writer:
        writer.add(document, ())

        with pytest.raises(sqlite3.IntegrityError):
            writer.add(document, ())


def test_the_same_content_gives_the_same_file(tmp_path: Path) -> None:
    document = a_document("thủ tục hành chính", "ngân sách")
    for name in ("một", "hai"):
        (tmp_path / name).mkdir()
        written(tmp_path / name, (document, passages_of(document)), entries=[ENTRY])

    files = [(tmp_path / name / "library.sqlite").read_bytes() for name in ("một", "hai")]

    assert files[0] == files[1]


def test_a_folder_name_with_odd_characters_opens(tmp_path: Path) -> None:
    folder = tmp_path / "tài liệu 100% ? #1"
    folder.mkdir()

    library = written(folder, (a_document("một"), ()))

    assert library.document_count == 1


def test_an_open_library_cannot_be_changed(tmp_path: Path) -> None:
    library = written(tmp_path, (a_document("một"), ()))
    library.close()
    reader = sqlite3.connect(f"file:{tmp_path}/library.sqlite?mode=ro&immutable=1", uri=True)

    with pytest.raises(sqlite3.OperationalError):
        reader.execute("DELETE FROM documents")
    reader.close()


def test_many_threads_read_one_library(tmp_path: Path) -> None:
    document = a_document(*[f"dòng số {n}" for n in range(200)])
    library = written(tmp_path, (document, passages_of(document)))

    def read(number: int) -> bool:
        passages = library.passages([f"bao-cao-{number}", f"bao-cao-{number + 1}"])
        everything = list(library.all_passages())
        return [p.order for p in passages] == [number, number + 1] and len(everything) == 200

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read, range(1, 150)))


def test_a_library_reads_on_after_its_file_is_removed(tmp_path: Path) -> None:
    document = a_document("một", "hai")
    library = written(tmp_path, (document, passages_of(document)))

    (tmp_path / "library.sqlite").unlink()

    assert [passage.text for passage in library.all_passages()] == ["một", "hai"]


def test_a_missing_or_foreign_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "foreign").write_bytes(b"not a database at all" * 100)

    for name in ("missing", "foreign"):
        with pytest.raises(sqlite3.Error):
            Library.open(tmp_path / name)
