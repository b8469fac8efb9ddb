"""Where to look for an answer: in the whole library, or in the document or clause that a question names."""

import re
from dataclasses import dataclass

from answering.named import named_document
from corpus.clause import Clause, clause_asked
from corpus.library import Library
from corpus.passage import Passage
from corpus.vietnamese import fold

_CHANGED = re.compile(r"\b(?:thay the|bai bo|huy bo|sua doi|bo sung|dieu chinh)(?:\s+cho)?\s*$")


@dataclass(frozen=True, slots=True)
class Scope:
    """The id of the one document, "" for all, and the clause in it, None for all."""

    document: str = ""
    clause: Clause | None = None

    def holds(self, passage: Passage) -> bool:
        own = not self.document or passage.document == self.document
        return own and (self.clause is None or self.clause.is_at(passage.section))


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Scoped:
    """The scope a question names and what it asks of it; `certain` where a number leaves no doubt."""

    scope: Scope
    rest: str
    certain: bool


def scope_of(text: str, library: Library) -> Scoped | None:
    """None where no document with a number is named: other titles are words like any.

    What replaces a document stands in another.
    """
    named = named_document(text, library.current_documents())
    if named is None or not named.document.number or _CHANGED.search(fold(named.before)):
        return None
    asked = clause_asked(named.rest)
    if asked is None:
        return Scoped(Scope(named.document.id), named.rest, named.by_number)
    return Scoped(Scope(named.document.id, asked.clause), asked.rest, named.by_number)
