"""Data folders of another version of the program: read again, or told; never half understood."""

import hashlib
import json
import sqlite3
from dataclasses import fields
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.opening import open_library
from corpus.audience import Audience
from corpus.conflict import Conflict, Said
from corpus.document import Cell, Document, Piece, Section
from corpus.entry import Change, Entry, Mention
from corpus.library import FORMAT, LibraryWriter
from corpus.number import DocumentNumber
from corpus.passage import Passage
from ingest.pipeline import default_corpus, ingest
from retrieval.embedding import open_embedding
from retrieval.generation import Generations, NoGenerationError, current_number, outdated
from retrieval.seal import Seal
from settings import Settings

RECORDS = (Document, Section, Passage, Piece, Cell, Entry, Mention, Change, DocumentNumber, Conflict, Said)
# Of FORMAT 7. When this fails, raise FORMAT in corpus/library.py and put the new digest here.
LAYOUT = "e2da1ace0bad91d2"


def take(file: Path, data: Path) -> Path:
    ingest((file,), data=data, embedder=open_embedding(""), on_progress=lambda _: None)
    return data


def age(data: Path, **changes: object) -> None:
    """Makes the current generation one of another program; a value of None takes a field out."""
    manifest = data / "generations" / f"{current_number(data):06d}" / "manifest.json"
    values = {**json.loads(manifest.read_text(encoding="utf-8")), **changes}
    kept = {name: value for name, value in values.items() if value is not None}
    manifest.write_text(json.dumps(kept), encoding="utf-8")


def settings(data: Path) -> Settings:
    return Settings(_env_file=None, data=data)


def files_of(data: Path) -> list[str]:
    library = Generations(data, open_embedding("")).edition(Audience.INTERNAL).library
    return [document.file for document in library.documents()]


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "thong-bao.txt"
    file.write_text("THÔNG BÁO\n\nThư viện phường mở cửa từ 8 giờ đến 17 giờ.\n", encoding="utf-8")
    return file


def test_the_layout_of_a_library_changes_with_its_format_alone(tmp_path: Path) -> None:
    with LibraryWriter(tmp_path / "library.sqlite") as writer:
        writer.finish()

    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        tables = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master ORDER BY name")]
    connection.close()
    records = [
        (record.__name__, [(each.name, str(each.type)) for each in fields(record)]) for record in RECORDS
    ]
    assert hashlib.sha256(repr((FORMAT, tables, records)).encode()).hexdigest()[:16] == LAYOUT


def test_a_generation_of_another_format_is_not_opened(tmp_path: Path, notice: Path) -> None:
    data = take(notice, tmp_path / "data")
    assert outdated(data) is None

    age(data, format=FORMAT + 1)

    assert outdated(data) is not None
    for audience in Audience:
        with pytest.raises(NoGenerationError):
            Generations(data, open_embedding("")).edition(audience)


@pytest.mark.parametrize(
    "changes", [{"format": FORMAT - 1}, {"format": FORMAT + 1, "tables": [1]}, {"format": None}]
)
def test_what_a_data_folder_was_made_of_is_read_again(
    changes: dict[str, object], tmp_path: Path, notice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = take(notice, tmp_path / "data")
    age(data, **changes)

    open_library(settings(data))

    assert files_of(data) == ["thong-bao.txt"]
    assert current_number(data) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "phiên bản khác" in told.err


def test_a_folder_that_does_not_say_what_it_was_made_of_is_left_alone(tmp_path: Path, notice: Path) -> None:
    data = take(notice, tmp_path / "data")
    age(data, format=None, sources=None)

    with pytest.raises(NoGenerationError):
        open_library(settings(data))

    assert current_number(data) == 1


def test_the_default_corpus_is_known_by_its_files(tmp_path: Path) -> None:
    copy = tmp_path / default_corpus().name
    copy.mkdir()
    first = min(path for path in default_corpus().iterdir() if path.suffix == ".txt")
    (copy / first.name).write_bytes(first.read_bytes())
    data = take(copy, tmp_path / "data")
    age(data, format=None, sources=None)

    open_library(settings(data))

    assert set(files_of(data)) == {path.name for path in default_corpus().glob("*.txt")}


def test_the_default_corpus_is_kept_without_a_path(corpus_data: Path) -> None:
    assert Seal.read(corpus_data / "generations" / "000001").sources == ()


def test_a_file_that_has_gone_is_told_and_nothing_is_changed(
    tmp_path: Path, notice: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = take(notice, tmp_path / "data")
    age(data, format=FORMAT + 1)
    notice.unlink()
    monkeypatch.setenv("HOIPHUONG_DATA", str(data))

    for command in (["ask", "Thư viện mở cửa lúc nào?"], ["register", "list"]):
        assert main(command) == 1
        assert "thong-bao.txt" in capsys.readouterr().err

    assert current_number(data) == 1
