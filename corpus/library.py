"""The library of one edition: its documents, passages, words and register, in one SQLite file."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self
from urllib.parse import quote

from corpus.audience import Audience
from corpus.conflict import Conflict, conflict_from_json, conflict_to_json
from corpus.document import Cell, Document, Kind, Piece, Section
from corpus.passage import Passage
from corpus.register import Entry, entry_from_json, entry_to_json
from corpus.vietnamese import terms

# Raised with every change of the tables, of the records in them or of the indexes beside them: a program
# opens no other format than its own, and reads the files again instead.
FORMAT = 7

_SCHEMA = """
CREATE TABLE documents (position INTEGER PRIMARY KEY, id TEXT UNIQUE, file TEXT UNIQUE, record TEXT,
    lines TEXT);
CREATE TABLE superseded (file TEXT PRIMARY KEY, newer TEXT);
CREATE TABLE passages (key INTEGER PRIMARY KEY, id TEXT UNIQUE, document TEXT, section TEXT, list TEXT,
    position INTEGER, record TEXT);
CREATE TABLE entries (position INTEGER PRIMARY KEY, number TEXT, record TEXT);
CREATE TABLE conflicts (position INTEGER PRIMARY KEY, id TEXT UNIQUE, first TEXT, second TEXT, record TEXT);
CREATE TABLE terms (term TEXT PRIMARY KEY, passages INTEGER) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX passages_by_place ON passages (document, position);
CREATE INDEX passages_by_list ON passages (list) WHERE list <> '';
"""
_DOCUMENTS = "FROM documents LEFT JOIN superseded USING (file)"
# SQLite takes at most 32,766 values in one statement.
_BATCH = 10_000
# Whole documents kept in memory: every answer quotes lines of a few.
_KEPT = 64


def files_held(path: Path) -> frozenset[str]:
    """The names of the files in a library of any format; none where that cannot be told."""
    try:
        with closing(_open_read_only(path)) as connection:
            return frozenset(str(file) for (file,) in connection.execute("SELECT file FROM documents"))
    except sqlite3.Error:
        return frozenset()


class LibraryWriter:
    """Writes a new library, document by document. Nothing can be read until `finish()`.

    The same documents, passages and entries in the same order give the same file, byte for byte.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._frequencies: Counter[str] = Counter()
        # A half-written library is thrown away with its folder: no journal to roll back with.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.executescript(_SCHEMA)
        self._connection.execute("BEGIN")

    def add(self, document: Document, passages: Iterable[Passage]) -> None:
        """Raises sqlite3.IntegrityError for a document or passage whose id, or file, is there already."""
        record = _to_json(replace(document, lines=()))
        self._connection.execute(
            "INSERT INTO documents (id, file, record, lines) VALUES (?, ?, ?, ?)",
            (document.id, document.file, record, "\n".join(document.lines)),
        )
        self._connection.executemany(
            "INSERT INTO passages (id, document, section, list, position, record) VALUES (?, ?, ?, ?, ?, ?)",
            (self._row(passage) for passage in passages),
        )

    def _row(self, passage: Passage) -> tuple[str, str, str, str, int, str]:
        self._frequencies.update(set(terms(passage.search_text)))
        place = (passage.id, passage.document, passage.section, passage.group, passage.order)
        return (*place, _to_json(passage))

    def add_entries(self, entries: Iterable[Entry]) -> None:
        self._connection.executemany(
            "INSERT INTO entries (number, record) VALUES (?, ?)",
            ((str(entry.number or entry.name), entry_to_json(entry)) for entry in entries),
        )

    def add_superseded(self, newer: Mapping[str, str]) -> None:
        """The files of older versions, each with the file of the newest."""
        self._connection.executemany("INSERT INTO superseded VALUES (?, ?)", sorted(newer.items()))

    def add_conflicts(self, conflicts: Iterable[Conflict]) -> None:
        self._connection.executemany(
            "INSERT INTO conflicts (id, first, second, record) VALUES (?, ?, ?, ?)",
            ((c.id, c.first.passage, c.second.passage, conflict_to_json(c)) for c in conflicts),
        )

    def written(self) -> "Library":
        """What has been added so far, to read while the library is being written."""
        return Library(self._connection)

    def finish(self) -> None:
        self._connection.executemany("INSERT INTO terms VALUES (?, ?)", sorted(self._frequencies.items()))
        self._connection.execute("COMMIT")
        self._connection.executescript(_INDEXES)
        self.close()

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Library:
    """Reads a finished library; safe in several threads at once.

    One serialised connection is opened at once and kept, so that a library still held goes on reading after
    its generation has been removed from the disk.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._vocabulary: Mapping[str, int] | None = None
        self._documents: tuple[Document, ...] | None = None
        self._old_keys: frozenset[int] | None = None
        # Bound to the connection, not to the library: a library that nobody holds is freed at once.
        self._document = lru_cache(maxsize=_KEPT)(partial(_read_document, connection))
        self.passage_count: int = self._value("SELECT count(*) FROM passages")
        self.document_count: int = self._value("SELECT count(*) FROM documents")
        self.entry_count: int = self._value("SELECT count(*) FROM entries")

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises sqlite3.Error when the file is missing or is no library."""
        return cls(_open_read_only(path))

    def close(self) -> None:
        self._connection.close()

    def documents(self) -> tuple[Document, ...]:
        """Every document in the order it was read, without lines and sections: `document()` gives those."""
        if self._documents is None:
            rows = self._rows(f"SELECT record, newer {_DOCUMENTS} ORDER BY position")
            self._documents = tuple(
                replace(_document(record, "", newer), lines=(), sections=()) for record, newer in rows
            )
        return self._documents

    def current_documents(self) -> tuple[Document, ...]:
        """As `documents()`, but without older versions of others."""
        return tuple(document for document in self.documents() if not document.superseded_by)

    def document(self, id: str) -> Document | None:  # noqa: A002 - the field's own name
        return self._document("id", id)

    def document_by_file(self, file: str) -> Document | None:
        return self._document("file", file)

    def passage(self, id: str) -> Passage | None:  # noqa: A002 - the field's own name
        return next(iter(self.passages((id,))), None)

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        """In the order of `ids`; ids the library does not hold are left out."""
        found = dict(self._among("SELECT id, record FROM passages WHERE id IN", ids))
        return tuple(_passage(found[id]) for id in ids if id in found)  # noqa: A001 - the field's own name

    def passages_by_key(self, keys: Sequence[int]) -> tuple[Passage, ...]:
        """In the order of `keys`. Keys count from 1 in reading order over the whole library."""
        found = dict(self._among("SELECT key, record FROM passages WHERE key IN", keys))
        return tuple(_passage(found[key]) for key in keys if key in found)

    def keys_of(self, document: str) -> range:
        """The keys of a document's passages, which stand together."""
        rows = self._rows("SELECT min(key), max(key) FROM passages WHERE document = ?", document)
        first, last = rows.fetchone()
        return range(first, last + 1) if first is not None else range(0)

    def old_keys(self) -> frozenset[int]:
        """The keys of the passages of documents of which a newer version is held."""
        if self._old_keys is None:
            old = (each.id for each in self.documents() if each.superseded_by)
            self._old_keys = frozenset(key for id in old for key in self.keys_of(id))  # noqa: A001
        return self._old_keys

    def all_passages(self) -> Iterator[Passage]:
        """Every passage in reading order: the first has key 1, the next 2, and so on."""
        for (record,) in self._rows("SELECT record FROM passages ORDER BY key"):
            yield _passage(record)

    def group(self, group_id: str) -> tuple[Passage, ...]:
        """The items of one list or table, in order; none for ""."""
        statement = "SELECT record FROM passages WHERE list = ? AND list <> '' ORDER BY key"
        return self._passages(statement, group_id)

    def section_passages(self, document: str, section_prefix: str) -> tuple[Passage, ...]:
        """The passages of a section and of those under it: "III.8" takes in "III.8.1" but not "III.80"."""
        statement = (
            "SELECT record FROM passages WHERE document = ?1 AND (?2 = '' OR section = ?2"
            " OR substr(section, 1, length(?2) + 1) = ?2 || '.'"
            " OR substr(section, 1, length(?2) + 2) = ?2 || ' >')"
            " ORDER BY position"
        )
        return self._passages(statement, document, section_prefix)

    def neighbours(self, passage: Passage, *, before: int, after: int) -> tuple[Passage, ...]:
        """The passages around one in its document, in reading order, without itself."""
        statement = (
            "SELECT record FROM passages WHERE document = ? AND position BETWEEN ? AND ? AND position <> ?"
            " ORDER BY position"
        )
        place = passage.order
        return self._passages(statement, passage.document, place - before, place + after, place)

    def document_frequency(self, term: str) -> int:
        """In how many passages a folded syllable, or pair joined by "_", stands."""
        return next((count for (count,) in self._rows("SELECT passages FROM terms WHERE term = ?", term)), 0)

    def vocabulary(self) -> Mapping[str, int]:
        """Every folded syllable, with the number of passages it stands in."""
        if self._vocabulary is None:
            rows = self._rows("SELECT term, passages FROM terms WHERE instr(term, '_') = 0")
            self._vocabulary = MappingProxyType(dict(rows))
        return self._vocabulary

    def entries(self) -> tuple[Entry, ...]:
        rows = self._rows("SELECT record FROM entries ORDER BY position")
        return tuple(entry_from_json(record) for (record,) in rows)

    def conflicts(self) -> tuple[Conflict, ...]:
        """Where the documents give two figures for one thing, in reading order."""
        rows = self._rows("SELECT record FROM conflicts ORDER BY position")
        return tuple(conflict_from_json(record) for (record,) in rows)

    def conflicts_of(self, passage_ids: Sequence[str]) -> tuple[Conflict, ...]:
        """Those with a side in one of the passages, in reading order."""
        places = ",".join("?" * len(passage_ids))
        statement = f"SELECT record FROM conflicts WHERE first IN ({places}) OR second IN ({places})"  # noqa: S608
        rows = self._rows(f"{statement} ORDER BY position", *passage_ids, *passage_ids)
        return tuple(conflict_from_json(record) for (record,) in rows)

    def _passages(self, statement: str, *values: str | int) -> tuple[Passage, ...]:
        return tuple(_passage(record) for (record,) in self._rows(statement, *values))

    def _among(self, statement: str, values: Sequence[str | int]) -> Iterator[tuple[str | int, str]]:
        for start in range(0, len(values), _BATCH):
            batch = values[start : start + _BATCH]
            places = ",".join("?" * len(batch))
            yield from self._rows(f"{statement} ({places})", *batch)

    def _rows(self, statement: str, *values: str | int) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)

    def _value(self, statement: str) -> int:
        row: tuple[int] = self._rows(statement).fetchone()
        return row[0]


def _open_read_only(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def _to_json(value: Document | Passage) -> str:
    return json.dumps(asdict(value), ensure_ascii=False, separators=(",", ":"))


def _read_document(connection: sqlite3.Connection, column: str, value: str) -> Document | None:
    statement = f"SELECT record, lines, newer {_DOCUMENTS} WHERE {column} = ?"
    rows = connection.execute(statement, (value,))
    return next((_document(record, lines, newer) for record, lines, newer in rows), None)


def _document(record: str, lines: str, newer: str | None) -> Document:
    values = json.loads(record)
    values["superseded_by"] = newer or ""
    values["audience"] = Audience(values["audience"])
    values["sections"] = tuple(Section(**section) for section in values["sections"])
    values["lines"] = tuple(lines.split("\n"))
    return Document(**values)


def _passage(record: str) -> Passage:
    values = json.loads(record)
    values["kind"] = Kind(values["kind"])
    values["headings"] = tuple(values["headings"])
    values["pieces"] = tuple(Piece(**piece) for piece in values["pieces"])
    values["cells"] = tuple(Cell(**cell) for cell in values["cells"])
    values["cites"] = tuple(values["cites"])
    return Passage(**values)
