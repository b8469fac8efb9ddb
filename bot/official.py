"""Official answers: what an official of the ward has answered to a question, until its time is over."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from answering.answer import Answer, Status
from answering.likeness import FEWEST_WORDS, same_question
from answering.question import MAX_QUESTION, Question
from bot.audit import AUDIT_TABLES, record
from bot.door import read_text, read_words
from bot.errors import FormError
from bot.moments import Clock, day_label, day_of, now
from bot.state import State
from corpus.audience import Audience
from prompts import load

LONGEST_TEXT = 4_000
LONGEST_SOURCE = 500
MOST_WORDINGS = 50

_TABLES = """
CREATE TABLE IF NOT EXISTS official_answer (
    id INTEGER PRIMARY KEY, audience TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL,
    review TEXT NOT NULL, expires TEXT NOT NULL, written INTEGER NOT NULL, written_by TEXT NOT NULL,
    withdrawn INTEGER);
CREATE TABLE IF NOT EXISTS official_wording (
    answer INTEGER NOT NULL REFERENCES official_answer (id), place INTEGER NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (answer, place)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an official fills in. `wordings` are the ways of asking that it answers."""

    wordings: tuple[str, ...]
    audience: Audience
    text: str
    source: str
    review: date
    expires: date


@dataclass(frozen=True, slots=True)
class OfficialAnswer:
    """A draft that was kept. It is given up to and including the day it expires, unless it is withdrawn."""

    id: int
    draft: Draft
    written: int
    written_by: str
    withdrawn: int | None

    def is_given(self, day: date) -> bool:
        return self.withdrawn is None and day <= self.draft.expires

    def wants_review(self, day: date) -> bool:
        return self.is_given(day) and day >= self.draft.review


class OfficialAnswers:
    """Safe to share between threads and processes. Every method raises StateUnavailableError."""

    def __init__(self, data: Path, *, clock: Clock = now) -> None:
        self._state = State(data, tables=AUDIT_TABLES + _TABLES)
        self._now = clock

    def today(self) -> date:
        return day_of(self._now())

    def answer(self, question: Question) -> Answer | None:
        """What is told in place of searching; None where no official has answered this very question."""
        found = self.match(question.text, question.audience)
        if found is None:
            return None
        draft = found.draft
        note = load("official/note", day=day_label(found.written), source=draft.source)
        until = load("official/until", day=f"{draft.expires:%d/%m/%Y}")
        return Answer(Status.ANSWERED_OFFICIAL, draft.text, notes=(note, until))

    def match(self, text: str, audience: Audience) -> OfficialAnswer | None:
        """The newest that answers this very question and that the audience may read."""
        given = (each for each in self.all() if each.is_given(self.today()))
        readable = (each for each in given if audience in {each.draft.audience, Audience.INTERNAL})
        return next((each for each in readable if _asks(text, each.draft.wordings)), None)

    def all(self) -> tuple[OfficialAnswer, ...]:
        """Newest first, those that are given no more included."""
        with self._state.reading() as read:
            wordings: dict[int, list[str]] = {}
            for row in read.execute("SELECT answer, words FROM official_wording ORDER BY answer, place"):
                wordings.setdefault(row["answer"], []).append(row["words"])
            rows = read.execute("SELECT * FROM official_answer ORDER BY id DESC").fetchall()
        return tuple(_official(row, wordings.get(row["id"], ())) for row in rows)

    def find(self, number: int) -> OfficialAnswer:
        """Raises FormError for none."""
        found = next((each for each in self.all() if each.id == number), None)
        if found is None:
            raise FormError("official_gone")
        return found

    def keep(self, draft: Draft, *, by: str) -> int:
        """Gives it from now on; its number. Raises FormError, InputError."""
        draft = self._checked(draft)
        with self._state.writing() as write:
            number = write.execute(
                "INSERT INTO official_answer (audience, text, source, review, expires, written, written_by)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*_columns(draft), self._now(), by),
            ).lastrowid
            assert number is not None
            _keep_wordings(write, number, draft.wordings)
            record(write, at=self._now(), actor=by, action="official_kept", subject=str(number))
        return number

    def replace(self, number: int, draft: Draft, *, by: str) -> None:
        """The same answer, revised; it counts as written now. Raises FormError, InputError."""
        draft = self._checked(draft)
        with self._state.writing() as write:
            done = write.execute(
                "UPDATE official_answer SET audience = ?, text = ?, source = ?, review = ?, expires = ?,"
                " written = ?, written_by = ?, withdrawn = NULL WHERE id = ?",
                (*_columns(draft), self._now(), by, number),
            )
            if not done.rowcount:
                raise FormError("official_gone")
            write.execute("DELETE FROM official_wording WHERE answer = ?", (number,))
            _keep_wordings(write, number, draft.wordings)
            record(write, at=self._now(), actor=by, action="official_revised", subject=str(number))

    def withdraw(self, number: int, *, by: str) -> None:
        """Nobody is given it any more. Raises FormError."""
        with self._state.writing() as write:
            done = write.execute(
                "UPDATE official_answer SET withdrawn = ? WHERE id = ? AND withdrawn IS NULL",
                (self._now(), number),
            )
            if not done.rowcount:
                raise FormError("official_gone")
            record(write, at=self._now(), actor=by, action="official_withdrawn", subject=str(number))

    def _checked(self, draft: Draft) -> Draft:
        text = read_text(draft.text, limit=LONGEST_TEXT)
        source = read_words(draft.source, limit=LONGEST_SOURCE) if draft.source.strip() else ""
        wordings = tuple(dict.fromkeys(read_words(words, limit=MAX_QUESTION) for words in draft.wordings))
        if not text:
            raise FormError("official_text", most=LONGEST_TEXT)
        if not source:
            raise FormError("official_source")
        # What would not even match itself answers nobody.
        if not 0 < len(wordings) <= MOST_WORDINGS or not all(_asks(words, (words,)) for words in wordings):
            raise FormError("official_wordings", fewest=FEWEST_WORDS)
        if not self.today() <= draft.review <= draft.expires:
            raise FormError("official_dates")
        return Draft(wordings, draft.audience, text, source, draft.review, draft.expires)


def _asks(text: str, wordings: Iterable[str]) -> bool:
    return any(same_question(text, words) for words in wordings)


def _columns(draft: Draft) -> tuple[str, ...]:
    return (draft.audience, draft.text, draft.source, draft.review.isoformat(), draft.expires.isoformat())


def _keep_wordings(write: sqlite3.Connection, number: int, wordings: Sequence[str]) -> None:
    rows = [(number, place, words) for place, words in enumerate(wordings)]
    write.executemany("INSERT INTO official_wording VALUES (?, ?, ?)", rows)


def _official(row: sqlite3.Row, wordings: Sequence[str]) -> OfficialAnswer:
    draft = Draft(
        wordings=tuple(wordings),
        audience=Audience(row["audience"]),
        text=row["text"],
        source=row["source"],
        review=date.fromisoformat(row["review"]),
        expires=date.fromisoformat(row["expires"]),
    )
    return OfficialAnswer(row["id"], draft, row["written"], row["written_by"], row["withdrawn"])
