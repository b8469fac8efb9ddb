"""Questions about a held document that its own text answers at a known place, before any search."""

from answering.answer import Answer
from answering.clause_reply import clause_reply
from answering.in_force import in_force
from answering.named import named_document
from corpus.library import Library


def about_held(text: str, library: Library) -> Answer | None:
    """The clause that is pointed at, or what the document says of its own force; None for anything else."""
    named = named_document(text, library.documents())
    return (clause_reply(named, library) or in_force(named, library)) if named else None
