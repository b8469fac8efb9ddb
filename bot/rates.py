"""Rate limits: how often one address, key, account or chat may ask, counted for all processes together."""

import ipaddress
import logging
import math
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage, MovingWindowSupport, Storage
from limits.strategies import MovingWindowRateLimiter

from settings import Settings

_log = logging.getLogger(__name__)

_FILE = "limits.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS entry (key TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL);
CREATE INDEX IF NOT EXISTS entry_by_key ON entry (key, at);
CREATE INDEX IF NOT EXISTS entry_by_end ON entry (until);
"""
_WAIT = 2
# A household has all addresses of its /64.
_OURS_OF_128 = 64


@dataclass(frozen=True, slots=True)
class Often:
    """As the library writes them, "10/minute;200/day"; "" for none. `asking` is for one address."""

    asking: str = ""
    keys: str = ""
    chats: str = ""
    logins: str = ""

    @classmethod
    def of(cls, settings: Settings) -> "Often":
        return cls(settings.limit_asking, settings.limit_keys, settings.limit_chats, settings.limit_logins)


class Rates:
    """Safe to share between threads; processes share it through a file of the data folder.

    Where that cannot be used, each process counts for itself.
    """

    def __init__(self, data: Path, limits: Often) -> None:
        self._items = {
            name: parse_many(written) if written else []
            for name, written in (
                ("asking", limits.asking),
                ("keys", limits.keys),
                ("chats", limits.chats),
                ("logins", limits.logins),
            )
        }
        self._shared = MovingWindowRateLimiter(_Counts(data / _FILE))
        self._alone = MovingWindowRateLimiter(MemoryStorage())

    def asking(self, address: str) -> int:
        """Seconds to wait; 0 for a question that may be put now, and is counted."""
        return self._wait("asking", one_asker(address))

    def key(self, name: str) -> int:
        """As `asking`, for a key or an account."""
        return self._wait("keys", name)

    def chat(self, name: str) -> int:
        return self._wait("chats", name)

    def login(self, address: str) -> int:
        return self._wait("logins", one_asker(address))

    def _wait(self, name: str, who: str) -> int:
        if not who:
            return 0
        return max((self._hit(item, f"{name} {who}") for item in self._items[name]), default=0)

    def _hit(self, item: RateLimitItem, who: str) -> int:
        limiter = self._shared
        try:
            if limiter.hit(item, who):
                return 0
        except sqlite3.Error as error:
            _log.error("rate limits are counted by each process alone: %s", error)
            limiter = self._alone
            if limiter.hit(item, who):
                return 0
        return max(1, math.ceil(limiter.get_window_stats(item, who).reset_time - time.time()))


def one_asker(address: str) -> str:
    """What counts as one: an IPv4 address, the /64 of an IPv6 one; "" for this machine itself."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.is_loopback:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(ipaddress.ip_network((found, _OURS_OF_128), strict=False))


class _Counts(Storage, MovingWindowSupport):
    """The entries of the library's moving window in SQLite: what a crash loses is a minute's counts."""

    STORAGE_SCHEME = None

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._is_made = False

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        moment = time.time()
        with closing(self._connect()) as write:
            write.execute("BEGIN IMMEDIATE")
            write.execute("DELETE FROM entry WHERE until <= ?", (moment,))
            held = write.execute(
                "SELECT count(*) FROM entry WHERE key = ? AND at > ?", (key, moment - expiry)
            ).fetchone()[0]
            is_free = bool(held + amount <= limit)
            if is_free:
                write.executemany(
                    "INSERT INTO entry VALUES (?, ?, ?)", [(key, moment, moment + expiry)] * amount
                )
            write.execute("COMMIT")
        return is_free

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002
        moment = time.time()
        with closing(self._connect()) as read:
            first, held = read.execute(
                "SELECT min(at), count(*) FROM entry WHERE key = ? AND at > ?", (key, moment - expiry)
            ).fetchone()
        return first or moment, held

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        self.acquire_entry(key, 1 << 60, expiry, amount)
        return self.get(key)

    def get(self, key: str) -> int:
        with closing(self._connect()) as read:
            row = read.execute(
                "SELECT count(*) FROM entry WHERE key = ? AND until > ?", (key, time.time())
            ).fetchone()
        return int(row[0])

    def get_expiry(self, key: str) -> float:
        with closing(self._connect()) as read:
            row = read.execute("SELECT max(until) FROM entry WHERE key = ?", (key,)).fetchone()
        return row[0] or time.time()

    def check(self) -> bool:
        with closing(self._connect()) as read:
            return bool(read.execute("SELECT 1").fetchone())

    def reset(self) -> int:
        with closing(self._connect()) as write:
            return write.execute("DELETE FROM entry").rowcount

    def clear(self, key: str) -> None:
        with closing(self._connect()) as write:
            write.execute("DELETE FROM entry WHERE key = ?", (key,))

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=_WAIT, isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")
        if not self._is_made:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_TABLES)
            self._is_made = True
        return connection
