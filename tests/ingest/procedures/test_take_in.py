"""A list of procedures among the generations."""

from pathlib import Path

import pytest

from corpus.audience import Audience
from ingest.errors import IngestError
from ingest.pipeline import ingest
from ingest.procedures.keep import RECORDS, carried
from ingest.procedures.take_in import clear_procedures, import_procedures
from retrieval.embedding import open_embedding
from retrieval.generation import Generations, current_number, generation_folder
from retrieval.procedures import Procedures
from tests.procedure_rows import BIRTH, MARRIAGE, ROWS, write_rows

_EMBEDDER = open_embedding("")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("Phường có 5 tổ dân phố.\n", encoding="utf-8")
    take_in(tmp_path)
    return tmp_path / "data"


def take_in(folder: Path) -> None:
    ingest((folder / "a.txt",), data=folder / "data", embedder=_EMBEDDER, on_progress=lambda _: None)


def import_rows(data: Path, *rows: dict[str, str]) -> None:
    path = write_rows(data.parent / "list.jsonl", *rows)
    import_procedures(path, checked="2026-01-31", data=data, embedder=_EMBEDDER)


def held(data: Path, audience: Audience = Audience.PUBLIC) -> Procedures | None:
    return Generations(data, _EMBEDDER).edition(audience).procedures


def test_before_an_import_there_are_no_procedures(data: Path) -> None:
    assert held(data) is None


@pytest.mark.parametrize("audience", Audience)
def test_both_editions_hold_the_procedures_and_their_documents(data: Path, audience: Audience) -> None:
    import_rows(data)

    edition = Generations(data, _EMBEDDER).edition(audience)

    assert edition.procedures is not None
    assert [title.code for title in edition.procedures.list.titles] == [row["ma_thu_tuc"] for row in ROWS]
    assert edition.library.document_count == (audience is Audience.INTERNAL)


def test_a_procedure_is_dated_by_the_day_it_was_checked(data: Path) -> None:
    import_rows(data, BIRTH, {**MARRIAGE, "ngay_kiem_tra": "2026-02-01"})

    procedures = held(data)

    assert procedures
    assert [each.checked for each in procedures.list.all()] == ["2026-01-31", "2026-02-01"]


def test_a_new_list_replaces_the_one_before(data: Path) -> None:
    import_rows(data)
    import_rows(data, MARRIAGE)

    procedures = held(data)

    assert procedures
    assert [title.code for title in procedures.list.titles] == ["1.000894"]


def test_documents_that_are_read_anew_keep_the_procedures(data: Path) -> None:
    import_rows(data)
    (data.parent / "a.txt").write_text("Phường có 6 tổ dân phố.\n", encoding="utf-8")

    take_in(data.parent)

    procedures = held(data)
    assert procedures
    assert len(procedures.list) == len(ROWS)


def test_reading_the_same_documents_again_changes_nothing(data: Path) -> None:
    import_rows(data)
    before = current_number(data)

    take_in(data.parent)

    assert current_number(data) == before


def test_a_list_that_is_cleared_is_gone(data: Path) -> None:
    import_rows(data)

    clear_procedures(data=data, embedder=_EMBEDDER)

    assert held(data) is None
    assert carried(data) == ()


def test_a_list_that_cannot_be_read_leaves_the_one_before(data: Path) -> None:
    import_rows(data)
    before = current_number(data)
    (data.parent / "broken.jsonl").write_text("{", encoding="utf-8")

    with pytest.raises(IngestError):
        import_procedures(data.parent / "broken.jsonl", checked="", data=data, embedder=_EMBEDDER)

    assert current_number(data) == before
    assert [path for path in (data / "generations").iterdir() if path.name.startswith(".")] == []


def test_damaged_records_are_carried_from_the_generation_before(data: Path) -> None:
    import_rows(data)
    import_rows(data, MARRIAGE)
    number = current_number(data)
    assert number
    (generation_folder(data, number) / RECORDS).write_text("{}", encoding="utf-8")

    assert len(carried(data)) == len(ROWS)


def test_a_generation_with_a_flipped_byte_is_not_copied(data: Path) -> None:
    import_rows(data)
    number = current_number(data)
    assert number
    path = generation_folder(data, number) / "public" / "library.sqlite"
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    with pytest.raises(IngestError, match="hỏng"):
        import_rows(data, MARRIAGE)


def test_a_procedure_is_found_by_its_words_and_opened_like_a_document(data: Path) -> None:
    import_rows(data)
    procedures = held(data)
    assert procedures

    best = procedures.find("dang ky ket hon", limit=3)[0]
    document = procedures.document("thu-tuc-1.000894.txt")

    assert best.title.code == "1.000894"
    assert document
    assert document.lines[0] == "Thủ tục đăng ký kết hôn"
    assert procedures.document("1.000894") is None
