"""Which documents held are older versions of others: the same, brought in again with changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corpus.document import Document, cited_as, subject_of
from corpus.library import Library
from corpus.number import parse_number
from corpus.vietnamese import fold

# Two versions share this much of the shorter one's lines; an annex under the same number shares few.
_SHARED = 0.5
_LINE = 20
_TITLE_SYLLABLES = 6


@dataclass(frozen=True, slots=True)
class Order:
    """What tells the newer of two files: `changed` is when each was last written; 0 for one that has gone.

    `replaced` are the files that a manifest says others replace, each with the one that does.
    """

    changed: Mapping[str, float] = field(default_factory=dict)
    replaced: Mapping[str, str] = field(default_factory=dict)


def superseded(library: Library, order: Order) -> dict[str, str]:
    """The files of older versions, each with the file of the newest, among what one library holds.

    A document is known by number, kind and issuer, or by a whole title; a version shares most of its lines.
    """
    held = {document.file: document for document in library.documents()}
    found = {old: new for old, new in order.replaced.items() if old in held and new in held and old != new}
    for alike in _alike(held.values()):
        newest_first = sorted(
            alike,
            key=lambda each: (each.date or "", order.changed.get(each.file, 0), each.file),
            reverse=True,
        )
        free = [each for each in newest_first if each.file not in found]
        for older in free[1:]:
            if _share_lines(library, older, free[0]):
                found[older.file] = free[0].file
    return {old: _newest(old, found) for old in found}


def _alike(documents: Iterable[Document]) -> Iterator[list[Document]]:
    groups: dict[tuple[str, ...], list[Document]] = defaultdict(list)
    for document in documents:
        if name := _name(document):
            groups[name].append(document)
    return (group for group in groups.values() if len(group) > 1)


def _name(document: Document) -> tuple[str, ...]:
    """What only versions of one document have alike; () for one that says too little of itself."""
    issuer = fold(document.issuer or "")
    number = parse_number(document.number or "")
    if number is not None:
        # The count begins anew every year: without one in the number, the date must be the same.
        year = "" if number.year else (document.date or "")
        return (*number.key, fold(document.kind), issuer, year)
    subject = fold(subject_of(document))
    if document.title == document.file or len(subject.split()) < _TITLE_SYLLABLES:
        return ()
    return (fold(cited_as(document)), issuer, document.date or "")


def _share_lines(library: Library, one: Document, other: Document) -> bool:
    told = [_lines(library.document(each.id)) for each in (one, other)]
    shorter = min(map(len, told))
    return shorter > 0 and len(told[0] & told[1]) >= _SHARED * shorter


def _lines(document: Document | None) -> set[str]:
    lines = document.lines if document else ()
    return {" ".join(fold(line).split()) for line in lines if len(line.strip()) >= _LINE}


def _newest(file: str, found: Mapping[str, str]) -> str:
    """The end of the chain; where a manifest makes a circle of it, the last before it closes."""
    seen = {file}
    while found[file] not in seen and found[file] in found:
        file = found[file]
        seen.add(file)
    return found[file]
