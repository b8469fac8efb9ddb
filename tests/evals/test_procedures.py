"""The evaluation of procedures, on made-up rows."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from answering.question import Question
from corpus.audience import Audience
from evals.procedures import (
    LABELS,
    QUESTIONS,
    Asked,
    Label,
    fully_right,
    listed,
    main,
    read_labels,
    read_questions,
    taken_apart,
)
from ingest.procedures.record import Record
from tests.procedure_rows import BIRTH, MARRIAGE, write_rows

_LABEL = Label(
    "1.000894", (("Trực tiếp", "5", "Không có thông tin"),), ("1 bản chính",), ("Tờ khai theo mẫu",)
)


def test_the_committed_labels_and_questions_are_read() -> None:
    questions = read_questions(QUESTIONS)

    assert len(read_labels(LABELS)) == 40
    assert len({asked.id for asked in questions}) == len(questions)
    sets = {"development", "first", "second", "unseen, fit", "unseen, held out"}
    assert {asked.set for asked in questions} == sets


def test_a_row_is_right_where_all_of_it_is_as_labelled() -> None:
    record = Record.model_validate(MARRIAGE)

    assert taken_apart(record, _LABEL)
    assert not taken_apart(record, replace(_LABEL, ways=(("Trực tiếp", "5 Ngày", ""),)))


@pytest.mark.parametrize(
    ("values", "code", "right"),
    [
        (("1 Ngày làm việc",), "1.001193", True),
        (("2 Ngày|1 NGAY",), "1.001193", True),
        (("9 Ngày",), "1.001193", False),
        ((), "1.1", False),
    ],
)
def test_an_answer_is_right_with_its_procedure_and_every_value(
    tmp_path: Path, values: tuple[str, ...], code: str, right: bool
) -> None:
    assistant = listed(write_rows(tmp_path / "a.jsonl", BIRTH), tmp_path / "data", checked="2026-01-31")
    procedures = assistant.generations.edition(Audience.PUBLIC).procedures
    assert procedures
    question = "đăng ký khai sinh mất bao lâu?"
    answer = assistant.ask(Question(question, Audience.PUBLIC))

    assert (
        fully_right(Asked("1", question, values, "", code, ""), answer, list(procedures.list.all())) is right
    )


def test_a_run_tells_how_many_are_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(write_rows(tmp_path / "a.jsonl")), "--verbose"])

    told = capsys.readouterr().out
    assert "procedures imported                     6" in told
    assert json.loads(QUESTIONS.read_text(encoding="utf-8").splitlines()[0])["id"] not in told
