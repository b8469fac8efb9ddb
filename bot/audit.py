"""The audit trail: who did what and when, each line sealed with the one before."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from bot.state import State

_REMAINS = """
CREATE TRIGGER IF NOT EXISTS audit_remains BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is not cut'); END;
"""
AUDIT_TABLES = f"""
CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, seal TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS audit_stays BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is not changed'); END;
CREATE TABLE IF NOT EXISTS audit_before (id INTEGER NOT NULL, seal TEXT NOT NULL);
{_REMAINS}
"""
# Who acts where nobody has logged in: a person at the machine's own terminal.
TERMINAL = "terminal"

_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Act:
    """`action` is a stable word; `subject` names what was acted on and holds no secret and no question."""

    id: int
    at: int
    actor: str
    action: str
    subject: str
    seal: str


def record(write: sqlite3.Connection, *, at: int, actor: str, action: str, subject: str = "") -> None:
    """Adds a line within the transaction of the act itself: both are kept, or neither is."""
    last = write.execute("SELECT id, seal FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    last = last or write.execute("SELECT id, seal FROM audit_before").fetchone()
    number, before = (last["id"] + 1, last["seal"]) if last else (1, _FIRST)
    seal = _seal(before, number, at, actor, action, subject)
    write.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)", (number, at, actor, action, subject, seal))


class AuditTrail:
    """Reads the trail. Raises StateUnavailableError where the state cannot be read."""

    def __init__(self, data: Path) -> None:
        self._state = State(data, tables=AUDIT_TABLES)

    def latest(self, limit: int, *, before: int | None = None) -> tuple[Act, ...]:
        """Newest first; `before` is the id to go on from."""
        with self._state.reading() as read:
            rows = read.execute(
                "SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?", (before or 1 << 62, limit)
            )
            return tuple(Act(*row) for row in rows)

    def of(self, actor: str) -> tuple[Act, ...]:
        """All that one person did, newest first."""
        with self._state.reading() as read:
            rows = read.execute("SELECT * FROM audit WHERE actor = ? ORDER BY id DESC", (actor,))
            return tuple(Act(*row) for row in rows)

    def broken_at(self) -> int | None:
        """The id of the first line that is not as it was sealed or follows a missing one; None: all whole.

        Lines cut off at the end leave no trace in what remains: for that, the last seal is noted elsewhere.
        """
        with self._state.reading() as read:
            last = read.execute("SELECT id, seal FROM audit_before").fetchone()
            before, expected = (last["seal"], last["id"] + 1) if last else (_FIRST, 1)
            for row in read.execute("SELECT * FROM audit ORDER BY id"):
                act = Act(*row)
                if act.id != expected:
                    return expected
                if act.seal != _seal(before, act.id, act.at, act.actor, act.action, act.subject):
                    return act.id
                before, expected = act.seal, act.id + 1
        return None

    def forget(self, before: int) -> int:
        """Deletes the lines at the beginning that are older; how many.

        The seal of the last of them stays, so that what remains can still be checked.
        """
        with self._state.writing() as write:
            kept = write.execute("SELECT min(id) FROM audit WHERE at >= ?", (before,)).fetchone()[0]
            last = write.execute(
                "SELECT id, seal FROM audit WHERE ? IS NULL OR id < ? ORDER BY id DESC LIMIT 1", (kept, kept)
            ).fetchone()
            if last is None:
                return 0
            write.execute("DELETE FROM audit_before")
            write.execute("INSERT INTO audit_before VALUES (?, ?)", tuple(last))
            write.execute("DROP TRIGGER audit_remains")
            cut = write.execute("DELETE FROM audit WHERE id <= ?", (last["id"],)).rowcount
            write.execute(_REMAINS)
            return cut


def _seal(before: str, *fields: int | str) -> str:
    return hashlib.sha256(json.dumps([before, *fields], ensure_ascii=False).encode()).hexdigest()
