"""A file of questions becomes a file of answers, line by line."""

import codecs
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.answer import Answer, Source, Status
from answering.question import Question
from bot.batch import answer_batch, read_batch, write_lines
from corpus.audience import Audience


def echo(question: Question) -> Answer:
    """Answers with what it was asked."""
    source = Source("a.txt", "A", "I.1", (3, 4), None, "nguyên văn", "a")
    turns = "".join(f"{turn.question}/{turn.answer} " for turn in question.history)
    return Answer(Status.ANSWERED, f"{question.audience}: {turns}{question.text}", (source,), took_ms=1.23)


def run(tmp_path: Path, *lines: bytes) -> list[dict[str, object]]:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_bytes(b"\n".join(lines))
    write_lines(out, answer_batch(read_batch(given), echo))
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_an_answer_has_the_shape_of_the_contract(tmp_path: Path) -> None:
    (answer,) = run(tmp_path, '{"id":"q1","question":"Hỏi?","audience":"internal"}'.encode())

    assert answer == {
        "id": "q1",
        "status": "answered",
        "text": "internal: Hỏi?",
        "sources": [
            {
                "document": "a.txt",
                "title": "A",
                "section": "I.1",
                "lines": [3, 4],
                "page": None,
                "quote": "nguyên văn",
            }
        ],
        "notes": [],
        "took_ms": 1.2,
        "understood": "",
        "suggestions": [],
        "procedure": None,
    }


def test_the_turns_before_come_along(tmp_path: Path) -> None:
    line = {
        "id": 1,
        "question": "Còn gì?",
        "audience": "public",
        "history": [{"question": "a", "answer": "b"}],
    }

    (answer,) = run(tmp_path, json.dumps(line).encode())

    assert (answer["id"], answer["text"]) == (1, "public: a/b Còn gì?")


@pytest.mark.parametrize(
    ("line", "id_kept"),
    [
        (b"{not json", None),
        (b"[]", None),
        (b"\xff\xfe{}", None),
        (b'{"id":"x","question":NaN}', None),
        (b"[" * 100_000, None),
        (b'{"id":"x"}', "x"),
        (b'{"id":"x","question":7}', "x"),
        (b'{"id":"x","question":""}', "x"),
        (b'{"id":"x","question":"a\\u0000"}', "x"),
        (b'{"id":"x","question":"\\ud800"}', "x"),
        (b'{"id":"\\ud800","question":""}', None),
        (b'{"id":["x"],"question":""}', None),
        (b'{"id":"x","question":"a","audience":"root"}', "x"),
        (b'{"id":"x","question":"a","history":"none"}', "x"),
        (b'{"id":"x","question":"a","history":[{"question":"b"}]}', "x"),
    ],
)
def test_a_bad_line_is_answered_in_its_place_and_the_rest_goes_on(
    tmp_path: Path, line: bytes, id_kept: str | None
) -> None:
    answers = run(tmp_path, b'{"id":"before","question":"a"}', line, b"", b'{"id":"after","question":"b"}')

    assert [answer["id"] for answer in answers] == ["before", id_kept, "after"]
    assert [answer["status"] for answer in answers] == ["answered", "refused_input", "answered"]
    assert answers[1]["text"]


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    answers = run(tmp_path, b'\xef\xbb\xbf{"id":1,"question":"a"}\r', b'{"id":2,"question":"b"}\r')

    assert [answer["status"] for answer in answers] == ["answered", "answered"]


def test_a_failed_run_leaves_an_earlier_file_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("earlier", encoding="utf-8")

    def fail(question: Question) -> Answer:
        raise OSError("disk")

    given = tmp_path / "in.jsonl"
    given.write_text('{"question":"a"}', encoding="utf-8")
    with pytest.raises(OSError, match="disk"):
        write_lines(out, answer_batch(read_batch(given), fail))

    assert out.read_text(encoding="utf-8") == "earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_the_audience_is_public_unless_named(tmp_path: Path) -> None:
    (asked,) = read_one(tmp_path, b'{"question":"a"}')

    assert asked is Audience.PUBLIC


def read_one(tmp_path: Path, line: bytes) -> list[Audience]:
    given = tmp_path / "one.jsonl"
    given.write_bytes(line)
    return [asked.question.audience for asked in read_batch(given) if asked.question]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
LINES = st.fixed_dictionaries(
    {}, optional={"id": VALUES, "question": VALUES, "audience": VALUES, "history": VALUES}
)


@given(st.lists(st.binary(max_size=60) | LINES.map(lambda line: json.dumps(line).encode()), max_size=4))
def test_no_line_stops_the_batch(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    given_file = tmp_path_factory.getbasetemp() / "any.jsonl"
    written = b"\n".join(line.replace(b"\n", b"") for line in lines)
    given_file.write_bytes(written)

    answers = "".join(answer_batch(read_batch(given_file), echo))

    # A byte order mark at the start says how a file is written, and asks nothing.
    assert answers.encode("utf-8") or not written.removeprefix(codecs.BOM_UTF8).strip()
