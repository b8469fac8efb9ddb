"""The documents about the project: what they name exists, and what they show works."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from answering.answer import Status
from answering.assistant import Assistant
from answering.question import Question
from bot.arguments import parse
from bot.console import answer_text
from corpus.audience import Audience
from ingest.extract.kinds import SUPPORTED
from ingest.manifest import load_manifest
from settings import ROOT, Settings
from tests.conftest import Running

README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").rglob("*.md")), ROOT / "evals" / "data" / "README.md")
_FENCE = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:)(?P<path>[^)#\s]+)")
_PATH = re.compile(
    r"`(?P<path>(?:answering|bot|corpus|docs|evals|ingest|prompts|retrieval|tests)/[\w./-]*\w)/?`"
)
_MODULE = re.compile(r"`(?P<name>\w+\.(?:py|yaml|txt))`")
_NEXT_JSON = re.compile(r"\s*```json\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Call:
    """A curl of the documents, and the names in the JSON shown below it ("" where none is)."""

    arguments: tuple[str, ...]
    shown: str


def fences(page: Path, language: str) -> list[str]:
    found = _FENCE.finditer(page.read_text(encoding="utf-8"))
    return [fence["text"] for fence in found if fence["language"] == language]


def commands(page: Path) -> list[str]:
    return [line for text in fences(page, "sh") for line in text.splitlines() if line]


def calls() -> Iterator[Call]:
    text = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    for fence in _FENCE.finditer(text):
        shown = _NEXT_JSON.match(text, fence.end())
        for line in fence["text"].splitlines() if fence["language"] == "sh" else ():
            yield Call(tuple(shlex.split(line)), shown["text"] if shown else "")


def names(json: str) -> list[str]:
    """The names of a JSON text in the order they are written."""
    return re.findall(r'"(\w+)":', json)


@pytest.mark.parametrize("command", [line for page in PAGES for line in commands(page)])
def test_a_command_that_is_shown_can_be_typed(command: str) -> None:
    program, *arguments = shlex.split(command)

    match program:
        case "make":
            targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
            assert set(arguments) <= set(targets)
        case "hoiphuong":
            parse(arguments)
        case _:
            assert program in {"curl", "docker", "python"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [page.parent / link["path"] for link in _LINK.finditer(text)]
    targets += [ROOT / path["path"] for path in _PATH.finditer(text)]
    files = {path.name for folder in ROOT.iterdir() if folder.is_dir() for path in folder.glob("*.*")}

    assert [str(target) for target in targets if not target.exists()] == []
    assert [
        name for name in _MODULE.findall(text) if name not in {*files, "settings.py", "manifest.yaml"}
    ] == []


@pytest.mark.parametrize("call", list(calls()), ids=lambda call: call.arguments[-1][:60])
def test_a_call_that_is_shown_gives_what_is_shown(call: Call, server: Running) -> None:
    response = sent(call.arguments, server)

    assert response.status_code == 200
    if call.shown:
        written = names(response.text)
        assert set(names(call.shown)) <= set(written)
        assert {name for name in written if name not in names(call.shown)} == set()


def sent(arguments: tuple[str, ...], server: Running) -> httpx.Response:
    """The call as curl would send it; only what the documents use of curl is known."""
    url, body, query, headers = "", None, {}, {}
    given = iter(arguments[1:])
    for argument in given:
        match argument:
            case "-H":
                name, _, value = next(given).partition(": ")
                headers[name] = value
            case "-d":
                body = next(given)
            case "--data-urlencode":
                name, _, value = next(given).partition("=")
                query[name] = value
            case "-G":
                pass
            case _:
                url = argument.replace("http://127.0.0.1:8000", server.url)
    return httpx.request("POST" if body else "GET", url, content=body, headers=headers, params=query or None)


def test_the_codes_of_refusals_are_all_told() -> None:
    told = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    codes = {path.stem.removeprefix("door_") for path in (ROOT / "prompts" / "errors").glob("door_*.md")}
    # These are refused on the command line alone.
    codes -= {"bad_line", "export_ending", "unknown_audience"}

    assert [code for code in sorted(codes) if f"`{code}`" not in told] == []


def test_every_status_is_told() -> None:
    told = (ROOT / "docs" / "answering.md").read_text(encoding="utf-8")

    assert [status for status in Status if f"`{status}`" not in told] == []


def test_every_setting_is_told_with_its_default() -> None:
    readme, example = README.read_text(encoding="utf-8"), (ROOT / ".env.example").read_text(encoding="utf-8")

    for name, field in Settings.model_fields.items():
        secret = isinstance(field.default, SecretStr)
        default = field.default.get_secret_value() if secret else field.default
        shown = str(default).removeprefix(f"{ROOT}/")
        cell = f" `{shown}` " if shown else " "
        assert f"| `HOIPHUONG_{name.upper()}` |{cell}| {field.description} |" in readme
        assert f"HOIPHUONG_{name.upper()}={shown}" in example


def test_the_formats_that_are_told_are_those_that_are_read() -> None:
    for page in (README, ROOT / "docs" / "ingest.md"):
        text = page.read_text(encoding="utf-8")
        assert [suffix for suffix in SUPPORTED if f"`{suffix}`" not in text] == []


def test_the_manifest_that_is_shown_can_be_read(tmp_path: Path) -> None:
    (shown,) = fences(README, "yaml")
    (tmp_path / "manifest.yaml").write_text(shown, encoding="utf-8")

    (entry,) = load_manifest(tmp_path / "manifest.yaml").entries

    assert entry.audience is Audience.PUBLIC
    assert entry.internal
    assert entry.mask


def test_the_search_that_is_shown_runs(corpus_data: Path) -> None:
    (shown,) = fences(ROOT / "docs" / "retrieval.md", "python")
    environment = {**os.environ, "HOIPHUONG_DATA": str(corpus_data), "PYTHONIOENCODING": "utf-8"}

    ran = subprocess.run(
        [sys.executable, "-c", shown],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )

    assert "tiếp công dân" in ran.stdout


def test_the_answer_that_is_shown_is_given(assistant: Assistant) -> None:
    (shown,) = fences(README, "console")
    asked, _, printed = shown.partition("\n")
    arguments = parse(shlex.split(asked)[2:])

    answer = assistant.ask(Question(" ".join(arguments.words), Audience.PUBLIC))

    assert answer_text(answer).split() == printed.split()
