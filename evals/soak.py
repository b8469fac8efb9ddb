"""A soak: many chats write while the platform fails; each message must be answered once, in order.

hoiphuong evals soak --channel telegram --messages 2000 --chats 200 --minutes 10
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

from evals.soak_account import AccountSpeech
from evals.soak_platform import Chances, Channel, SoakPlatform, Speech, served
from evals.soak_speech import TelegramSpeech, ZaloSpeech
from settings import ROOT, Settings

RESULTS = Path(__file__).parent / "results" / "soak.json"
# Where the platform does not say how long to wait, the bot waits a minute and more.
_SETTLES = 360.0
_NONE = Chances(*[0.0] * 7)
# On Zalo to be limited costs that minute each time.
_FAULTS = {
    Channel.TELEGRAM: Chances(),
    Channel.ZALO: Chances(limit=0.002),
    Channel.ZALO_OA: Chances(limit=0.002),
}
_ENDS_TOKEN = 0.003
_SAMPLES = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """So many messages from so many chats in so many seconds, and how often the bot is killed meanwhile."""

    messages: int
    chats: int
    seconds: float
    kills: int
    seed: int


@dataclass(frozen=True, slots=True)
class Soak:
    """`double` and `missing` must be 0; `unsure` are those whose sending was not answered.

    `memory` in MB after each twentieth of the messages, begun anew by each kill; times in seconds from
    writing to delivery; `load` is what the machine did besides, as its load average tells.
    """

    messages: int
    chats: int
    seconds: float
    answered: int
    unsure: int
    double: int
    missing: int
    out_of_order: int
    restarts: int
    p50: float
    p95: float
    memory: tuple[float, ...]
    load: float
    secrets_told: int

    @property
    def failed(self) -> bool:
        return bool(self.double or self.missing or self.out_of_order or self.secrets_told)


def main(arguments: list[str]) -> int:
    """0 if every message was answered once or told as unsure, in order, with no secret told."""
    parser = argparse.ArgumentParser(prog="hoiphuong evals soak")
    parser.add_argument("--channel", type=Channel, choices=list(Channel), default=Channel.TELEGRAM)
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--kills", type=int, default=1)
    parser.add_argument("--no-faults", action="store_true")
    parser.add_argument("--save", action="store_true", help=f"keep the figures in {RESULTS.name}")
    given = parser.parse_args(arguments)
    chances = _NONE if given.no_faults else _FAULTS[given.channel]
    plan = Plan(given.messages, given.chats, given.minutes * 60, given.kills, given.seed)
    soak = run(given.channel, chances, plan, data=Settings().data)
    print(json.dumps(asdict(soak), indent=2))
    if given.save:
        _save(f"{given.channel} {'calm' if given.no_faults else 'faults'}", soak)
    return int(soak.failed)


def run(channel: Channel, chances: Chances, plan: Plan, *, data: Path) -> Soak:
    """Starts the bot as a person does, writes to it, and counts what comes back."""
    platform = SoakPlatform(_speech(channel, chances, plan.seed), chances, seed=plan.seed)
    with served(platform) as url, closing(_Bot(platform.speech, data, url)) as bot:
        _wait_until_ready(platform.speech)
        began, order = time.monotonic(), _write_all(platform, bot, plan)
        settled = _settled(data, plan.messages, began)
        bot.note_memory()
    return _counted(platform, order, settled, bot)


def _speech(channel: Channel, chances: Chances, seed: int) -> Speech:
    match channel:
        case Channel.TELEGRAM:
            return TelegramSpeech(chances.again, seed=seed)
        case Channel.ZALO:
            return ZaloSpeech(chances.again, seed=seed)
        case Channel.ZALO_OA:
            ends_token = _ENDS_TOKEN if chances.failure else 0.0
            return AccountSpeech(chances.again, ends_token=ends_token, seed=seed)


def _write_all(platform: SoakPlatform, bot: "_Bot", plan: Plan) -> dict[str, list[int]]:
    """What was written, by chat and in order."""
    drawn, order = random.Random(plan.seed), dict[str, list[int]]()
    killing = {round(plan.messages * (place + 1) / (plan.kills + 1)) for place in range(plan.kills)}
    began = time.monotonic()
    for count in range(plan.messages):
        time.sleep(max(0.0, began + plan.seconds * count / plan.messages - time.monotonic()))
        chat = str(1_000 + drawn.randrange(plan.chats))
        platform.write(chat, 90_000 + count)
        order.setdefault(chat, []).append(90_000 + count)
        if count in killing:
            bot.kill()
        if count % max(1, plan.messages // _SAMPLES) == 0:
            bot.note_memory()
    return order


class _Bot:
    """The program in a process of its own; `told` is all it said."""

    def __init__(self, speech: Speech, data: Path, url: str) -> None:
        # Chats of a soak write faster than people may.
        own: Mapping[str, str] = {
            "HOIPHUONG_DATA": str(data),
            "HOIPHUONG_LIMIT_CHATS": "",
            **speech.environment(url),
        }
        self._environment = {**os.environ, **own}
        self._command = [sys.executable, "-m", "bot", *speech.command]
        self.told: list[str] = []
        self.memory: list[float] = []
        self.restarts = 0
        self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._reading = threading.Thread(target=self._read, args=(process,), daemon=True)
        self._reading.start()
        return process

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as stream:
            self.told.extend(stream)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._reading.join()
        self.restarts += 1
        self.memory.clear()
        self._process = self._start()

    def note_memory(self) -> None:
        resident = float(psutil.Process(self._process.pid).memory_info().rss)
        self.memory.append(round(resident / 1_000_000, 1))

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(60)
        self._reading.join()


def _wait_until_ready(speech: Speech) -> None:
    """The first start may have to read the documents."""
    ends = time.monotonic() + _SETTLES
    while not speech.is_ready() and time.monotonic() < ends:
        time.sleep(0.1)


@dataclass(frozen=True, slots=True)
class _Settled:
    """How many answers may not have arrived, and how many of these because the bot was killed meanwhile."""

    unsure: int
    died: int


def _settled(data: Path, messages: int, began: float) -> _Settled:
    """Once nothing is open any more, or after the longest wait."""
    since, ends = time.time() - (time.monotonic() - began) - 1, time.monotonic() + _SETTLES
    stages: list[str] = []
    died = 0
    while time.monotonic() < ends:
        with closing(sqlite3.connect(data / "state.sqlite", timeout=10)) as state:
            rows = state.execute("SELECT stage FROM chat_inbox WHERE at > ?", (since,)).fetchall()
            stages = [stage for (stage,) in rows]
            (died,) = state.execute(
                "SELECT count(*) FROM chat_outbox WHERE reason = 'died' AND at > ?", (since,)
            ).fetchone()
        if len(stages) >= messages and not {"waiting", "answered"} & set(stages):
            break
        time.sleep(0.2)
    return _Settled(stages.count("unsure"), died)


def _counted(platform: SoakPlatform, order: Mapping[str, list[int]], settled: _Settled, bot: _Bot) -> Soak:
    traffic = platform.traffic
    took = [
        traffic.delivered[each][0] - at for each, at in traffic.written.items() if each in traffic.delivered
    ]
    # What the platform swallowed is told as unsure; so is what the bot was sending when it was killed.
    silent = set(traffic.written) - set(traffic.delivered) - traffic.swallowed
    expected = {chat: [each for each in asked if each in traffic.delivered] for chat, asked in order.items()}
    marks = statistics.quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
    written = [*traffic.written.values()]
    return Soak(
        messages=len(traffic.written),
        chats=len(order),
        seconds=round(written[-1] - written[0], 1),
        answered=len(took),
        unsure=settled.unsure,
        double=sum(len(times) - 1 for times in traffic.delivered.values()),
        missing=max(0, len(silent) - settled.died),
        out_of_order=sum(traffic.order.get(chat, []) != asked for chat, asked in expected.items()),
        restarts=bot.restarts,
        p50=round(marks[49], 3),
        p95=round(marks[94], 3),
        memory=tuple(bot.memory),
        load=round(os.getloadavg()[2], 1),
        secrets_told=sum(secret in line for line in bot.told for secret in platform.speech.secrets),
    )


def _save(name: str, soak: Soak) -> None:
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    kept[name] = asdict(soak)
    RESULTS.write_text(json.dumps(dict(sorted(kept.items())), indent=1) + "\n", encoding="utf-8")
