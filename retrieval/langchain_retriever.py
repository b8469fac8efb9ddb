"""The ward's search for people who build their own LangChain chains: one audience, one edition."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever

from corpus.audience import Audience
from corpus.document import Document
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
