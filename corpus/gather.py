"""Build the register: every naming of a document, gathered into one entry a document."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.changes import find_changes, find_repeals
from corpus.document import Document, subject_of
from corpus.entry import Change, Entry, Mention
from corpus.issuers import Places, implied_by, is_local, places_of
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
    changes: tuple[Change, ...] = ()


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
    entries = [_entry(group) for same_number in said.values() for group in _told_apart(same_number)]
    entries = _with_short(_with_issuers(entries, places), held, by_document)
    library = [(document, by_document[document.id]) for document in held.values()]
    return tuple(_with_held(_with_named(entries, named), library))


def _read(document: Document, passage: Passage, places: Places) -> tuple[list[_Said], list[_Named]]:
    names = {found.start: found for found in find_named(passage.text)}
    citations = cite(passage.text, places)
    changes: dict[Citation, list[Change]] = defaultdict(list)
    for change in find_changes(passage.text, citations):
        mention = _mention(document, passage, start=change.start, end=change.end)
        changes[change.changed].append(Change(change.by.number, change.how, mention))
    own = parse_number(document.number or "")
    for repeal in find_repeals(passage.text, passage.lead, citations) if own else ():
        mention = _mention(document, passage, start=repeal.start, end=repeal.end)
        if own and not own.same_as(repeal.changed.number) and not changes[repeal.changed]:
            changes[repeal.changed].append(Change(own, repeal.how, mention))
    numbered = []
    for citation in citations:
        name = names.pop(citation.lead, None)
        mention = _mention(document, passage, start=citation.start, end=citation.end)
        numbered.append(_Said(citation, mention, name.name if name else "", tuple(changes[citation])))
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


def _told_apart(same_number: Sequence[_Said]) -> list[list[_Said]]:
    """A ward's decision and its city's, or this year's and last year's, may bear one number."""
    groups: list[list[_Said]] = []
    for said in sorted(same_number, key=lambda said: not said.citation.date):
        fitting = (group for group in groups if not any(_differ(said.citation, o.citation) for o in group))
        group = next(fitting, None)
        if group is None:
            groups.append([said])
        else:
            group.append(said)
    places = {id(said): place for place, said in enumerate(same_number)}
    return [sorted(group, key=lambda said: places[id(said)]) for group in groups]


def _differ(left: Citation, right: Citation) -> bool:
    """True when the texts cannot mean one document. A date alone may be a slip of the pen."""
    if left.date == right.date or left.number.year or not is_local(left.number):
        return False
    shorter, longer = sorted((fold(left.issuer), fold(right.issuer)), key=len)
    if shorter not in longer:
        return True
    told = bool(left.date and right.date and left.subject and right.subject)
    return told and left.date[:4] != right.date[:4] and fold(left.subject) != fold(right.subject)


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
        changed_by=_once(change for said in group for change in said.changes),
    )


def _once(changes: Iterable[Change]) -> tuple[Change, ...]:
    first: dict[tuple[tuple[str, str, str], str], Change] = {}
    for change in changes:
        first.setdefault((change.number.key, change.how), change)
    return tuple(first.values())


def _implied_kind(citation: Citation) -> str:
    kinds = citation.number.kinds
    if "Quyết định" in kinds and not citation.number.party:
        # Only the Party numbers its regulations "QĐ"; a state body's "QĐ" is always a decision.
        return "Quyết định"
    return kinds[-1] if len(kinds) == 1 or (kinds and "Chương trình" in kinds) else GENERIC


def _with_issuers(entries: Sequence[Entry], places: Mapping[str, Places]) -> list[Entry]:
    """Issuers no text names: of the one body that uses the same symbol, else what the signs imply."""
    users: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for entry in entries:
        if entry.number and entry.issuer_explicit:
            users[entry.number.symbol, bool(entry.number.year)].add(entry.issuer)
    completed = []
    for entry in entries:
        issuer = entry.issuer
        if entry.number and not issuer:
            known = users[entry.number.symbol, bool(entry.number.year)]
            implied = implied_by(entry.number, places[entry.mentions[0].document])
            issuer = next(iter(known)) if len(known) == 1 else implied
        completed.append(replace(entry, issuer=issuer))
    return completed


def _with_short(
    entries: Sequence[Entry], held: Mapping[str, Document], by_document: Mapping[str, Sequence[Passage]]
) -> list[Entry]:
    """Attach "Nghị quyết 15" to the one resolution 15 that the same document names in full."""
    extended = list(entries)
    for identity, own in by_document.items():
        cited: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(entries):
            if entry.number and any(mention.document == identity for mention in entry.mentions):
                cited[plain_ordinal(entry.number.ordinal)].append(place)
        for passage in own:
            for match in _short_mentions(passage.text):
                same = cited[plain_ordinal(match.group("ordinal"))]
                fitting = [place for place in same if _shortened(entries[place], match)]
                if len(fitting) == 1:
                    mention = _mention(held[identity], passage, start=match.start(), end=match.end())
                    extended[fitting[0]] = _mentioned(extended[fitting[0]], mention)
    return extended


def _short_mentions(text: str) -> Iterator[re.Match[str]]:
    taken = bytearray(len(text))
    for found in find_numbers(text):
        taken[found.start : found.end] = b"\1" * (found.end - found.start)
    return (match for match in _SHORT.finditer(text) if not any(taken[match.start() : match.end()]))


def _mentioned(entry: Entry, mention: Mention) -> Entry:
    variants = tuple(dict.fromkeys((*entry.variants, mention.quote)))
    return replace(entry, mentions=(*entry.mentions, mention), variants=variants)


def _shortened(entry: Entry, match: re.Match[str]) -> bool:
    of_year = entry.number is not None and match.group("year") in {None, entry.number.year}
    return of_year and entry.type == canonical(match.group("kind"))


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
        same = [place for place, e in enumerate(entries) if e.number and e.number.same_as(number)]
        cited = next(
            (place for place in same if entries[place].date == document.date), next(iter(same), None)
        )
        own = Entry(
            number=number,
            type=canonical(document.kind) or document.kind,
            name="",
            date=document.date,
            issuer=document.issuer or "",
            issuer_explicit=bool(document.issuer),
            subject=subject_of(document),
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
