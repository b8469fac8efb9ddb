"""What came in and what must go out: on the disk before it is acknowledged, each message answered once."""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from answering.redact import without_numbers
from bot.message import Channel, Fate, Kind, Message, Outcome, Part
from bot.moments import day_of
from bot.posting import read_message, read_part, write_message, write_part
from bot.state import State
from corpus.vietnamese import normalise

# A platform may deliver an event again for this long; its key is kept, what it said is not.
KEPT = 3 * 86_400

_TABLES = """
CREATE TABLE IF NOT EXISTS chat_inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    chat TEXT NOT NULL,
    message TEXT NOT NULL,
    stage TEXT NOT NULL DEFAULT 'waiting',
    at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS chat_inbox_open ON chat_inbox (channel, chat, id)
    WHERE stage IN ('waiting', 'answered');
CREATE TABLE IF NOT EXISTS chat_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    inbox INTEGER NOT NULL REFERENCES chat_inbox (id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    stage TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS chat_outbox_inbox ON chat_outbox (inbox, id);
CREATE TABLE IF NOT EXISTS chat_count (
    channel TEXT NOT NULL, day TEXT NOT NULL, what TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (channel, day, what)
) WITHOUT ROWID;
"""
_COUNT = """
INSERT INTO chat_count (channel, day, what, count) VALUES (?, ?, ?, 1)
ON CONFLICT (channel, day, what) DO UPDATE SET count = count + 1
"""
_OPEN = "stage IN ('waiting', 'answered')"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that waits for its answer, or for the parts of it to be sent."""

    id: int
    message: Message
    answered: bool
    at: float


@dataclass(frozen=True, slots=True)
class Errand:
    """A part that waits to be sent; `attempts` were made before."""

    id: int
    part: Part
    attempts: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Messages since midnight by how they ended; what waits, for how many seconds; sends this month."""

    received: int
    answered: int
    unsure: int
    lost: int
    waiting: int
    waits: float
    sent_this_month: int


class Inbox:
    """Several threads and processes may share it; every change is whole and on the disk when it returns."""

    def __init__(self, data: Path, *, now: Callable[[], float] = time.time) -> None:
        self._state = State(data, tables=_TABLES)
        self._now = now

    def accept(self, message: Message) -> bool:
        """False for a message that is already here. Raises StateUnavailableError: then it is not accepted.

        Numbers of persons do not even get as far as here.
        """
        if message.kind is Kind.WORDS:
            message = replace(message, text=without_numbers(normalise(message.text)))
        with self._state.writing() as write:
            done = write.execute(
                "INSERT OR IGNORE INTO chat_inbox (key, channel, chat, message, at) VALUES (?, ?, ?, ?, ?)",
                (_key(message), message.channel, message.chat, write_message(message), self._now()),
            )
            if done.rowcount == 1:
                self._count(write, message.channel, "received")
        return done.rowcount == 1

    def open_chats(self, channel: Channel) -> tuple[str, ...]:
        """The chats in which something waits."""
        with self._state.reading() as read:
            rows = read.execute(
                f"SELECT DISTINCT chat FROM chat_inbox WHERE channel = ? AND {_OPEN}",  # noqa: S608 - a constant
                (channel,),
            )
            return tuple(row["chat"] for row in rows)

    def oldest(self, channel: Channel, chat: str) -> Letter | None:
        """The first message of a chat that is not done with."""
        with self._state.reading() as read:
            row = read.execute(
                f"SELECT * FROM chat_inbox WHERE channel = ? AND chat = ? AND {_OPEN} ORDER BY id LIMIT 1",  # noqa: S608
                (channel, chat),
            ).fetchone()
        if row is None:
            return None
        return Letter(row["id"], read_message(row["message"]), row["stage"] == "answered", row["at"])

    def answer(
        self, letter: Letter, parts: Sequence[Part], *, keep: Callable[[sqlite3.Connection], None]
    ) -> None:
        """The answer and what is remembered of it, together."""
        with self._state.writing() as write:
            write.execute("UPDATE chat_inbox SET stage = 'answered' WHERE id = ?", (letter.id,))
            write.executemany(
                "INSERT INTO chat_outbox (inbox, part, at) VALUES (?, ?, ?)",
                [(letter.id, write_part(part), self._now()) for part in parts],
            )
            keep(write)

    def is_called_off(self, letter: Letter, *, by: Callable[[Message], bool]) -> bool:
        """Whether the same person sent a message after this one that says not to answer it any more."""
        message = letter.message
        with self._state.reading() as read:
            rows = read.execute(
                "SELECT message FROM chat_inbox"
                " WHERE channel = ? AND chat = ? AND id > ? AND stage = 'waiting'",
                (message.channel, message.chat, letter.id),
            ).fetchall()
        later = (read_message(row["message"]) for row in rows)
        return any(each.sender == message.sender and by(each) for each in later)

    def drop(self, letter: Letter) -> None:
        """A message that gets no answer because who asked called it off."""
        with self._state.writing() as write:
            self._close(write, letter.id, "called_off", letter.message.channel)

    def next_errand(self, letter: Letter) -> Errand | None:
        """The first part of an answer that is still to be sent."""
        with self._state.reading() as read:
            row = read.execute(
                "SELECT * FROM chat_outbox WHERE inbox = ? AND stage = 'waiting' ORDER BY id LIMIT 1",
                (letter.id,),
            ).fetchone()
        return Errand(row["id"], read_part(row["part"]), row["attempts"]) if row else None

    def begin(self, errand: Errand) -> None:
        """Before the part leaves: if nothing more is heard of it, it may have been delivered."""
        with self._state.writing() as write:
            write.execute(
                "UPDATE chat_outbox SET stage = 'leaving', attempts = attempts + 1, at = ? WHERE id = ?",
                (self._now(), errand.id),
            )

    def settle(self, errand: Errand, outcome: Outcome, *, channel: Channel) -> None:
        """After the part left: what became of it."""
        again = outcome.fate in {Fate.LATER, Fate.MOVED, Fate.CLOSED}
        with self._state.writing() as write:
            write.execute(
                "UPDATE chat_outbox SET stage = ?, reason = ? WHERE id = ?",
                ("waiting" if again else outcome.fate, outcome.reason, errand.id),
            )
            self._count(write, channel, outcome.fate)
            if outcome.reason:
                self._count(write, channel, f"{outcome.fate}:{outcome.reason}")

    def close(self, letter: Letter) -> None:
        """Done with: the key stays for three days, the words and the address do not."""
        with self._state.writing() as write:
            stages = {
                row["stage"]
                for row in write.execute("SELECT stage FROM chat_outbox WHERE inbox = ?", (letter.id,))
            }
            worst = next((fate for fate in (Fate.REFUSED, Fate.GONE, Fate.UNSURE) if fate in stages), "done")
            self._close(write, letter.id, worst, letter.message.channel)

    def leave(self, channel: Channel, chat: str) -> None:
        """A chat that is closed to us: nothing that waits there will ever arrive."""
        with self._state.writing() as write:
            rows = write.execute(
                f"SELECT id FROM chat_inbox WHERE channel = ? AND chat = ? AND {_OPEN}",  # noqa: S608
                (channel, chat),
            ).fetchall()
            for row in rows:
                self._close(write, row["id"], Fate.GONE, channel)

    def move(self, channel: Channel, chat: str, *, to: str) -> None:
        """A chat has another id from now on."""
        with self._state.writing() as write:
            rows = write.execute(
                f"SELECT id, message FROM chat_inbox WHERE channel = ? AND chat = ? AND {_OPEN}",  # noqa: S608
                (channel, chat),
            ).fetchall()
            for row in rows:
                moved = write_message(read_message(row["message"]), chat=to)
                write.execute(
                    "UPDATE chat_inbox SET chat = ?, message = ? WHERE id = ?", (to, moved, row["id"])
                )

    def recover(self, channel: Channel) -> int:
        """Parts that were leaving when the program died may have arrived. How many there are."""
        with self._state.writing() as write:
            done = write.execute(
                "UPDATE chat_outbox SET stage = 'unsure', reason = 'died' WHERE stage = 'leaving'"
                " AND inbox IN (SELECT id FROM chat_inbox WHERE channel = ?)",
                (channel,),
            )
            for _ in range(done.rowcount):
                self._count(write, channel, Fate.UNSURE)
        return done.rowcount

    def sweep(self) -> int:
        """Forgets the keys of messages that are done with and too old to come again; how many."""
        with self._state.writing() as write:
            return write.execute(
                f"DELETE FROM chat_inbox WHERE at < ? AND NOT {_OPEN}",  # noqa: S608
                (self._now() - KEPT,),
            ).rowcount

    def forget_counts(self, before: int) -> int:
        """Deletes the counts of the days before that of a moment; how many."""
        with self._state.writing() as write:
            return write.execute("DELETE FROM chat_count WHERE day < ?", (_day(before),)).rowcount

    def sent_this_month(self, channel: Channel) -> int:
        """How many parts were delivered since the first of the month, the unsure ones counted."""
        return self._counted(channel, f"{_day(self._now())[:8]}01", ("sent", "unsure"))

    def tally(self, channel: Channel) -> Tally:
        """How a channel is doing today."""
        today = _day(self._now())
        with self._state.reading() as read:
            row = read.execute(
                f"SELECT count(*), min(at) FROM chat_inbox WHERE channel = ? AND {_OPEN}",  # noqa: S608
                (channel,),
            ).fetchone()
        return Tally(
            received=self._counted(channel, today, ("received",)),
            answered=self._counted(channel, today, ("closed:done",)),
            unsure=self._counted(channel, today, ("closed:unsure",)),
            lost=self._counted(channel, today, ("closed:refused", "closed:gone")),
            waiting=row[0],
            waits=self._now() - row[1] if row[0] else 0.0,
            sent_this_month=self.sent_this_month(channel),
        )

    def _counted(self, channel: Channel, since: str, names: Sequence[str]) -> int:
        with self._state.reading() as read:
            rows = read.execute(
                "SELECT what, count FROM chat_count WHERE channel = ? AND day >= ?", (channel, since)
            ).fetchall()
        return sum(row["count"] for row in rows if row["what"] in names)

    def _close(self, write: sqlite3.Connection, inbox: int, stage: str, channel: Channel) -> None:
        write.execute("UPDATE chat_inbox SET stage = ?, chat = '', message = '' WHERE id = ?", (stage, inbox))
        write.execute("UPDATE chat_outbox SET part = '' WHERE inbox = ?", (inbox,))
        self._count(write, channel, f"closed:{stage}")

    def _count(self, write: sqlite3.Connection, channel: Channel, what: str) -> None:
        write.execute(_COUNT, (channel, _day(self._now()), what))


def _key(message: Message) -> str:
    # The key holds the platform's ids, which are not kept.
    return hashlib.sha256(f"{message.channel}\0{message.key}".encode()).hexdigest()


def _day(now: float) -> str:
    return day_of(int(now)).isoformat()
