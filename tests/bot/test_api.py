"""The HTTP interface over loopback, with the default corpus behind it."""

import json
from collections.abc import Iterator
from threading import Event

import httpx
import pytest

from answering.answer import Answer, Status
from answering.assistant import Assistant
from answering.question import Question
from answering.steps import Ended, Step
from bot.web.headers import SECURITY_HEADERS
from retrieval.generation import Generations
from tests.conftest import Running, serving

REPORT = "bao-cao-so-ket-01-nam-phuong-bach-mai.txt"


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


class Failing:
    """An assistant with a defect that one question meets."""

    def __init__(self, generations: Generations) -> None:
        self.generations = generations

    def ask(self, question: Question) -> Answer:
        if question.text == "Phường ở đâu?":
            raise RuntimeError("a defect with a secret")
        return Answer(Status.UNANSWERABLE, "")

    def steps(self, question: Question, *, gone: Event) -> Iterator[Step]:
        yield Ended(self.ask(question))


def test_an_answer_brings_sources_that_stand_in_the_document(client: httpx.Client) -> None:
    answer = client.post("/api/ask", json={"question": "Phường có bao nhiêu tổ dân phố?"}).json()

    assert answer["status"].startswith("answered")
    names = ["status", "text", "sources", "notes", "took_ms", "understood", "suggestions", "procedure"]
    assert list(answer) == names
    source = answer["sources"][0]
    assert list(source) == ["document", "title", "section", "lines", "page", "quote"]
    lines = client.get(f"/api/documents/{source['document']}").json()["lines"]
    first, last = source["lines"]
    assert source["quote"].split()[0] in "\n".join(lines[first - 1 : last])


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"question":""}', 422, "empty"),
        ('{"question":"🙂🙂"}'.encode(), 422, "no_words"),
        (b'{"question":"a\\u0000b"}', 422, "nul"),
        (b'{"question":"\\ud800"}', 422, "broken_text"),
        (b'{"question":NaN}', 422, "bad_fields"),
        (b'{"question":["a"]}', 422, "bad_fields"),
        (b'{"question":null}', 422, "bad_fields"),
        (b"{}", 422, "bad_fields"),
        (b"[]", 422, "bad_fields"),
        (b'"text"', 422, "bad_fields"),
        (b'{"question":"a","audience":"internal"}', 422, "bad_fields"),
        (b'{"question":"a","history":{}}', 422, "bad_fields"),
        (b'{"question":"a","history":[{"question":"b"}]}', 422, "bad_fields"),
        (b"", 422, "bad_fields"),
        (b"{bad", 400, "bad_json"),
        (b"\xff\xfe", 400, "bad_json"),
        (b'{"question":"' + b"a" * 2_001 + b'"}', 422, "too_long"),
        (b'{"question":"' + b"a" * 100_000 + b'"}', 413, "too_large"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_vietnamese(
    client: httpx.Client, body: bytes, status: int, code: str
) -> None:
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})

    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert response.json()["error"]["message"]
    assert list(response.json()) == ["error"]


def test_deeply_nested_json_is_refused(client: httpx.Client) -> None:
    body = b'{"question":' + b"[" * 30_000 + b"]" * 30_000 + b"}"

    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})

    assert response.status_code in {400, 422}


def test_a_body_without_announced_length_is_limited_too(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"question":"'
        for _ in range(100):
            yield b"a" * 1_000

    response = client.post("/api/ask", content=endless(), headers={"Content-Type": "application/json"})

    assert response.status_code == 413


def test_a_form_is_not_accepted(client: httpx.Client) -> None:
    response = client.post("/api/ask", data={"question": "a"})

    assert response.status_code == 422


def test_a_refusal_repeats_nothing_that_was_sent(client: httpx.Client) -> None:
    bodies = [{"secret-field": "secret-value", "question": "a"}, {"question": {"secret-value": 1}}]

    for body in bodies:
        assert "secret" not in client.post("/api/ask", json=body).text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/?q=gì"),
        ("HEAD", "/"),
        ("GET", "/nowhere"),
        ("GET", "/static/style.css"),
        ("GET", "/static/nothing"),
        ("GET", "/static/../../../settings.py"),
        ("DELETE", "/api/ask"),
        ("POST", "/api/ask"),
        ("GET", "/api/register?limit=-1"),
        ("GET", "/healthz"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
    ],
)
def test_every_response_has_the_security_headers(client: httpx.Client, method: str, path: str) -> None:
    response = client.request(method, path)

    missing = [name for name in SECURITY_HEADERS if name not in response.headers]
    assert missing == []
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_a_defect_is_told_without_its_details(assistant: Assistant) -> None:
    with serving(Failing(assistant.generations)) as running, running.client() as client:
        response = client.post("/api/ask", json={"question": "Phường ở đâu?"})

    assert (response.status_code, response.json()["error"]["code"]) == (500, "crashed")
    assert "secret" not in response.text
    assert "Content-Security-Policy" in response.headers


def test_not_ready_until_a_library_is_open() -> None:
    with serving(None) as running, running.client() as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
        refused = client.post("/api/ask", json={"question": "Phường ở đâu?"})
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
        assert "đang chuẩn bị" in client.get("/", headers={"Accept": "text/html"}).text


def test_ready_once_it_is_open(client: httpx.Client) -> None:
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer", "Bearer null", "Basic YTpi", "Bearer khóa"])
def test_a_wrong_key_is_refused(client: httpx.Client, header: str) -> None:
    response = client.get("/api/register", headers={"Authorization": header.encode()})

    assert (response.status_code, response.json()["error"]["code"]) == (401, "wrong_key")


@pytest.mark.parametrize("header", ["Bearer", "Bearer x"])
def test_no_key_opens_anything_where_none_is_set(assistant: Assistant, header: str) -> None:
    with serving(Failing(assistant.generations), internal_key="") as running, running.client() as client:
        assert client.get("/api/register", headers={"Authorization": header}).status_code == 401


def test_the_register_is_paged(client: httpx.Client) -> None:
    whole = client.get("/api/register", params={"limit": 200}).json()["entries"]
    part = client.get("/api/register", params={"offset": 3, "limit": 2}).json()["entries"]

    assert part == whole[3:5]


def test_a_number_is_found_in_any_spelling_best_first(client: httpx.Client) -> None:
    entries = client.get("/api/register", params={"q": "nq 41/2025"}).json()["entries"]

    assert entries[0]["number"] == "41/2025/NQ-HĐND"
    names = ["number", "type", "name", "date", "issuer", "subject", "held", "changed_by", "mentions"]
    assert list(entries[0]) == names
    assert list(entries[0]["mentions"][0]) == ["document", "lines", "quote"]


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", f"q={'1' * 300}", "offset=a", "limit=0", "limit=1e9"])
def test_a_bad_search_is_refused(client: httpx.Client, query: str) -> None:
    response = client.get(f"/api/register?{query}")

    assert response.status_code == 422
    assert response.json()["error"]["message"]


@pytest.mark.parametrize(
    "name",
    [
        "nothing",
        "../../../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "internal:1",
        "{}",
        "%c0%ae",
        "1 OR 1=1",
    ],
)
def test_an_unknown_document_is_not_found(client: httpx.Client, name: str) -> None:
    response = client.get(f"/api/documents/{name}")

    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_the_documents_are_listed_without_their_text(client: httpx.Client) -> None:
    documents = client.get("/api/documents").json()["documents"]

    assert documents[0]["file"] == REPORT
    assert "lines" not in documents[0]


def test_a_document_has_one_entry_a_line(client: httpx.Client) -> None:
    by_file = client.get(f"/api/documents/{REPORT}").json()

    assert client.get(f"/api/documents/{by_file['id']}").json() == by_file
    assert by_file["lines"][10] == "I. ĐẶC ĐIỂM TÌNH HÌNH"
    assert by_file["sections"][0]["line"] == 11


def test_a_key_opens_more_lines_of_the_same_document(server: Running, client: httpx.Client) -> None:
    with server.client(internal=True) as internal:
        everything = internal.get(f"/api/documents/{REPORT}").json()["lines"]
    published = client.get(f"/api/documents/{REPORT}").json()["lines"]

    assert len(everything) == len(published)
    assert sum(map(len, everything)) > sum(map(len, published))


def test_the_interface_describes_itself(client: httpx.Client) -> None:
    schema = client.get("/openapi.json").json()

    assert set(schema["paths"]) == {
        "/api/ask",
        "/api/channels",
        "/api/documents",
        "/api/documents/{name}",
        "/api/register",
    }
    assert "/api/ask" in client.get("/docs").text


def test_a_follow_up_is_asked_with_its_history(client: httpx.Client) -> None:
    first = client.post("/api/ask", json={"question": "Phường có bao nhiêu tổ dân phố?"}).json()
    turn = {"question": "Phường có bao nhiêu tổ dân phố?", "answer": first["text"]}

    response = client.post(
        "/api/ask",
        content=json.dumps({"question": "Còn dân số?", "history": [turn]}),
        headers={"Content-Type": "application/json"},
    )

    assert response.status_code == 200
