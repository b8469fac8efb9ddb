"""What a stranger relies on: constant-time comparisons, headers on every reply, no word shining through."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from answering.question import Question
from answering.wiring import open_assistant
from bot.web.headers import SECURITY_HEADERS
from corpus.audience import Audience
from corpus.vietnamese import terms
from retrieval.edition import FORWARD, LIBRARY
from retrieval.generation import generation_folder
from settings import Settings
from tests.bot.test_wall import INTERNAL, MANIFEST, PUBLIC, QUESTIONS
from tests.conftest import Running, serving, take_into
from tests.test_house import SOURCES, named, parsed

SECRETS = frozenset(
    {"secret", "token", "password", "signature", "mac", "internal_key", "form_token", "hashed"}
)


def compared(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where something that is called a secret is compared with what is not written beside it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
            continue
        if any(isinstance(side, ast.Constant) for side in (node.left, *node.comparators)):
            continue
        called = {
            name.lower().strip("_")
            for part in ast.walk(node)
            for name in (getattr(part, "id", ""), getattr(part, "attr", ""))
        }
        if any(name in SECRETS or name.endswith(("_secret", "_token", "_password")) for name in called):
            yield node.lineno, ast.unparse(node)


@pytest.mark.parametrize(
    "code", ["given == secret", "headers['x'] != self._app_secret", "form.token == session.form_token"]
)
def test_the_rule_sees_a_comparison_that_takes_longer_the_more_is_right(code: str) -> None:
    assert list(compared(ast.parse(code)))


@pytest.mark.parametrize("path", [path for path in SOURCES if "bot" in path.parts], ids=named)
def test_no_secret_is_compared_letter_by_letter(path: Path) -> None:
    assert list(compared(parsed(path))) == []


PATHS = (
    "/",
    "/?q=ai",
    "/van-ban",
    "/van-ban/khong-co",
    "/api/documents",
    "/api/documents/khong-co",
    "/api/register?limit=x",
    "/so-hieu",
    "/so-hieu/khong-co",
    "/so-hieu.xlsx",
    "/v/abc/1",
    "/docs",
    "/openapi.json",
    "/healthz",
    "/readyz",
    "/nhung.js",
    "/manifest.webmanifest",
    "/ap-phich/ma-qr.svg",
    "/dang-nhap",
    "/quan-tri",
    "/hop",
    "/hop/abc",
    "/v1/models",
    "/v1/models/khong-co",
    "/static/khong-co.js",
    "/khong-co",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_reply_has_the_headers_that_keep_a_page_to_itself(
    server: Running, path: str, method: str, accept: str
) -> None:
    with server.client() as client:
        reply = client.request(method, path, headers={"Accept": accept})

    assert reply.status_code < 500
    assert [name for name in SECURITY_HEADERS if name not in reply.headers] == []


def test_a_server_that_is_not_ready_has_them_too() -> None:
    with serving(None) as empty, empty.client() as client:
        replies = [
            client.get("/"),
            client.get("/api/register"),
            client.post("/api/ask", json={"question": "a"}),
        ]

    assert {reply.status_code for reply in replies} == {503}
    assert [name for reply in replies for name in SECURITY_HEADERS if name not in reply.headers] == []


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same public words: once alone, once beside an internal document that says much of the same."""
    found = {}
    for name in ("alone", "beside"):
        folder = tmp_path_factory.mktemp(name)
        (folder / "bao-cao.txt").write_text(PUBLIC, encoding="utf-8")
        (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
        if name == "beside":
            (folder / "noi-bo.txt").write_text(INTERNAL + PUBLIC * 3, encoding="utf-8")
        take_into(folder / "data", folder)
        found[name] = folder / "data"
    return found


def public(data: Path) -> Path:
    return generation_folder(data, 1) / Audience.PUBLIC


@pytest.mark.parametrize("part", [LIBRARY, FORWARD])
def test_what_the_public_reads_is_the_same_byte_for_byte_whatever_lies_beside(
    beside: dict[str, Path], part: str
) -> None:
    held = {}
    for name, data in beside.items():
        place = public(data) / part
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        held[name] = {path.name: path.read_bytes() for path in files}

    assert held["alone"] == held["beside"]
    assert held["alone"]


def test_scores_and_answers_are_the_same_whatever_lies_beside(beside: dict[str, Path]) -> None:
    told = {}
    for name, data in beside.items():
        assistant = open_assistant(Settings(_env_file=None, data=data))
        edition = assistant.generations.edition(Audience.PUBLIC)
        told[name] = [
            (
                [(hit.passage.id, hit.score) for hit in edition.search.find(question, limit=20)],
                [edition.library.document_frequency(term) for term in terms(question)],
                replace(assistant.ask(Question(question, Audience.PUBLIC)), took_ms=0),
            )
            for question in QUESTIONS
        ]

    assert told["alone"] == told["beside"]
