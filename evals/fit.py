"""Fits the weights of the ranking and the judges to the questions, and says what a threshold costs."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from answering.decide import judges
from answering.rank import weights
from answering.wiring import open_assistant
from evals.answers import NOT_ASKED
from evals.fit_curve import Cost, View, costs, drawing
from evals.fit_data import FEATURES, VOICES, Row, collect
from evals.fit_models import (
    FOLDS,
    FittedJudge,
    first_places,
    fit_judges,
    fit_ranking,
    held_out_odds,
    held_out_places,
)
from evals.own_corpus import ready
from evals.questions import DATA, Case, read_cases
from settings import Settings

RESULTS = Path(__file__).parent / "results"
# Its score is what we believe of questions nobody has seen, so it is measured and never fitted on.
HELD_APART = "new_facts.jsonl"

IN_CODE, FITTED, HELD_OUT = "in the code", "fitted", f"held out, {FOLDS} folds"
APART_FITTED, APART_IN_CODE = f"held apart, {FITTED}", f"held apart, {IN_CODE}"
_TITLE = "Answer or refuse: what each threshold of the judges gives"


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions by the file they stand in, in the order of the names."""

    files: tuple[str, ...]
    fitted: tuple[Case, ...]
    apart: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """How often the answer is in first place, of the questions for which any unit holds it."""

    name: str
    count: int
    of: int

    def __str__(self) -> str:
        share = f"{100 * self.count / self.of:6.1f} %" if self.of else ""
        return f"{self.name:<34}{self.count:>6} / {self.of:<5}{share}"


@dataclass(frozen=True, slots=True)
class Result:
    """What is kept of a fitting: on what, when, and what every threshold refuses."""

    date: str
    machine: str
    python: str
    numpy: str
    files: tuple[str, ...]
    answerable: int
    unanswerable: int
    first_place: tuple[Places, ...]
    thresholds: tuple[Cost, ...]


def main(argv: list[str]) -> int:
    options = _options(argv)
    try:
        questions = _read(options.files)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    assistant = open_assistant(ready(Settings()))
    rows, apart = collect(assistant, questions.fitted), collect(assistant, questions.apart)
    print(f"questions that come to a judge: {_sides(rows)}; {len(apart)} more held apart ({HELD_APART})")
    places = () if options.no_ranking else _report_ranking(rows, apart)
    names = tuple(judges())
    fitted = fit_judges(rows, names)
    views, views_apart = _views(rows, fitted), _views_apart(apart, fitted)
    _report_judges(views, fitted)
    if views_apart:
        _print_costs(views_apart, (), title=f"refused, of those held apart ({_sides(apart)})")
    if options.show:
        _show(views[0])
    if options.save:
        thresholds = [cost for view in views for cost in costs(view, names)]
        thresholds += [cost for view in views_apart for cost in costs(view, ())]
        _save(options.save, _result(questions.files, rows, places, thresholds), views)
    return 0


def _read(files: Sequence[Path]) -> Questions:
    """Raises OSError, ValueError."""
    read = {path.name: _cases(path) for path in files if path.name not in NOT_ASKED}
    names = tuple(sorted(name for name, cases in read.items() if any(not case.before for case in cases)))
    fitted = tuple(case for name in names if name != HELD_APART for case in read[name])
    return Questions(names, fitted, tuple(read.get(HELD_APART, ())))


def _cases(path: Path) -> list[Case]:
    try:
        return read_cases(path)
    except KeyError as error:
        raise ValueError(f"{path.name}: a line has no {error}; give files of questions.") from error


def _sides(rows: Sequence[Row]) -> str:
    answerable = sum(row.answerable for row in rows)
    return f"{answerable} answerable, {len(rows) - answerable} not"


def _report_ranking(rows: Sequence[Row], apart: Sequence[Row]) -> tuple[Places, ...]:
    findable, findable_apart = ([row for row in each if row.shares.any()] for each in (rows, apart))
    now, fitted = np.array(astuple(weights())), fit_ranking(findable)
    places = (
        Places(IN_CODE, first_places(findable, now), len(findable)),
        Places(FITTED, first_places(findable, fitted), len(findable)),
        Places(HELD_OUT, held_out_places(findable), len(findable)),
        Places(APART_FITTED, first_places(findable_apart, fitted), len(findable_apart)),
        Places(APART_IN_CODE, first_places(findable_apart, now), len(findable_apart)),
    )
    print("\nthe answer in first place, where any unit holds it")
    print("\n".join(str(line) for line in places))
    print(f"\n{'weights of the ranking':<24}{IN_CODE:>12}{FITTED:>12}")
    for name, old, new in zip(FEATURES, now, fitted, strict=True):
        print(f"{name:<24}{old:>12.2f}{new:>12.2f}")
    return places


def _views(rows: Sequence[Row], fitted: dict[str, FittedJudge]) -> tuple[View, ...]:
    """What matters most first: how the fitted judges do on questions they were not fitted on."""
    return (
        View(HELD_OUT, rows, held_out_odds(rows, tuple(fitted))),
        View(FITTED, rows, _odds(rows, fitted)),
        View(IN_CODE, rows, _odds_in_code(rows)),
    )


def _views_apart(apart: Sequence[Row], fitted: dict[str, FittedJudge]) -> tuple[View, ...]:
    """None where no question is held apart."""
    if not apart:
        return ()
    return (
        View(APART_FITTED, apart, _odds(apart, fitted)),
        View(APART_IN_CODE, apart, _odds_in_code(apart)),
    )


def _odds(rows: Sequence[Row], fitted: dict[str, FittedJudge]) -> list[float]:
    return [fitted[row.judge].log_odds(row) for row in rows]


def _odds_in_code(rows: Sequence[Row]) -> list[float]:
    return [-np.inf if row.ruled_out else row.now for row in rows]


def _report_judges(views: Sequence[View], fitted: dict[str, FittedJudge]) -> None:
    for name, judge in fitted.items():
        old = judges()[name]
        print(f"\n{f'judge of {name}':<24}{IN_CODE:>12}{FITTED:>12}")
        print(f"{'bias':<24}{old.bias:>12.2f}{judge.bias:>12.2f}")
        for voice, weight in zip(VOICES, judge.weights, strict=True):
            print(f"{voice:<24}{old.weights.get(voice, 0.0):>12.2f}{weight:>12.2f}")
    _print_costs(views, tuple(fitted), title="refused below a threshold")


def _print_costs(views: Sequence[View], names: Sequence[str], *, title: str) -> None:
    print(f"\n{title}: answerable | with the answer in first place | unanswerable")
    print(f"{'judge':<8}{'at':>5}" + "".join(f"   {view.name:^27}" for view in views))
    tables = [costs(view, names) for view in views]
    for line in zip(*tables, strict=True):
        cells = "".join(f"   {one.answerable} |{one.right} |{one.unanswerable}" for one in line)
        print(f"{line[0].judge:<8}{line[0].threshold:>5.1f}{cells}")


def _show(view: View) -> None:
    """The questions that the judges get wrong at threshold 0."""
    for row, odds in zip(view.rows, view.odds, strict=True):
        if (row.right and odds < 0) or (not row.answerable and odds >= 0):
            verdict = "refused" if odds < 0 else "let through"
            print(f"\n{verdict}: {row.case.id} {row.judge} {odds:.2f}  {row.case.question}")


def _result(
    files: tuple[str, ...], rows: Sequence[Row], places: tuple[Places, ...], thresholds: Sequence[Cost]
) -> Result:
    answerable = sum(row.answerable for row in rows)
    return Result(
        date=datetime.now(UTC).date().isoformat(),
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        python=platform.python_version(),
        numpy=np.__version__,
        files=files,
        answerable=answerable,
        unanswerable=len(rows) - answerable,
        first_place=places,
        thresholds=tuple(thresholds),
    )


def _save(folder: Path, result: Result, views: Sequence[View]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(result), indent=1)
    (folder / "decision.json").write_text(text + "\n", encoding="utf-8")
    (folder / "decision.svg").write_text(drawing(views, title=_TITLE), encoding="utf-8")


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hoiphuong evals fit", description=__doc__)
    parser.add_argument(
        "files", nargs="*", type=Path, help="questions, JSON lines (default: all of evals/data)"
    )
    parser.add_argument("--no-ranking", action="store_true", help="fit the judges alone")
    parser.add_argument("--show", action="store_true", help="list the questions that are judged wrongly")
    parser.add_argument(
        "--save", type=Path, nargs="?", const=RESULTS, help="write decision.json and decision.svg here"
    )
    options = parser.parse_args(argv)
    options.files = options.files or sorted(DATA.glob("*.jsonl"))
    return options
