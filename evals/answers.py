"""The score of the answers: asks every question, counts what came back, compares with the baseline."""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles

from evals.outcomes import Batch, Outcome, ask_all, judge_batch
from evals.questions import DATA, Case, Expected, after_another, read_cases
from evals.scoring import notes_conflict
from evals.variants import FOLLOW_UP, VARIANTS
from settings import ROOT, Settings

BASELINE = Path(__file__).parent / "results" / "answers.json"
# Not questions on the default corpus: the figures of the conflicts, and the questions on legal texts.
NOT_ASKED = ("conflicts.jsonl", "lawdocs.jsonl", "lawdocs_more.jsonl")
DOCUMENTS = ROOT / "corpus" / "documents"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: how many of how many; `of` is None for a figure that is not a share."""

    name: str
    count: float
    of: int | None = None

    def __str__(self) -> str:
        return f"{self.name:<24}{self.told}"

    @property
    def told(self) -> str:
        if self.of is None:
            return f"{self.count:>8.0f}"
        share = f"{100 * self.count / self.of:6.1f} %" if self.of else ""
        return f"{self.count:>8.0f} / {self.of:<6}{share}"


def table(outcomes: list[Outcome]) -> list[Line]:
    """What is said of a run, in the order of its importance; lines without a question are left out."""
    scored = [
        outcome.score
        for outcome in outcomes
        if outcome.score and outcome.case.expected is not Expected.SECRET
    ]
    told = [one.conflict_told for one in scored if one.conflict_told is not None]
    calm = [one for one in outcomes if _undisputed(one)]
    quoted = [one.verbatim for one in outcomes if one.answer.sources]
    times = sorted(outcome.ms for outcome in outcomes)
    lines = [
        Line("fully right", sum(one.fully_right for one in scored), len(scored)),
        Line("right", sum(one.right for one in scored), len(scored)),
        Line("supported", sum(one.supported for one in scored), len(scored)),
        Line("wrongly refused", sum(one.refused for one in scored), len(scored)),
        *_shares("refused when it must", outcomes, Expected.REFUSAL),
        *_shares("no passage off topic", outcomes, Expected.NO_PASSAGE),
        *_shares("secret kept", outcomes, Expected.SECRET),
        Line("secret leaked", sum(one.leaked for one in outcomes), _count(outcomes, Expected.SECRET)),
        Line("conflict told", sum(told), len(told)),
        Line("false conflict note", sum(notes_conflict(one.answer) for one in calm), len(calm)),
        Line("quotes verbatim", sum(quoted), len(quoted)),
    ]
    return [line for line in lines if line.of] + [
        Line("median words", median(len(one.answer.text.split()) for one in outcomes) if outcomes else 0),
        Line("p50 ms", median(times) if times else 0),
        Line("p95 ms", quantiles(times, n=20)[-1] if len(times) > 1 else 0),
    ]


def _undisputed(outcome: Outcome) -> bool:
    gold = outcome.case.gold
    return outcome.case.expected is not Expected.NO_PASSAGE and (gold is None or not gold.disputed)


def _shares(name: str, outcomes: list[Outcome], expected: Expected) -> list[Line]:
    mine = [outcome.passed for outcome in outcomes if outcome.case.expected is expected]
    return [Line(name, sum(mine), len(mine))]


def _count(outcomes: list[Outcome], expected: Expected) -> int:
    return sum(outcome.case.expected is expected for outcome in outcomes)


def groups(outcomes: list[Outcome]) -> list[Line]:
    """Passed of asked, by the group the data names (voice, topic, kind)."""
    asked = Counter(outcome.case.group for outcome in outcomes)
    passed = Counter(outcome.case.group for outcome in outcomes if outcome.passed)
    return [Line(name or "(none)", passed[name], count) for name, count in sorted(asked.items())]


def read_baseline(path: Path) -> dict[str, bool]:
    """Passed or not by the key of the outcome; empty where there is no baseline yet."""
    return dict(json.loads(path.read_text(encoding="utf-8"))["passed"]) if path.is_file() else {}


def save_baseline(path: Path, outcomes: list[Outcome], *, kept: dict[str, bool]) -> None:
    """Writes the outcomes over those of `kept`: runs on other files keep their lines."""
    passed = dict(sorted({**kept, **{one.key: one.passed for one in outcomes}}.items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"passed": passed}, indent=0) + "\n", encoding="utf-8")


def _write_json(path: Path, outcomes: list[Outcome]) -> None:
    rows = []
    for one in outcomes:
        row = {"id": one.case.id, "audience": one.case.audience, "variant": one.variant, "passed": one.passed}
        row |= {"expected": one.case.expected, "group": one.case.group, "ms": round(one.ms, 1)}
        rows.append(row | {"score": asdict(one.score) if one.score else None, "status": one.answer.status})
    lines = [{"name": line.name, "count": line.count, "of": line.of} for line in table(outcomes)]
    path.write_text(json.dumps({"table": lines, "outcomes": rows}, indent=1) + "\n", encoding="utf-8")


def _print_report(
    outcomes: list[Outcome], baseline: dict[str, bool], *, show: Callable[[Outcome], bool]
) -> None:
    for line in table(outcomes):
        print(line)
    if len(by_group := groups(outcomes)) > 1:
        print("\nby group")
        print("\n".join(f"  {line}" for line in by_group))
    gained = [one.key for one in outcomes if one.passed and baseline.get(one.key) is False]
    lost = [one.key for one in outcomes if not one.passed and baseline.get(one.key) is True]
    print(f"\ngained {len(gained)}: {' '.join(gained)}\nlost {len(lost)}: {' '.join(lost)}")
    for one in filter(show, outcomes):
        print(f"\n{one.key}  {one.case.question}\n  {one.answer.status}: {one.answer.text}")
        if one.case.gold:
            print(f"  expected {one.case.gold.values} on lines {one.case.gold.lines}")
        for source in one.answer.sources:
            print(f"  {source.document} {source.lines}: {source.quote[:160]}")


def main(argv: list[str]) -> int:
    options = _options(argv)
    try:
        cases = [case for path in options.files for case in read_cases(path)]
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.variant == FOLLOW_UP:
        cases = after_another(cases)
    corpus = options.corpus or DOCUMENTS
    if missing := _missing(cases, corpus):
        print(f"{corpus}: no {missing[0]}; name the folder of the questions: --corpus", file=sys.stderr)
        return 2
    if options.given:
        batch = Batch(options.given, options.asked)
        outcomes = judge_batch(batch, cases, variant=options.variant, corpus=corpus)
    elif options.model:
        return _compare(cases, options)
    else:
        outcomes = _run(cases, options)
    baseline = read_baseline(options.baseline)
    _print_report(outcomes, baseline, show=lambda one: options.show_failures and not one.passed)
    if options.json:
        _write_json(options.json, outcomes)
    if options.save:
        save_baseline(options.save, outcomes, kept=read_baseline(options.save))
    return 0


def _missing(cases: list[Case], corpus: Path) -> list[str]:
    asked = {case.gold.document for case in cases if case.gold}
    return sorted(name for name in asked if not (corpus / name).is_file())


def _compare(cases: list[Case], options: argparse.Namespace) -> int:
    """The quoted and the written answers side by side."""
    from answering.model import ModelSettingsError  # noqa: PLC0415
    from answering.wiring import open_assistant, open_writer  # noqa: PLC0415
    from evals.own_corpus import ready  # noqa: PLC0415
    from evals.side_by_side import compare, drafts  # noqa: PLC0415

    settings = ready(Settings())
    try:
        writer = open_writer(settings.model_copy(update={"model": options.model}))
    except ModelSettingsError as error:
        print(error, file=sys.stderr)
        return 2
    assert writer is not None
    assistant = open_assistant(settings.model_copy(update={"model": ""}))
    found = compare(assistant, writer, cases, variant=options.variant, seed=options.seed, corpus=DOCUMENTS)
    print(f"{'':<24}{'quoted':>18}  {'written':>18}")
    for quoted, written in zip(table(found.quoted), table(found.written), strict=True):
        print(f"{quoted.name:<24}{quoted.told:>18}  {written.told:>18}")
    print("\n" + "\n".join(drafts(found.tallies)))
    before = {one.key: one.passed for one in found.quoted}
    _print_report(found.written, before, show=lambda one: options.show_failures and not one.passed)
    return 0


def _run(cases: list[Case], options: argparse.Namespace) -> list[Outcome]:
    # Scoring given answers must not load a model.
    from answering.wiring import open_assistant  # noqa: PLC0415
    from evals.own_corpus import ingested, ready  # noqa: PLC0415

    if options.corpus is None:
        assistant = open_assistant(ready(Settings()))
        return ask_all(assistant, cases, variant=options.variant, seed=options.seed, corpus=DOCUMENTS)
    with tempfile.TemporaryDirectory() as passing:
        assistant = open_assistant(ingested(options.corpus, options.data or Path(passing)))
        return ask_all(assistant, cases, variant=options.variant, seed=options.seed, corpus=options.corpus)


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hoiphuong evals answers", description=__doc__)
    parser.add_argument(
        "files", nargs="*", type=Path, help="questions, JSON lines (default: all of evals/data)"
    )
    parser.add_argument("--variant", choices=VARIANTS, default="plain")
    parser.add_argument("--seed", type=int, default=1, help="of the typing errors")
    parser.add_argument("--given", type=Path, help="score these answers (OUT of ask --batch), ask nothing")
    parser.add_argument("--asked", type=Path, help="the questions of --given (IN of ask --batch)")
    parser.add_argument("--model", help="ask this language model too (provider:name), side by side")
    parser.add_argument("--corpus", type=Path, help="ingest this folder first and ask about its files")
    parser.add_argument("--data", type=Path, help="keep what --corpus ingests here, for the next run")
    parser.add_argument("--json", type=Path, help="write every outcome here")
    parser.add_argument("--baseline", type=Path, default=BASELINE, help="compare with these outcomes")
    parser.add_argument(
        "--save", type=Path, nargs="?", const=BASELINE, help="keep the outcomes as a baseline"
    )
    parser.add_argument("--show-failures", action="store_true")
    options = parser.parse_args(argv)
    options.files = options.files or [
        path for path in sorted(DATA.glob("*.jsonl")) if path.name not in NOT_ASKED
    ]
    return options
