"""A soak: many chats write while the platform fails; each message must be answered once, in order.

hoiphuong evals soak --messages 2000 --chats 200 --minutes 10
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
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

from evals.soak_platform import TOKEN, Chances, SoakPlatform, Traffic, served
from settings import ROOT, Settings

_SETTLES = 120.0


@dataclass(frozen=True, slots=True)
class Soak:
    """`double` and `missing` must be 0; `unsure` are those the platform swallowed without a word.

    Memory in MB after a tenth of the messages and at the end, times in seconds from writing to delivery.
    """

    messages: int
    chats: int
    answered: int
    unsure: int
    double: int
    missing: int
    out_of_order: int
    restarts: int
    p50: float
    p95: float
    memory_early: float
    memory_late: float
    secrets_told: int


def main(arguments: list[str]) -> int:
    """0 if every message was answered once or told as unsure, in order, with no secret told."""
    parser = argparse.ArgumentParser(prog="hoiphuong evals soak")
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--kills", type=int, default=1)
    parser.add_argument("--no-faults", action="store_true")
    given = parser.parse_args(arguments)
    chances = Chances(*[0.0] * 7) if given.no_faults else Chances()
    soak = run(
        chances,
        data=Settings().data,
        messages=given.messages,
        chats=given.chats,
        seconds=given.minutes * 60,
        seed=given.seed,
        kills=given.kills,
    )
    print(json.dumps(asdict(soak), indent=2))
    return int(bool(soak.double or soak.missing or soak.out_of_order or soak.secrets_told))


def run(
    chances: Chances, *, data: Path, messages: int, chats: int, seconds: float, seed: int, kills: int
) -> Soak:
    """Starts the bot as a person does, writes to it, and counts what comes back."""
    platform = SoakPlatform(chances, seed)
    with served(platform) as url, closing(_Bot(data, url)) as bot:
        _wait_for_polls(platform)
        early, order = 0.0, dict[int, list[int]]()
        drawn = random.Random(seed)
        killing = {round(messages * (place + 1) / (kills + 1)) for place in range(kills)}
        began = time.monotonic()
        for count in range(messages):
            time.sleep(max(0.0, began + seconds * count / messages - time.monotonic()))
            chat = 1_000 + drawn.randrange(chats)
            platform.write(chat, 90_000 + count)
            order.setdefault(chat, []).append(90_000 + count)
            if count in killing:
                bot.kill()
            if count == messages // 10:
                early = bot.memory()
        unsure = _settled(data, messages, began)
        late = bot.memory()
    return _counted(platform.traffic, order, unsure=unsure, bot=bot, early=early, late=late)


class _Bot:
    """`hoiphuong bot telegram` in a process of its own; `told` is all it said."""

    def __init__(self, data: Path, url: str) -> None:
        self._environment = {
            **os.environ,
            "HOIPHUONG_DATA": str(data),
            "HOIPHUONG_TELEGRAM_TOKEN": TOKEN,
            "HOIPHUONG_TELEGRAM_URL": url,
        }
        self.told: list[str] = []
        self.restarts = 0
        self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "bot", "bot", "telegram"]
        process = subprocess.Popen(
            command,
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
        self._process = self._start()

    def memory(self) -> float:
        return float(psutil.Process(self._process.pid).memory_info().rss) / 1_000_000

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(60)
        self._reading.join()


def _wait_for_polls(platform: SoakPlatform) -> None:
    """The first start may have to read the documents."""
    ends = time.monotonic() + _SETTLES
    while not platform.polled and time.monotonic() < ends:
        time.sleep(0.1)


def _settled(data: Path, messages: int, began: float) -> int:
    """Waits until nothing is open any more; how many answers may not have arrived."""
    ends = time.monotonic() + _SETTLES
    while time.monotonic() < ends:
        with closing(sqlite3.connect(data / "state.sqlite", timeout=10)) as state:
            since = time.time() - (time.monotonic() - began) - 1
            rows = state.execute("SELECT stage FROM chat_inbox WHERE at > ?", (since,)).fetchall()
        stages = [stage for (stage,) in rows]
        if len(stages) >= messages and not {"waiting", "answered"} & set(stages):
            return stages.count("unsure")
        time.sleep(0.2)
    return -1


def _counted(
    traffic: Traffic, order: dict[int, list[int]], *, unsure: int, bot: _Bot, early: float, late: float
) -> Soak:
    took = [
        traffic.delivered[each][0] - at for each, at in traffic.written.items() if each in traffic.delivered
    ]
    silent = len(traffic.written) - len(took)
    expected = {chat: [each for each in asked if each in traffic.delivered] for chat, asked in order.items()}
    marks = statistics.quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
    return Soak(
        messages=len(traffic.written),
        chats=len(order),
        answered=len(took),
        unsure=unsure,
        double=sum(len(times) - 1 for times in traffic.delivered.values()),
        missing=max(0, silent - max(unsure, 0)) if unsure >= 0 else silent,
        out_of_order=sum(traffic.order.get(chat, []) != asked for chat, asked in expected.items()),
        restarts=bot.restarts,
        p50=round(marks[49], 3),
        p95=round(marks[94], 3),
        memory_early=round(early, 1),
        memory_late=round(late, 1),
        secrets_told=sum(TOKEN in line for line in bot.told),
    )
