"""Accounts: who may log in, with which role, and the sessions of those who did."""

import hashlib
import hmac
import re
import secrets
import sqlite3
import threading
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from bot.audit import AUDIT_TABLES, record
from bot.errors import FormError
from bot.moments import HOUR, MINUTE, Clock, now
from bot.second_factor import FACTOR_TABLES, is_on, takes
from bot.state import State

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
SESSION_LASTS = 12 * HOUR

_TABLES = """
CREATE TABLE IF NOT EXISTS account (
    name TEXT PRIMARY KEY, password TEXT NOT NULL, role TEXT NOT NULL, cell TEXT NOT NULL,
    created INTEGER NOT NULL, closed INTEGER, given INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS session (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (name), created INTEGER NOT NULL,
    seen INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS login_miss (subject TEXT NOT NULL, at INTEGER NOT NULL);
"""
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")  # nguyen.van.a, chi-bo-5
_IDLE = 30 * MINUTE
# A page that looks every few seconds writes once a minute.
_SEEN_EVERY = MINUTE
_MISSES_WITHIN = 15 * MINUTE
_FREE_MISSES = 4
# Who guesses waits longer and longer; who is guessed at, never long enough to be kept out of the house.
_LONGEST_WAIT, _LONGEST_WAIT_OF_ADDRESS = 30, 5 * MINUTE
_HASHER = PasswordHasher()
# Each check takes 64 MB for a moment, so only so many run at a time.
_AT_ONCE = 2


class Role(StrEnum):
    """What a person may do: meetings; answers, conflicts and figures too; access and documents too."""

    CELL = "cell"
    OFFICIAL = "official"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Account:
    """`cell` is the party cell, "" for none; `given`: the password was drawn for it and is to be changed."""

    name: str
    role: Role
    cell: str
    created: int
    closed: int | None
    given: bool


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is logged in. `form_token` goes into every form and comes back with it."""

    account: Account
    token: str

    @property
    def form_token(self) -> str:
        return hmac.digest(self.token.encode(), b"form", "sha256").hex()


@dataclass(frozen=True, slots=True)
class Refused:
    """No login: the name or password is wrong, or, with `wait`, may be tried again after so many seconds."""

    wait: int = 0


class Accounts:
    """Safe to share between threads and processes. Every method raises StateUnavailableError."""

    def __init__(self, data: Path, *, clock: Clock = now, hasher: PasswordHasher = _HASHER) -> None:
        """`hasher` says what a new password costs; an old one is checked at the cost it was kept with."""
        self._state = State(data, tables=AUDIT_TABLES + FACTOR_TABLES + _TABLES)
        self._now = clock
        self._hasher = hasher
        self._checking = threading.BoundedSemaphore(_AT_ONCE)

    def open(self, name: str, *, role: Role, cell: str, by: str) -> str:
        """A new account; gives the password drawn for it, which is kept nowhere. Raises FormError."""
        if not _NAME.fullmatch(name):
            raise FormError("account_name")
        password, moment = _drawn(), self._now()
        with self._state.writing() as write:
            if _row(write, name):
                raise FormError("account_taken")
            write.execute(
                "INSERT INTO account VALUES (?, ?, ?, ?, ?, NULL, 1)",
                (name, self._hasher.hash(password), role, cell, moment),
            )
            record(write, at=moment, actor=by, action="account_opened", subject=f"{name} {role}")
        return password

    def renew(self, name: str, *, by: str) -> str:
        """A new drawn password for one who lost theirs; ends their sessions and their second factor.

        Raises FormError.
        """
        password = _drawn()
        self._keep_password(name, password, given=True, by=by)
        return password

    def change_password(self, name: str, *, old: str, new: str) -> None:
        """By its owner; ends all of their sessions. Raises FormError."""
        with self._state.reading() as read:
            row = _row(read, name)
        with self._checking:
            right = row is not None and self._matches(row["password"], old)
        if not right:
            raise FormError("old_password")
        if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
            raise FormError("password_length", shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)
        if new.lower() == name or new == old:
            raise FormError("password_same")
        self._keep_password(name, new, given=False, by=name)

    def close(self, name: str, *, by: str) -> bool:
        """Nobody logs in with it any more; False where there is none that is open."""
        moment = self._now()
        with self._state.writing() as write:
            done = write.execute(
                "UPDATE account SET closed = ? WHERE name = ? AND closed IS NULL", (moment, name)
            )
            write.execute("DELETE FROM session WHERE account = ?", (name,))
            if done.rowcount:
                record(write, at=moment, actor=by, action="account_closed", subject=name)
            return done.rowcount > 0

    def all(self) -> tuple[Account, ...]:
        with self._state.reading() as read:
            return tuple(map(_account, read.execute("SELECT * FROM account ORDER BY name").fetchall()))

    def sign_in(self, name: str, password: str, *, address: str, code: str = "") -> Session | Refused:
        """A new session. Who was wrong too often waits, by the name tried and by where they come from.

        `code` is that of the second factor, for who has one; a wrong one is told like a wrong password.
        """
        # Who sends many guesses at once is not let in before the first of them have been counted.
        with self._checking:
            return self._signed_in(name.strip().lower()[:40], password, code, address=address)

    def _signed_in(self, name: str, password: str, code: str, *, address: str) -> Session | Refused:
        moment = self._now()
        if wait := self._wait(name, address):
            return Refused(wait)
        with self._state.reading() as read:
            row = _row(read, name)
        right = self._matches(row["password"] if row else self._nobody, password)
        with self._state.writing() as write:
            right = right and (not is_on(write, name) or takes(write, name, code, moment))
            if row is None or not right or row["closed"] is not None:
                write.execute("DELETE FROM login_miss WHERE at <= ?", (moment - _MISSES_WITHIN,))
                missed = [(f"name {name}", moment), (f"from {address}", moment)]
                write.executemany("INSERT INTO login_miss VALUES (?, ?)", missed)
                record(write, at=moment, actor=name if row else "", action="login_refused")
                return Refused()
            token = secrets.token_urlsafe(32)
            write.execute("DELETE FROM login_miss WHERE subject = ?", (f"name {name}",))
            write.execute("DELETE FROM session WHERE created <= ?", (moment - SESSION_LASTS,))
            write.execute("INSERT INTO session VALUES (?, ?, ?, ?)", (_hash(token), name, moment, moment))
            record(write, at=moment, actor=name, action="login")
        return Session(_account(row), token)

    def session(self, token: str) -> Session | None:
        """Who is logged in with a token: for twelve hours, and half an hour after the last request."""
        moment = self._now()
        with self._state.reading() as read:
            row = read.execute(
                "SELECT account.*, seen FROM session JOIN account ON account = name"
                " WHERE hash = ? AND session.created > ? AND seen > ? AND closed IS NULL",
                (_hash(token), moment - SESSION_LASTS, moment - _IDLE),
            ).fetchone()
        if row is None:
            return None
        if moment - row["seen"] >= _SEEN_EVERY:
            with self._state.writing() as write:
                write.execute("UPDATE session SET seen = ? WHERE hash = ?", (moment, _hash(token)))
        return Session(_account(row), token)

    def sign_out(self, token: str) -> None:
        with self._state.writing() as write:
            ended = write.execute("DELETE FROM session WHERE hash = ? RETURNING account", (_hash(token),))
            if row := ended.fetchone():
                record(write, at=self._now(), actor=row["account"], action="logout")

    def forget_sessions(self) -> int:
        """Deletes the sessions that are over and the wrong tries that count no more; how many."""
        moment = self._now()
        with self._state.writing() as write:
            over = (moment - SESSION_LASTS, moment - _IDLE)
            ended = write.execute("DELETE FROM session WHERE created <= ? OR seen <= ?", over).rowcount
            old = (moment - _MISSES_WITHIN,)
            return ended + write.execute("DELETE FROM login_miss WHERE at <= ?", old).rowcount

    @cached_property
    def _nobody(self) -> str:
        """What the password of an unknown name is checked against, so that the refusal takes as long."""
        return self._hasher.hash(secrets.token_urlsafe(16))

    def _wait(self, name: str, address: str) -> int:
        subjects = ((f"name {name}", _LONGEST_WAIT), (f"from {address}", _LONGEST_WAIT_OF_ADDRESS))
        moment, waits = self._now(), [0]
        with self._state.reading() as read:
            for subject, longest in subjects:
                count, last = read.execute(
                    "SELECT count(*), coalesce(max(at), 0) FROM login_miss WHERE subject = ? AND at > ?",
                    (subject, moment - _MISSES_WITHIN),
                ).fetchone()
                pause = min(longest, 2 ** min(count - _FREE_MISSES, 10)) if count > _FREE_MISSES else 0
                waits.append(last + pause - moment)
        return max(waits)

    def _matches(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, _one_form(password)[:LONGEST_PASSWORD])
        except VerificationError:
            return False

    def _keep_password(self, name: str, password: str, *, given: bool, by: str) -> None:
        with self._checking:
            kept = self._hasher.hash(_one_form(password))
        with self._state.writing() as write:
            done = write.execute(
                "UPDATE account SET password = ?, given = ? WHERE name = ? AND closed IS NULL",
                (kept, given, name),
            )
            if not done.rowcount:
                raise FormError("account_unknown")
            write.execute("DELETE FROM session WHERE account = ?", (name,))
            if given:
                write.execute("DELETE FROM second_factor WHERE account = ?", (name,))
            record(write, at=self._now(), actor=by, action="password_changed", subject=name)


def _row(connection: sqlite3.Connection, name: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute("SELECT * FROM account WHERE name = ?", (name,)).fetchone()
    return row


def _account(row: sqlite3.Row) -> Account:
    return Account(
        name=row["name"],
        role=Role(row["role"]),
        cell=row["cell"],
        created=row["created"],
        closed=row["closed"],
        given=bool(row["given"]),
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _one_form(password: str) -> str:
    """A keyboard may send the same Vietnamese letters composed or not."""
    return unicodedata.normalize("NFC", password).encode(errors="replace").decode()


def _drawn() -> str:
    return "-".join(secrets.token_hex(2) for _ in range(5))
