"""A meeting: questions, their answers, and which of them everybody sees. Knows nothing of HTTP or chats."""

import hashlib
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from answering.answer import Answer
from answering.question import MAX_QUESTION, Question
from answering.redact import redact
from bot.audit import AUDIT_TABLES, record
from bot.door import read_words
from bot.errors import FormError
from bot.minutes import write_minutes
from bot.moments import Clock, day_of, now
from bot.proceedings import Item, Origin, Proceedings
from bot.state import State
from corpus.audience import Audience

LONGEST_TITLE = 160
LONGEST_NOTE = 1_000
MOST_ITEMS = 300
MOST_FROM_ONE = 15
MOST_ATTENDING = 100_000

_TABLES = """
CREATE TABLE IF NOT EXISTS meeting (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, cell TEXT NOT NULL,
    day TEXT NOT NULL, audience TEXT NOT NULL, opened_by TEXT NOT NULL, opened INTEGER NOT NULL,
    closed INTEGER, shown INTEGER, page INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 1,
    phones INTEGER NOT NULL DEFAULT 0, attending INTEGER);
CREATE TABLE IF NOT EXISTS meeting_item (
    id INTEGER PRIMARY KEY, meeting INTEGER NOT NULL REFERENCES meeting (id), origin TEXT NOT NULL,
    member TEXT NOT NULL, question TEXT NOT NULL, asked INTEGER NOT NULL, answer TEXT, answered INTEGER,
    shown INTEGER, turn INTEGER NOT NULL DEFAULT 0, aside INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS meeting_item_by_meeting ON meeting_item (meeting);
CREATE TABLE IF NOT EXISTS meeting_member (
    meeting INTEGER NOT NULL REFERENCES meeting (id), member TEXT NOT NULL,
    PRIMARY KEY (meeting, member)) WITHOUT ROWID;
"""
# Letters and digits that are not mistaken for each other when read from a wall.
_LETTERS = "ABCDEFGHJKMNPQRTVWXY346789"
# Whoever has the code reads what is shown, so an internal one is not found by trying.
_CODE_LENGTH = {Audience.PUBLIC: 6, Audience.INTERNAL: 10}
_ANSWER = TypeAdapter(Answer)

Ask = Callable[[Question], Answer]


class Meeting:
    """One meeting. Every method raises StateUnavailableError, and FormError to change one that is closed."""

    def __init__(self, state: State, number: int, *, ask: Ask, clock: Clock) -> None:
        self._state = state
        self._number = number
        self._ask = ask
        self._now = clock

    def version(self) -> int:
        """Another one as soon as there is anything new to see."""
        with self._state.reading() as read:
            row = read.execute("SELECT version FROM meeting WHERE id = ?", (self._number,)).fetchone()
        return int(row["version"])

    def proceedings(self) -> Proceedings:
        """All of it as it stands now."""
        with self._state.reading() as read:
            row = read.execute("SELECT * FROM meeting WHERE id = ?", (self._number,)).fetchone()
            rows = read.execute("SELECT * FROM meeting_item WHERE meeting = ? ORDER BY id", (self._number,))
            return _proceedings(row, rows)

    def prepare(self, questions: Iterable[str]) -> None:
        """Puts questions on the agenda, answered, so that the chair can read the answers beforehand."""
        for question in read_questions(questions):
            self._answer(self._put(question, Origin.PREPARED).id)

    def ask(self, question: str) -> Item:
        """A question put aloud, answered at once. Raises InputError for what is no question."""
        return self._answer(self._put(question, Origin.CHAIR).id)

    def submit(self, question: str, *, member: str) -> Item:
        """A member's question, answered only when the chair takes it up. Raises InputError."""
        return self._put(question, Origin.MEMBER, _hash(member))

    def show(self, item: int) -> Item:
        """Everybody sees this question and its answer from now on."""
        found = self._item(item)
        answered = self._answer(item) if found.answer is None else found
        with self._changing() as write:
            write.execute("UPDATE meeting SET shown = ?, page = 0 WHERE id = ?", (item, self._number))
            write.execute("UPDATE meeting_item SET aside = 0 WHERE id = ?", (item,))
            write.execute(
                "UPDATE meeting_item SET shown = ?, turn = version FROM meeting"
                " WHERE meeting_item.id = ? AND meeting_item.shown IS NULL AND meeting.id = meeting",
                (self._now(), item),
            )
        return answered

    def forward(self) -> None:
        """The next page of the answer, or the next question the chair has put on the list."""
        before = self.proceedings()
        if before.page + 1 < len(before.pages):
            self._turn(before.page + 1)
        elif before.following is not None:
            self.show(before.following.id)

    def back(self) -> None:
        """The page before, or the question before, from its first page."""
        before = self.proceedings()
        if before.page:
            self._turn(before.page - 1)
        elif before.preceding is not None:
            self.show(before.preceding.id)

    def hide(self) -> None:
        """Nobody sees an answer until the next one is shown."""
        with self._changing() as write:
            write.execute("UPDATE meeting SET shown = NULL, page = 0 WHERE id = ?", (self._number,))

    def answer_again(self, item: int) -> Item:
        """From what the documents say now."""
        return self._answer(self._item(item).id)

    def set_aside(self, item: int) -> None:
        """Not for this meeting; it stands in the minutes as left open."""
        with self._changing() as write:
            write.execute(
                "UPDATE meeting_item SET aside = 1 WHERE id = ? AND meeting = ?", (item, self._number)
            )
            write.execute("UPDATE meeting SET shown = NULL WHERE id = ? AND shown = ?", (self._number, item))

    def note(self, item: int, words: str) -> None:
        """What the chair adds to an answer in the minutes; "" takes it back. Raises InputError."""
        kept = redact(read_words(words, limit=LONGEST_NOTE)) if words.strip() else ""
        with self._changing() as write:
            write.execute(
                "UPDATE meeting_item SET note = ? WHERE id = ? AND meeting = ?", (kept, item, self._number)
            )

    def join(self, member: str) -> None:
        """Counts a telephone, once; `member` is a secret of its own, kept as a hash until the end."""
        mark = _hash(member)
        with self._state.reading() as read:
            place = (self._number, mark)
            known = read.execute("SELECT 1 FROM meeting_member WHERE meeting = ? AND member = ?", place)
            if known.fetchone():
                return
        with self._changing() as write:
            write.execute("INSERT OR IGNORE INTO meeting_member VALUES (?, ?)", (self._number, mark))
            write.execute(
                "UPDATE meeting SET phones = (SELECT count(*) FROM meeting_member WHERE meeting = id)"
                " WHERE id = ?",
                (self._number,),
            )

    def asked_by(self, member: str) -> tuple[Item, ...]:
        """A member's own questions, in their order."""
        mark = _hash(member)
        return tuple(item for item in self.proceedings().items if item.member == mark)

    def attend(self, count: int) -> None:
        """How many people are there, as the chair counts them: fewer have a telephone in hand."""
        if not 0 <= count <= MOST_ATTENDING:
            raise FormError("attending", most=MOST_ATTENDING)
        with self._changing() as write:
            write.execute("UPDATE meeting SET attending = ? WHERE id = ?", (count, self._number))

    def close(self, *, by: str) -> None:
        """Telephones see nothing more, and which telephone asked what is forgotten."""
        with self._changing() as write:
            row = write.execute("SELECT code FROM meeting WHERE id = ?", (self._number,)).fetchone()
            write.execute("UPDATE meeting SET closed = ? WHERE id = ?", (self._now(), self._number))
            write.execute("UPDATE meeting_item SET member = '' WHERE meeting = ?", (self._number,))
            write.execute("DELETE FROM meeting_member WHERE meeting = ?", (self._number,))
            record(write, at=self._now(), actor=by, action="meeting_closed", subject=row["code"])

    def minutes(self) -> bytes:
        """The minutes so far as a .docx file."""
        return write_minutes(self.proceedings())

    def _item(self, number: int) -> Item:
        found = next((item for item in self.proceedings().items if item.id == number), None)
        if found is None:
            raise FormError("meeting_item")
        return found

    def _put(self, question: str, origin: Origin, member: str = "") -> Item:
        words = redact(read_words(question, limit=MAX_QUESTION))
        with self._changing() as write:
            # Members cannot take the room that the chair needs.
            kept = write.execute(
                "SELECT count(*) AS all_of_them, coalesce(sum(member = ?), 0) AS own"
                " FROM meeting_item WHERE meeting = ? AND (member = '') = (? = '')",
                (member, self._number, member),
            ).fetchone()
            if kept["all_of_them"] >= MOST_ITEMS:
                raise FormError("meeting_full", most=MOST_ITEMS)
            if member and kept["own"] >= MOST_FROM_ONE:
                raise FormError("meeting_own", most=MOST_FROM_ONE)
            put = write.execute(
                "INSERT INTO meeting_item (meeting, origin, member, question, asked) VALUES (?, ?, ?, ?, ?)"
                " RETURNING *",
                (self._number, origin, member, words, self._now()),
            )
            return _item(put.fetchone())

    def _answer(self, number: int) -> Item:
        found = self._item(number)
        answer = self._ask(Question(found.question, self.proceedings().audience))
        with self._changing() as write:
            write.execute(
                "UPDATE meeting_item SET answer = ?, answered = ? WHERE id = ?",
                (_ANSWER.dump_json(answer).decode(), self._now(), number),
            )
            return _item(write.execute("SELECT * FROM meeting_item WHERE id = ?", (number,)).fetchone())

    def _turn(self, page: int) -> None:
        with self._changing() as write:
            write.execute("UPDATE meeting SET page = ? WHERE id = ?", (page, self._number))

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        with self._state.writing() as write:
            changed = write.execute(
                "UPDATE meeting SET version = version + 1 WHERE id = ? AND closed IS NULL", (self._number,)
            )
            if not changed.rowcount:
                raise FormError("meeting_closed")
            yield write


def read_questions(typed: Iterable[str]) -> tuple[str, ...]:
    """All of them, or none: raises InputError before anything is kept."""
    return tuple(read_words(question, limit=MAX_QUESTION) for question in typed)


class Meetings:
    """The meetings of a data folder, open and closed. Every method raises StateUnavailableError."""

    def __init__(self, data: Path, *, ask: Ask, clock: Clock = now) -> None:
        """`ask` answers a question, as the desk does."""
        self._state = State(data, tables=AUDIT_TABLES + _TABLES)
        self._ask = ask
        self._now = clock

    def open(self, title: str, *, cell: str, audience: Audience, by: str, day: date | None = None) -> Meeting:
        """`by` is the account or the chat that chairs it; without `day` it is today. Raises InputError."""
        title = read_words(title, limit=LONGEST_TITLE)
        cell = read_words(cell, limit=LONGEST_TITLE) if cell.strip() else ""
        moment = self._now()
        code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH[audience]))
        with self._state.writing() as write:
            number = write.execute(
                "INSERT INTO meeting (code, title, cell, day, audience, opened_by, opened)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (code, title, cell, (day or day_of(moment)).isoformat(), audience, by, moment),
            ).lastrowid
            record(write, at=moment, actor=by, action="meeting_opened", subject=code)
        assert number is not None
        return self._meeting(number)

    def find(self, code: str) -> Meeting | None:
        """By its code, however it is typed; None for one that opens nothing."""
        plain = "".join(letter for letter in code.upper() if letter.isalnum())
        with self._state.reading() as read:
            row = read.execute("SELECT id FROM meeting WHERE code = ?", (plain,)).fetchone()
        return self._meeting(row["id"]) if row else None

    def opened_by(self, chair: str) -> Meeting | None:
        """The newest meeting that an account or a chat chairs and has not closed."""
        with self._state.reading() as read:
            row = read.execute(
                "SELECT id FROM meeting WHERE opened_by = ? AND closed IS NULL ORDER BY id DESC", (chair,)
            ).fetchone()
        return self._meeting(row["id"]) if row else None

    def latest(self, limit: int) -> tuple[Proceedings, ...]:
        """Newest first."""
        with self._state.reading() as read:
            rows = read.execute("SELECT id FROM meeting ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
        return tuple(self._meeting(row["id"]).proceedings() for row in rows)

    def _meeting(self, number: int) -> Meeting:
        return Meeting(self._state, number, ask=self._ask, clock=self._now)


def _proceedings(row: sqlite3.Row, rows: Iterable[sqlite3.Row]) -> Proceedings:
    items = tuple(map(_item, rows))
    return Proceedings(
        code=row["code"],
        title=row["title"],
        cell=row["cell"],
        day=date.fromisoformat(row["day"]),
        audience=Audience(row["audience"]),
        opened_by=row["opened_by"],
        opened=row["opened"],
        closed=row["closed"],
        shown=next((item for item in items if item.id == row["shown"]), None),
        page=row["page"],
        version=row["version"],
        phones=row["phones"],
        attending=row["attending"],
        items=items,
    )


def _item(row: sqlite3.Row) -> Item:
    return Item(
        id=row["id"],
        origin=Origin(row["origin"]),
        member=row["member"],
        question=row["question"],
        asked=row["asked"],
        answer=_answer_in(row["answer"]),
        answered=row["answered"],
        shown=row["shown"],
        turn=row["turn"],
        aside=bool(row["aside"]),
        note=row["note"],
    )


def _answer_in(kept: str | None) -> Answer | None:
    """None as well for one that an earlier version of the program kept in another form."""
    try:
        return _ANSWER.validate_json(kept) if kept else None
    except ValidationError:
        return None


def _hash(member: str) -> str:
    return hashlib.sha256(member.encode(errors="replace")).hexdigest()[:24]
