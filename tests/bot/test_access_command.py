"""`hoiphuong access`, as the ward's keeper types it, and what a server then lets in."""

import json
from pathlib import Path

import httpx
import pytest

from answering.assistant import Assistant
from bot.__main__ import main
from bot.access import Access
from bot.accounts import Accounts, Session
from corpus.audience import Audience
from tests.conftest import serving


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOIPHUONG_DATA", str(tmp_path))
    return tmp_path


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["access", *words]) == 0
    return capsys.readouterr().out


def shown_secret(told: str) -> str:
    """The line that stands apart."""
    return next(line.strip() for line in told.splitlines() if line.startswith("  "))


def test_a_key_is_shown_once_and_opens_its_side(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = shown_secret(typed(capsys, "new", "key", "máy", "văn phòng", "--as", "public"))

    assert Access(data).key_audience(secret) is Audience.PUBLIC
    assert secret not in typed(capsys, "list", "--json")


def test_a_code_makes_a_chat_internal(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = shown_secret(typed(capsys, "new", "code", "nhóm chi bộ 5", "--days", "7"))

    assert Access(data).redeem(secret, holder="chat")
    assert "đang dùng được" in typed(capsys, "list")


def test_an_account_can_log_in_until_it_is_revoked(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = shown_secret(typed(capsys, "new", "account", "lan", "--role", "admin", "--cell", "Chi bộ 5"))
    second = shown_secret(typed(capsys, "reset", "lan"))

    accounts = Accounts(data)
    assert not isinstance(accounts.sign_in("lan", first, address="a"), Session)
    assert isinstance(accounts.sign_in("lan", second, address="b"), Session)
    assert "Đã thu hồi lan" in typed(capsys, "revoke", "lan")
    assert not isinstance(accounts.sign_in("lan", second, address="c"), Session)


def test_an_account_is_ended_by_its_name_however_it_is_typed(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(capsys, "new", "account", "Lan")

    typed(capsys, "revoke", "LAN")

    assert [account.closed is None for account in Accounts(data).all()] == [False]


def test_the_list_tells_each_with_its_state(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Chưa cấp" in typed(capsys, "list")
    typed(capsys, "new", "account", "lan")
    typed(capsys, "new", "key", "máy văn phòng")
    typed(capsys, "new", "code", "nhóm")

    lines = [json.loads(line) for line in typed(capsys, "list", "--json").splitlines()]

    assert {(line["kind"], line["state"]) for line in lines} == {
        ("account", "open"),
        ("key", "open"),
        ("code", "waiting"),
    }


@pytest.mark.parametrize(
    "words",
    [
        ["new"],
        ["new", "key"],
        ["new", "thing", "x"],
        ["new", "key", "x", "--days", "0"],
        ["new", "key", "x", "--as", "secret"],
        ["new", "key", "x" * 100],
        ["new", "account", "Lan Anh"],
        ["new", "account", "lan", "anh"],
        ["new", "account", "lan", "--role", "king"],
        ["revoke"],
        ["revoke", "k00000000"],
        ["reset", "nobody"],
        ["reset"],
        ["open"],
    ],
)
def test_what_cannot_be_done_is_told_and_not_done(
    data: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["access", *words]) == 2

    assert capsys.readouterr().err.strip()
    assert Access(data).grants() == ()
    assert Accounts(data).all() == ()


def test_an_issued_key_asks_over_http_until_it_is_revoked(assistant: Assistant, tmp_path: Path) -> None:
    access = Access(tmp_path)
    issued = access.issue_key(label="máy", audience=Audience.INTERNAL, days=1, by="terminal")
    with serving(assistant, data=tmp_path) as running:
        headers = {"Authorization": f"Bearer {issued.secret}"}

        before = httpx.get(f"{running.url}/api/documents", headers=headers)
        access.revoke(issued.grant.id, by="terminal")
        after = httpx.get(f"{running.url}/api/documents", headers=headers)

    assert (before.status_code, after.status_code) == (200, 401)
    assert issued.secret not in after.text
