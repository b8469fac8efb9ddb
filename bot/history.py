"""What is remembered of conversations: a few turns, by pseudonym, for thirty days or until it is deleted."""

import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from answering.answer import Status
from answering.question import Turn
from answering.redact import redact
from bot.receipts import RECEIPT_TABLES
from bot.state import State
from corpus.audience import Audience

KEPT = 30 * 86_400
# A greeting after this long says again that a machine answers; a follow-up after it follows nothing.
PAUSE = 86_400
_TURNS = 6

_TABLES = """
CREATE TABLE IF NOT EXISTS chat_turn (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    speaker TEXT NOT NULL,
    audience TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    told TEXT NOT NULL,
    page INTEGER NOT NULL,
    rated INTEGER NOT NULL,
    begins INTEGER NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS chat_turn_speaker ON chat_turn (speaker, number);
CREATE TABLE IF NOT EXISTS chat_seen (
    name TEXT PRIMARY KEY, at REAL NOT NULL, unsure INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as a chat shows it: where it stands, what it says, and the address of the page or ""."""

    place: str
    quote: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it was told: how it ended, its pages, its sources, and what may be asked next."""

    status: Status
    pages: tuple[str, ...]
    sources: tuple[Cited, ...] = ()
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A turn that is remembered; `page` is the last one that was shown. Buttons name it by its `id`.

    `begins` says that it follows nothing that was told before it.
    """

    id: str
    speaker: str
    audience: Audience
    question: str
    answer: str
    told: Told
    page: int = 0
    is_rated: bool = False
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A question as it is kept, and when it was asked, in seconds."""

    at: int
    question: str


class History:
    """Writing happens on the connection of who answers, so that an answer and its memory are one."""

    def __init__(self, data: Path, *, now: Callable[[], float] = time.time) -> None:
        self._state = State(data, tables=_TABLES + RECEIPT_TABLES)
        self._now = now

    def turns(self, speaker: str, audience: Audience) -> tuple[Turn, ...]:
        """The last turns of a conversation that goes on, oldest first, told on the same side of the wall."""
        with self._state.reading() as read:
            rows = read.execute(
                "SELECT question, answer, begins FROM chat_turn"
                " WHERE speaker = ? AND audience = ? AND at > ?"
                " ORDER BY number DESC LIMIT ?",
                (speaker, audience, self._now() - PAUSE, _TURNS),
            ).fetchall()
        first = next((place for place, row in enumerate(rows) if row["begins"]), len(rows))
        return tuple(Turn(row["question"], row["answer"]) for row in reversed(rows[: first + 1]))

    def last(self, speaker: str) -> Exchange | None:
        """The turn that "more", "the source" and "useful" are about."""
        with self._state.reading() as read:
            row = read.execute(
                "SELECT * FROM chat_turn WHERE speaker = ? ORDER BY number DESC LIMIT 1", (speaker,)
            ).fetchone()
        return _exchange(row) if row else None

    def turn(self, id: str) -> Exchange | None:  # noqa: A002 - that is its name
        with self._state.reading() as read:
            row = read.execute("SELECT * FROM chat_turn WHERE id = ?", (id,)).fetchone()
        return _exchange(row) if row else None

    def is_new(self, chat: str) -> bool:
        """Whether nothing was said in a chat for a day."""
        with self._state.reading() as read:
            row = read.execute("SELECT at FROM chat_seen WHERE name = ?", (chat,)).fetchone()
        return row is None or row["at"] < self._now() - PAUSE

    def is_unsure(self, chat: str) -> bool:
        """Whether the last answer may not have arrived."""
        with self._state.reading() as read:
            row = read.execute("SELECT unsure FROM chat_seen WHERE name = ?", (chat,)).fetchone()
        return bool(row and row["unsure"])

    def doubt(self, chat: str) -> None:
        """The last answer of a chat may not have arrived."""
        with self._state.writing() as write:
            self._see(write, chat, unsure=1)

    def see(self, write: sqlite3.Connection, chat: str) -> None:
        """Something is said in a chat now."""
        self._see(write, chat, unsure=0)

    def keep(self, write: sqlite3.Connection, exchange: Exchange) -> None:
        """A new turn, or what has become of one that is kept."""
        told = json.dumps(asdict(exchange.told), ensure_ascii=False)
        shown = (exchange.page, exchange.is_rated, exchange.begins)
        words = (redact(exchange.question), exchange.answer, told)
        write.execute(
            "INSERT INTO chat_turn (id, speaker, audience, question, answer, told, page, rated, begins, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET page = excluded.page, rated = excluded.rated",
            (exchange.id, exchange.speaker, exchange.audience, *words, *shown, self._now()),
        )

    def forget(self, write: sqlite3.Connection, *, names: Sequence[str]) -> int:
        """Deletes all turns of these; how many."""
        turns = 0
        for name in names:
            turns += write.execute("DELETE FROM chat_turn WHERE speaker = ?", (name,)).rowcount
            write.execute("DELETE FROM chat_seen WHERE name = ?", (name,))
        return turns

    def forget_before(self, moment: float) -> int:
        """Deletes what is older, thirty days in any case: by then the names it goes by are no more."""
        oldest = max(moment, self._now() - KEPT)
        with self._state.writing() as write:
            turns = write.execute("DELETE FROM chat_turn WHERE at < ?", (oldest,)).rowcount
            return turns + write.execute("DELETE FROM chat_seen WHERE at < ?", (oldest,)).rowcount

    def all_of(self, speaker: str) -> tuple[Kept, ...]:
        """Every turn that is kept of a conversation, oldest first."""
        with self._state.reading() as read:
            rows = read.execute(
                "SELECT at, question FROM chat_turn WHERE speaker = ? ORDER BY number", (speaker,)
            ).fetchall()
        return tuple(Kept(int(row["at"]), row["question"]) for row in rows)

    def _see(self, write: sqlite3.Connection, chat: str, *, unsure: int) -> None:
        write.execute(
            "INSERT INTO chat_seen (name, at, unsure) VALUES (?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET at = excluded.at, unsure = excluded.unsure",
            (chat, self._now(), unsure),
        )


def new_id() -> str:
    """Short enough for a button, and not to be guessed."""
    return secrets.token_hex(6)


def _exchange(row: sqlite3.Row) -> Exchange:
    told = json.loads(row["told"])
    sources = tuple(Cited(**source) for source in told["sources"])
    return Exchange(
        row["id"],
        row["speaker"],
        Audience(row["audience"]),
        row["question"],
        row["answer"],
        Told(Status(told["status"]), tuple(told["pages"]), sources, tuple(told["next"])),
        row["page"],
        bool(row["rated"]),
        bool(row["begins"]),
    )
