"""The ward's search for people who build their own LangChain chains and agents: one audience, one edition."""

from langchain.tools import BaseTool, tool
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever

from corpus.audience import Audience
from corpus.document import Document
from prompts import load
from retrieval.generation import Generations
from retrieval.search import Hit


class WardRetriever(BaseRetriever):
    """Finds passages of the generation that answers now, in the edition of the audience it was made for.

    `page_content` is the passage verbatim, to quote; `metadata` says where it stands.
    """

    generations: Generations
    audience: Audience
    limit: int = 8

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain gives it by name
    ) -> list[LangChainDocument]:
        edition = self.generations.edition(self.audience)
        documents = {document.id: document for document in edition.library.documents()}
        hits = edition.search.find(query, limit=self.limit)
        return [_cited(hit, documents[hit.passage.document]) for hit in hits]


def ward_tool(retriever: WardRetriever) -> BaseTool:
    """The retriever as a tool for an agent: `langchain.agents.create_agent(model, [ward_tool(retriever)])`.

    It answers with the passages verbatim, each with its place, a line each.
    """

    @tool("tim_trong_tai_lieu_phuong", description=load("langchain/tool"))
    def find(question: str) -> str:
        found = [_told(document) for document in retriever.invoke(question)]
        return "\n".join(found) or load("langchain/nothing")

    return find


def _told(document: LangChainDocument) -> str:
    first, last = document.metadata["lines"]
    place = {"title": document.metadata["title"], "section": document.metadata["section"] or "–"}
    return load("langchain/passage", quote=document.page_content, first=first, last=last, **place)


def _cited(hit: Hit, document: Document) -> LangChainDocument:
    passage = hit.passage
    return LangChainDocument(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "file": document.file,
            "title": document.title,
            "section": passage.section,
            "headings": list(passage.headings),
            "lines": [passage.first_line, passage.last_line],
            "page": passage.pieces[0].page,
            "score": hit.score,
        },
    )
