"""Channels as they are really run, by `hoiphuong serve` and `hoiphuong bot`: webhooks, crashes, the log."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import httpx
import pytest

from tests.bot.platform import until
from tests.bot.telegram_platform import TOKEN, TelegramPlatform, a_message
from tests.bot.test_serve import free_port

ROOT = Path(__file__).parents[2]
CHATS = range(5, 10)
SECRET = "a-webhook-secret-for-tests"


@dataclass(frozen=True, slots=True)
class Program:
    """A running `hoiphuong`; `log` grows while it runs."""

    process: subprocess.Popen[str]
    log: list[str]
    url: str = ""

    def end(self, sign: signal.Signals = signal.SIGTERM) -> str:
        """All that it said, once it has ended."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
        self.process.wait(30)
        return "".join(self.log)


def started(*arguments: str, data: Path, **settings: str) -> Program:
    port = free_port()
    named = {f"HOIPHUONG_{name.upper()}": value for name, value in settings.items()}
    environment = {**os.environ, "HOIPHUONG_DATA": str(data), "HOIPHUONG_PORT": str(port), **named}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    log: list[str] = []
    threading.Thread(target=_read, args=(process, log), daemon=True).start()
    return Program(process, log, f"http://127.0.0.1:{port}")


def _read(process: subprocess.Popen[str], log: list[str]) -> None:
    assert process.stdout is not None
    with process.stdout as stream:
        log.extend(iter(stream.readline, ""))


@pytest.fixture
def data(corpus_data: Path, tmp_path: Path) -> Path:
    return copytree(corpus_data, tmp_path / "data")


@pytest.fixture
def telegram() -> Iterator[TelegramPlatform]:
    with TelegramPlatform() as platform:
        yield platform


def test_one_process_serves_the_pages_and_the_bot(telegram: TelegramPlatform, data: Path) -> None:
    public = "https://hoi.example.vn"
    program = started(
        "serve",
        data=data,
        telegram_token=TOKEN,
        telegram_url=telegram.url,
        telegram_secret=SECRET,
        public_url=public,
    )
    try:
        until(lambda: telegram.webhook, within=60)
        assert telegram.webhook == f"{public}/hooks/telegram"
        until(lambda: hook(program, b"", SECRET).status_code == 200)

        update = a_message("Phường có bao nhiêu tổ dân phố?", 1001)
        codes = [hook(program, update, SECRET).status_code for _ in range(3)]
        until(telegram.texts)

        assert codes == [200, 200, 200]
        assert [("108" in text, public in text) for text in telegram.texts()] == [(True, True)]
        refused = [hook(program, update, secret).status_code for secret in ("", "wrong", "Mật", SECRET[:-1])]
        assert refused == [403] * 4
        bodies: list[object] = [
            b"",
            b"[]",
            b"{",
            b"\xff\xfe",
            {"update_id": 7},
            {"update_id": "x", "message": 1},
        ]
        assert [hook(program, body, SECRET).status_code for body in bodies] == [200] * 6
        assert hook(program, b"x" * 300_000, SECRET).status_code == 413
        assert httpx.post(f"{program.url}/hooks/unknown").status_code == 404
        short = next(word for word in telegram.texts()[0].split('"') if "/v/" in word).removeprefix(public)
        page = httpx.get(program.url + short, follow_redirects=True)
        assert page.status_code == 200
        assert "108" in page.text
    finally:
        told = program.end()

    assert program.process.returncode in {0, -signal.SIGTERM}
    assert [word for word in (TOKEN, SECRET, "tổ dân phố", "Traceback") if word in told] == []


def hook(program: Program, body: object, secret: str) -> httpx.Response:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret.encode()} if secret else {}
    content = {"content": body} if isinstance(body, bytes) else {"json": body}
    return httpx.post(f"{program.url}/hooks/telegram", headers=headers, timeout=20, **content)


def test_what_was_accepted_before_a_crash_is_answered_once(telegram: TelegramPlatform, data: Path) -> None:
    # The platform takes no messages at first, so that the program dies with all of them in hand.
    settings = {"telegram_token": TOKEN, "telegram_url": telegram.url}
    for chat in CHATS:
        telegram.write(f"Phường có bao nhiêu tổ dân phố? ({chat})", chat=chat)
    telegram.down = True
    first = started("bot", "telegram", data=data, **settings)
    until(lambda: stages(data) == ["waiting"] * len(CHATS) and not telegram.updates, within=60)
    killed = first.end(signal.SIGKILL)
    telegram.down = False

    second = started("bot", "telegram", data=data, **settings)
    try:
        until(lambda: all(telegram.texts(chat) for chat in CHATS), within=60)
    finally:
        told = second.end()

    assert [len(telegram.texts(chat)) for chat in CHATS] == [1] * len(CHATS)
    assert second.process.returncode == 0
    assert [word for word in (TOKEN, "Traceback") if word in killed + told] == []


def stages(data: Path) -> list[str]:
    """How far the parts of the answers are, once each was tried."""
    with closing(sqlite3.connect(data / "state.sqlite")) as state:
        try:
            return [stage for (stage,) in state.execute("SELECT stage FROM chat_outbox WHERE attempts > 0")]
        except sqlite3.OperationalError:
            return []


def test_a_channel_without_a_token_says_what_is_missing(data: Path) -> None:
    program = started("bot", "telegram", data=data)
    program.process.wait(60)

    assert program.process.returncode == 1
    assert "HOIPHUONG_TELEGRAM_TOKEN" in program.end()
