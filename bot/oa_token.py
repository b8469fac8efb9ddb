"""The tokens of a Zalo Official Account: each opens once for a day and gives way to the next."""

import asyncio
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.message import Fate, Outcome
from bot.state import State
from bot.wire import broken, of_status

_TABLES = """
CREATE TABLE IF NOT EXISTS oa_token (
    app TEXT PRIMARY KEY, access TEXT NOT NULL, refresh TEXT NOT NULL,
    expires REAL NOT NULL, began TEXT NOT NULL
) WITHOUT ROWID;
"""
# A token is renewed this long before it ends, in seconds.
_EARLY = 600.0
_LASTS = 3_600.0


class NoTokenError(Exception):
    """There is no token to send with; `outcome` says whether there may be one later."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(outcome.reason)


@dataclass(frozen=True, slots=True)
class _Pair:
    access: str
    refresh: str
    expires: float


class Tokens:
    """The pair in use, on the disk before it is used. For one event loop of one process."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        data: Path,
        *,
        app: str,
        app_secret: str,
        first: str,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`first` is the refresh token an official brought; a new one there begins a new row of tokens."""
        self._client = client
        self._state = State(data, tables=_TABLES)
        self._app, self._app_secret, self._first = app, app_secret, first
        self._now = now
        self._renewing = asyncio.Lock()

    async def access(self) -> str:
        """A token that holds for a while. Raises NoTokenError."""
        pair = await asyncio.to_thread(self._pair)
        if pair.access and pair.expires - _EARLY > self._now():
            return pair.access
        return await self.renewed(pair.access)

    async def renewed(self, stale: str) -> str:
        """Another token than `stale`: many who ask at once cause one renewal. Raises NoTokenError."""
        async with self._renewing:
            pair = await asyncio.to_thread(self._pair)
            if pair.access != stale:
                return pair.access
            if not pair.refresh:
                raise NoTokenError(Outcome(Fate.CLOSED, reason="no_refresh_token"))
            # The refresh token is used up by this very call, so what it gives must not be lost on the way to
            # the disk even when the program is asked to stop.
            return await asyncio.shield(self._renew(pair))

    async def _renew(self, pair: _Pair) -> str:
        form = {"refresh_token": pair.refresh, "app_id": self._app, "grant_type": "refresh_token"}
        try:
            answer = await self._client.post(
                "/v4/oa/access_token", data=form, headers={"secret_key": self._app_secret}
            )
        except httpx.HTTPError as error:
            # Whether the token was used up is not known; only the next try tells.
            raise NoTokenError(Outcome(Fate.LATER, reason=f"refresh_{broken(error).reason}")) from None
        told = _object(answer)
        if told.get("access_token") and told.get("refresh_token"):
            lasts = str(told.get("expires_in", ""))
            expires = self._now() + (float(lasts) if lasts.isdigit() else _LASTS)
            new = _Pair(str(told["access_token"]), str(told["refresh_token"]), expires)
            await asyncio.to_thread(self._keep, new)
            return new.access
        refused = "error" in told and answer.status_code < 500
        fate = Fate.CLOSED if refused or of_status(answer.status_code).fate is Fate.CLOSED else Fate.LATER
        raise NoTokenError(Outcome(fate, reason="refresh_refused" if refused else "refresh_server"))

    def _pair(self) -> _Pair:
        with self._state.reading() as read:
            row = read.execute(
                "SELECT * FROM oa_token WHERE app = ? AND began = ?", (self._app, self._began())
            ).fetchone()
        return _Pair(row["access"], row["refresh"], row["expires"]) if row else _Pair("", self._first, 0.0)

    def _keep(self, pair: _Pair) -> None:
        with self._state.writing() as write:
            write.execute(
                "INSERT OR REPLACE INTO oa_token (app, access, refresh, expires, began)"
                " VALUES (?, ?, ?, ?, ?)",
                (self._app, pair.access, pair.refresh, pair.expires, self._began()),
            )

    def _began(self) -> str:
        return hashlib.sha256(self._first.encode()).hexdigest()


def _object(answer: httpx.Response) -> dict[str, object]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
