"""Whatever a public asker tries, nothing internal comes back, over any address."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from answering.assistant import Assistant
from answering.wiring import open_assistant
from bot.batch import answer_batch, read_batch
from ingest.pipeline import ingest
from retrieval.embedding import open_embedding
from settings import Settings
from tests.conftest import Running, serving

WORD = "Mật-hiệu-Hoa-Phượng"
NUMBER = "777-QĐ/ĐU"
SECRETS = (WORD, NUMBER, "Hoa-Phượng", "777")

PUBLIC = f"""BÁO CÁO

I. TÌNH HÌNH CHUNG

Phường có 108 tổ dân phố và 26 trường công lập.

II. CÔNG TÁC CÁN BỘ

Căn cứ Quyết định số {NUMBER}, ngày 02/3/2026 của Đảng ủy phường về {WORD}, đã kiểm tra 12 chi bộ.

III. THỦ TỤC

Bộ phận một cửa tiếp nhận hồ sơ tại tầng 1 (người giữ khóa: {WORD}) từ thứ Hai đến thứ Sáu.
"""
INTERNAL = f"""THÔNG BÁO NỘI BỘ

Kế hoạch kiểm tra theo Quyết định số {NUMBER} mang tên {WORD}.
"""
MANIFEST = f"""documents:
  - file: bao-cao.txt
    title: Báo cáo
    kind: Báo cáo
    issuer: Đảng ủy phường
    number: null
    date: null
    audience: public
    internal:
      - section: II
      - {{line: 13, from: "(người giữ khóa", to: "{WORD})"}}
"""

QUESTIONS = [
    WORD,
    f"Ai giữ khóa, {WORD}?",
    "Quyết định 777-QĐ/ĐU nói về việc gì?",
    "Công tác cán bộ của phường thế nào?",
    "Đã kiểm tra bao nhiêu chi bộ?",
    "Bộ phận một cửa tiếp nhận hồ sơ ở đâu?",
    "Thông báo nội bộ viết gì?",
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("walled")
    (folder / "bao-cao.txt").write_text(PUBLIC, encoding="utf-8")
    (folder / "noi-bo.txt").write_text(INTERNAL, encoding="utf-8")  # not listed, so internal
    (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    data = folder / "data"
    ingest((folder,), data=data, embedder=open_embedding(""), on_progress=lambda _: None)
    return open_assistant(Settings(_env_file=None, data=data))


@pytest.fixture(scope="module")
def walled(assistant: Assistant) -> Iterator[Running]:
    with serving(assistant) as running:
        yield running


def everything(client: httpx.Client) -> Iterator[tuple[str, str]]:
    """What every address answers: its name, its body without the words that were asked."""
    for question in QUESTIONS:
        asked = client.post("/api/ask", json={"question": question})
        yield f"ask {question}", _without(asked.text, question)
        turns = [{"question": question, "answer": "có"}]
        follow_up = client.post("/api/ask", json={"question": "Chi tiết hơn?", "history": turns})
        # The question as understood says again what was asked before, in the asker's own words.
        told = {key: value for key, value in follow_up.json().items() if key != "understood"}
        yield f"follow {question}", _without(json.dumps(told, ensure_ascii=False), question)
        yield f"page {question}", _without(client.get("/", params={"q": question}).text, question)
        fragment = client.post("/tra-loi", json={"question": question})
        yield f"fragment {question}", _without(fragment.text, question)
        found = client.get("/api/register", params={"q": question})
        yield f"register {question}", _without(found.text, question)
        yield f"search {question}", _without(client.get("/so-hieu", params={"q": question}).text, question)
    paths = [
        "/api/register?limit=200",
        "/so-hieu",
        "/van-ban",
        "/api/documents",
        "/docs",
        "/openapi.json",
        "/readyz",
    ]
    for name in ("bao-cao.txt", "noi-bo.txt", "bao-cao", "noi-bo"):
        paths += [f"/api/documents/{name}", f"/van-ban/{name}?dong=1-99"]
    for path in paths:
        yield path, client.get(path).text


def _without(body: str, asked: str) -> str:
    """What an answer tells beyond the words of its question: a refusal may name the number asked for."""
    for words in (asked, NUMBER, NUMBER.partition("-")[0]):
        if words in asked:
            body = body.replace(words, "")
    return body


def test_a_public_asker_never_sees_what_is_internal(walled: Running) -> None:
    with walled.client() as client:
        seen = list(everything(client))

    leaks = [(place, secret) for place, body in seen for secret in SECRETS if secret in body]
    assert leaks == []


def test_who_has_the_key_sees_it(walled: Running) -> None:
    with walled.client(internal=True) as client:
        assert WORD in client.get("/api/documents/noi-bo.txt").text
        assert NUMBER in client.get("/api/register").text


def test_a_document_one_may_not_read_is_like_one_that_does_not_exist(walled: Running) -> None:
    with walled.client() as client:
        forbidden, unknown = client.get("/api/documents/noi-bo.txt"), client.get("/api/documents/khac.txt")

    assert (forbidden.status_code, forbidden.text) == (unknown.status_code, unknown.text)
    assert forbidden.status_code == 404


def test_a_number_cited_only_inside_is_like_one_that_is_not_cited(walled: Running) -> None:
    with walled.client() as client:
        inside, nowhere = (
            [
                client.post("/api/ask", json={"question": f"Quyết định {ordinal}-QĐ/ĐU là gì?"}).json(),
                client.get("/api/register", params={"q": f"{ordinal}-QĐ/ĐU"}).json(),
            ]
            for ordinal in ("777", "999")
        )

    assert [_untimed(body).replace("777", "999") for body in inside] == [_untimed(body) for body in nowhere]


def _untimed(body: dict[str, object]) -> str:
    return json.dumps({**body, "took_ms": 0}, ensure_ascii=False)


def test_a_public_batch_line_never_brings_what_is_internal(assistant: Assistant, tmp_path: Path) -> None:
    given = tmp_path / "in.jsonl"
    lines = [json.dumps({"question": question, "audience": "public"}) for question in QUESTIONS]
    given.write_text("\n".join(lines), encoding="utf-8")

    answers = list(answer_batch(read_batch(given), assistant.ask))

    bodies = [_without(answer, question) for answer, question in zip(answers, QUESTIONS, strict=True)]
    assert [secret for body in bodies for secret in SECRETS if secret in body] == []
