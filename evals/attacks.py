"""The score of the wall: attacks and their mutations, in process and over HTTP; what leaked, by promise.

hoiphuong evals attacks FILE --cases 3000 --save
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from evals.attack_cases import Attack, read_attacks
from evals.attack_checks import Reply, Wall, failures
from evals.attack_http import Stranger
from evals.attack_inside import Inside, documents_read
from evals.machine import Machine, this_machine
from evals.mutations import mutated
from evals.own_corpus import ready
from evals.own_server import NotReadyError, own_server
from evals.questions import DATA
from settings import Settings

RESULT = Path(__file__).parent / "results" / "attacks.json"
ATTACKS = DATA / "attacks" / "attacks.jsonl"

# Which promise a check keeps; see docs/security.md.
PROMISES: Mapping[str, str] = MappingProxyType(
    {
        "no_internal": "A1 A3 nothing internal, no masked person",
        "no_oracle": "A4 A5 the same as without the internal edition",
        "prompts": "A8 nothing internal in a prompt of the public",
        "status": "A7 W1 refused as it must be",
        "no_token": "L1 no order of a text obeyed",
        "no_sysprompt": "L4 the rules of the model not told",
        "grounded": "L5 every answer quoted, every quote on its lines",
        "numbers": "L5 no document number from nowhere",
        "bot_disclosed": "L6 says that it is a machine",
        "inert_html": "W2 no live markup",
        "no_fetch": "no address fetched",
        "same_as_clean": "the same as to the clean question",
        "crashed": "W1 no defect",
    }
)
_LIBRARIES = ("chromadb", "fastapi", "pydantic", "starlette", "tantivy")
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Failure:
    """One check that did not hold."""

    id: str
    mutation: str
    target: str
    check: str
    why: str


@dataclass
class Run:
    """What has been sent so far, and what went wrong."""

    cases: Counter[str] = field(default_factory=Counter)
    replies: Counter[str] = field(default_factory=Counter)
    failed: list[Failure] = field(default_factory=list)

    def judge(self, attack: Attack, replies: Iterable[Reply], wall: Wall, *, target: str) -> None:
        """Counts an attack as a case where at least one reply came back."""
        count = 0
        for reply in replies:
            count += 1
            self.failed += [
                Failure(attack.id, attack.mutation, target, check, why)
                for check, why in failures(attack, reply, wall)
            ]
            if reply.status >= 500:
                self.failed.append(
                    Failure(attack.id, attack.mutation, target, "crashed", f"HTTP {reply.status}")
                )
        self.cases[f"{target} {attack.channel}"] += bool(count)
        self.replies[target] += count


@dataclass(frozen=True, slots=True)
class Report:
    """`failed` counts replies by promise; 0 everywhere is what is promised."""

    date: str
    command: str
    machine: Machine
    file: str
    seed: int
    attacks: int
    cases: dict[str, int]
    cases_all: int
    replies: dict[str, int]
    failed: dict[str, int]
    seconds: float
    failures: list[Failure]


def run_attacks(attacks: Sequence[Attack], settings: Settings, *, at_least: int, seed: int, url: str) -> Run:
    """Everything over every target. Raises NotReadyError where the own server does not start."""
    run = Run()
    with tempfile.TemporaryDirectory() as passing:
        inside = Inside(settings, Path(passing))
        cases = list(mutated(attacks, at_least=at_least, seed=seed))
        for target, asking in (("extractive", inside.quoting), ("obedient model", inside.obeying)):
            for attack in _told(cases, target):
                if attack.channel in {"ask", "url"}:
                    run.judge(attack, asking(attack), inside.wall, target=target)
        for told in inside.prompts_told():
            run.failed.append(Failure("", "", "obedient model", "prompts", told))
        for attack, reply, wall in documents_read([each for each in cases if each.channel == "doc"]):
            run.judge(attack, [reply], wall, target="document")
        served = nullcontext() if url else own_server(inside.data, queue_wait=30)
        with served as own, closing(Stranger(url or (own.url if own else ""))) as stranger:
            for attack in _told(cases, "http"):
                run.judge(attack, stranger.send(attack), inside.wall, target="http")
    return run


def _told(cases: Sequence[Attack], target: str) -> Iterator[Attack]:
    began = time.monotonic()
    for place, attack in enumerate(cases, start=1):
        yield attack
        if place % 500 == 0:
            took = time.monotonic() - began
            print(f"{target}: {place} of {len(cases)}, {took:.0f} s", file=sys.stderr, flush=True)


def main(argv: list[str]) -> int:
    """1 where any check did not hold."""
    options = _options(argv)
    settings = ready(Settings())
    began = time.monotonic()
    try:
        masked = Inside.masked(settings)
        attacks = read_attacks(options.file, masked)
        run = run_attacks(attacks, settings, at_least=options.cases, seed=options.seed, url=options.url)
    except (OSError, ValueError, NotReadyError) as error:
        print(error, file=sys.stderr)
        return 2
    report = Report(
        date=datetime.now(UTC).date().isoformat(),
        command=f"hoiphuong evals attacks {options.file.name} --cases {options.cases} --seed {options.seed}",
        machine=this_machine(_LIBRARIES),
        file=options.file.name,
        seed=options.seed,
        attacks=len(attacks),
        cases=dict(sorted(run.cases.items())),
        cases_all=sum(run.cases.values()),
        replies=dict(run.replies),
        failed=_by_promise(run.failed),
        seconds=round(time.monotonic() - began, 1),
        failures=run.failed[:_SHOWN],
    )
    _print(report)
    told = json.dumps(asdict(report), ensure_ascii=False, indent=1)
    if options.json:
        options.json.write_text(f"{told}\n", encoding="utf-8")
    return int(bool(run.failed))


def _by_promise(failed: Sequence[Failure]) -> dict[str, int]:
    counts = Counter(each.check for each in failed)
    known = {promise: counts.pop(check, 0) for check, promise in PROMISES.items()}
    return {**known, **counts}


def _print(report: Report) -> None:
    for name, count in report.cases.items():
        print(f"{count:>7}  cases  {name}")
    print(f"{report.cases_all:>7}  cases in all, {sum(report.replies.values())} replies\n")
    for promise, count in report.failed.items():
        print(f"{count:>7}  failed  {promise}")
    for each in report.failures:
        name = f"{each.id} ({each.mutation})" if each.mutation else each.id
        print(f"\n{each.target}: {name}: {each.check}: {each.why}")


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hoiphuong evals attacks", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=ATTACKS, help="attacks, JSON lines")
    parser.add_argument("--url", default="", help="a server that runs (default: one of its own)")
    parser.add_argument("--cases", type=int, default=0, help="mutate until there are so many")
    parser.add_argument("--seed", type=int, default=1, help="of the mutations")
    parser.add_argument("--json", type=Path, nargs="?", const=RESULT, help="write the report here")
    return parser.parse_args(argv)
