"""A clause that a question points at: "Khoản 2 Điều 5 Nghị định … quy định gì?", shown as it stands."""

import re
from collections.abc import Sequence

from answering.answer import Answer, Status
from answering.compose import composed
from answering.named import Named
from answering.phrases import question_words
from answering.stretch import SCREEN, Stretch, tidy
from corpus.clause import Clause, clause_asked, place_name
from corpus.document import Kind, cited_as
from corpus.library import Library
from corpus.passage import Passage
from corpus.vietnamese import syllables
from prompts import load

_OWN = re.compile(r"(?:Điều|Chương|Phần|Mục)\s")


def clause_reply(named: Named, library: Library) -> Answer | None:
    """The words of the clause; None where none is named, or something is asked of what it says."""
    asked = clause_asked(named.rest)
    if asked is None or not _is_all(asked.rest):
        return None
    found = clause_passages(named.document.id, asked.clause, library)
    return _shown(found, library) if found else None


def clause_passages(document: str, clause: Clause, library: Library) -> tuple[Passage, ...]:
    """The passages of a clause in order; of a decision's own, where the regulation it issues has one too."""
    found = [passage for passage in library.section_passages(document, "") if clause.is_at(passage.section)]
    if not found:
        return ()
    roots = {_root(passage.section) for passage in found}
    first = min(roots, key=lambda root: (bool(root), root))
    return tuple(passage for passage in found if _root(passage.section) == first)


def _root(path: str) -> str:
    """The regulation or appendix that the article stands in, "" for the document itself."""
    first = path.split(" > ", maxsplit=1)[0]
    return "" if _OWN.match(first) else first


def _is_all(rest: str) -> bool:
    """Whether the question says nothing beyond the clause and that it is asked for."""
    words = list(syllables(rest))
    told = {place for found in question_words("clause_asked").find(words) for place in found}
    return len(told) == len(words)


def _shown(passages: Sequence[Passage], library: Library) -> Answer:
    """As many passages as fit one screen, the rest is pointed to; a title alone is no answer."""
    stretches: list[Stretch] = []
    words = 0
    for passage in passages:
        words += len(passage.text.split())
        if words > SCREEN and any(each.passage.kind is not Kind.HEADING for each in stretches):
            break
        stretches.append(tidy(passage, 0, len(passage.text)))
    left = len(passages) - len(stretches)
    document = library.document(passages[0].document)
    assert document is not None, passages[0].document
    place = f"{place_name(passages[0].section)} {cited_as(document)}"
    notes = (load("replies/rest", count=left, place=place),) if left else ()
    whole = composed(stretches, library)
    return Answer(Status.ANSWERED, whole.text, whole.sources, notes)
