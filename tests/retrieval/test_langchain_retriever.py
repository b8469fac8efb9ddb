"""The ward's search inside somebody's LangChain chain."""

from pathlib import Path

import pytest
from langchain.agents import create_agent
from langchain_core.documents import Document
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableLambda

from corpus.audience import Audience
from ingest.pipeline import ingest
from retrieval.generation import Generations
from retrieval.langchain_retriever import WardRetriever, ward_tool
from tests.fakes import HashedWords

TEXT = """BÁO CÁO

I. Kết quả

Phường thu ngân sách 215 tỷ đồng.

Két sắt của phòng lưu trữ đặt ở tầng 6.
"""
MANIFEST = """
documents:
  - file: bao-cao.txt
    title: Báo cáo năm
    audience: public
    internal:
      - lines: [7, 7]
"""


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "bao-cao.txt").write_text(TEXT, encoding="utf-8")
    (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    ingest([folder], data=tmp_path / "data", embedder=HashedWords(), on_progress=lambda _: None)
    return Generations(tmp_path / "data", HashedWords())


def test_it_stands_in_a_chain_of_five_lines(generations: Generations) -> None:
    retriever = WardRetriever(generations=generations, audience=Audience.PUBLIC, limit=2)

    def quote(found: list[Document]) -> str:
        return f"{found[0].page_content} ({found[0].metadata['file']}, dòng {found[0].metadata['lines'][0]})"

    assert (retriever | RunnableLambda(quote)).invoke("thu ngân sách") == (
        "Phường thu ngân sách 215 tỷ đồng. (bao-cao.txt, dòng 5)"
    )


def test_a_passage_says_where_it_stands(generations: Generations) -> None:
    found = WardRetriever(generations=generations, audience=Audience.PUBLIC).invoke("thu ngân sách")[0]

    assert found.metadata["title"] == "Báo cáo năm"
    assert found.metadata["section"] == "I"
    assert found.metadata["lines"] == [5, 5]
    assert found.metadata["page"] is None
    assert 0 < found.metadata["score"] <= 1


def test_the_audience_is_the_wall(generations: Generations) -> None:
    def told(audience: Audience) -> str:
        found = WardRetriever(generations=generations, audience=audience, limit=50).invoke("két sắt ở tầng 6")
        return " ".join(document.page_content for document in found)

    assert "tầng 6" in told(Audience.INTERNAL)
    assert "tầng 6" not in told(Audience.PUBLIC)


def test_no_retriever_is_made_without_an_audience(generations: Generations) -> None:
    with pytest.raises(ValueError, match="audience"):
        WardRetriever(generations=generations)  # type: ignore[call-arg]


class Scripted(GenericFakeChatModel):
    """A model that says what it was given to say, tool calls included."""

    def bind_tools(self, *_tools: object, **_settings: object) -> "Scripted":
        return self


def test_it_is_a_tool_of_an_agent(generations: Generations) -> None:
    ward = ward_tool(WardRetriever(generations=generations, audience=Audience.PUBLIC, limit=1))
    call = {"name": ward.name, "args": {"question": "thu ngân sách"}, "id": "1"}
    script = iter([AIMessage("", tool_calls=[call]), AIMessage("Xong.")])

    said = create_agent(Scripted(messages=script), [ward]).invoke({"messages": [("user", "Thu bao nhiêu?")]})

    found = next(message for message in said["messages"] if message.type == "tool")
    assert found.content == "“Phường thu ngân sách 215 tỷ đồng.” (Báo cáo năm, mục I, dòng 5–5)"
