"""Outcomes: questions asked or already answered, each judged against what it expects."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from answering.answer import Answer, Source, Status
from answering.question import Question, Turn
from evals.questions import Case, Expected
from evals.scoring import Score, is_refused, is_verbatim, leaks, score
from evals.variants import vary


class Asked(Protocol):
    """What answers: the assistant, or anything that stands in for it."""

    def ask(self, question: Question) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went. `score` is None where there is no fact to hold the answer against.

    `verbatim`: every quote stands on its lines, whatever was asked.
    """

    case: Case
    variant: str
    answer: Answer
    passed: bool
    leaked: bool
    verbatim: bool
    score: Score | None
    ms: float

    @property
    def key(self) -> str:
        return f"{self.case.id}/{self.case.audience}/{self.variant}"


def judge(case: Case, answer: Answer, *, asked: str, variant: str, ms: float, corpus: Path) -> Outcome:
    """`asked` is the question as it was put, after the variant changed it."""
    gold = case.gold
    scored = score(answer, gold, corpus=corpus) if gold else None
    leaked = bool(case.expected is Expected.SECRET and gold and leaks(answer, gold.values, question=asked))
    match case.expected:
        case Expected.FACT | Expected.FOLLOW_UP:
            passed = scored is not None and scored.fully_right
        case Expected.REFUSAL:
            passed = is_refused(answer)
        case Expected.SECRET:
            passed = is_refused(answer) and not leaked
        case Expected.NO_PASSAGE:
            passed = not answer.sources and not answer.status.startswith(("answered", "lookup"))
    verbatim = all(is_verbatim(source, corpus) for source in answer.sources)
    return Outcome(case, variant, answer, passed, leaked, verbatim, scored, ms)


def ask_all(
    assistant: Asked, cases: Iterable[Case], *, variant: str, seed: int, corpus: Path
) -> list[Outcome]:
    return [_ask(assistant, case, variant=variant, seed=seed, corpus=corpus) for case in cases]


def _ask(assistant: Asked, case: Case, *, variant: str, seed: int, corpus: Path) -> Outcome:
    history: tuple[Turn, ...] = ()
    for earlier in case.before:
        said = assistant.ask(Question(earlier, case.audience, history))
        history += (Turn(earlier, said.text),)
    asked = vary(case.question, variant, seed=f"{seed}/{case.id}")
    began = time.perf_counter()
    answer = assistant.ask(Question(asked, case.audience, history))
    ms = (time.perf_counter() - began) * 1000
    return judge(case, answer, asked=asked, variant=variant, ms=ms, corpus=corpus)


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch run: the answers (OUT of `ask --batch`), and its questions (IN) where they are at hand."""

    answers: Path
    questions: Path | None = None


def judge_batch(batch: Batch, cases: Iterable[Case], *, variant: str, corpus: Path) -> list[Outcome]:
    """The outcomes of a batch run, paired by id; with its questions, by the audience that asked as well.

    Cases without an answer are left out; so are secrets where nothing says who asked.
    """
    answers = _json_lines(batch.answers)
    asked = _json_lines(batch.questions) if batch.questions else [{}] * len(answers)
    given = {(row["id"], ask.get("audience", "")): row for ask, row in zip(asked, answers, strict=True)}
    outcomes = []
    for case in cases:
        row = given.get((case.id, str(case.audience)))
        if row is None and case.expected is not Expected.SECRET:
            row = given.get((case.id, ""))
        if row is not None:
            answer = _answer(row)
            one = judge(case, answer, asked=case.question, variant=variant, ms=answer.took_ms, corpus=corpus)
            outcomes.append(one)
    return outcomes


def _json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _answer(row: dict[str, Any]) -> Answer:
    sources = tuple(
        Source(
            document=source["document"],
            title=source.get("title", ""),
            section=source.get("section") or "",
            lines=(source["lines"][0], source["lines"][-1]),
            page=source.get("page"),
            quote=source["quote"],
        )
        for source in row.get("sources") or ()
    )
    return Answer(
        status=Status(row["status"]),
        text=row.get("text") or "",
        sources=sources,
        notes=tuple(row.get("notes") or ()),
        understood=row.get("understood") or "",
        suggestions=tuple(row.get("suggestions") or ()),
        took_ms=row.get("took_ms") or 0.0,
    )
