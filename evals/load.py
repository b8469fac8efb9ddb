"""A load: so many people ask one server at once, think, and come again when it tells them to.

hoiphuong evals load --users 1000 --seconds 120 --save
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]  # ships no types

from corpus.audience import Audience
from evals.answers import NOT_ASKED
from evals.load_figures import Figures, Moment, Reply, Sample, Told, course, figures
from evals.machine import Machine, this_machine
from evals.own_corpus import ready
from evals.own_server import NotReadyError, OwnServer, own_server
from evals.plots import over_time
from evals.questions import DATA, read_cases
from prompts import load
from settings import ROOT, Settings

RESULT = Path(__file__).parent / "results" / "load.json"

_ASKERS = Path(__file__).with_name("load_users.py")
_LIBRARIES = ("anyio", "fastapi", "locust", "numpy", "starlette", "tantivy", "uvicorn")
_PROBES_EACH, _SAMPLES_EACH = 0.5, 1.0
# Longer than an asker waits for a reply, so that none is left out because it was slow.
_LAST_REPLIES = 40
_PIECES = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """`users` come over `spawn` seconds, and think between `think_least` and `think_most` seconds."""

    users: int
    seconds: int
    spawn: int
    think_least: float
    think_most: float
    seed: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """Of one load; the course from the first question on."""

    figures: Figures
    course: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """`load_before` is the machine's load average of a minute before anybody asked."""

    date: str
    command: str
    machine: Machine
    load_before: float
    seats: int
    queue: int
    queue_wait: float
    plan: Plan
    figures: Figures
    course: tuple[Moment, ...]


def main(argv: list[str]) -> int:
    """0 if every question was answered or told when to come again, and /healthz answered all the while."""
    options, plan = _options(argv)
    load_before = round(os.getloadavg()[0], 1)
    with tempfile.TemporaryDirectory(prefix="hoiphuong-load-") as name:
        settings = ready(Settings(data=Path(name) / "data", model=""))
        try:
            # All askers share one address, and the limit of an address is not what is measured.
            with own_server(settings.data, model="", limit_asking="") as server:
                loaded = measure(server, plan, public_questions())
        except NotReadyError as error:
            print(error, file=sys.stderr)
            return 2
    print(told(plan, loaded.figures))
    if options.save:
        report = Report(
            date=datetime.now(UTC).date().isoformat(),
            command=" ".join(("hoiphuong evals load", *argv)),
            machine=this_machine(_LIBRARIES),
            load_before=load_before,
            seats=settings.seats,
            queue=settings.queue,
            queue_wait=settings.queue_wait,
            plan=plan,
            figures=loaded.figures,
            course=loaded.course,
        )
        _save(report)
    return int(bool(loaded.figures.errors))


def _save(report: Report) -> None:
    RESULT.write_text(f"{json.dumps(asdict(report), indent=1)}\n", encoding="utf-8")
    draw(RESULT.with_suffix(".svg"), report.course)


def _options(argv: list[str]) -> tuple[argparse.Namespace, Plan]:
    parser = argparse.ArgumentParser(prog="hoiphuong evals load", description=__doc__)
    parser.add_argument("--users", type=int, default=1_000)
    parser.add_argument("--seconds", type=int, default=120, help="how long they ask")
    parser.add_argument("--spawn", type=int, default=30, help="seconds in which they come")
    parser.add_argument("--think", type=float, nargs=2, default=(5.0, 15.0), metavar=("LEAST", "MOST"))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--save", action="store_true", help=f"keep figures and plot beside {RESULT.name}")
    options = parser.parse_args(argv)
    if options.users < 1 or not 0 <= options.spawn < options.seconds:
        parser.error("--users must be 1 or more, and --spawn shorter than --seconds")
    least, most = options.think
    if not 0 <= least <= most:
        parser.error("--think: LEAST must not be more than MOST")
    return options, Plan(options.users, options.seconds, options.spawn, least, most, options.seed)


def public_questions() -> list[str]:
    """Those of the data that anybody may ask, each once, but those that go on from another."""
    files = [path for path in sorted(DATA.glob("*.jsonl")) if path.name not in NOT_ASKED]
    cases = [case for path in files for case in read_cases(path)]
    return sorted({case.question for case in cases if case.audience is Audience.PUBLIC and not case.before})


def measure(server: OwnServer, plan: Plan, questions: Sequence[str]) -> Loaded:
    """Lets them ask, and watches the server meanwhile."""
    probes: list[Reply] = []
    samples = [_sample(server.pid, time.time())]
    with httpx.Client(
        base_url=server.url, timeout=30, limits=httpx.Limits(max_keepalive_connections=0)
    ) as one:

        def probe(due: float) -> None:
            probes.append(_probe(one, due))

        def sample(due: float) -> None:
            # A server that died is told by those who ask it.
            with suppress(psutil.NoSuchProcess):
                samples.append(_sample(server.pid, due))

        with _each(_PROBES_EACH, probe), _each(_SAMPLES_EACH, sample):
            replies = _asked(server.url, plan, questions)
    zero = min((each.at for each in replies), default=samples[0].at)
    replies = [replace(each, at=each.at - zero) for each in replies]
    held = [replace(each, at=each.at - zero) for each in samples]
    healthy = [replace(each, at=each.at - zero) for each in probes]
    until = float(plan.seconds)
    return Loaded(
        figures(replies, probes=healthy, samples=held, since=float(plan.spawn), until=until),
        course(replies, held, until=until, step=max(1.0, plan.seconds / _PIECES)),
    )


def _asked(url: str, plan: Plan, questions: Sequence[str]) -> list[Reply]:
    """What locust's askers were told. Raises CalledProcessError if locust itself fails."""
    with tempfile.TemporaryDirectory(prefix="hoiphuong-load-") as name:
        asked, replies = Path(name) / "questions.json", Path(name) / "replies.jsonl"
        asked.write_text(json.dumps(questions), encoding="utf-8")
        replies.touch()
        rate = plan.users / max(1, plan.spawn)
        command = [sys.executable, "-m", "locust", "-f", str(_ASKERS), "--headless", "--host", url]
        command += ["--users", str(plan.users), "--spawn-rate", str(rate), "--run-time", f"{plan.seconds}s"]
        command += ["--stop-timeout", str(_LAST_REPLIES), "--exit-code-on-error", "0"]
        command += ["--questions", str(asked), "--replies", str(replies), "--seed", str(plan.seed)]
        command += ["--think-least", str(plan.think_least), "--think-most", str(plan.think_most)]
        # Its own tables of figures would go to the terminal; what keeps it from running still does.
        command += ["--skip-log-setup"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        rows = map(json.loads, replies.read_text(encoding="utf-8").splitlines())
        return [Reply(**{**row, "told": Told(row["told"])}) for row in rows]


@contextmanager
def _each(seconds: float, look: Callable[[float], None]) -> Iterator[None]:
    """Calls `look` with the time at which it was due, again and again, in a thread of its own."""
    over = threading.Event()

    def turns() -> None:
        due = time.time()
        while not over.wait(max(0.0, due - time.time())):
            look(due)
            due += seconds

    thread = threading.Thread(target=turns, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _probe(client: httpx.Client, due: float) -> Reply:
    """From when it was due: a slow reply makes those after it late as well."""
    try:
        status = client.get("/healthz").status_code
        why = "" if status == httpx.codes.OK else f"status {status}"
    except httpx.HTTPError as error:
        why = type(error).__name__
    return Reply(due, (time.time() - due) * 1000, Told.ERROR if why else Told.ANSWERED, why)


def _sample(pid: int, at: float) -> Sample:
    server = psutil.Process(pid)
    whole = [server, *server.children(recursive=True)]
    return Sample(
        at=at,
        rss_mb=round(sum(each.memory_info().rss for each in whole) / 1e6, 1),
        threads=sum(each.num_threads() for each in whole),
        files=sum(each.num_fds() for each in whole),
    )


def told(plan: Plan, found: Figures) -> str:
    """The figures as a person reads them."""
    wrong = "; ".join(f"{why}: {count}" for why, count in found.errors.items())
    return load(
        "cli/load_report",
        users=plan.users,
        think=f"{plan.think_least:g}–{plan.think_most:g}".replace(".", ","),
        seconds=plan.seconds,
        answered=found.answered,
        rate=f"{found.answers_a_second:.1f}".replace(".", ","),
        p50=_ms(found.answered_p50_ms),
        p95=_ms(found.answered_p95_ms),
        p99=_ms(found.answered_p99_ms),
        shed=found.shed,
        share=f"{100 * found.share_shed:.1f}".replace(".", ","),
        shed_p99=_ms(found.shed_p99_ms),
        health=_ms(found.health_p99_ms),
        errors=f"{sum(found.errors.values())} ({wrong})" if wrong else "0",
        rss_start=round(found.rss_start_mb),
        rss_peak=round(found.rss_peak_mb),
        rss_end=round(found.rss_end_mb),
        threads=found.threads_peak,
        files=found.files_peak,
    )


def _ms(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.0f}"


def draw(path: Path, moments: Sequence[Moment]) -> None:
    """What was answered and shed, how long answers took, and the memory, over the time."""

    def line(name: str) -> list[tuple[float, float]]:
        values = ((each.second, getattr(each, name)) for each in moments)
        return [(second, value) for second, value in values if value is not None]

    over_time(
        path,
        panels={
            "a second": {"answers": line("answers_a_second"), "shed": line("shed_a_second")},
            "milliseconds": {"95th percentile of answers": line("answered_p95_ms")},
            "MB": {"memory of the server": line("rss_mb")},
        },
    )
