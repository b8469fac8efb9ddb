"""The score of the ways in: schemathesis sends every route what its description allows and forbids.

hoiphuong evals fuzz --examples 100 --json
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from evals.machine import Machine, this_machine
from evals.own_corpus import ready
from evals.own_server import NotReadyError, own_server
from settings import ROOT, Settings

RESULT = Path(__file__).parent / "results" / "fuzz.json"

_SPEC = ("-W", "ignore", "-m", "bot.web.spec")
_SCHEMATHESIS = "from schemathesis.cli import schemathesis; schemathesis()"
_LIBRARIES = ("fastapi", "hypothesis", "pydantic", "schemathesis", "starlette", "uvicorn")


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """How many requests went to how many operations, and each that ended in a defect (a status of 500 up)."""

    operations: int
    cases: int
    failed: int
    seconds: float
    failures: list[str]


@dataclass(frozen=True, slots=True)
class Report:
    date: str
    command: str
    machine: Machine
    fuzzed: Fuzzed


def write_spec(path: Path) -> None:
    """The description of every route, pages and forms included."""
    told = subprocess.run([sys.executable, *_SPEC], cwd=ROOT, capture_output=True, check=True)
    path.write_bytes(told.stdout)


def fuzz(url: str, spec: Path, *, examples: int, phases: Sequence[str], seed: int, key: str = "") -> Fuzzed:
    """`phases` are coverage (each bound of each field once) and fuzzing (`examples` drawn an operation).

    The same seed draws the same. With a `key` the requests come from the internal side.
    """
    with tempfile.TemporaryDirectory() as passing:
        told = Path(passing) / "report.json"
        command = [sys.executable, "-c", _SCHEMATHESIS, "run", str(spec), "--url", url]
        command += ["--checks", "not_a_server_error", "--phases", ",".join(phases), "--seed", str(seed)]
        command += ["--max-examples", str(examples), "--continue-on-failure", "--no-shrink"]
        command += ["--report", "json", "--report-json-path", str(told)]
        command += ["--header", f"Authorization: Bearer {key}"] if key else []
        subprocess.run(command, cwd=passing, stdout=subprocess.DEVNULL, check=False)
        found = json.loads(told.read_text(encoding="utf-8"))
    failures = [json.dumps(each, ensure_ascii=False)[:500] for each in (*found["failures"], *found["errors"])]
    cases = found["test_cases"]
    return Fuzzed(
        operations=found["operations"]["tested"],
        cases=cases["generated"],
        failed=cases["with_failures"] + cases["errored"],
        seconds=round(found["running_time"], 1),
        failures=failures,
    )


def main(argv: list[str]) -> int:
    """1 where a request ended in a defect."""
    parser = argparse.ArgumentParser(prog="hoiphuong evals fuzz", description=__doc__)
    parser.add_argument("--examples", type=int, default=20, help="requests drawn for each operation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, nargs="?", const=RESULT, help="write the report here")
    options = parser.parse_args(argv)
    settings = ready(Settings())
    with tempfile.TemporaryDirectory() as passing:
        spec = Path(passing) / "openapi.json"
        write_spec(spec)
        try:
            with own_server(settings.data) as server:
                found = fuzz(
                    server.url,
                    spec,
                    examples=options.examples,
                    phases=("coverage", "fuzzing"),
                    seed=options.seed,
                )
        except NotReadyError as error:
            print(error, file=sys.stderr)
            return 2
    report = Report(
        date=datetime.now(UTC).date().isoformat(),
        command=f"hoiphuong evals fuzz --examples {options.examples} --seed {options.seed}",
        machine=this_machine(_LIBRARIES),
        fuzzed=found,
    )
    print(f"{found.cases} requests to {found.operations} operations in {found.seconds} s")
    print(f"{found.failed} ended in a defect", *found.failures, sep="\n")
    if options.json:
        options.json.write_text(f"{json.dumps(asdict(report), indent=1)}\n", encoding="utf-8")
    return int(bool(found.failed))
