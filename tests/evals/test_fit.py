"""Fitting the weights: regressions and tables on made-up rows; rows and runs on the default corpus."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from answering.assistant import Assistant
from answering.decide import judges
from corpus.audience import Audience
from evals.fit import main
from evals.fit_curve import View, costs, curve, drawing
from evals.fit_data import FEATURES, VOICES, Row, collect
from evals.fit_models import (
    FOLDS,
    first_places,
    fit_judges,
    fit_ranking,
    folds,
    held_out_odds,
    held_out_places,
)
from evals.questions import Case, Expected, read_cases

REPORT = {"source": "report", "audience": "official"}
ASKED = (
    {"id": "A1", "question_vi": "Phường có bao nhiêu tổ dân phố?", "answer_values": ["108"], "lines": [15]},
    {
        "id": "A2",
        "of": "A1",
        "question_vi": "Mấy tổ dân phố hả bạn?",
        "answer_values": ["108"],
        "lines": [15],
    },
    {"id": "A3", "question_vi": "Diện tích phường Bạch Mai?", "answer_values": ["2,95"], "lines": [15]},
    {
        "id": "A4",
        "question_vi": "Phường có bao nhiêu hộ kinh doanh?",
        "answer_values": ["3.597"],
        "lines": [27],
    },
    {"id": "B1", "question_vi": "Phường có bao nhiêu sân bay?", "answerable": False},
    {"id": "B2", "question_vi": "Lệ phí đăng ký kết hôn là bao nhiêu tiền?", "answerable": False},
    {"id": "B3", "question_vi": "Ai là huấn luyện viên bơi của phường?", "answerable": False},
)


def a_row(
    *units: dict[str, float],
    id: str = "A1",  # noqa: A002
    answer: int | None = 0,
    of: Sequence[str] = (),
    judge: str = "count",
    ruled_out: bool = False,
    now: float = 0.0,
) -> Row:
    """A question whose `answer` stands in that unit; None for one without an answer."""
    features = np.array([[unit.get(name, 0.0) for name in FEATURES] for unit in units or ({},)])
    expected = Expected.REFUSAL if answer is None else Expected.FACT
    return Row(
        case=Case(id, "?", Audience.PUBLIC, expected, of=tuple(of)),
        judge=judge,
        answerable=answer is not None,
        right=answer == 0,
        ruled_out=ruled_out,
        now=now,
        voices=np.array([*features[0], 0.5]),
        features=features,
        shares=np.array([float(place == answer) for place in range(len(features))]),
    )


def weight(weights: np.ndarray, name: str) -> float:
    return float(weights[VOICES.index(name)])


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(REPORT | row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_feature_that_tells_the_answer_gets_the_weight() -> None:
    rows = [
        a_row({"own": 1.0, "long": 1.0}, {"own": 0.2, "long": 1.0}, answer=0),
        a_row({"own": 0.1, "heading": 1.0}, {"own": 0.9}, answer=1),
    ]

    weights = fit_ranking(rows)

    assert weight(weights, "own") > 0 > weight(weights, "heading")
    assert weight(weights, "long") == pytest.approx(0)
    assert first_places(rows, weights) == 2


def test_a_question_whose_answer_no_unit_holds_teaches_the_ranking_nothing() -> None:
    rows = [a_row({"own": 1.0}, {"own": 0.2}, answer=0)]

    alone, beside = fit_ranking(rows), fit_ranking([*rows, a_row({"long": 1.0}, {"own": 1.0}, answer=None)])

    assert np.array_equal(alone, beside)


def test_a_judge_hears_what_parts_the_two_sides() -> None:
    said = [a_row({"all": 0.9}, id=f"A{n}") for n in range(6)]
    unsaid = [a_row({"all": 0.3, "lost": 0.6}, id=f"B{n}", answer=None) for n in range(2)]

    judge = fit_judges([*said, *unsaid], ("count",))["count"]

    assert weight(judge.weights, "all") > 0 > weight(judge.weights, "lost")
    assert judge.log_odds(said[0]) > 0 > judge.log_odds(unsaid[0])


@pytest.mark.parametrize(
    "silent",
    [
        a_row({"all": 0.1}, {"all": 0.9}, id="C1", answer=1),  # the best unit is not the answer
        a_row({"all": 0.1}, id="C1", ruled_out=True),
        a_row({"all": 0.1}, id="C1", judge="slot"),
    ],
)
def test_a_judge_learns_only_from_what_it_decides_on(silent: Row) -> None:
    rows = [a_row({"all": 0.9}), a_row({"all": 0.3}, id="B1", answer=None)]

    alone, beside = (fit_judges(each, ("count",))["count"] for each in (rows, [*rows, silent]))

    assert np.array_equal(alone.weights, beside.weights)


@pytest.mark.parametrize("answer", [0, None])
def test_a_judge_with_one_side_alone_decides_for_it(answer: int | None) -> None:
    row = a_row({"all": 0.9}, answer=answer)

    odds = fit_judges([row], ("count", "slot"))["count"].log_odds(row)

    assert math.isfinite(odds)
    assert (odds > 0) is (answer == 0)


def test_what_is_ruled_out_has_no_odds() -> None:
    judge = fit_judges([a_row({"all": 0.9})], ("count",))["count"]

    assert judge.log_odds(a_row({"all": 0.9}, ruled_out=True)) == -math.inf


def test_all_wordings_of_a_question_stand_in_one_fold() -> None:
    rows = [a_row(id=f"F{n}") for n in range(12)]
    rows += [a_row(id="W1", of=["F3"]), a_row(id="W2", of=["F3", "F7"]), a_row(id="W3", of=["F7"])]

    numbers = {row.case.id: fold for row, fold in zip(rows, folds(rows), strict=True)}

    assert len({numbers[name] for name in ("F3", "F7", "W1", "W2", "W3")}) == 1
    assert set(numbers.values()) == set(range(FOLDS))


def test_a_question_alone_of_its_kind_is_known_only_to_a_judge_that_saw_it() -> None:
    rows = [a_row({"all": 0.5}, id=f"A{n}") for n in range(9)]
    rows += [a_row({"all": 0.5}, id=f"B{n}", answer=None) for n in range(9)]
    odd = a_row({"all": 0.5, "defines": 1.0}, id="C1", answer=None)

    fitted = fit_judges([*rows, odd], ("count",))["count"].log_odds(odd)
    held_out = held_out_odds([*rows, odd], ("count",))[-1]

    assert fitted < held_out - 0.5


def test_a_held_out_place_is_won_by_what_the_other_questions_teach() -> None:
    rows = [a_row({"own": 0.2}, {"own": 0.9}, id=f"A{n}", answer=1) for n in range(FOLDS)]
    rows.append(a_row({"own": 0.9}, {"heading": 1.0}, id="C1", answer=1))

    assert held_out_places(rows) == FOLDS


A_VIEW = View(
    "fitted",
    [
        a_row(id="A1"),
        a_row(id="A2"),
        a_row({}, {}, id="A3", answer=1),
        a_row(id="A4", ruled_out=True, judge="slot"),
        a_row(id="B1", answer=None),
        a_row(id="B2", answer=None, judge="slot"),
    ],
    [2.0, 0.2, 0.2, -math.inf, 0.7, -0.7],
)


@pytest.mark.parametrize(
    ("judge", "threshold", "answerable", "right", "unanswerable"),
    [
        ("all", 0.0, (1, 4), (1, 3), (1, 2)),
        ("all", 0.5, (3, 4), (2, 3), (1, 2)),
        ("all", 1.0, (3, 4), (2, 3), (2, 2)),
        ("count", 0.0, (0, 3), (0, 2), (0, 1)),
        ("slot", -1.0, (1, 1), (1, 1), (0, 1)),
        ("other", 0.0, (0, 0), (0, 0), (0, 0)),
    ],
)
def test_a_threshold_refuses_what_lies_below_it(
    judge: str,
    threshold: float,
    answerable: tuple[int, int],
    right: tuple[int, int],
    unanswerable: tuple[int, int],
) -> None:
    (cost,) = [
        cost
        for cost in costs(A_VIEW, ("count", "slot", "other"))
        if (cost.judge, cost.threshold) == (judge, threshold)
    ]

    assert (cost.answerable.count, cost.answerable.of) == answerable
    assert (cost.right.count, cost.right.of) == right
    assert (cost.unanswerable.count, cost.unanswerable.of) == unanswerable


def test_the_curve_goes_from_the_strictest_threshold_to_the_loosest() -> None:
    points = [(point.threshold, point.recall, point.precision) for point in curve(A_VIEW)]

    # Two questions share the odds 0.2: no threshold answers one of them alone.
    assert points == [(2.0, 0.25, 1.0), (0.7, 0.25, 0.5), (0.2, 0.5, 0.5), (-0.7, 0.5, 0.4)]


@pytest.mark.parametrize("views", [(A_VIEW,), (A_VIEW, A_VIEW, A_VIEW), (View("fitted", [], []),)])
def test_the_drawing_is_an_image_with_named_axes(views: tuple[View, ...]) -> None:
    drawn = ElementTree.fromstring(drawing(views, title="Answer & refuse"))

    texts = [text.text or "" for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "Answer & refuse" in texts
    assert any(text.startswith("recall") for text in texts)
    assert any(text.startswith("precision") for text in texts)
    assert texts.count("fitted") == len(views)


def test_a_question_comes_to_the_judge_of_its_kind_with_every_unit(
    assistant: Assistant, tmp_path: Path
) -> None:
    rows = collect(assistant, read_cases(write(tmp_path / "q.jsonl", ASKED[0], ASKED[4])))

    said, unsaid = rows
    assert (said.judge, said.answerable, said.right) == ("count", True, True)
    assert said.features.shape == (len(said.shares), len(FEATURES))
    assert said.shares.max() == 1
    assert (unsaid.answerable, unsaid.right, unsaid.shares.any()) == (False, False, False)


def test_the_judges_of_the_code_hear_the_voices_of_a_row(assistant: Assistant, tmp_path: Path) -> None:
    rows = collect(assistant, read_cases(write(tmp_path / "q.jsonl", *ASKED)))

    for row in rows:
        judge = judges()[row.judge]
        heard = judge.bias + sum(
            judge.weights.get(v, 0.0) * x for v, x in zip(VOICES, row.voices, strict=True)
        )
        assert row.now in (pytest.approx(heard), -math.inf)


@pytest.mark.parametrize(
    "case",
    [
        Case("G1", "Xin chào", Audience.PUBLIC, Expected.NO_PASSAGE),
        Case("G2", "Quyết định 296 là văn bản gì?", Audience.INTERNAL, Expected.REFUSAL),
        Case("G3", "Còn hộ kinh doanh?", Audience.PUBLIC, Expected.REFUSAL, before=("Có bao nhiêu xe?",)),
    ],
)
def test_what_ends_before_comes_to_no_judge(assistant: Assistant, case: Case) -> None:
    assert collect(assistant, [case]) == []


def test_a_run_tells_fitted_and_held_out_and_keeps_them(
    corpus_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOIPHUONG_DATA", str(corpus_data))
    files = [write(tmp_path / "facts.jsonl", *ASKED[:4]), write(tmp_path / "none.jsonl", *ASKED[4:])]

    saved = tmp_path / "results"
    first = main([*map(str, files), "--show", "--save", str(saved)])
    told = capsys.readouterr().out
    kept = json.loads((saved / "decision.json").read_text(encoding="utf-8"))
    second = main([*map(str, reversed(files)), "--show"])

    assert first == second == 0
    assert capsys.readouterr().out == told
    assert "4 answerable, 3 not" in told
    assert all(f"judge of {name}" in told for name in judges())
    assert kept["files"] == ["facts.jsonl", "none.jsonl"]
    assert {line["view"] for line in kept["thresholds"]} == {"in the code", "fitted", "held out, 5 folds"}
    assert (saved / "decision.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_questions_held_apart_are_measured_and_not_learned_from(
    corpus_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOIPHUONG_DATA", str(corpus_data))
    known = write(tmp_path / "facts.jsonl", *ASKED[:2], *ASKED[4:])
    apart = write(tmp_path / "new_facts.jsonl", *ASKED[2:4])

    main(["--no-ranking", str(known)])
    alone = capsys.readouterr().out
    main(["--no-ranking", str(known), str(apart)])
    beside = capsys.readouterr().out

    judged = slice(alone.index("judge of"), None)
    assert alone[judged].strip() in beside
    assert "of those held apart (2 answerable, 0 not)" in beside
    assert "weights of the ranking" not in beside


@pytest.mark.parametrize(
    ("line", "said"),
    [('{"id": "D1", "number": "296-QĐ/ĐU"}', "no 'audience'"), ("{}x", "line 1 is not JSON")],
)
def test_a_file_that_holds_no_questions_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    path = tmp_path / "register.jsonl"
    path.write_text(line, encoding="utf-8")

    assert main([str(path)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("register.jsonl")
    assert said in error
