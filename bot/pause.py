"""The switch that stops all answers at once, with the reason that everybody is told."""

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from bot.audit import AUDIT_TABLES, record
from bot.door import read_words
from bot.moments import Clock, now
from bot.state import State, StateUnavailableError
from prompts import load

_log = logging.getLogger(__name__)

LONGEST_REASON = 300

_TABLES = """
CREATE TABLE IF NOT EXISTS pause (
    one INTEGER PRIMARY KEY CHECK (one = 1), reason TEXT NOT NULL, since INTEGER NOT NULL, by TEXT NOT NULL);
"""
# Every request looks; the file is read once a second.
_LOOK = 1.0


class PausedError(Exception):
    """Nothing is answered now; the message is Vietnamese and gives the reason."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Why nothing is answered, since when (in seconds), and who said so."""

    reason: str
    since: int
    by: str

    @property
    def notice(self) -> str:
        return load("page/paused", reason=self.reason)


class Pause:
    """Safe to share between threads; every process sees it within a second.

    To begin and to end raises StateUnavailableError.
    """

    def __init__(self, data: Path, *, clock: Clock = now) -> None:
        self._state = State(data, tables=AUDIT_TABLES + _TABLES)
        self._now = clock
        self._lock = threading.Lock()
        self._seen: Paused | None = None
        self._looked = -_LOOK

    def begin(self, reason: str, *, by: str) -> Paused:
        """Raises InputError for a reason that says nothing."""
        paused = Paused(read_words(reason, limit=LONGEST_REASON), self._now(), by)
        with self._state.writing() as write:
            write.execute(
                "INSERT OR REPLACE INTO pause VALUES (1, ?, ?, ?)", (paused.reason, paused.since, paused.by)
            )
            record(write, at=paused.since, actor=by, action="paused")
        self._looked = -_LOOK
        return paused

    def end(self, *, by: str) -> bool:
        """False where nothing was paused."""
        with self._state.writing() as write:
            ended = write.execute("DELETE FROM pause").rowcount > 0
            if ended:
                record(write, at=self._now(), actor=by, action="resumed")
        self._looked = -_LOOK
        return ended

    def current(self) -> Paused | None:
        with self._lock:
            if time.monotonic() - self._looked >= _LOOK:
                self._looked = time.monotonic()
                try:
                    with self._state.reading() as read:
                        row = read.execute("SELECT reason, since, by FROM pause").fetchone()
                    self._seen = Paused(*row) if row else None
                except StateUnavailableError as error:
                    _log.error("what was said last of pausing holds: %s", error)
            return self._seen

    def check(self) -> None:
        """Raises PausedError."""
        if paused := self.current():
            raise PausedError(paused.notice)
