"""The list of procedures of a generation, in one SQLite file."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Self
from urllib.parse import quote

from corpus.procedure import Procedure, procedure_from_json, procedure_to_json

_SCHEMA = """
CREATE TABLE procedures (key INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT, field TEXT, level TEXT,
    results TEXT, record TEXT);
CREATE INDEX procedures_by_field ON procedures (field);
"""
_COLUMNS = "code, name, field, level, results"
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Title:
    """What tells one procedure from another in a list; "" for a field or level the portal leaves out."""

    key: int
    code: str
    name: str
    field: str
    level: str
    results: str


class ProcedureList:
    """Reads a finished list; safe in several threads at once, also after its file has been removed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._read = lru_cache(maxsize=_KEPT)(partial(_read, connection))
        self.titles: tuple[Title, ...] = tuple(_titles(connection))

    @classmethod
    def write(cls, path: Path, procedures: Iterable[Procedure]) -> None:
        """The same procedures in the same order give the same file. Raises sqlite3.IntegrityError for a
        code that is there already."""
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_SCHEMA)
            connection.execute("BEGIN")
            connection.executemany(
                f"INSERT INTO procedures ({_COLUMNS}, record) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
                (_row(procedure) for procedure in procedures),
            )
            connection.execute("COMMIT")

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises sqlite3.Error when the file is missing or is no list."""
        address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        return cls(sqlite3.connect(address, uri=True, check_same_thread=False))

    def close(self) -> None:
        self._connection.close()

    def __len__(self) -> int:
        return len(self.titles)

    def by_code(self, code: str) -> Procedure | None:
        return self._read("code", code)

    def by_key(self, key: int) -> Procedure:
        """Keys count from 1 in the order of the list. Raises KeyError."""
        found = self._read("key", key)
        if found is None:
            raise KeyError(key)
        return found

    def all(self) -> Iterator[Procedure]:
        return (self.by_key(title.key) for title in self.titles)


def _row(procedure: Procedure) -> tuple[str, ...]:
    field, level = (told.text if told else "" for told in (procedure.field, procedure.level))
    results = "; ".join(result.text for result in procedure.results)
    return (procedure.code, procedure.name.text, field, level, results, procedure_to_json(procedure))


def _titles(connection: sqlite3.Connection) -> Iterator[Title]:
    rows = connection.execute(f"SELECT key, {_COLUMNS} FROM procedures ORDER BY key")  # noqa: S608
    return (Title(*row) for row in rows)


def _read(connection: sqlite3.Connection, column: str, value: str | int) -> Procedure | None:
    rows = connection.execute(f"SELECT record FROM procedures WHERE {column} = ?", (value,))  # noqa: S608
    return next((procedure_from_json(record) for (record,) in rows), None)
