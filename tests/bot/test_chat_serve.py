"""Channels as they are really run, by `hoiphuong serve` and `hoiphuong bot`: webhooks, crashes, the log."""

import json
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

from tests.bot import oa_platform, zalo_platform
from tests.bot.oa_platform import OAPlatform
from tests.bot.platform import Answer, until
from tests.bot.telegram_platform import TOKEN, TelegramPlatform, a_message
from tests.bot.test_serve import free_port
from tests.bot.zalo_platform import ZaloPlatform

ROOT = Path(__file__).parents[2]
CHATS = range(5, 10)
SECRET = "a-webhook-secret-for-tests"
KEY = "an-internal-key-for-tests-only"
PUBLIC = "https://hoi.example.vn"
ASKED = "Phường có bao nhiêu tổ dân phố?"
HEADERS = ("X-Telegram-Bot-Api-Secret-Token", "X-Bot-Api-Secret-Token", "X-ZEvent-Signature")


@dataclass(frozen=True, slots=True)
class Program:
    """A running `hoiphuong`; `log` grows while it runs."""

    process: subprocess.Popen[str]
    log: list[str]
    url: str = ""

    def post(self, channel: str, body: bytes, **headers: str) -> httpx.Response:
        """What the webhook of a channel is sent."""
        given = {name: value.encode() for name, value in headers.items()}
        return httpx.post(f"{self.url}/hooks/{channel}", content=body, headers=given, timeout=20)

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


@dataclass(frozen=True, slots=True)
class Platforms:
    """All three at once."""

    telegram: TelegramPlatform
    zalo: ZaloPlatform
    oa: OAPlatform

    def settings(self) -> dict[str, str]:
        return {
            "public_url": PUBLIC,
            "internal_key": KEY,
            "telegram_token": TOKEN,
            "telegram_url": self.telegram.url,
            "telegram_secret": SECRET,
            "zalo_token": zalo_platform.TOKEN,
            "zalo_url": self.zalo.url,
            "zalo_secret": SECRET,
            "zalo_oa_app": oa_platform.APP,
            "zalo_oa_app_secret": oa_platform.APP_SECRET,
            "zalo_oa_secret": oa_platform.HOOK_SECRET,
            "zalo_oa_refresh_token": "RT-0",
            "zalo_oa_url": self.oa.url,
            "zalo_oa_login_url": self.oa.url,
        }

    def secrets(self) -> tuple[str, ...]:
        return (
            TOKEN,
            SECRET,
            KEY,
            zalo_platform.TOKEN,
            oa_platform.APP_SECRET,
            oa_platform.HOOK_SECRET,
            "AT-",
            "RT-",
        )

    def break_down(self) -> None:
        """Each platform first fails in its own words, and in somebody else's."""
        for platform, send in ((self.telegram, "sendMessage"), (self.zalo, "sendMessage"), (self.oa, "cs")):
            platform.plan(
                send, Answer(500, {"ok": False, "error_code": 500}), Answer(502, b"<html>Bad</html>")
            )
        self.oa.plan("access_token", Answer(503, b"<html>Unavailable</html>"))

    def events(self) -> dict[str, bytes]:
        update = a_message(ASKED, 1001)
        return {
            "telegram": json.dumps(update).encode(),
            "zalo": json.dumps(zalo_platform.an_event(ASKED, "m1")).encode(),
            "zalo-oa": oa_platform.an_event(ASKED, "m1"),
        }

    def headers(self, name: str, event: bytes) -> dict[str, str]:
        if name == "zalo-oa":
            return oa_platform.signed(event) if b"timestamp" in event else {}
        return dict.fromkeys(HEADERS, SECRET)


@pytest.fixture
def platforms(telegram: TelegramPlatform) -> Iterator[Platforms]:
    with ZaloPlatform() as zalo, OAPlatform() as oa:
        yield Platforms(telegram, zalo, oa)


def test_one_process_serves_the_pages_and_every_channel(platforms: Platforms, data: Path) -> None:
    program = started("serve", data=data, **platforms.settings())
    try:
        until(lambda: platforms.telegram.webhook and platforms.zalo.webhook, within=60)
        assert platforms.telegram.webhook == f"{PUBLIC}/hooks/telegram"
        assert platforms.zalo.webhook == f"{PUBLIC}/hooks/zalo"
        platforms.break_down()
        for name, event in platforms.events().items():
            headers = platforms.headers(name, event)
            until(lambda name=name: program.post(name, b"").status_code != 503)
            codes = [program.post(name, event, **headers).status_code for _ in range(3)]
            assert codes == [200, 200, 200]
        for texts in (platforms.telegram.texts, platforms.zalo.texts, platforms.oa.texts):
            until(texts, within=60)
            assert [("108" in text, f"{PUBLIC}/v/" in text) for text in texts()] == [(True, True)]

        for name, event in platforms.events().items():
            for wrong in ("", "wrong", "Mật", "x" * 5_000):
                assert program.post(name, event, **dict.fromkeys(HEADERS, wrong)).status_code == 403
            assert program.post(name, b"x" * 300_000).status_code == 413
        assert program.post("unknown", b"").status_code == 404
        short = next(word for word in platforms.telegram.texts()[0].split('"') if "/v/" in word)
        page = httpx.get(program.url + short.removeprefix(PUBLIC), follow_redirects=True)
        assert (page.status_code, "108" in page.text) == (200, True)
        assert httpx.get(f"{program.url}/v/aaaaaaaa/1").status_code == 404
        key = {"Authorization": f"Bearer {KEY}"}
        assert httpx.get(f"{program.url}/api/channels").status_code == 404
        tallies = httpx.get(f"{program.url}/api/channels", headers=key).json()
        assert len(tallies) == 3
        assert {(tally["received"], tally["answered"]) for tally in tallies.values()} == {(1, 1)}
    finally:
        told = program.end()

    assert program.process.returncode in {0, -signal.SIGTERM}
    assert [word for word in (*platforms.secrets(), "tổ dân phố", "Traceback") if word in told] == []


def test_the_doctor_tells_what_works_and_what_does_not(platforms: Platforms, data: Path) -> None:
    well = started("doctor", data=data, **{**platforms.settings(), "telegram_secret": "", "zalo_secret": ""})
    well.process.wait(60)
    settings = {**platforms.settings(), "telegram_token": "1:wrong", "zalo_url": "http://127.0.0.1:9"}
    ill = started("doctor", data=data, **settings)
    ill.process.wait(60)

    assert (well.process.returncode, ill.process.returncode) == (0, 1)
    assert well.end().count("chạy tốt, hỏi vòng") == 2
    assert "Kênh telegram: thiếu hoặc sai mã" in ill.end()
    assert "Kênh zalo: không kết nối được" in ill.end()
    assert [
        word for word in (*platforms.secrets(), "1:wrong", "Traceback") if word in well.end() + ill.end()
    ] == []


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
