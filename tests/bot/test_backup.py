"""A backup and its way back: all of a data folder, nothing of anything else, and never half."""

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.accounts import Accounts, Role
from bot.archive import CONTENTS
from bot.backup import back_up, last_backup
from bot.errors import BackupError
from bot.in_use import in_use
from bot.restore import restore
from bot.salvage import set_damaged_aside
from bot.state import State
from corpus.audience import Audience
from retrieval.generation import Generations
from tests.builders import a_document
from tests.ingest.test_generation import EMBEDDER, lines_of, write

TABLES = "CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, words TEXT NOT NULL);"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with two generations, a state in use, an upload, a key and what no backup needs."""
    folder = tmp_path / "data"
    write(folder, [a_document("cũ")])
    write(folder, [a_document("công khai", "")], [a_document("công khai", "nội bộ")])
    keep(folder, "một")
    for name in ("uploads/giay.txt", "pseudonym.key", "readings/x.json.gz", "chat-zalo.lock"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def keep(data: Path, words: str) -> None:
    with State(data, tables=TABLES).writing() as write:
        write.execute("INSERT INTO note (words) VALUES (?)", (words,))


def kept(data: Path) -> list[str]:
    with State(data, tables=TABLES).reading() as read:
        return [row["words"] for row in read.execute("SELECT words FROM note ORDER BY id")]


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive with other contents."""
    with zipfile.ZipFile(file) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    change(held)
    other = file.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return other


def test_what_was_backed_up_is_there_again(data: Path, tmp_path: Path) -> None:
    file, place = tmp_path / "sao-luu.zip", tmp_path / "elsewhere"
    with State(data, tables=TABLES).reading():
        made = back_up(data, file)

    restored = restore(file, place)

    assert (made.generation, restored.files) == (2, made.files)
    generations = Generations(place, EMBEDDER)
    assert lines_of(generations) == ["công khai"]
    assert lines_of(generations, Audience.INTERNAL) == ["công khai", "nội bộ"]
    assert generations.verify() == ()
    assert kept(place) == ["một"]
    assert (place / "uploads" / "giay.txt").read_text(encoding="utf-8") == "uploads/giay.txt"
    assert (place / "pseudonym.key").exists()
    assert not (place / "readings").exists()
    assert file.stat().st_mode & 0o077 == 0
    assert last_backup(data) == file


def test_what_was_there_before_a_restore_is_kept_aside(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "sao-luu.zip")
    keep(data, "hai")
    write(data, [a_document("mới hơn")])

    restore(tmp_path / "sao-luu.zip", data)

    (aside,) = data.glob("before-restore-*")
    assert kept(data) == ["một"]
    assert lines_of(Generations(data, EMBEDDER)) == ["công khai"]
    assert kept(aside) == ["một", "hai"]
    assert lines_of(Generations(aside, EMBEDDER)) == ["mới hơn"]


def test_accounts_work_after_a_restore(tmp_path: Path) -> None:
    password = Accounts(tmp_path / "data").open("an.nguyen", role=Role.ADMIN, cell="", by="test")
    back_up(tmp_path / "data", tmp_path / "b.zip")

    restore(tmp_path / "b.zip", tmp_path / "new")

    session = Accounts(tmp_path / "new").sign_in("an.nguyen", password, address="")
    assert getattr(session, "account", None)


def cut(file: Path) -> Path:
    file.write_bytes(file.read_bytes()[:-200])
    return file


def flipped(file: Path) -> Path:
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    file.write_bytes(content)
    return file


def no_archive(file: Path) -> Path:
    file.write_text("không phải tệp sao lưu", encoding="utf-8")
    return file


def with_contents(**fields: object) -> Callable[[Path], Path]:
    def change(held: dict[str, bytes]) -> None:
        held[CONTENTS] = json.dumps({**json.loads(held[CONTENTS]), **fields}).encode()

    return lambda file: rewritten(file, change)


def with_file(name: str) -> Callable[[Path], Path]:
    """One more file, told in the contents as it should be."""

    def change(held: dict[str, bytes]) -> None:
        contents = json.loads(held[CONTENTS])
        contents["files"][name] = {
            "size": 0,
            "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        }
        held[CONTENTS] = json.dumps(contents).encode()
        held[name] = b""

    return lambda file: rewritten(file, change)


def without(name: str) -> Callable[[Path], Path]:
    return lambda file: rewritten(file, lambda held: held.pop(name) and None)


def with_more(file: Path) -> Path:
    return rewritten(file, lambda held: held.update({"state.sqlite": held["state.sqlite"] + b"\0" * 4096}))


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (cut, "đã hỏng"),
        (flipped, "đã hỏng"),
        (no_archive, "không phải tệp sao lưu"),
        (with_contents(format=99), "không phải tệp sao lưu"),
        (with_contents(files={}), "đã hỏng"),
        (with_contents(files="nhiều"), "không phải tệp sao lưu"),
        (with_file("../evil.txt"), "không phải tệp sao lưu"),
        (with_file("/tmp/evil.txt"), "không phải tệp sao lưu"),
        (with_file("a/../../evil.txt"), "không phải tệp sao lưu"),
        (with_file("a\\evil.txt"), "không phải tệp sao lưu"),
        (without(CONTENTS), "không phải tệp sao lưu"),
        (without("state.sqlite"), "đã hỏng"),
        (with_more, "đã hỏng"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_damaged_or_foreign_archive_changes_nothing(
    data: Path, tmp_path: Path, harm: Callable[[Path], Path], told: str
) -> None:
    back_up(data, tmp_path / "sao-luu.zip")
    file = harm(tmp_path / "sao-luu.zip")
    before = sorted(path for path in tmp_path.rglob("*") if path.suffix != ".lock")

    with pytest.raises(BackupError, match=told):
        restore(file, data)

    assert sorted(path for path in tmp_path.rglob("*") if path.suffix != ".lock") == before
    assert kept(data) == ["một"]


def test_nothing_is_restored_under_a_running_server(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "sao-luu.zip")

    with in_use(data), pytest.raises(BackupError, match="hoiphuong serve"):
        restore(tmp_path / "sao-luu.zip", data)

    restore(tmp_path / "sao-luu.zip", data)


def test_damaged_files_push_out_no_good_backup(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "sao-luu.zip")
    good = (tmp_path / "sao-luu.zip").read_bytes()
    (data / "generations" / "000002" / "public" / "library.sqlite").write_bytes(b"")

    with pytest.raises(BackupError, match=r"library\.sqlite"):
        back_up(data, tmp_path / "sao-luu.zip")

    assert (tmp_path / "sao-luu.zip").read_bytes() == good


def test_a_place_that_cannot_be_written_is_told(data: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="Không ghi được"):
        back_up(data, tmp_path / "nowhere" / "sao-luu.zip")
    with pytest.raises(BackupError, match="Chưa có thư mục dữ liệu"):
        back_up(tmp_path / "nothing", tmp_path / "sao-luu.zip")
    with pytest.raises(BackupError, match="Không khôi phục được"):
        restore(tmp_path / "not-there.zip", data)


def test_a_damaged_state_is_set_aside_and_the_backup_named(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "sao-luu.zip")
    for side in ("-wal", "-shm"):
        (data / f"state.sqlite{side}").unlink(missing_ok=True)
    whole = (data / "state.sqlite").read_bytes()
    (data / "state.sqlite").write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))

    told = set_damaged_aside(data)

    assert "đã hỏng" in told
    assert str(tmp_path / "sao-luu.zip") in told
    assert kept(data) == []
    (aside,) = data.glob("state-damaged-*")
    assert (aside / "state.sqlite").exists()


def test_a_state_that_is_whole_stays(data: Path, tmp_path: Path) -> None:
    assert set_damaged_aside(data) == ""
    assert set_damaged_aside(tmp_path / "nothing") == ""
    assert kept(data) == ["một"]


def test_a_state_that_is_no_database_is_set_aside_without_a_backup(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"no database at all" * 400)

    assert "Chưa có bản sao lưu" in set_damaged_aside(tmp_path)


def test_a_backup_holds_one_moment_of_a_state_that_is_written(data: Path, tmp_path: Path) -> None:
    state = State(data, tables=TABLES)
    with state.writing() as write:
        write.execute("INSERT INTO note (words) VALUES ('nửa chừng')")
        back_up(data, tmp_path / "sao-luu.zip")

    restore(tmp_path / "sao-luu.zip", tmp_path / "new")

    assert kept(tmp_path / "new") == ["một"]
    with sqlite3.connect(tmp_path / "new" / "state.sqlite") as restored:
        assert restored.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    restored.close()
    shutil.rmtree(tmp_path / "new")
