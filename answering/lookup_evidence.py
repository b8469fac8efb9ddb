"""Which mentions of a document show what is said of it: its date, its issuer, its subject."""

from collections.abc import Collection

from answering.lookup import Asks
from corpus.dates import find_dates
from corpus.entry import Entry, Mention
from corpus.vietnamese import fold

# A subject may run past what one quote holds; its opening words are enough to know it again.
_OPENING = 60


def evidence(entry: Entry, asks: Collection[Asks]) -> tuple[Mention, ...]:
    """The fewest mentions whose quotes together show the date, issuer and subject asked for, best first.

    Every mention for CITED; () for what the texts do not say.
    """
    if Asks.CITED in asks:
        return entry.mentions
    if Asks.VALIDITY in asks and entry.changed_by:
        return tuple(dict.fromkeys(change.mention for change in entry.changed_by))
    wanted = _wanted(entry, asks)
    chosen: list[Mention] = []
    while wanted and entry.mentions:
        best = max(entry.mentions, key=lambda mention: len(wanted & _shown(entry, mention)))
        shown = wanted & _shown(entry, best)
        if not shown:
            break
        chosen.append(best)
        wanted -= shown
    return tuple(chosen) or entry.mentions[:1]


def _wanted(entry: Entry, asks: Collection[Asks]) -> set[Asks]:
    told = {Asks.DATE: entry.date, Asks.ISSUER: entry.issuer_explicit, Asks.SUBJECT: entry.subject}
    return {fact for fact, known in told.items() if known and (fact in asks or Asks.WHAT in asks)}


def _shown(entry: Entry, mention: Mention) -> set[Asks]:
    quote = fold(mention.quote)
    shown = {
        Asks.DATE: entry.date in {date.iso for date in find_dates(mention.quote)},
        # "Thành ủy" in the text is "Thành ủy Hà Nội" in the register: the name's own words decide.
        Asks.ISSUER: " ".join(fold(entry.issuer).split()[:2]) in quote,
        Asks.SUBJECT: fold(entry.subject)[:_OPENING] in quote,
    }
    return {fact for fact, is_shown in shown.items() if is_shown}
