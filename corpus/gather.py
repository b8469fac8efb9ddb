"""Build the register: every naming of a document, gathered into one entry a document."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.document import Document
from corpus.entry import Entry, Mention
from corpus.issuers import Places, implied_by, places_of
from corpus.kinds import GENERIC, NAME_PATTERN, canonical
from corpus.mentions import Citation, cite
from corpus.names import NamedDocument, find_named, issuer_of
from corpus.number import find_numbers, parse_number, plain_ordinal
from corpus.passage import Passage
from corpus.vietnamese import fold

_SHORT = re.compile(
    rf"(?P<kind>{NAME_PATTERN})\s+(?:số\s+)?(?P<ordinal>\d{{1,6}}[a-z]?)(?:/(?P<year>(?:19|20)\d\d))?"
    r"(?![\w/]|[-.,]\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Said:
    citation: Citation
    mention: Mention
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    document: NamedDocument
    mention: Mention


def build_register(documents: Iterable[Document], passages: Iterable[Passage]) -> tuple[Entry, ...]:
    """The register of one edition, in order of first mention; documents held but never cited come last."""
    held = {document.id: document for document in documents}
    by_document: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_document[passage.document].append(passage)
    said: dict[tuple[str, str, str], list[_Said]] = defaultdict(list)
    named: list[_Named] = []
    places: dict[str, Places] = {}
    for identity, own in by_document.items():
        places[identity] = places_of(held[identity], [passage.text for passage in own])
        for passage in own:
            numbered, by_name = _read(held[identity], passage, places[identity])
            named.extend(by_name)
            for one in numbered:
                said[one.citation.number.key].append(one)
    entries = [_entry(group) for group in said.values()]
    entries = [_with_issuer(entry, entries, places) for entry in entries]
    entries = _with_short(entries, held, by_document)
    library = [(document, by_document[document.id]) for document in held.values()]
    return tuple(_with_held(_with_named(entries, named), library))


def _read(document: Document, passage: Passage, places: Places) -> tuple[list[_Said], list[_Named]]:
    names = {found.start: found for found in find_named(passage.text)}
    numbered = []
    for citation in cite(passage.text, places):
        own = names.pop(citation.lead, None)
        mention = _mention(document, passage, start=citation.start, end=citation.end)
        numbered.append(_Said(citation, mention, own.name if own else ""))
    named = [
        _Named(found, _mention(document, passage, start=found.start, end=found.end))
        for found in names.values()
    ]
    return numbered, named


def _mention(document: Document, passage: Passage, *, start: int, end: int) -> Mention:
    lines = [piece.line for piece in passage.pieces if piece.start < end and start < piece.end]
    first, last = (min(lines), max(lines)) if lines else (passage.first_line, passage.last_line)
    return Mention(
        document.id,
        document.file,
        (first, last),
        passage.text[start:end].strip(),
        passage.id,
        passage.section,
    )


def _entry(group: Sequence[_Said]) -> Entry:
    citations = [said.citation for said in group]
    # The first spelling wins unless another is used more: OCR's repairs leave one number, written one way.
    number = Counter(citation.number for citation in citations).most_common(1)[0][0]
    dates = Counter(citation.date for citation in citations if citation.date)
    date = dates.most_common(1)[0][0] if dates else None
    kinds = Counter(c.kind for c in citations if c.kind and c.kind != GENERIC)
    subjects = sorted((c for c in citations if c.subject), key=lambda c: not c.date)
    issuers = Counter(citation.issuer for citation in citations if citation.issuer)
    spellings = [c.written for c in citations if str(number) not in c.written]
    aliases = [citation.alias for citation in citations if citation.alias]
    return Entry(
        number=number,
        type=kinds.most_common(1)[0][0] if kinds else _implied_kind(citations[0]),
        name=next((said.name for said in group if said.name), ""),
        date=date,
        issuer=issuers.most_common(1)[0][0] if issuers else "",
        issuer_explicit=bool(issuers),
        subject=subjects[0].subject if subjects else "",
        held=None,
        mentions=tuple(dict.fromkeys(said.mention for said in group)),
        variants=tuple(dict.fromkeys([*spellings, *aliases, *(other for other in dates if other != date)])),
    )


def _implied_kind(citation: Citation) -> str:
    kinds = citation.number.kinds
    if "Quyết định" in kinds and not citation.number.party:
        # Only the Party numbers its regulations "QĐ"; a state body's "QĐ" is always a decision.
        return "Quyết định"
    return kinds[-1] if len(kinds) == 1 or (kinds and "Chương trình" in kinds) else GENERIC


def _with_issuer(entry: Entry, entries: Sequence[Entry], places: Mapping[str, Places]) -> Entry:
    number = entry.number
    if entry.issuer or number is None:
        return entry
    siblings = {
        other.issuer
        for other in entries
        if other.number
        and other.issuer_explicit
        and (other.number.symbol, bool(other.number.year)) == (number.symbol, bool(number.year))
    }
    if len(siblings) == 1:
        return replace(entry, issuer=siblings.pop())
    return replace(entry, issuer=implied_by(number, places[entry.mentions[0].document]))


def _with_short(
    entries: Sequence[Entry], held: Mapping[str, Document], by_document: Mapping[str, Sequence[Passage]]
) -> list[Entry]:
    """Attach "Nghị quyết 15" to the one resolution 15 that the same document names in full."""
    extended = dict(enumerate(entries))
    for identity, own in by_document.items():
        cited = [
            key for key, entry in extended.items() if any(m.document == identity for m in entry.mentions)
        ]
        for passage in own:
            taken = find_numbers(passage.text)
            for match in _SHORT.finditer(passage.text):
                if any(found.start < match.end() and match.start() < found.end for found in taken):
                    continue
                fitting = [key for key in cited if _shortened(extended[key], match)]
                if len(fitting) == 1:
                    entry = extended[fitting[0]]
                    mention = _mention(held[identity], passage, start=match.start(), end=match.end())
                    variants = tuple(dict.fromkeys((*entry.variants, match.group())))
                    extended[fitting[0]] = replace(
                        entry, mentions=(*entry.mentions, mention), variants=variants
                    )
    return list(extended.values())


def _shortened(entry: Entry, match: re.Match[str]) -> bool:
    number = entry.number
    return (
        number is not None
        and entry.type == canonical(match.group("kind"))
        and plain_ordinal(number.ordinal) == plain_ordinal(match.group("ordinal"))
        and match.group("year") in {None, number.year}
    )


def _with_named(entries: list[Entry], named: Sequence[_Named]) -> list[Entry]:
    """Titles without a number: to the numbered entry of that name, else an entry of their own."""
    groups: dict[str, list[_Named]] = defaultdict(list)
    for one in named:
        groups[fold(one.document.name)].append(one)
    for name in sorted(groups, key=len):
        # "Luật Đất đai, hộ gia đình": the words behind the comma belonged to the sentence.
        whole = next((other for other in groups if name.startswith(f"{other},")), None)
        if whole and len(groups[whole]) >= len(groups[name]):
            groups[whole].extend(groups.pop(name))
    for name, group in groups.items():
        mentions = tuple(dict.fromkeys(one.mention for one in group))
        same = [place for place, entry in enumerate(entries) if entry.name and fold(entry.name) == name]
        if len(same) == 1:
            entry = entries[same[0]]
            entries[same[0]] = replace(entry, mentions=(*entry.mentions, *mentions))
        else:
            entries.append(_named_entry(group[0].document, mentions))
    return entries


def _named_entry(document: NamedDocument, mentions: tuple[Mention, ...]) -> Entry:
    return Entry(
        number=None,
        type=document.kind,
        name=document.name,
        date=None,
        issuer=issuer_of(document.kind),
        issuer_explicit=False,
        subject="",
        held=None,
        mentions=mentions,
    )


def _with_held(entries: list[Entry], documents: Sequence[tuple[Document, Sequence[Passage]]]) -> list[Entry]:
    for document, passages in documents:
        number = parse_number(document.number or "")
        if number is None or not passages:
            continue
        front = passages[0]
        cited = next(
            (place for place, e in enumerate(entries) if e.number and e.number.same_as(number)), None
        )
        own = Entry(
            number=number,
            type=canonical(document.kind) or document.kind,
            name="",
            date=document.date,
            issuer=document.issuer or "",
            issuer_explicit=bool(document.issuer),
            subject=document.title,
            held=document.id,
            mentions=(_mention(document, front, start=0, end=len(front.text)),),
        )
        if cited is None:
            entries.append(own)
        else:
            entries[cited] = _completed(entries[cited], own)
    return entries


def _completed(cited: Entry, own: Entry) -> Entry:
    """What the document says of itself outranks what others say of it."""
    contradicted = (cited.date,) if cited.date and own.date and cited.date != own.date else ()
    return replace(
        cited,
        type=own.type or cited.type,
        date=own.date or cited.date,
        issuer=own.issuer or cited.issuer,
        issuer_explicit=own.issuer_explicit or cited.issuer_explicit,
        subject=own.subject or cited.subject,
        held=own.held,
        variants=tuple(dict.fromkeys((*cited.variants, *contradicted))),
    )
