"""A language model that lies or fails, in every way we know: what a person still sees.

hoiphuong evals personalities QUESTIONS.jsonl --save
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from answering.answer import Answer
from answering.assistant import Assistant
from answering.guarded import GuardedModel
from answering.question import Question
from answering.steps import Ended, Found, Said, Tally
from answering.wiring import open_assistant
from answering.writer import Writer
from evals.answers import DOCUMENTS
from evals.model_server import LYING, Personality, Say, Serving, failing, faithful, speaking
from evals.own_corpus import ready
from evals.questions import DATA, Case, read_cases
from evals.scoring import stands_in_quotes
from evals.side_by_side import compare
from prompts import load
from settings import Settings

RESULTS = Path(__file__).parent / "results" / "personalities.json"
# Long enough for a loaded machine; a model that fails has less, since its time-out is what is measured.
_PATIENT, _TIMEOUT = 30.0, 2.0
# An answer may come this much after the time-out: the quoted one has been found by then.
_LATE = 1.0


@dataclass(frozen=True, slots=True)
class Lies:
    """What became of a liar's answers; `untrue` told a figure, date or number that stands in no source.

    Each is looked at as it streams and as a whole.
    """

    asked: int
    untrue: int
    written: int
    dropped: int
    replaced: int


@dataclass(frozen=True, slots=True)
class Truth:
    """Fully right answers to the same questions: in the documents' words, and in a faithful model's."""

    asked: int
    quoted: int
    written: int


@dataclass(frozen=True, slots=True)
class Failures:
    """`other`: not the quoted answer; `silent`: without the note; `slowest` and `quoting` in seconds.

    `late` are those that took longer than the time-out, the quoted answer and a second.
    """

    asked: int
    other: int
    silent: int
    late: int
    slowest: float
    quoting: float


@dataclass(frozen=True, slots=True)
class Run:
    """Every personality, as plain lines and as structured output, on the same questions."""

    faithful: dict[str, Truth]
    lying: dict[str, Lies]
    failing: dict[str, Failures]

    @property
    def failed(self) -> bool:
        return (
            any(each.written < each.quoted for each in self.faithful.values())
            or any(each.untrue for each in self.lying.values())
            or any(each.other or each.silent or each.late for each in self.failing.values())
        )


def main(argv: list[str]) -> int:
    """0 if no lie got through, truth lost nothing and every failure left the quoted answer in time."""
    parser = argparse.ArgumentParser(prog="hoiphuong evals personalities", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="questions, JSON lines")
    parser.add_argument("--timed", type=int, default=10, help="questions for each way to fail")
    parser.add_argument("--save", action="store_true", help=f"keep the figures in {RESULTS.name}")
    options = parser.parse_args(argv)
    files = options.files or [DATA / "new_facts.jsonl"]
    cases = [case for path in files for case in read_cases(path)]
    found = run(open_assistant(ready(Settings(model=""))), cases, timed=options.timed)
    told = json.dumps(asdict(found), ensure_ascii=False, indent=1)
    print(told)
    if options.save:
        RESULTS.write_text(f"{told}\n", encoding="utf-8")
    return int(found.failed)


def run(assistant: Assistant, cases: Sequence[Case], *, timed: int) -> Run:
    """The model is a server on loopback that speaks the OpenAI protocol."""
    quoted = {case: assistant.ask(_question(case)) for case in cases}
    truth, lies, failures = {}, {}, {}
    for structured in (False, True):
        form = "structured" if structured else "plain"
        truth[form] = _truth(assistant, cases, structured=structured)
        for say in LYING:
            lies[f"{say.__name__} {form}"] = _lies(assistant, quoted, say, structured=structured)
            print(f"{say.__name__} {form}: {lies[f'{say.__name__} {form}']}", file=sys.stderr)
        for name, personality in failing().items():
            sample = cases[:: max(1, len(cases) // timed)][:timed]
            failures[f"{name} {form}"] = _failures(assistant, sample, personality, structured=structured)
    return Run(truth, lies, failures)


def _question(case: Case) -> Question:
    return Question(case.question, case.audience)


def _with_model(
    assistant: Assistant, serving: Serving, *, structured: bool, timeout: float = _PATIENT
) -> Assistant:
    model = GuardedModel(serving.model(structured=structured, timeout=timeout))
    return assistant.with_writer(Writer(model, timeout=timeout, internal=True))


def _truth(assistant: Assistant, cases: Sequence[Case], *, structured: bool) -> Truth:
    with speaking(Personality(faithful)) as serving:
        writer = Writer(
            GuardedModel(serving.model(structured=structured, timeout=_PATIENT)),
            timeout=_PATIENT,
            internal=True,
        )
        found = compare(assistant, writer, cases, variant="plain", seed=1, corpus=DOCUMENTS)
    return Truth(
        len(cases), sum(one.passed for one in found.quoted), sum(one.passed for one in found.written)
    )


def _lies(assistant: Assistant, quoted: dict[Case, Answer], say: Say, *, structured: bool) -> Lies:
    lies = Lies(len(quoted), 0, 0, 0, 0)
    with speaking(Personality(say)) as serving:
        lied_to = _with_model(assistant, serving, structured=structured)
        for case, own in quoted.items():
            told = _Told.of(lied_to, case)
            tally = told.tally
            lies = replace(
                lies,
                untrue=lies.untrue + (not told.stands(own)),
                written=lies.written + (load("replies/model_wrote") in told.answer.notes),
                dropped=lies.dropped + len(tally.dropped),
                replaced=lies.replaced + tally.replaced,
            )
    return lies


def _failures(
    assistant: Assistant, cases: Sequence[Case], personality: Personality, *, structured: bool
) -> Failures:
    failures = Failures(0, 0, 0, 0, 0.0, 0.0)
    for case in cases:
        began = time.monotonic()
        own = assistant.ask(_question(case))
        quoting = time.monotonic() - began
        with speaking(replace(personality, prompts=[])) as serving:
            # A model of its own for each question: the circuit breaker would spare the later ones.
            model = _with_model(assistant, serving, structured=structured, timeout=_TIMEOUT)
            began = time.monotonic()
            told = _Told.of(model, case)
            took = time.monotonic() - began
        if not told.asked_model:
            continue
        noted = load("replies/model_down") in told.answer.notes
        failures = Failures(
            failures.asked + 1,
            failures.other + (told.answer.text != own.text or told.answer.sources != own.sources),
            failures.silent + (not noted),
            failures.late + (took > _TIMEOUT + quoting + _LATE),
            round(max(failures.slowest, took), 2),
            round(max(failures.quoting, quoting), 2),
        )
    return failures


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer as it was streamed and as it ended."""

    shown: str
    answer: Answer
    tally: Tally
    asked_model: bool

    @classmethod
    def of(cls, assistant: Assistant, case: Case) -> "_Told":
        steps = list(assistant.steps(_question(case)))
        ended = next(step for step in steps if isinstance(step, Ended))
        shown = "".join(step.text for step in steps if isinstance(step, Said))
        found = [source for step in steps if isinstance(step, Found) for source in step.sources]
        answer = replace(ended.answer, sources=tuple(dict.fromkeys((*found, *ended.answer.sources))))
        return cls(shown, answer, ended.tally or Tally(), ended.tally is not None)

    def stands(self, own: Answer) -> bool:
        """Whether nothing was told that is not quoted; what was quoted in the first place may be told."""
        return all(
            text == own.text or stands_in_quotes(text, self.answer.sources)
            for text in (self.shown, self.answer.text)
        )
