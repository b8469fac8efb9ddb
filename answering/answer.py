"""Answer, Source, Status: how a question ended and what the answer rests on."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.procedure import Procedure


class Status(StrEnum):
    """How a question ended. The prefix is the group: answered, lookup, unanswerable, …"""

    ANSWERED = "answered"
    ANSWERED_PARTIAL = "answered_partial"
    ANSWERED_OFFICIAL = "answered_official"
    LOOKUP_FOUND = "lookup_found"
    LOOKUP_AMBIGUOUS = "lookup_ambiguous"
    LOOKUP_NOT_CITED = "unanswerable_number_not_cited"
    UNANSWERABLE = "unanswerable_no_evidence"
    OUT_OF_SCOPE = "out_of_scope"
    GREETING = "greeting"
    THANKS = "thanks"
    ABOUT = "about_assistant"
    DISTRESS = "out_of_scope_distress"
    COMPLAINT = "out_of_scope_complaint"
    REFUSED_INPUT = "refused_input"


@dataclass(frozen=True, slots=True)
class Source:
    """A passage the answer relies on, with the exact quote.

    `document` is the file's name in the corpus, `section` the heading path as a reader sees it ("III.3.2"),
    `lines` the first and last line of the quote in the file, `quote` stands verbatim on those lines.
    """

    document: str
    title: str
    section: str
    lines: tuple[int, int]
    page: int | None
    quote: str
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is what a person reads; every figure, date and number in it stands in the quote of a source.

    `procedure` is the one whose card may be shown beside the text.
    An official's own answer alone has no source: whose it is and what it rests on, its first note says.
    """

    status: Status
    text: str
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    understood: str = ""
    suggestions: tuple[str, ...] = ()
    took_ms: float = 0.0
    procedure: Procedure | None = None
