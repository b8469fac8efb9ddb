"""Somebody who is logged in, for tests of the pages that need it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from argon2 import PasswordHasher

from bot.accounts import Accounts, Role
from bot.web.access import SESSION_COOKIE
from tests.conftest import Running

# What a password costs is not what these tests measure.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

_TOKEN = re.compile(r'name="ma" value="(?P<token>[0-9a-f]+)"')


@dataclass(frozen=True)
class Desk:
    """A browser without scripts: it keeps the session and fills the token of the page into its forms."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, headers=self._headers(), timeout=30)

    def post(self, path: str, *, token: str | None = None, **fields: str) -> httpx.Response:
        """Sends a form with the token of our pages, or with the one given."""
        token = self.token() if token is None else token
        return httpx.post(self.url + path, data={**fields, "ma": token}, headers=self._headers(), timeout=30)

    def token(self) -> str:
        found = _TOKEN.search(self.get("/quan-tri/mat-khau").text)
        return found["token"] if found else ""

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Accept": "text/html", **({"Cookie": cookies} if cookies else {})}


def an_account(data: Path, name: str, role: Role, *, cell: str = "") -> str:
    """Opens it and gives its password."""
    return Accounts(data, hasher=CHEAP).open(name, role=role, cell=cell, by="terminal")


def logged_in(server: Running, data: Path, *, role: Role, name: str = "", cell: str = "") -> Desk:
    name = name or f"nguoi-{role}"
    password = an_account(data, name, role, cell=cell)
    response = httpx.post(f"{server.url}/dang-nhap", timeout=30, data={"ten": name, "mat_khau": password})
    assert response.status_code == 303, response.text
    return Desk(server.url, {SESSION_COOKIE: response.cookies[SESSION_COOKIE]})
