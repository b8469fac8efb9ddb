"""What people make of the answers: which they rated, which questions found none, how many were asked a day.

Knows nobody: no address, no name, no session is kept, and questions only without numbers of persons.
"""

import sqlite3
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from answering.answer import Status
from answering.redact import redact
from bot.moments import day_of, now
from bot.receipts import RECEIPT_TABLES, Deletion, keep_receipt
from bot.state import State
from corpus.audience import Audience

_TABLES = """
CREATE TABLE IF NOT EXISTS ratings (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, day TEXT NOT NULL, audience TEXT NOT NULL,
    status TEXT NOT NULL, verdict TEXT NOT NULL, question TEXT NOT NULL, reason TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 1, UNIQUE (day, audience, status, verdict, question, reason));
CREATE TABLE IF NOT EXISTS unanswered (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, day TEXT NOT NULL, audience TEXT NOT NULL,
    status TEXT NOT NULL, question TEXT NOT NULL, times INTEGER NOT NULL DEFAULT 1,
    UNIQUE (day, audience, status, question));
CREATE TABLE IF NOT EXISTS usage (
    day TEXT NOT NULL, audience TEXT NOT NULL, status TEXT NOT NULL, times INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (day, audience, status)) WITHOUT ROWID;
"""
_WORDED = ("ratings", "unanswered")
# Of each kind: whoever floods the page pushes out what is old, and fills no disk.
_MOST = 20_000
_LONGEST_REASON = 500

# Never the words of someone in distress, nor a complaint, which has a place of its own.
UNANSWERED = frozenset({Status.UNANSWERABLE, Status.LOOKUP_NOT_CITED, Status.OUT_OF_SCOPE})


class Verdict(StrEnum):
    """What a person made of an answer."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Rated:
    """A question whose answer was rated, `times` on that day in those words; `at` is the last, in seconds."""

    id: int
    at: int
    audience: Audience
    status: Status
    verdict: Verdict
    question: str
    reason: str
    times: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that got no answer, `times` on that day in those words; `at` is the last, in seconds."""

    id: int
    at: int
    audience: Audience
    status: Status
    question: str
    times: int


@dataclass(frozen=True, slots=True)
class DayUse:
    """How many questions of an audience ended so on a day (ISO)."""

    day: str
    audience: Audience
    status: Status
    times: int


class Feedback:
    """Reads and writes may come from any thread. Every call raises StateUnavailableError."""

    def __init__(self, data: Path) -> None:
        self._state = State(data, tables=_TABLES + RECEIPT_TABLES)

    def record(
        self, question: str, *, status: Status, audience: Audience, verdict: Verdict, reason: str = ""
    ) -> None:
        """Keeps a rating; the same again on the same day counts up."""
        at, day = _today()
        reason = " ".join(redact(reason).split())[:_LONGEST_REASON]
        row = (at, day, audience, status, verdict, redact(question), reason)
        with self._state.writing() as write:
            write.execute(
                "INSERT INTO ratings (at, day, audience, status, verdict, question, reason)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET times = times + 1, at = excluded.at",
                row,
            )
            _forget(write, "ratings")

    def asked(self, question: str, *, status: Status, audience: Audience) -> None:
        """Counts a question that was put, and keeps its words when nothing answered it."""
        at, day = _today()
        with self._state.writing() as write:
            write.execute(
                "INSERT INTO usage (day, audience, status) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET times = times + 1",
                (day, audience, status),
            )
            if status in UNANSWERED:
                write.execute(
                    "INSERT INTO unanswered (at, day, audience, status, question) VALUES (?, ?, ?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET times = times + 1, at = excluded.at",
                    (at, day, audience, status, redact(question)),
                )
                _forget(write, "unanswered")

    def rated(
        self, *, verdict: Verdict | None = None, since: int = 0, limit: int = 1_000
    ) -> tuple[Rated, ...]:
        """Newest first; `since` is in seconds, no verdict means both."""
        statement = (
            "SELECT id, at, audience, status, verdict, question, reason, times FROM ratings"
            " WHERE at >= ?1 AND (?2 IS NULL OR verdict = ?2) ORDER BY at DESC, id DESC LIMIT ?3"
        )
        with self._state.reading() as read:
            return tuple(
                Rated(id_, at, Audience(audience), Status(status), Verdict(given), question, reason, times)
                for id_, at, audience, status, given, question, reason, times in read.execute(
                    statement, (since, verdict, limit)
                )
            )

    def unanswered(self, *, since: int = 0, limit: int = 1_000) -> tuple[Unanswered, ...]:
        """Newest first; `since` is in seconds."""
        statement = (
            "SELECT id, at, audience, status, question, times FROM unanswered"
            " WHERE at >= ? ORDER BY at DESC, id DESC LIMIT ?"
        )
        with self._state.reading() as read:
            return tuple(
                Unanswered(id_, at, Audience(audience), Status(status), question, times)
                for id_, at, audience, status, question, times in read.execute(statement, (since, limit))
            )

    def forget_words(self, before: int) -> int:
        """Deletes questions and reasons that came last before a moment; how many."""
        with self._state.writing() as write:
            return sum(
                write.execute(f"DELETE FROM {table} WHERE at < ?", (before,)).rowcount  # noqa: S608 - two constants
                for table in _WORDED
            )

    def forget_counts(self, before: int) -> int:
        """Deletes the counts of the days before that of a moment; how many."""
        with self._state.writing() as write:
            return write.execute("DELETE FROM usage WHERE day < ?", (day_of(before).isoformat(),)).rowcount

    def forget_question(self, question: str, deletion: Deletion) -> int:
        """Deletes what the public asked in just these words, keeps the receipt; how many."""
        asked = (redact(question), Audience.PUBLIC)
        with self._state.writing() as write:
            deleted = sum(
                write.execute(f"DELETE FROM {table} WHERE question = ? AND audience = ?", asked).rowcount  # noqa: S608
                for table in _WORDED
            )
            keep_receipt(write, replace(deletion, deleted=deleted))
        return deleted

    def usage(self, *, since: str = "") -> tuple[DayUse, ...]:
        """By day, oldest first; `since` is an ISO day."""
        statement = "SELECT day, audience, status, times FROM usage WHERE day >= ? ORDER BY day"
        with self._state.reading() as read:
            return tuple(
                DayUse(day, Audience(audience), Status(status), times)
                for day, audience, status, times in read.execute(statement, (since,))
            )


def _today() -> tuple[int, str]:
    at = now()
    return at, day_of(at).isoformat()


def _forget(write: sqlite3.Connection, table: str) -> None:
    newest = f"(SELECT max(id) FROM {table})"  # noqa: S608 - one of the two names above
    write.execute(f"DELETE FROM {table} WHERE id <= {newest} - ?", (_MOST,))  # noqa: S608
