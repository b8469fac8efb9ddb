"""The texts that a file holds, whatever it is: rows of a database, members of an archive, or its bytes."""

import gzip
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from corpus.audience import Audience

_SQLITE = b"SQLite format 3\0"
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Held:
    """A text in a file: `where` names the table or member, "" is the file itself.

    `internal`: the row itself says that only the internal side reads it.
    """

    where: str
    text: str
    internal: bool = False


def texts_of(path: Path) -> Iterator[Held]:
    """What a table or an archive holds comes before the file's own bytes. Raises OSError."""
    content = path.read_bytes()
    if content.startswith(_SQLITE):
        yield from _rows(path)
    elif content.startswith(_GZIP):
        content = _unpacked(content)
    elif zipfile.is_zipfile(path):
        yield from _members(path)
    # Also what was deleted from a database and lies in its free pages.
    yield Held("", content.decode(errors="ignore"))


def _unpacked(content: bytes) -> bytes:
    try:
        return gzip.decompress(content)
    except (OSError, EOFError):
        return content


def _members(path: Path) -> Iterator[Held]:
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield Held(name, archive.read(name).decode(errors="ignore"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return


def _rows(path: Path) -> Iterator[Held]:
    """Every text of every table. What cannot be read as a table is among the bytes."""
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            connection.text_factory = lambda text: text.decode(errors="ignore")
            named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in named:
                yield from _of_table(connection, table)
    except sqlite3.Error:
        return


def _of_table(connection: sqlite3.Connection, table: str) -> Iterator[Held]:
    parents = _parents(connection, table)
    try:
        for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - a name of its own tables
            internal = _is_internal(row) or any(row[column] in ids for column, ids in parents.items())
            for value in tuple(row):
                text = value.decode(errors="ignore") if isinstance(value, bytes) else value
                if isinstance(text, str):
                    yield Held(table, text, internal)
    except sqlite3.Error:
        return


def _parents(connection: sqlite3.Connection, table: str) -> Mapping[str, frozenset[object]]:
    """By column, the ids of the rows it refers to that are internal themselves."""
    found: dict[str, frozenset[object]] = {}
    for key in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall():
        parent, column = key["table"], key["from"]
        columns = {row["name"] for row in connection.execute(f'PRAGMA table_info("{parent}")')}
        if {"id", "audience"} <= columns:
            statement = f'SELECT id FROM "{parent}" WHERE audience = ?'  # noqa: S608 - a name of its own tables
            rows = connection.execute(statement, (str(Audience.INTERNAL),))
            found[column] = frozenset(row["id"] for row in rows)
    return found


def _is_internal(row: sqlite3.Row) -> bool:
    return "audience" in row.keys() and row["audience"] == Audience.INTERNAL  # noqa: SIM118 - a Row iterates its values
