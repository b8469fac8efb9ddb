"""The score of the procedures: are the portal's tables taken apart, and are citizens' questions answered?"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from answering.answer import Answer
from answering.assistant import Assistant
from answering.question import Question
from answering.wiring import open_assistant
from corpus.audience import Audience
from corpus.procedure import Procedure
from corpus.vietnamese import fold
from evals.own_corpus import ready
from evals.questions import DATA
from ingest.procedures import papers, ways
from ingest.procedures.files import read_records
from ingest.procedures.page import whole
from ingest.procedures.record import Record
from ingest.procedures.take_in import import_procedures
from retrieval.embedding import open_embedding
from settings import Settings

LABELS = DATA / "portal" / "labels.jsonl"
QUESTIONS = DATA / "portal" / "questions.jsonl"
_MOST_WORDS = 100
_OPENING = 4


@dataclass(frozen=True, slots=True)
class Label:
    """What a person reads in the tables of one procedure: ways as (how, time, fee), and the papers' rows."""

    code: str
    ways: tuple[tuple[str, ...], ...]
    copies: tuple[str, ...]
    opening: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A citizen's question: `code` of the procedure meant, or the `field` that is to be listed or counted.

    Each of `values` must stand in the answer; "a|b" is either. `set` tells what it was written for.
    """

    id: str
    question: str
    values: tuple[str, ...]
    set: str
    code: str
    field: str


def read_labels(path: Path) -> tuple[Label, ...]:
    return tuple(
        Label(row["code"], tuple(map(tuple, row["ways"])), tuple(row["copies"]), tuple(row["opening"]))
        for row in _rows(path)
    )


def read_questions(path: Path) -> tuple[Asked, ...]:
    return tuple(
        Asked(row["id"], row["question"], tuple(row["values"]), row["set"], row["code"], row["field"])
        for row in _rows(path)
    )


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def taken_apart(record: Record, label: Label) -> bool:
    """Whether every way, time, fee and paper is read as labelled."""
    read = whole(record)
    told = tuple((row.how, row.time, row.fee) for row in ways.rows(read.ways))
    listed = papers.rows(read.papers)
    opening = tuple(" ".join(row.name.split()[:_OPENING]) for row in listed)
    return (told, tuple(row.copies for row in listed), opening) == (label.ways, label.copies, label.opening)


def fully_right(asked: Asked, answer: Answer, procedures: Sequence[Procedure]) -> bool:
    """The procedure or field that is meant, every value, few words, and each quote verbatim on its lines."""
    meant = asked.code == (answer.procedure.code if answer.procedure else "") and asked.field in answer.text
    said = all(_says(value, answer.text) for value in asked.values)
    short = len(answer.text.split()) <= _MOST_WORDS
    lines = {procedure.file: procedure.lines for procedure in procedures}
    quoted = all(
        source.quote in lines.get(source.document, ("",) * source.lines[0])[source.lines[0] - 1]
        for source in answer.sources
    )
    return meant and said and short and bool(answer.sources) and quoted


def _says(value: str, text: str) -> bool:
    return any(fold(either) in fold(text) for either in value.split("|"))


def listed(path: Path, folder: Path, *, checked: str) -> Assistant:
    """An assistant over the default corpus with the list."""
    settings = ready(Settings(data=folder))
    import_procedures(path, checked=checked, data=folder, embedder=open_embedding(settings.embedding))
    return open_assistant(settings)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("evals procedures")
    parser.add_argument("list", type=Path, help="the portal's list")
    parser.add_argument("--verbose", action="store_true", help="tell what is wrong")
    options = parser.parse_args(argv)
    records = {record.code: record for record in read_records(options.list)}
    labels = [label for label in read_labels(LABELS) if label.code in records]
    wrong = [label.code for label in labels if not taken_apart(records[label.code], label)]
    print(f"{'taken apart as labelled':<36} {len(labels) - len(wrong):>4} / {len(labels)}")
    folder = Path(tempfile.mkdtemp())
    try:
        failed = _ask_all(listed(options.list, folder, checked="2026-01-31"))
    finally:
        shutil.rmtree(folder)
    for line in (*wrong, *failed) if options.verbose else ():
        print(line)
    return 0


def _ask_all(assistant: Assistant) -> list[str]:
    """Prints a line a set of questions; the questions that failed, with what was answered."""
    procedures = assistant.generations.edition(Audience.PUBLIC).procedures
    assert procedures is not None
    everything = list(procedures.list.all())
    questions, failed = read_questions(QUESTIONS), []
    print(f"{'procedures imported':<36} {len(everything):>4}")
    for name in dict.fromkeys(asked.set for asked in questions):
        own = [asked for asked in questions if asked.set == name]
        answers = [(asked, assistant.ask(Question(asked.question, Audience.PUBLIC))) for asked in own]
        bad = [(asked, answer) for asked, answer in answers if not fully_right(asked, answer, everything)]
        failed += [f"{asked.id} {asked.question} → {answer.status}" for asked, answer in bad]
        print(f"{f'questions fully right, {name}':<36} {len(own) - len(bad):>4} / {len(own)}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
