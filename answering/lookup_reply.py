"""The answer to a question about a document number, from the register."""

import re
from collections.abc import Sequence
from datetime import date

from answering.answer import Answer, Source, Status
from answering.lookup import Asks, LookUp
from answering.lookup_evidence import evidence
from corpus.clause import place_name
from corpus.entry import Change, Entry, Mention
from corpus.library import Library
from prompts import load

# Places shown of a document that is cited often; the register lists them all.
_SHOWN = 3
_CHOICES = 5
_ENDED = "hết hiệu lực"
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def reply(found: LookUp, library: Library) -> Answer:
    """A definite answer, several candidates, or a definite "not cited"."""
    if not found.entries:
        return _not_cited(found)
    if len(found.entries) > 1:
        return _ambiguous(found, library)
    return _about(found, library)


def _not_cited(found: LookUp) -> Answer:
    near = "; ".join(name_of(entry) for entry in found.near[:_CHOICES])
    near = f" {load('replies/lookup_near', list=near)}" if near else ""
    written = found.query.written
    return Answer(Status.LOOKUP_NOT_CITED, load("replies/lookup_not_cited", number=written, near=near))


def _ambiguous(found: LookUp, library: Library) -> Answer:
    lines = [f"• {_described(entry)}" for entry in found.entries[:_CHOICES]]
    text = "\n".join([load("replies/lookup_ambiguous"), *lines])
    quoted = [entry.mentions[0] for entry in found.entries[:_CHOICES] if entry.mentions]
    return Answer(Status.LOOKUP_AMBIGUOUS, text, _sources(quoted, library))


def _about(found: LookUp, library: Library) -> Answer:
    entry = found.entries[0]
    said = [_said(asks, entry, found) for asks in found.asks]
    known = [text for text, is_known in said if is_known]
    unknown = [text for text, is_known in said if not is_known]
    if not known:
        return Answer(Status.UNANSWERABLE, " ".join(unknown))
    quoted = [
        *evidence(entry, found.asks)[:_SHOWN],
        *(citing.mentions[0] for citing in found.citing if citing.mentions),
    ]
    status = Status.ANSWERED_PARTIAL if unknown else Status.LOOKUP_FOUND
    return Answer(status, " ".join([*known, *unknown]), _sources(quoted, library), _notes(entry))


def _said(asks: Asks, entry: Entry, found: LookUp) -> tuple[str, bool]:
    """What the register says of one thing asked, and whether it knows it."""
    told = {
        Asks.DATE: _dated,
        Asks.ISSUER: _issued,
        Asks.SIGNER: _signed,
        Asks.SUBJECT: _subject,
        Asks.VALIDITY: _validity,
    }
    if asks in told:
        return told[asks](entry)
    return (_cited(entry, found) if asks is Asks.CITED else f"{_described(entry)}."), True


def _dated(entry: Entry) -> tuple[str, bool]:
    if not entry.date:
        return load("replies/lookup_no_date", document=name_of(entry)), False
    return load("replies/lookup_date", document=name_of(entry), date=spoken_date(entry.date)), True


def _issued(entry: Entry) -> tuple[str, bool]:
    if not entry.issuer:
        return load("replies/lookup_no_issuer", document=name_of(entry)), False
    form = "lookup_issuer" if entry.issuer_explicit else "lookup_issuer_implied"
    return load(f"replies/{form}", document=name_of(entry), issuer=entry.issuer), True


def _signed(entry: Entry) -> tuple[str, bool]:
    """That the texts do not say who signed, and which body issued it if they say that."""
    issued, known = _issued(entry)
    unsigned = load("replies/lookup_no_signer", document=name_of(entry))
    return (f"{unsigned} {issued}" if known else unsigned), False


def _subject(entry: Entry) -> tuple[str, bool]:
    if not entry.subject:
        return load("replies/lookup_no_subject", document=name_of(entry)), False
    return load("replies/lookup_subject", document=name_of(entry), subject=entry.subject.rstrip(".")), True


def _cited(entry: Entry, found: LookUp) -> str:
    name = name_of(entry)
    places = "; ".join(_place(mention) for mention in entry.mentions)
    said = load("replies/lookup_places", document=name, places=places)
    if found.citing:
        listed = "; ".join(name_of(citing) for citing in found.citing)
        said = f"{load('replies/lookup_citing', document=name, list=listed)} {said}"
    return said


def _validity(entry: Entry) -> tuple[str, bool]:
    if not entry.changed_by:
        return load("replies/lookup_no_validity", document=name_of(entry)), False
    return " ".join(_changed(entry, change) for change in entry.changed_by), True


def _changed(entry: Entry, change: Change) -> str:
    form = "lookup_ended" if change.how == _ENDED else "lookup_changed"
    return load(f"replies/{form}", document=name_of(entry), how=change.how, by=change.number)


def _described(entry: Entry) -> str:
    """One line: type and number, date, issuer, subject, as far as the texts say."""
    dated = load("replies/lookup_dated", date=spoken_date(entry.date)) if entry.date else ""
    form = "lookup_issued" if entry.issuer_explicit else "lookup_issued_implied"
    issued = load(f"replies/{form}", issuer=entry.issuer) if entry.issuer else ""
    about = load("replies/lookup_about", subject=entry.subject.rstrip(".")) if entry.subject else ""
    parts = {"dated": dated, "issued": issued, "about": about}
    spaced = {key: part if not part or part[0] in ",:;." else f" {part}" for key, part in parts.items()}
    return load("replies/lookup_what", document=name_of(entry), **spaced).rstrip(".")


def name_of(entry: Entry) -> str:
    """ "Quyết định số 296-QĐ/ĐU", or the name of a document without a number."""
    if entry.number is None:
        return entry.name
    return load("replies/lookup_name", type=entry.type, number=entry.number)


def spoken_date(iso: str) -> str:
    """ "2026-03-13" → "13/3/2026", as documents write it."""
    read = date.fromisoformat(iso)
    return (
        f"{read.day:02d}/{read.month}/{read.year}"
        if read.month > 2
        else f"{read.day:02d}/{read.month:02d}/{read.year}"
    )


def _notes(entry: Entry) -> tuple[str, ...]:
    """Other dates given elsewhere, and what has changed the document since."""
    name = name_of(entry)
    dates = "; ".join(spoken_date(variant) for variant in entry.variants if _ISO.fullmatch(variant))
    notes = [load("replies/lookup_other_dates", document=name, dates=dates)] if dates else []
    changes = (_changed(entry, change) for change in entry.changed_by)
    return (*notes, *changes)


def _place(mention: Mention) -> str:
    line = load("replies/lookup_line", line=mention.lines[0])
    section = mention.section
    named = place_name(section) or (load("replies/lookup_section", section=section) if section else "")
    return f"{named}, {line}" if named else line


def _sources(mentions: Sequence[Mention], library: Library) -> tuple[Source, ...]:
    titles = {document.id: document for document in library.documents()}
    return tuple(
        Source(
            document=mention.file,
            title=titles[mention.document].title,
            section=mention.section,
            lines=mention.lines,
            page=None,
            quote=mention.quote,
            document_id=mention.document,
        )
        for mention in mentions
    )
