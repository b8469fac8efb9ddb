"""The security log: what was refused, when and where it came from, counted by the hour."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.moments import HOUR, Clock, now
from bot.state import State

_TABLES = """
CREATE TABLE IF NOT EXISTS security_event (
    hour INTEGER NOT NULL, what TEXT NOT NULL, source TEXT NOT NULL, times INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (hour, what, source)) WITHOUT ROWID;
"""
# Whoever floods us fills no disk: beyond this many sources in an hour they are counted as one.
_MOST_SOURCES = 2_000


class Refusal(StrEnum):
    """What was refused."""

    KEY = "key"
    LOGIN = "login"
    FORM = "form"
    HOOK = "hook"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class SecurityEvent:
    """`source` is a network address; `hour` is when the hour began, in seconds."""

    hour: int
    what: Refusal
    source: str
    times: int


class SecurityLog:
    """Every method raises StateUnavailableError."""

    def __init__(self, data: Path, *, clock: Clock = now) -> None:
        self._state = State(data, tables=_TABLES)
        self._now = clock

    def note(self, what: Refusal, source: str) -> None:
        hour = self._now() // HOUR * HOUR
        with self._state.writing() as write:
            known = write.execute("SELECT count(*) FROM security_event WHERE hour = ?", (hour,)).fetchone()[0]
            write.execute(
                "INSERT INTO security_event (hour, what, source) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET times = times + 1",
                (hour, what, source if known < _MOST_SOURCES else ""),
            )

    def since(self, moment: int) -> tuple[SecurityEvent, ...]:
        """Newest first."""
        with self._state.reading() as read:
            rows = read.execute(
                "SELECT * FROM security_event WHERE hour >= ? ORDER BY hour DESC, times DESC",
                (moment // HOUR * HOUR,),
            ).fetchall()
        return tuple(
            SecurityEvent(row["hour"], Refusal(row["what"]), row["source"], row["times"]) for row in rows
        )

    def forget(self, before: int) -> int:
        """Deletes what is older; how many lines."""
        with self._state.writing() as write:
            return write.execute("DELETE FROM security_event WHERE hour < ?", (before,)).rowcount
