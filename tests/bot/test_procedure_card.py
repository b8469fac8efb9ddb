"""The card of a procedure, on a page and over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from answering.question import Question
from answering.wiring import open_assistant
from bot.web.short import short_path
from corpus.audience import Audience
from ingest.pipeline import default_corpus, ingest
from ingest.procedures.take_in import import_procedures
from retrieval.embedding import open_embedding
from settings import Settings
from tests.conftest import Running, serving
from tests.procedure_rows import write_rows

_QUESTION = "Muốn đăng ký khai sinh cho con cần gì?"


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The default corpus with a list of procedures, served."""
    data: Path = tmp_path_factory.mktemp("listed")
    embedder = open_embedding("")
    ingest((default_corpus(),), data=data, embedder=embedder, on_progress=lambda _: None)
    import_procedures(write_rows(data / "list.jsonl"), checked="2026-01-31", data=data, embedder=embedder)
    with serving(open_assistant(Settings(_env_file=None, data=data))) as running:
        yield running


def test_an_answer_brings_its_card(listed: Running) -> None:
    with listed.client() as client:
        card = client.post("/api/ask", json={"question": _QUESTION}).json()["procedure"]

    assert card["code"] == "1.001193"
    assert [paper["copies"] for paper in card["papers"]][-1] == "0 bản chính,1 bản sao"
    assert card["missing"] == ["place", "conditions"]


def test_a_page_draws_the_card_and_says_what_is_left_out(listed: Running) -> None:
    with listed.client() as client:
        page = client.get("/", params={"q": _QUESTION}).text

    assert "<h3>Thủ tục đăng ký khai sinh</h3>" in page
    assert "8,000 VNĐ (8.000 đồng/bản sao trích lục)" in page
    assert page.count('type="checkbox"') >= 3
    assert "cổng dịch vụ công không ghi" in page


def test_the_text_of_a_procedure_opens_at_the_quoted_line(listed: Running) -> None:
    with listed.client() as client:
        source = client.post("/api/ask", json={"question": _QUESTION}).json()["sources"][0]
        lines = {"dong": f"{source['lines'][0]}-{source['lines'][1]}"}
        page = client.get(f"/van-ban/{source['document']}", params=lines)

    assert page.status_code == 200
    assert "Thành phần hồ sơ" in page.text
    assert "<mark" in page.text


def test_the_short_address_of_a_procedure_opens_it(listed: Running) -> None:
    question = Question(_QUESTION, Audience.PUBLIC)
    source = listed.opening.open_desk().ask(question).sources[0]

    with listed.client() as client:
        page = client.get(short_path(source.document_id, source.lines), follow_redirects=True)

    assert page.status_code == 200
    assert source.title in page.text


def test_the_list_of_documents_does_not_hold_the_procedures(listed: Running) -> None:
    with listed.client() as client:
        documents = client.get("/api/documents").json()["documents"]

    assert not [each for each in documents if each["file"].startswith("thu-tuc-")]
