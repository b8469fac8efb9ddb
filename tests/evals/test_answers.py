"""The score of the answers: the scoring rules, sentence by sentence, and a run from questions to table."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from answering.answer import Answer, Source, Status
from answering.question import Question
from corpus.audience import Audience
from evals.answers import DOCUMENTS, main, read_baseline, save_baseline, table
from evals.model_server import Personality, speaking
from evals.outcomes import Batch, ask_all, judge_batch
from evals.questions import DATA, Case, Expected, after_another, read_cases
from evals.scoring import Gold, file_lines, holds, is_verbatim, leaks, score

LINES = [
    "Phường có diện tích 2,95km², với **108** tổ dân phố¹.",
    "+ Số hồ sơ đã tiếp nhận: 27.228 hồ sơ,\tchiếm tỷ lệ 0,14%",
    "¹ theo Quyết định số 05-QĐ/ĐU",
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("\n".join(LINES), encoding="utf-8")
    return tmp_path


def source(quote: str, first: int, last: int) -> Source:
    return Source(document="a.txt", title="A", section="I", lines=(first, last), page=None, quote=quote)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("có 5 đảng bộ", "05"),
        ("có 05 đảng bộ", "5"),
        ("tiếp nhận 27228 hồ sơ", "27.228"),
        ("tiếp nhận **27.228** hồ sơ", "27228"),
        ("rộng 2,95km²", "2,95"),
        ("đạt 62,03 % số tổ", "62,03%"),
        ("Giai đoạn 2025 – 2030", "2025-2030"),
        ("số 137 -CV/ĐU", "137-CV/ĐU"),
        ("ở <b>Số 2</b> phố Thanh Nhàn.", "số 2 phố thanh nhàn"),
        ("có 7 mô hình", "07|7"),
        ("ngày 01/7/2025", "1/7/2025"),
        ("xe 1.071.580.000 đồng", "1071580000"),
    ],
)
def test_a_value_is_found_in_any_of_its_forms(text: str, value: str) -> None:
    assert holds(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("có 13 thủ tục", "3"),
        ("đạt 3,5 điểm", "3"),
        ("đạt 0,03%", "03"),
        ("có 30 tổ", "3"),
        ("27.228 hồ sơ", "228"),
        ("nhà B3", "3"),
        ("một phầnmềm", "một phần"),
        ("bách khoa", "bách kho"),
    ],
)
def test_a_part_of_a_figure_or_word_is_not_the_value(text: str, value: str) -> None:
    assert not holds(text, value)


@pytest.mark.parametrize(
    ("quote", "first", "last", "verbatim"),
    [
        ("với 108 tổ dân phố.", 1, 1, True),  # "*" and the footnote mark aside
        ("diện tích 2,95km²", 1, 1, True),
        ("27.228 hồ sơ, chiếm tỷ lệ", 2, 2, True),  # a tab is a space
        ("tổ dân phố. + Số hồ sơ", 1, 2, True),  # a line break is a space
        ("với 108 tổ dân phố.", 2, 3, False),
        ("với 109 tổ dân phố", 1, 1, False),
        ("Phường có […] 108", 1, 1, False),
        ("với 108 tổ", 1, 9, False),
        ("", 1, 1, False),
    ],
)
def test_a_quote_stands_on_its_own_lines(
    corpus: Path, quote: str, first: int, last: int, verbatim: bool
) -> None:
    assert is_verbatim(source(quote, first, last), corpus) is verbatim


GOLD = Gold(values=("27.228",), document="a.txt", lines=(2,), others=("24.000",), disputed=True)
GOOD = Answer(
    Status.ANSWERED,
    "Phường tiếp nhận 27.228 hồ sơ.",
    (source("27.228 hồ sơ", 2, 2),),
    ("Chỗ khác ghi trên 24.000 hồ sơ.",),
)


def test_a_good_answer_is_fully_right_and_tells_the_conflict(corpus: Path) -> None:
    scored = score(GOOD, GOLD, corpus=corpus)

    assert scored.fully_right
    assert scored.conflict_told
    assert not scored.false_conflict


def test_a_conflict_that_is_none_counts_against_the_answer(corpus: Path) -> None:
    calm = replace(GOLD, others=(), disputed=False)

    scored = score(GOOD, calm, corpus=corpus)

    assert scored.false_conflict
    assert scored.conflict_told is None


def test_an_answer_longer_than_the_limit_is_not_right(corpus: Path) -> None:
    long = replace(GOOD, text=GOOD.text + " và" * 100)

    assert not score(long, GOLD, corpus=corpus).right
    assert score(long, replace(GOLD, answer="từ " * 60), corpus=corpus).right


def test_one_quote_that_is_not_verbatim_spoils_the_support(corpus: Path) -> None:
    spoiled = replace(GOOD, sources=(*GOOD.sources, source("không có câu này", 1, 1)))

    scored = score(spoiled, GOLD, corpus=corpus)

    assert scored.right
    assert not scored.supported


def test_a_source_on_other_lines_does_not_support(corpus: Path) -> None:
    elsewhere = replace(GOOD, sources=(source("với 108 tổ", 1, 1),))

    assert not score(elsewhere, GOLD, corpus=corpus).supported


def test_a_secret_leaks_through_any_text_but_not_through_the_askers_own_words() -> None:
    refused = Answer(Status.UNANSWERABLE, "Tài liệu không nêu.", suggestions=("Vì sao lại là 2.705 hồ sơ?",))

    assert leaks(refused, ("2.705",), question="Có bao nhiêu hồ sơ?")
    assert not leaks(refused, ("2.705",), question="Có phải 2705 hồ sơ không?")
    assert not leaks(replace(refused, suggestions=()), ("8",), question="Có bao nhiêu hồ sơ?")


class Clerk:
    """Answers from a list of replies, and remembers what it was asked."""

    def __init__(self, replies: dict[str, Answer]) -> None:
        self.replies = replies
        self.asked: list[Question] = []

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        return self.replies.get(question.text, Answer(Status.UNANSWERABLE, "Tài liệu không nêu."))


def write_rows(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


FACT = {
    "id": "A1",
    "question_vi": "Tiếp nhận bao nhiêu hồ sơ?",
    "answer_values": ["27.228"],
    "file": "a.txt",
    "lines": [2],
    "audience": "citizen",
}


def test_a_sensitive_fact_is_asked_on_both_sides_of_the_wall(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "q.jsonl", {**FACT, "audience": "party", "sensitive": True})

    cases = read_cases(path)

    assert [(case.audience, case.expected) for case in cases] == [
        (Audience.INTERNAL, Expected.FACT),
        (Audience.PUBLIC, Expected.SECRET),
    ]


def test_a_conversation_is_scored_on_its_follow_ups_with_the_turns_before(
    tmp_path: Path, corpus: Path
) -> None:
    turn = {"question": "Còn diện tích?", "answer_values": ["2,95"], "file": "a.txt", "lines": [1]}
    row = {"id": "C1", "audience": "citizen", "turns": [{"question": "Tiếp nhận bao nhiêu?"}, turn]}
    area = Answer(Status.ANSWERED, "Rộng 2,95km².", (source("diện tích 2,95km²", 1, 1),))
    clerk = Clerk({"Tiếp nhận bao nhiêu?": GOOD, "Còn diện tích?": area})

    outcomes = ask_all(
        clerk, read_cases(write_rows(tmp_path / "q.jsonl", row)), variant="plain", seed=1, corpus=corpus
    )

    assert [outcome.passed for outcome in outcomes] == [True]
    assert [turn.answer for turn in clerk.asked[-1].history] == [GOOD.text]


def test_a_question_can_be_asked_after_another(tmp_path: Path) -> None:
    cases = read_cases(
        write_rows(tmp_path / "q.jsonl", FACT, {**FACT, "id": "A2", "question_vi": "Rộng bao nhiêu?"})
    )

    asked = [(case.question, case.before) for case in after_another(cases)]

    assert asked == [
        ("Tiếp nhận bao nhiêu hồ sơ?", ("Rộng bao nhiêu?",)),
        ("Rộng bao nhiêu?", ("Tiếp nhận bao nhiêu hồ sơ?",)),
    ]


def test_a_run_counts_right_refused_and_off_topic(tmp_path: Path, corpus: Path) -> None:
    missing = {"id": "U1", "question_vi": "Lệ phí bao nhiêu?", "answerable": False, "audience": "citizen"}
    chat = {"id": "O1", "question_vi": "Chào bạn", "expect": "greeting", "audience": "citizen"}
    cases = read_cases(write_rows(tmp_path / "q.jsonl", FACT, missing, chat))
    clerk = Clerk({"Tiếp nhận bao nhiêu hồ sơ?": GOOD, "Chào bạn": Answer(Status.GREETING, "Chào bác.")})

    outcomes = ask_all(clerk, cases, variant="plain", seed=1, corpus=corpus)

    lines = {line.name: (line.count, line.of) for line in table(outcomes)}
    assert lines["fully right"] == (1, 1)
    assert lines["refused when it must"] == (1, 1)
    assert lines["no passage off topic"] == (1, 1)
    assert lines["false conflict note"] == (1, 2)


def test_answers_of_a_batch_run_are_scored_without_asking(tmp_path: Path, corpus: Path) -> None:
    quote = {
        "document": "a.txt",
        "title": "A",
        "section": "I",
        "lines": [2, 2],
        "page": None,
        "quote": "27.228",
    }
    row = {
        "id": "A1",
        "status": "answered",
        "text": "27.228 hồ sơ",
        "sources": [quote],
        "notes": [],
        "took_ms": 3,
    }
    cases = [
        *read_cases(write_rows(tmp_path / "q.jsonl", FACT)),
        Case("A2", "?", Audience.PUBLIC, Expected.REFUSAL),
    ]

    outcomes = judge_batch(
        Batch(write_rows(tmp_path / "out.jsonl", row)), cases, variant="plain", corpus=corpus
    )

    assert [(outcome.case.id, outcome.passed) for outcome in outcomes] == [("A1", True)]


def test_the_questions_of_a_batch_run_tell_which_side_of_the_wall_asked(tmp_path: Path, corpus: Path) -> None:
    cases = read_cases(write_rows(tmp_path / "q.jsonl", {**FACT, "sensitive": True}))
    asked = write_rows(
        tmp_path / "in.jsonl", *({"id": "A1", "audience": audience} for audience in ("internal", "public"))
    )
    told = {"id": "A1", "status": "answered", "text": "27.228 hồ sơ"}
    kept = {"id": "A1", "status": "unanswerable_no_evidence", "text": "Tài liệu không nêu."}
    batch = Batch(write_rows(tmp_path / "out.jsonl", told, kept), asked)

    outcomes = judge_batch(batch, cases, variant="plain", corpus=corpus)

    assert [outcome.answer.status for outcome in outcomes] == [Status.ANSWERED, Status.UNANSWERABLE]
    assert outcomes[1].passed


def test_a_saved_run_keeps_the_outcomes_of_other_files(tmp_path: Path, corpus: Path) -> None:
    path = tmp_path / "answers.json"
    outcomes = ask_all(
        Clerk({}), read_cases(write_rows(tmp_path / "q.jsonl", FACT)), variant="plain", seed=1, corpus=corpus
    )

    save_baseline(path, outcomes, kept={"B1/public/plain": True})

    assert read_baseline(path) == {"A1/public/plain": False, "B1/public/plain": True}


def test_the_command_prints_what_was_gained_and_lost(
    tmp_path: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = write_rows(tmp_path / "q.jsonl", FACT)
    given = write_rows(tmp_path / "out.jsonl", {"id": "A1", "status": "out_of_scope", "text": "Không."})
    baseline = tmp_path / "answers.json"
    baseline.write_text(json.dumps({"passed": {"A1/public/plain": True}}), encoding="utf-8")

    code = main([str(questions), "--given", str(given), "--corpus", str(corpus), "--baseline", str(baseline)])

    assert code == 0
    assert "lost 1: A1/public/plain" in capsys.readouterr().out


def test_a_broken_line_of_questions_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text("{}x", encoding="utf-8")

    assert main([str(path)]) == 2
    assert "q.jsonl: line 1" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["new_facts", "rewordings", "rewordings_more", "conversations"])
def test_every_value_we_ask_for_stands_on_the_lines_we_name(name: str) -> None:
    facts = [case for case in read_cases(DATA / f"{name}.jsonl") if case.gold]

    lines = {
        case.id: [file_lines(DOCUMENTS / case.gold.document)[n - 1] for n in case.gold.lines]
        for case in facts
    }

    missing = [
        (case.id, value) for case in facts for value in case.gold.values if not stands(lines[case.id], value)
    ]
    assert not missing


def stands(lines: list[str], value: str) -> bool:
    return holds(re.sub("[¹²³⁰⁴-⁹]+", "", "\n".join(lines)), value)


def test_no_question_is_asked_twice() -> None:
    files = [path for path in DATA.glob("*.jsonl") if path.name != "conflicts.jsonl"]
    asked = [(case.question, case.audience, case.before) for path in files for case in read_cases(path)]

    assert len(asked) == len(set(asked))


def test_questions_on_other_documents_ask_for_their_folder(
    tmp_path: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_rows(tmp_path / "q.jsonl", {**FACT, "file": "b.txt"})

    assert main([str(path), "--corpus", str(corpus)]) == 2
    assert "no b.txt" in capsys.readouterr().err


def test_a_model_is_scored_beside_the_quotes(
    corpus_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "asked.jsonl"
    row = {"id": "A1", "question_vi": "Phường có bao nhiêu tổ dân phố?", "answer_values": ["108"]}
    row |= {"audience": "citizen", "source": "report", "lines": [15], "answer_vi": "108"}
    asked.write_text(json.dumps(row), encoding="utf-8")
    monkeypatch.setenv("HOIPHUONG_DATA", str(corpus_data))

    with speaking(Personality()) as serving:
        monkeypatch.setenv("HOIPHUONG_MODEL_URL", serving.url)
        assert main([str(asked), "--model", "openai:qwen3:4b"]) == 0
    told = capsys.readouterr().out

    assert "quoted" in told
    assert re.search(r"sentences let through\s+1\b", told)
    assert main([str(asked), "--model", "nobody"]) == 2
