"""A file of questions, a line each, to a file of answers in the same order."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pydantic import ValidationError

from answering.answer import Answer, Status
from answering.question import Question
from bot.door import InputError, read_audience, read_history, read_question
from bot.shapes import AnswerShape, BatchLine


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the batch: its own id, and the question or the reason it cannot be asked."""

    line: int
    id: str | int | None
    question: Question | None
    refused: str = ""


def read_batch(path: Path) -> list[Asked]:
    """Every line that is not blank. Raises OSError."""
    lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return [_read_line(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def answer_batch(asked: list[Asked], ask: Callable[[Question], Answer]) -> Iterator[str]:
    """One JSON line an answer, in order; a line that cannot be asked gets the status refused_input."""
    for each in asked:
        answer = ask(each.question) if each.question else Answer(Status.REFUSED_INPUT, each.refused)
        yield json.dumps({"id": each.id, **AnswerShape.of(answer).model_dump()}, ensure_ascii=False)


def write_lines(path: Path, lines: Iterator[str]) -> None:
    """The file appears whole or not at all; a pipe or device is written as it comes. Raises OSError."""
    if path.exists() and not path.is_file():
        _write(path, lines)
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        _write(partial, lines)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _write(path: Path, lines: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for line in lines:
            out.write(f"{line}\n")
            out.flush()


def _read_line(number: int, line: bytes) -> Asked:
    known: str | int | None = None
    try:
        content = _parse(line)
        known = _line_id(content)
        return Asked(number, known, _question(content))
    except InputError as refused:
        return Asked(number, known, None, refused.message)


def _parse(line: bytes) -> dict[str, object]:
    try:
        content = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InputError("bad_line") from error
    if not isinstance(content, dict):
        raise InputError("bad_line")
    return content


def _refuse_constant(name: str) -> NoReturn:
    """NaN and Infinity are not JSON."""
    raise ValueError(name)


def _line_id(content: dict[str, object]) -> str | int | None:
    given = content.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None
    try:
        str(given).encode("utf-8")
    except UnicodeEncodeError:
        return None
    return given


def _question(content: dict[str, object]) -> Question:
    try:
        line = BatchLine.model_validate(content)
    except ValidationError as error:
        broken = any(detail["type"] == "string_unicode" for detail in error.errors(include_input=False))
        raise InputError("broken_text" if broken else "bad_fields") from error
    audience = read_audience(line.audience)
    history = read_history([(turn.question, turn.answer) for turn in line.history])
    return read_question(line.question, audience=audience, history=history)
