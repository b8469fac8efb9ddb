"""Questions about a held document that its own text answers at a known place, before any search."""

from answering.answer import Answer
from answering.clause_reply import clause_reply
from answering.in_force import in_force, matter_words
from answering.named import Named, document_about, named_document
from corpus.library import Library


def about_held(text: str, library: Library) -> Answer | None:
    """The clause that is pointed at, or what the document says of its own force; None for anything else."""
    documents = library.current_documents()
    named = named_document(text, documents)
    if named is None:
        matter = document_about(matter_words(text), documents)
        return in_force(Named(matter, text, 0, 0, by_number=False), library) if matter else None
    return clause_reply(named, library) or in_force(named, library)
