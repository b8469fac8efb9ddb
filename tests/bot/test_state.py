"""What people leave behind: all or nothing, shared between threads, told when the file fails."""

import sqlite3
import threading
from pathlib import Path

import pytest

from bot.state import State, StateUnavailableError

TABLES = "CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, words TEXT NOT NULL UNIQUE);"


def words(state: State) -> list[str]:
    with state.reading() as read:
        return [row["words"] for row in read.execute("SELECT words FROM note ORDER BY id")]


def keep(state: State, *texts: str) -> None:
    with state.writing() as write:
        for text in texts:
            write.execute("INSERT INTO note (words) VALUES (?)", (text,))


def test_what_was_written_is_there_for_who_opens_it_next(tmp_path: Path) -> None:
    keep(State(tmp_path / "new", tables=TABLES), "một", "hai")

    assert words(State(tmp_path / "new", tables=TABLES)) == ["một", "hai"]


def test_a_write_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    state = State(tmp_path, tables=TABLES)
    keep(state, "một")

    with pytest.raises(sqlite3.IntegrityError):
        keep(state, "hai", "một")

    assert words(state) == ["một"]


def test_many_threads_write_side_by_side(tmp_path: Path) -> None:
    state = State(tmp_path, tables=TABLES)
    threads = [threading.Thread(target=keep, args=(state, str(number))) for number in range(20)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(words(state), key=int) == [str(number) for number in range(20)]


def test_a_reader_sees_one_moment_while_another_writes(tmp_path: Path) -> None:
    state = State(tmp_path, tables=TABLES)
    keep(state, "một")

    with state.reading() as read:
        before = read.execute("SELECT count(*) FROM note").fetchone()[0]
        keep(state, "hai")
        after = read.execute("SELECT count(*) FROM note").fetchone()[0]

    assert (before, after) == (1, 1)


def test_a_damaged_file_is_named_in_vietnamese(tmp_path: Path) -> None:
    state = State(tmp_path, tables=TABLES)
    for side in ("", "-wal", "-shm"):
        state.file.with_name(state.file.name + side).unlink(missing_ok=True)
    state.file.write_bytes(b"this is no database" * 100)

    with pytest.raises(StateUnavailableError, match=r"Không đọc hoặc ghi được .*state\.sqlite"):
        words(state)
