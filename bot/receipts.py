"""Receipts: when deletion was asked for, by which way, how much was deleted; never what or who."""

import secrets
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from bot.moments import Clock, now
from bot.state import State

RECEIPT_TABLES = """
CREATE TABLE IF NOT EXISTS deletion (
    receipt TEXT PRIMARY KEY, at INTEGER NOT NULL, way TEXT NOT NULL, deleted INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Deletion:
    """`way` is the channel it was asked on."""

    receipt: str
    at: int
    way: str
    deleted: int


def new_receipt() -> str:
    """Short enough to be written down."""
    return secrets.token_hex(4).upper()


def keep_receipt(write: sqlite3.Connection, deletion: Deletion) -> None:
    """Within the transaction of the deletion itself."""
    values = (deletion.receipt, deletion.at, deletion.way, deletion.deleted)
    write.execute("INSERT INTO deletion VALUES (?, ?, ?, ?)", values)


class Receipts:
    """Every method raises StateUnavailableError."""

    def __init__(self, data: Path, *, clock: Clock = now) -> None:
        self._state = State(data, tables=RECEIPT_TABLES)
        self._now = clock

    def find(self, receipt: str) -> Deletion | None:
        with self._state.reading() as read:
            row = read.execute(
                "SELECT * FROM deletion WHERE receipt = ?", (receipt.strip().upper(),)
            ).fetchone()
        return Deletion(*row) if row else None

    def forget(self, before: int) -> int:
        """Deletes those that are older; how many."""
        with self._state.writing() as write:
            return write.execute("DELETE FROM deletion WHERE at < ?", (before,)).rowcount
