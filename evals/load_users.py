"""The askers of a load, as locust runs them: each asks, reads, thinks, and comes again when it is told to.

Only locust may import it: with it gevent replaces the sockets and threads of the whole process.
"""

import json
import random
import time
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from locust import FastHttpUser, events, task
from locust.argument_parser import LocustArgumentParser
from locust.contrib.fasthttp import ResponseContextManager
from locust.env import Environment

from evals.load_figures import Reply, Told

# A page that thinks for longer than a server keeps an idle connection comes with a new one.
_HEADERS = {"Connection": "close"}
_CROWDED = "overloaded"


@events.init_command_line_parser.add_listener  # type: ignore[untyped-decorator]  # locust leaves it so
def _options(parser: LocustArgumentParser) -> None:
    parser.add_argument("--questions", type=Path, help="one JSON list of the questions to draw from")
    parser.add_argument("--replies", type=Path, help="each reply is added here as a line of JSON")
    parser.add_argument("--seed", type=int, default=7, help="the same draws the same questions for each user")
    parser.add_argument("--think-least", type=float, default=5.0, help="seconds between two questions")
    parser.add_argument("--think-most", type=float, default=15.0)


@cache
def _questions(path: Path) -> tuple[str, ...]:
    return tuple(json.loads(path.read_text(encoding="utf-8")))


class Asker(FastHttpUser):
    """Somebody with a page open. Who is told to come again asks the same once more, after just that time."""

    connection_timeout = 30.0
    network_timeout = 30.0
    _numbers = count()

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        assert environment.parsed_options is not None
        self._options = environment.parsed_options
        self._drawn = random.Random(f"{self._options.seed}-{next(self._numbers)}")
        self._again = 0.0
        self._question = ""

    def wait_time(self) -> float:
        if self._again:
            return self._again
        return self._drawn.uniform(self._options.think_least, self._options.think_most)

    @task
    def ask(self) -> None:
        if not self._again:
            self._question = self._drawn.choice(_questions(self._options.questions))
        at, body = time.time(), {"question": self._question}
        with self.client.post("/api/ask", json=body, headers=_HEADERS, catch_response=True) as reply:
            why = _wrong(reply)
            told = Told.ERROR if why else Told.SHED if reply.status_code == 503 else Told.ANSWERED
            if why:
                reply.failure(why)
            else:
                reply.success()
            self._again = _again(reply) if told is Told.SHED else 0.0
            self._keep(Reply(at, reply.request_meta["response_time"], told, why))

    def _keep(self, reply: Reply) -> None:
        with self._options.replies.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(asdict(reply))}\n")


def _wrong(reply: ResponseContextManager) -> str:
    """ "" for an answer, and for a refusal that says when to come again."""
    if not reply.status_code:
        return type(getattr(reply, "error", None)).__name__
    told: dict[str, Any] = {}
    with suppress(ValueError, TypeError):
        told = reply.json()
    if reply.status_code == 200:
        return "" if told.get("status") and told.get("text") else "no answer"
    crowded = reply.status_code == 503 and told.get("error", {}).get("code") == _CROWDED
    return "" if crowded and _again(reply) else f"status {reply.status_code}"


def _again(reply: ResponseContextManager) -> float:
    """In how many seconds to come again; 0 where it does not say."""
    told = str(reply.headers.get("Retry-After")) if reply.headers else ""
    return float(told) if told.isdecimal() else 0.0
