"""The questions: read from JSON lines, each with what it expects."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus.audience import Audience
from evals.scoring import Gold, holds

DATA = Path(__file__).parent / "data"

# The two documents the questions were written on are named by these words in the data.
DOCUMENTS = {
    "report": "bao-cao-so-ket-01-nam-phuong-bach-mai.txt",
    "article": "bai-bao-so-ket-15-ngay-chinh-quyen-2-cap-ha-noi.txt",
}


class Expected(StrEnum):
    """What a good answer to a question does."""

    FACT = "fact"
    FOLLOW_UP = "follow_up"
    REFUSAL = "refusal"
    NO_PASSAGE = "no_passage"
    SECRET = "secret"  # noqa: S105 - a fact the public may not be told


@dataclass(frozen=True, slots=True)
class Case:
    """One question as it is asked: by whom, after which questions, and what is expected.

    `of` are the ids of the questions that it words anew.
    """

    id: str
    question: str
    audience: Audience
    expected: Expected
    gold: Gold | None = None
    before: tuple[str, ...] = ()
    group: str = ""
    of: tuple[str, ...] = ()


def read_cases(path: Path, *, conflicts: Path = DATA / "conflicts.jsonl") -> list[Case]:
    """The cases of a JSON-lines file; a sensitive fact gives two, one on each side of the wall."""
    figures = {row["id"]: tuple(row["figures"]) for row in _rows(conflicts)}
    return [case for row in _rows(path) for case in _cases(row, figures)]


def after_another(cases: Sequence[Case]) -> list[Case]:
    """Each case asked second, after the question of the case before it; follow-ups stay as they are."""
    befores = [cases[-1:], *((case,) for case in cases)]
    return [
        case if case.before else replace(case, before=tuple(other.question for other in before))
        for case, before in zip(cases, befores, strict=False)
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"{path.name}: line {number} is not JSON: {error.msg}.") from error


def _cases(row: dict[str, Any], figures: dict[str, tuple[str, ...]]) -> Iterator[Case]:
    asked_as = _audience(row["audience"])
    group = row.get("voice") or row.get("expect") or row.get("kind") or row.get("topic") or ""
    if "turns" in row:
        yield from _follow_ups(row, asked_as)
    elif "expect" in row:
        yield Case(row["id"], row["question_vi"], asked_as, Expected.NO_PASSAGE, group=group)
    elif not row.get("answer_values"):
        yield Case(row["id"], row["question_vi"], asked_as, Expected.REFUSAL, group=group)
    else:
        gold = _gold(row, figures.get(row.get("conflict") or "", ()))
        if row.get("sensitive"):
            yield Case(row["id"], row["question_vi"], Audience.INTERNAL, Expected.FACT, gold, group=group)
            yield Case(row["id"], row["question_vi"], Audience.PUBLIC, Expected.SECRET, gold, group=group)
        else:
            fact = Case(row["id"], row["question_vi"], asked_as, Expected.FACT, gold, group=group)
            yield replace(fact, of=_worded_anew(row.get("of") or ()))


def _worded_anew(of: str | Sequence[str]) -> tuple[str, ...]:
    return (of,) if isinstance(of, str) else tuple(of)


def _follow_ups(row: dict[str, Any], audience: Audience) -> Iterator[Case]:
    """Every turn after the first, with the questions before it."""
    asked = [turn["question"] for turn in row["turns"]]
    for place, turn in enumerate(row["turns"]):
        if place == 0:
            continue
        refuse = not turn.get("answer_values")
        yield Case(
            id=f"{row['id']}.{place + 1}",
            question=turn["question"],
            audience=audience,
            expected=Expected.REFUSAL if refuse else Expected.FOLLOW_UP,
            gold=None if refuse else _gold(turn, ()),
            before=tuple(asked[:place]),
            group=row.get("kind", ""),
        )


def _gold(row: dict[str, Any], figures: tuple[str, ...]) -> Gold:
    values = tuple(row["answer_values"])
    return Gold(
        values=values,
        document=row.get("file") or DOCUMENTS[row["source"]],
        lines=tuple(row["lines"]),
        answer=row.get("answer_vi") or "",
        others=_others(values, figures),
        disputed=bool(row.get("conflict")),
    )


def _others(values: tuple[str, ...], figures: tuple[str, ...]) -> tuple[str, ...]:
    """The figures still to tell beside the values; none where the question is not about a disputed figure."""
    given = [figure for figure in figures if any(_same(figure, value) for value in values)]
    missing = tuple(figure for figure in figures if figure not in given)
    return (missing or figures) if given else ()


def _same(figure: str, value: str) -> bool:
    return any(holds(choice, figure) for choice in value.split("|"))


def _audience(asker: str) -> Audience:
    return Audience.PUBLIC if asker in ("citizen", "public") else Audience.INTERNAL
