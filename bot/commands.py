"""The commands, each from its arguments to its exit code."""

# ruff: noqa: PLC0415 - a command loads only what it needs, so that a cold question is answered within 3 s

import importlib
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

from answering.question import MAX_QUESTION
from bot.console import answer_text, complain, entry_line, found_text, say
from bot.door import read_audience, read_question, read_words
from bot.errors import UsageError
from corpus.audience import Audience
from corpus.register import Register
from prompts import load
from settings import Settings

DONE = 0
SOME_REFUSED = 1
REFUSED = 2


def run(arguments: Namespace, settings: Settings) -> int:  # noqa: C901, PLR0911, PLR0912 - a command each
    """Raises InputError, IngestError, UsageError, OSError: what the caller may tell in one line."""
    match arguments.command:
        case "ask":
            ask = _ask_batch if arguments.batch or arguments.out else _ask_one
            return ask(arguments, settings)
        case "ingest":
            return _ingest(arguments, settings)
        case "watch":
            return _watch(arguments, settings)
        case "register":
            return _register(arguments, settings)
        case "conflicts":
            return _conflicts(arguments, settings)
        case "access":
            return _access(arguments, settings)
        case "procedures":
            return _procedures(arguments, settings)
        case "serve":
            return _serve(settings)
        case "mcp":
            return _talk_to_agent(arguments.audience, settings)
        case "bot":
            return _bot(arguments.channel, settings)
        case "backup":
            return _back_up(arguments.file, settings)
        case "restore":
            return _restore(arguments.file, settings)
        case "doctor":
            return _doctor(arguments, settings)
        case "retention":
            return _retention(settings)
        case "pause" | "resume":
            return _pause(arguments, settings)
        case _:
            return _evaluate(arguments.name, arguments.rest)


def _ask_one(arguments: Namespace, settings: Settings) -> int:
    audience = read_audience(arguments.audience)
    question = read_question(" ".join(arguments.words), audience=audience)
    from bot.opening import open_library
    from bot.shapes import AnswerShape

    answer = open_library(settings).ask(question)
    say(AnswerShape.of(answer).model_dump_json() if arguments.json else answer_text(answer))
    return DONE


def _ask_batch(arguments: Namespace, settings: Settings) -> int:
    if not arguments.batch or not arguments.out or arguments.words:
        raise UsageError(load("cli/help_ask"))
    from bot.batch import answer_batch, read_batch, write_lines
    from bot.opening import open_library

    asked = read_batch(arguments.batch)
    refused = [each for each in asked if each.question is None]
    for each in refused:
        complain(load("cli/bad_line", line=each.line, reason=each.refused))
    assistant = open_library(settings)
    write_lines(arguments.out, answer_batch(asked, assistant.ask))
    return SOME_REFUSED if refused else DONE


def _ingest(arguments: Namespace, settings: Settings) -> int:
    if [str(path) for path in arguments.paths[:1]] == ["check"]:
        return _check(arguments.paths[1:], settings)
    from bot.health import report_lines
    from bot.intake import take_in
    from ingest.pipeline import ingest, prune

    report = take_in(arguments.paths, settings, take=prune if arguments.prune else ingest)
    said, *complaints = report_lines(report)
    say(said)
    for line in complaints:
        complain(line)
    return SOME_REFUSED if report.intake.aside else DONE


def _watch(arguments: Namespace, settings: Settings) -> int:
    from bot.watch import watch
    from ingest.pipeline import ingest, prune

    for line in watch(arguments.paths, settings, take=prune if arguments.prune else ingest):
        say(line)
    return DONE


def _check(paths: Sequence[Path], settings: Settings) -> int:
    from bot.health import health_lines
    from bot.intake import limits_of
    from ingest.errors import UnreadableError
    from ingest.reading import read_file, taken_in
    from ingest.sandbox import sandbox

    if not paths:
        raise UsageError(load("cli/help_ingest"))
    refused = False
    with sandbox(limits_of(settings)) as readers:
        for path in paths:
            if not path.is_file():
                refused = True
                complain(load("errors/ingest_missing", file=path))
                continue
            try:
                found = read_file(path, file=path.name, readers=readers)
                reading = taken_in(found, file=path.name)
            except UnreadableError as error:
                refused = True
                complain(str(error))
                continue
            for line in health_lines(path.name, reading.health):
                say(line)
    return SOME_REFUSED if refused else DONE


def _register(arguments: Namespace, settings: Settings) -> int:
    audience = read_audience(arguments.audience)
    match arguments.action:
        case "show":
            numbers = [read_words(number, limit=MAX_QUESTION) for number in arguments.numbers]
            return _show(numbers, _open_register(settings, audience), as_json=arguments.json)
        case "list":
            return _list(_open_register(settings, audience), as_json=arguments.json)
        case _:
            return _export(_open_register(settings, audience), arguments.file)


def _open_register(settings: Settings, audience: Audience) -> Register:
    from bot.desk import Desk
    from bot.opening import open_library

    return Desk(open_library(settings)).register(audience)


def _show(numbers: Sequence[str], register: Register, *, as_json: bool) -> int:
    from bot.shapes import RegisterShape

    for number in numbers:
        found = register.look_up(number)
        say(RegisterShape.of(found).model_dump_json() if as_json else found_text(found, number=number))
    return DONE


def _list(register: Register, *, as_json: bool) -> int:
    from bot.shapes import EntryShape

    for entry in register.entries:
        say(EntryShape.of(entry).model_dump_json() if as_json else entry_line(entry))
    return DONE


def _export(register: Register, file: Path) -> int:
    from bot.register_export import export_register

    export_register(register.entries, file)
    say(load("cli/exported", count=len(register.entries), file=file))
    return DONE


def _conflicts(arguments: Namespace, settings: Settings) -> int:
    from bot.conflicts import keep, listed
    from bot.opening import open_library

    words = read_words(" ".join(arguments.words), limit=MAX_QUESTION) if arguments.words else ""
    edition = open_library(settings).generations.edition(read_audience(arguments.audience))
    if arguments.action == "list":
        for line in listed(edition.library, settings.data, as_json=arguments.json):
            say(line)
        return DONE
    if not arguments.id or (arguments.action == "note" and not words):
        raise UsageError(load("cli/help_conflicts"))
    say(keep(arguments.action, arguments.id, words, library=edition.library, data=settings.data))
    return DONE


def _access(arguments: Namespace, settings: Settings) -> int:
    from bot.access_command import give, listed, renew, revoke

    match arguments.action:
        case "new":
            say(give(arguments, data=settings.data))
        case "reset":
            say(renew(arguments.words, data=settings.data))
        case "revoke":
            say(revoke(arguments.words, data=settings.data))
        case _:
            for line in listed(settings.data, as_json=arguments.json):
                say(line)
    return DONE


def _procedures(arguments: Namespace, settings: Settings) -> int:
    from bot import procedures
    from bot.opening import open_library

    # A list joins the documents: the first command in a new folder reads those that come with the program.
    listed = open_library(settings).generations.edition(Audience.PUBLIC).procedures
    match arguments.action:
        case "import":
            say(procedures.imported(arguments.file, arguments.checked, settings))
        case "clear":
            say(procedures.cleared(settings))
        case "list":
            words = _words(arguments.words)
            for line in procedures.listed(listed, words, as_json=arguments.json):
                say(line)
        case _:
            say(procedures.shown(listed, _words(arguments.words), as_json=arguments.json))
    return DONE


def _words(words: Sequence[str]) -> str:
    return read_words(" ".join(words), limit=MAX_QUESTION) if words else ""


def _serve(settings: Settings) -> int:
    from bot.web.serve import serve

    serve(settings)
    return DONE


def _bot(name: str, settings: Settings) -> int:
    from bot.desk import Desk
    from bot.discretion import keep_log
    from bot.feedback import Feedback
    from bot.lines import run_alone
    from bot.message import Channel
    from bot.official import OfficialAnswers
    from bot.opening import open_library

    keep_log(settings)
    feedback, official = Feedback(settings.data), OfficialAnswers(settings.data)
    run_alone(Channel(name), Desk(open_library(settings), feedback=feedback, official=official), settings)
    return DONE


def _back_up(file: Path, settings: Settings) -> int:
    from bot.backup import back_up

    made = back_up(settings.data, file)
    counts = {"files": made.files, "size": f"{made.size / 1e6:.1f}".replace(".", ",")}
    say(load("cli/backed_up", file=file, generation=made.generation or 0, **counts))
    return DONE


def _restore(file: Path, settings: Settings) -> int:
    from bot.restore import restore

    made = restore(file, settings.data)
    told = {"files": made.files, "generation": made.generation or 0, "folder": settings.data}
    say(load("cli/restored", file=file, **told))
    return DONE


def _doctor(arguments: Namespace, settings: Settings) -> int:
    from bot.discretion import keep_log
    from bot.doctor import examine
    from bot.wall_scan import scan_wall

    keep_log(settings)
    findings = scan_wall(settings, arguments.paths) if arguments.what else examine(settings)
    for finding in findings:
        say(finding.text)
    return DONE if all(finding.is_well for finding in findings) else SOME_REFUSED


def _retention(settings: Settings) -> int:
    from bot.retention import Days, forget

    for each in forget(settings.data, Days.of(settings)):
        say(load(f"cli/retention_{each.what}", days=each.days, rows=each.rows))
    return DONE


def _pause(arguments: Namespace, settings: Settings) -> int:
    from bot.audit import TERMINAL
    from bot.pause import Pause

    pause = Pause(settings.data)
    if arguments.command == "pause":
        say(load("cli/paused", notice=pause.begin(" ".join(arguments.words), by=TERMINAL).notice))
        return DONE
    say(load("cli/resumed" if pause.end(by=TERMINAL) else "cli/not_paused"))
    return DONE


def _talk_to_agent(name: str, settings: Settings) -> int:
    audience = read_audience(name)
    from bot.desk import Desk
    from bot.mcp_server import mcp_server
    from bot.official import OfficialAnswers
    from bot.opening import open_library
    from bot.pause import Pause

    # Standard output belongs to the protocol: all else goes to standard error.
    with redirect_stdout(sys.stderr):
        desk = Desk(open_library(settings), official=OfficialAnswers(settings.data))
    mcp_server(desk, audience, Pause(settings.data)).run("stdio")
    return DONE


def _evaluate(name: str, rest: list[str]) -> int:
    try:
        evaluation = importlib.import_module(f"evals.{name}")
    except ModuleNotFoundError as error:
        # What only measuring needs is not installed for running.
        if error.name not in {"fpdf", "ir_measures", "matplotlib", "psutil"}:
            raise
        raise UsageError(load("cli/help_evals")) from error
    return int(evaluation.main(rest) or DONE)
