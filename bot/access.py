"""Access: keys for programs and one-time codes for chats, each for one side of the wall and for a time."""

import hashlib
import hmac
import secrets
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.audit import AUDIT_TABLES, record
from bot.moments import DAY, HOUR, Clock, now
from bot.state import State
from corpus.audience import Audience

LONGEST_LABEL = 80
LONGEST_DAYS = 3650

_TABLES = """
CREATE TABLE IF NOT EXISTS access_grant (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, audience TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, expires INTEGER NOT NULL,
    redeem_by INTEGER NOT NULL, redeemed INTEGER, revoked INTEGER, holder TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS access_grant_by_holder ON access_grant (holder) WHERE holder <> '';
CREATE TABLE IF NOT EXISTS access_miss (holder TEXT NOT NULL, at INTEGER NOT NULL);
"""
# Letters and digits that are not mistaken for each other when read aloud or copied by hand.
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE_GROUPS = 3
_CODE_GROUP = 4
_REDEEM_WITHIN = 3 * DAY
_MOST_MISSES = 5
_MISSES_WITHIN = HOUR
_KEY_PARTS = 3
# Compared with when no such key was issued, so that the answer takes as long.
_NO_HASH = "0" * 64


class Kind(StrEnum):
    """A program sends its key with every request; a chat redeems its code once."""

    KEY = "key"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Grant:
    """The right to read one side of the wall until `expires`. `id` is no secret.

    `holder` is the chat that redeemed a code; "" for a key and for a code nobody has redeemed.
    """

    id: str
    kind: Kind
    label: str
    audience: Audience
    created: int
    expires: int
    redeem_by: int
    redeemed: int | None
    revoked: int | None
    holder: str

    def is_open(self, moment: int) -> bool:
        """Whether it gives its right at that moment, or may still be redeemed."""
        last = self.redeem_by if self.kind is Kind.CODE and self.redeemed is None else self.expires
        return self.revoked is None and moment < last


@dataclass(frozen=True, slots=True)
class Issued:
    """A new grant and its secret, which is kept nowhere: only its hash is."""

    grant: Grant
    secret: str


class Access:
    """Safe to share between threads and processes. Every method raises StateUnavailableError."""

    def __init__(self, data: Path, *, clock: Clock = now) -> None:
        self._state = State(data, tables=AUDIT_TABLES + _TABLES)
        self._now = clock

    def issue_key(self, *, label: str, audience: Audience, days: int, by: str) -> Issued:
        """A key that a program sends as `Authorization: Bearer …`."""
        grant = self._new(Kind.KEY, label=label, audience=audience, days=days)
        secret = f"hp_{grant.id}_{secrets.token_urlsafe(32)}"
        self._keep(grant, secret, by=by)
        return Issued(grant, secret)

    def issue_code(self, *, label: str, days: int, by: str) -> Issued:
        """A code that makes the first chat to redeem it internal, until `days` from now have passed."""
        grant = self._new(Kind.CODE, label=label, audience=Audience.INTERNAL, days=days)
        groups = (
            "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_GROUP)) for _ in range(_CODE_GROUPS)
        )
        secret = "-".join(groups)
        self._keep(grant, _plain(secret), by=by)
        return Issued(grant, secret)

    def key_audience(self, secret: str) -> Audience | None:
        """What the bearer of a key may read; None for one that is wrong, expired or revoked.

        How long it takes tells nothing of how much of a wrong key was right.
        """
        parts = secret.split("_", _KEY_PARTS - 1)
        name = parts[1] if len(parts) == _KEY_PARTS else ""
        with self._state.reading() as read:
            row = read.execute("SELECT * FROM access_grant WHERE id = ? AND kind = 'key'", (name,)).fetchone()
        right = hmac.compare_digest(_hash(secret), row["hash"] if row else _NO_HASH)
        return Audience(row["audience"]) if row and right and _grant(row).is_open(self._now()) else None

    def redeem(self, code: str, *, holder: str) -> Grant | None:
        """Gives the holder what the code grants, and uses the code up; the same holder may send it again.

        None for a code that is wrong, used by another, expired or revoked, and for any code after five wrong
        ones within an hour.
        """
        moment, sent = self._now(), _hash(_plain(code))
        with self._state.writing() as write:
            write.execute("DELETE FROM access_miss WHERE at <= ?", (moment - _MISSES_WITHIN,))
            misses = write.execute("SELECT count(*) FROM access_miss WHERE holder = ?", (holder,)).fetchone()[
                0
            ]
            if misses >= _MOST_MISSES:
                return None
            row = write.execute(
                "SELECT * FROM access_grant WHERE hash = ? AND kind = 'code' AND holder IN ('', ?)",
                (sent, holder),
            ).fetchone()
            if row is None or not _grant(row).is_open(moment):
                write.execute("INSERT INTO access_miss VALUES (?, ?)", (holder, moment))
                return None
            write.execute(
                "UPDATE access_grant SET holder = ?, redeemed = coalesce(redeemed, ?) WHERE id = ?",
                (holder, moment, row["id"]),
            )
            if row["redeemed"] is None:
                record(write, at=moment, actor=holder[:12], action="code_redeemed", subject=row["id"])
            return _grant(write.execute("SELECT * FROM access_grant WHERE id = ?", (row["id"],)).fetchone())

    def audience_of(self, holder: str) -> Audience:
        """What a chat may read now: public unless it redeemed a code whose time has not passed."""
        with self._state.reading() as read:
            rows = read.execute("SELECT * FROM access_grant WHERE holder = ? AND holder <> ''", (holder,))
            held = {grant.audience for grant in map(_grant, rows) if grant.is_open(self._now())}
        return Audience.INTERNAL if Audience.INTERNAL in held else Audience.PUBLIC

    def grants(self) -> tuple[Grant, ...]:
        """All that were ever issued, newest first."""
        with self._state.reading() as read:
            rows = read.execute("SELECT * FROM access_grant ORDER BY created DESC, id").fetchall()
        return tuple(map(_grant, rows))

    def revoke(self, grant: str, *, by: str) -> bool:
        """Ends a grant at once; False where there is none of that id that is not ended already."""
        with self._state.writing() as write:
            done = write.execute(
                "UPDATE access_grant SET revoked = ? WHERE id = ? AND revoked IS NULL", (self._now(), grant)
            )
            if done.rowcount:
                record(write, at=self._now(), actor=by, action="grant_revoked", subject=grant)
            return done.rowcount > 0

    def release(self, holder: str) -> bool:
        """What a chat does that wants to be public again; False where it held nothing."""
        moment = self._now()
        with self._state.writing() as write:
            done = write.execute(
                "UPDATE access_grant SET revoked = ? WHERE holder = ? AND holder <> '' AND revoked IS NULL",
                (moment, holder),
            )
            if done.rowcount:
                record(write, at=moment, actor=holder[:12], action="code_released")
            return done.rowcount > 0

    def _new(self, kind: Kind, *, label: str, audience: Audience, days: int) -> Grant:
        moment = self._now()
        return Grant(
            id=f"{kind[0]}{secrets.token_hex(4)}",
            kind=kind,
            label=label,
            audience=audience,
            created=moment,
            expires=moment + days * DAY,
            redeem_by=moment + min(days * DAY, _REDEEM_WITHIN),
            redeemed=None,
            revoked=None,
            holder="",
        )

    def _keep(self, grant: Grant, secret: str, *, by: str) -> None:
        known = (grant.id, grant.kind, grant.label, grant.audience, _hash(secret))
        times = (grant.created, grant.expires, grant.redeem_by)
        with self._state.writing() as write:
            write.execute(
                "INSERT INTO access_grant (id, kind, label, audience, hash, created, expires, redeem_by)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*known, *times),
            )
            subject = f"{grant.id} {grant.audience}"
            record(write, at=grant.created, actor=by, action=f"{grant.kind}_issued", subject=subject)


def _grant(row: sqlite3.Row) -> Grant:
    known = {name: row[name] for name in row.keys() if name != "hash"}  # noqa: SIM118 - a Row iterates its values
    return Grant(**{**known, "kind": Kind(row["kind"]), "audience": Audience(row["audience"])})


def _hash(secret: str) -> str:
    """The secrets are drawn from so many that a slow hash would add nothing."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _plain(code: str) -> str:
    """However it is typed: small letters, spaces and dashes do not matter."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
