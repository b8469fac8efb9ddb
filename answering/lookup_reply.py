"""The words for a question about a document number, and the mentions they rest on."""

from dataclasses import dataclass

from answering.answer import Status
from answering.lookup import Asks, LookUp
from corpus.dates import find_dates
from corpus.kinds import GENERIC
from corpus.register import Entry, Mention
from corpus.vietnamese import fold
from prompts import load

_MOST_LISTED = 5
_MOST_PLACES = 8
_MOST_SUBJECT_WORDS = 60
_MOST_LISTED_SUBJECT_WORDS = 12
# Asked for together, these are told in one sentence.
_FACTS = {Asks.WHAT, Asks.DATE, Asks.ISSUER, Asks.SUBJECT}


@dataclass(frozen=True, slots=True)
class LookUpReply:
    """Every date and number in `text` stands in the quote of one of `mentions`."""

    status: Status
    text: str
    mentions: tuple[Mention, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """What answers one thing asked. `known` is False when the texts do not say."""

    text: str
    mentions: tuple[Mention, ...]
    known: bool


def reply_to(look: LookUp) -> LookUpReply:
    if not look.entries:
        return _not_cited(look)
    if len(look.entries) > 1:
        return _ambiguous(look)
    entry = look.entries[0]
    parts = [_part(asks, entry, look) for asks in _together(look.asks, entry)]
    known = any(part.known for part in parts)
    mentions = [mention for part in parts for mention in part.mentions]
    return LookUpReply(
        status=Status.LOOKUP_FOUND if known else Status.UNANSWERABLE,
        text=" ".join(part.text for part in parts),
        mentions=tuple(dict.fromkeys(mentions)) if known else (),
        notes=_other_dates(entry),
    )


def _together(asked: tuple[Asks, ...], entry: Entry) -> tuple[Asks, ...]:
    told = {Asks.DATE: entry.date, Asks.ISSUER: entry.issuer, Asks.SUBJECT: entry.subject, Asks.WHAT: True}
    facts = [asks for asks in asked if asks in _FACTS]
    if len(facts) > 1 and all(told[asks] for asks in facts):
        return (Asks.WHAT, *(asks for asks in asked if asks not in _FACTS))
    return asked


def name_of(entry: Entry) -> str:
    """ "Quyết định số 296-QĐ/ĐU", "Luật Kế toán"."""
    if entry.number is None:
        return entry.name
    return load("replies/lookup_name", type=entry.name or entry.type or GENERIC, number=entry.number)


def date_of(entry: Entry) -> str:
    """The entry's date as its texts write it, "" without one."""
    written = [
        found.written
        for mention in entry.mentions
        for found in find_dates(mention.quote)
        if found.iso == entry.date
    ]
    if written or not entry.date:
        return written[0] if written else ""
    year, month, day = entry.date.split("-")
    return f"{day}/{month}/{year}"


def _part(asks: Asks, entry: Entry, look: LookUp) -> _Part:
    if asks is Asks.CITED:
        return _cited(entry, look)
    if asks is Asks.WHAT:
        return _what(entry)
    name = name_of(entry)
    if asks is Asks.DATE and entry.date:
        text = load("replies/lookup_date", document=name, date=date_of(entry))
    elif asks is Asks.ISSUER and entry.issuer:
        reply = "lookup_issuer" if entry.issuer_explicit else "lookup_issuer_implied"
        text = load(f"replies/{reply}", document=name, issuer=entry.issuer)
    elif asks is Asks.SUBJECT and entry.subject:
        subject = _short(entry.subject, _MOST_SUBJECT_WORDS)
        text = load("replies/lookup_subject", document=name, subject=subject)
    else:
        return _Part(load(f"replies/lookup_no_{asks}", document=name), (), known=False)
    best = _best(entry, date=asks is Asks.DATE, issuer=asks is Asks.ISSUER, subject=asks is Asks.SUBJECT)
    return _Part(text, (best,), known=True)


def _what(entry: Entry) -> _Part:
    mentions = [_best(entry, date=True, issuer=True, subject=True)]
    if entry.date and entry.date not in {found.iso for found in find_dates(mentions[0].quote)}:
        mentions.append(_best(entry, date=True))
    return _Part(_line(entry, _MOST_SUBJECT_WORDS), tuple(mentions), known=True)


def _line(entry: Entry, words: int) -> str:
    issued = "lookup_issued" if entry.issuer_explicit else "lookup_issued_implied"
    return load(
        "replies/lookup_what",
        document=name_of(entry),
        dated=load("replies/lookup_dated", date=date_of(entry)) if entry.date else "",
        issued=load(f"replies/{issued}", issuer=entry.issuer) if entry.issuer else "",
        about=load("replies/lookup_about", subject=_short(entry.subject, words)) if entry.subject else "",
    )


def _cited(entry: Entry, look: LookUp) -> _Part:
    name = name_of(entry)
    mentions = entry.mentions[:_MOST_PLACES]
    places = load(
        "replies/lookup_places", document=name, places="; ".join(dict.fromkeys(map(_place, mentions)))
    )
    if not look.citing:
        return _Part(places, mentions, known=True)
    listed = look.citing[:_MOST_LISTED]
    names = "; ".join(
        name_of(citing) + (load("replies/lookup_dated", date=date_of(citing)) if citing.date else "")
        for citing in listed
    )
    resting = tuple(_best(citing, date=True, issuer=True, subject=True) for citing in listed)
    text = load("replies/lookup_citing", document=name, list=names)
    return _Part(f"{text} {places}", (*resting, *mentions), known=True)


def _place(mention: Mention) -> str:
    if mention.section:
        return load("replies/lookup_section", section=mention.section)
    return load("replies/lookup_line", line=mention.lines[0])


def _not_cited(look: LookUp) -> LookUpReply:
    near = look.near[:_MOST_LISTED]
    listed = load("replies/lookup_near", list="; ".join(map(name_of, near))) if near else ""
    number = look.query.written or look.query.ordinal
    text = load("replies/lookup_not_cited", number=number, near=f" {listed}" if listed else "")
    return LookUpReply(Status.LOOKUP_NOT_CITED, text, tuple(_best(entry) for entry in near))


def _ambiguous(look: LookUp) -> LookUpReply:
    listed = look.entries[:_MOST_LISTED]
    lines = [f"- {_line(entry, _MOST_LISTED_SUBJECT_WORDS)}" for entry in listed]
    text = "\n".join([load("replies/lookup_ambiguous"), *lines])
    mentions = tuple(dict.fromkeys(_best(entry, date=True, issuer=True, subject=True) for entry in listed))
    return LookUpReply(Status.LOOKUP_AMBIGUOUS, text, mentions)


def _best(entry: Entry, *, date: bool = False, issuer: bool = False, subject: bool = False) -> Mention:
    """The mention whose quote shows the most of what is asked for; the first of equals."""

    def shown(mention: Mention) -> int:
        dated = date and entry.date in {found.iso for found in find_dates(mention.quote)}
        told = subject and bool(entry.subject) and entry.subject[:60] in mention.quote
        issued = issuer and fold(" ".join(entry.issuer.split()[:2])) in fold(mention.quote)
        numbered = str(entry.number) in mention.quote
        return 2 * (dated + told + issued) + numbered

    return max(entry.mentions, key=shown)


def _other_dates(entry: Entry) -> tuple[str, ...]:
    known = {found.iso: found.written for mention in entry.mentions for found in find_dates(mention.quote)}
    others = [known.get(variant, "") for variant in entry.variants]
    listed = ", ".join(other for other in others if other)
    return (load("replies/lookup_other_dates", document=name_of(entry), dates=listed),) if listed else ()


def _short(text: str, most: int) -> str:
    words = text.rstrip(" .;,").split()
    return " ".join(words) if len(words) <= most else " ".join(words[:most]) + " …"
