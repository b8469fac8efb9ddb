"""The second factor of a login: six figures that an application on the owner's telephone works out (TOTP)."""

import sqlite3
from dataclasses import dataclass
from hmac import compare_digest
from pathlib import Path

import pyotp

from bot.audit import AUDIT_TABLES, record
from bot.errors import FormError
from bot.moments import Clock, now
from bot.state import State
from prompts import load

FACTOR_TABLES = """
CREATE TABLE IF NOT EXISTS second_factor (
    account TEXT PRIMARY KEY, secret TEXT NOT NULL, used INTEGER NOT NULL,
    is_on INTEGER NOT NULL) WITHOUT ROWID;
"""
# Seconds a code stands; one before and one after it are taken too, for clocks that differ.
_STEP = 30
_EITHER_SIDE = 1


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the owner's application is given, once: `address` as a picture, or `secret` typed."""

    secret: str
    address: str


class SecondFactor:
    """Safe to share between threads and processes. Every method raises StateUnavailableError."""

    def __init__(self, data: Path, *, clock: Clock = now) -> None:
        self._state = State(data, tables=AUDIT_TABLES + FACTOR_TABLES)
        self._now = clock

    def is_on(self, account: str) -> bool:
        with self._state.reading() as read:
            return is_on(read, account)

    def begin(self, account: str) -> Enrolment:
        """The secret to be confirmed; the same until it is. Raises FormError where it is on already."""
        with self._state.writing() as write:
            row = _row(write, account)
            if row and row["is_on"]:
                raise FormError("factor_on")
            secret = row["secret"] if row else pyotp.random_base32()
            write.execute("INSERT OR IGNORE INTO second_factor VALUES (?, ?, 0, 0)", (account, secret))
        address = pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=load("page/name"))
        return Enrolment(secret, address)

    def confirm(self, account: str, code: str) -> None:
        """From now on a login needs a code. Raises FormError."""
        with self._state.writing() as write:
            if is_on(write, account) or not takes(write, account, code, self._now()):
                raise FormError("factor_code")
            write.execute("UPDATE second_factor SET is_on = 1 WHERE account = ?", (account,))
            record(write, at=self._now(), actor=account, action="factor_on")

    def end(self, account: str, code: str) -> None:
        """By its owner, with a code. Raises FormError."""
        with self._state.writing() as write:
            if not is_on(write, account) or not takes(write, account, code, self._now()):
                raise FormError("factor_code")
            write.execute("DELETE FROM second_factor WHERE account = ?", (account,))
            record(write, at=self._now(), actor=account, action="factor_off", subject=account)


def is_on(read: sqlite3.Connection, account: str) -> bool:
    row = _row(read, account)
    return bool(row and row["is_on"])


def takes(write: sqlite3.Connection, account: str, code: str, moment: int) -> bool:
    """Whether a code is right now and was not used before; it is used up by this."""
    row = _row(write, account)
    given = "".join(figure for figure in code if figure.isascii() and figure.isdigit())
    if row is None:
        return False
    application, step = pyotp.TOTP(row["secret"]), moment // _STEP
    found = 0
    for offset in range(-_EITHER_SIDE, _EITHER_SIDE + 1):
        right = application.at(moment, counter_offset=offset)
        if compare_digest(right, given) and step + offset > row["used"]:
            found = step + offset
    if found:
        write.execute("UPDATE second_factor SET used = ? WHERE account = ?", (found, account))
    return found > 0


def _row(connection: sqlite3.Connection, account: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM second_factor WHERE account = ?", (account,)
    ).fetchone()
    return row
