"""The register: every document held or cited, with what the texts say of it, and a tolerant look-up."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.document import Document
from corpus.entry import Entry, Mention, entry_from_json, entry_to_json
from corpus.issuers import Places, implied_by, places_of
from corpus.kinds import GENERIC, NAME_PATTERN, canonical
from corpus.mentions import Citation, cite
from corpus.number import find_numbers, parse_number, plain_ordinal
from corpus.number_query import NumberQuery, parse_query
from corpus.passage import Passage
from corpus.vietnamese import fold

__all__ = ["Entry", "Found", "Mention", "Register", "build_register", "entry_from_json", "entry_to_json"]

_SHORT = re.compile(
    rf"(?P<kind>{NAME_PATTERN})\s+(?:số\s+)?(?P<ordinal>\d{{1,6}}[a-z]?)(?:/(?P<year>(?:19|20)\d\d))?"
    r"(?![\w/]|[-.,]\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """`entries` fit the query, best first; `near` share its ordinal, or almost, but contradict the rest."""

    entries: tuple[Entry, ...]
    near: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    citation: Citation
    mention: Mention


def build_register(documents: Iterable[Document], passages: Iterable[Passage]) -> tuple[Entry, ...]:
    """The register of one edition, in order of first mention; documents held but never cited come last."""
    held = {document.id: document for document in documents}
    by_document: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_document[passage.document].append(passage)
    said: dict[tuple[str, str, str], list[_Said]] = defaultdict(list)
    places: dict[str, Places] = {}
    for identity, own in by_document.items():
        places[identity] = places_of(held[identity], [passage.text for passage in own])
        for passage in own:
            for citation in cite(passage.text, places[identity]):
                mention = _mention(held[identity], passage, start=citation.start, end=citation.end)
                said[citation.number.key].append(_Said(citation, mention))
    entries = [_entry(group) for group in said.values()]
    entries = [_with_issuer(entry, entries, places) for entry in entries]
    return tuple(_with_held(_with_short(entries, held, by_document), list(held.values())))


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
        name="",
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


def _with_held(entries: list[Entry], documents: Sequence[Document]) -> list[Entry]:
    for document in documents:
        number = parse_number(document.number or "")
        if number is None:
            continue
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
            mentions=(),
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


class Register:
    """The entries of one edition, to be looked up by whatever part of a number a person remembers."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)

    def look_up(self, query: str | NumberQuery, *, limit: int = 8) -> Found:
        """Entries that fit every part the query gives; those that contradict one part are `near`."""
        asked = parse_query(query) if isinstance(query, str) else query
        if not asked.ordinal:
            return Found(self._by_name(asked)[:limit], ())
        same = [entry for entry in self.entries if _has_ordinal(entry, asked.ordinal)]
        fitting = [entry for entry in same if _fits(entry, asked)]
        ranked = sorted(fitting, key=lambda entry: _rank(entry, asked))
        others = [entry for entry in same if entry not in fitting]
        if not same:
            others = [entry for entry in self.entries if _almost(entry, asked) and _fits(entry, asked)]
        return Found(tuple(_best(ranked, asked)[:limit]), tuple(others[:limit]))

    def _by_name(self, asked: NumberQuery) -> tuple[Entry, ...]:
        words = f" {asked.words} "
        named = [entry for entry in self.entries if entry.name and fold(entry.name) in words]
        return tuple(sorted(named, key=lambda entry: -len(entry.name)))


def _has_ordinal(entry: Entry, ordinal: str) -> bool:
    return entry.number is not None and plain_ordinal(entry.number.ordinal) == ordinal


def _fits(entry: Entry, asked: NumberQuery) -> bool:
    number = entry.number
    if number is None:
        return False
    if asked.symbol and "".join(number.parts) != asked.symbol:
        return False
    if asked.year and asked.year not in {number.year, (entry.date or "")[:4]} and (number.year or entry.date):
        return False
    if asked.kinds and not asked.symbol and not _kind_fits(entry, asked.kinds):
        return False
    return not asked.organs or bool(asked.symbol) or any(_organ_fits(entry, organ) for organ in asked.organs)


def _kind_fits(entry: Entry, kinds: Sequence[str]) -> bool:
    """A person says "quyết định" of any QĐ: the sign's other readings fit too, only less well."""
    return (
        entry.type in kinds
        or bool(entry.number and set(entry.number.kinds) & set(kinds))
        or (not (entry.number and entry.number.kinds) and entry.type == GENERIC and "Công văn" in kinds)
    )


def _organ_fits(entry: Entry, organ: str) -> bool:
    parts = entry.number.parts if entry.number else ()
    return any(part == organ or (organ in {"qh", "ubtvqh"} and part.startswith(organ)) for part in parts)


def _rank(entry: Entry, asked: NumberQuery) -> tuple[bool, bool, int]:
    year = (
        bool(asked.year)
        and bool(entry.number)
        and entry.number is not None
        and entry.number.year != asked.year
    )
    return entry.type not in asked.kinds and bool(asked.kinds), year, -len(entry.mentions)


def _best(ranked: Sequence[Entry], asked: NumberQuery) -> Sequence[Entry]:
    exact = [entry for entry in ranked if entry.type in asked.kinds]
    return exact if exact and len(asked.kinds) == 1 else ranked


def _almost(entry: Entry, asked: NumberQuery) -> bool:
    """One digit away: a slip of the finger."""
    if entry.number is None or not (asked.kinds or asked.symbol):
        return False
    left, right = plain_ordinal(entry.number.ordinal), asked.ordinal
    if len(left) == len(right):
        differing = [place for place in range(len(left)) if left[place] != right[place]]
        swapped = len(differing) == 2 and sorted(left) == sorted(right)
        return (len(differing) == 1 and len(left) > 1) or swapped
    longer, shorter = sorted((left, right), key=len, reverse=True)
    return (
        len(longer) - len(shorter) == 1
        and len(shorter) > 1
        and any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
    )
