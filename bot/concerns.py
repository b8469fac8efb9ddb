"""Concerns: what people asked and were not helped with, put together by likeness."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from answering.likeness import together
from bot.audit import AUDIT_TABLES, record
from bot.feedback import Feedback, Rated, Unanswered, Verdict
from bot.moments import DAY, Clock, now
from bot.official import OfficialAnswers
from bot.state import State
from corpus.audience import Audience
from corpus.vietnamese import fold

SINCE_DAYS = 90

_TABLES = """
CREATE TABLE IF NOT EXISTS concern_settled (
    question TEXT NOT NULL, audience TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (question, audience)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Concern:
    """Questions that are alike, the most asked first; the counts are of all of them.

    `reasons` are what people said of bad answers; `last` is when one of them came last, in seconds.
    """

    audience: Audience
    questions: tuple[str, ...]
    unanswered: int
    badly_rated: int
    reasons: tuple[str, ...]
    last: int

    @property
    def times(self) -> int:
        return self.unanswered + self.badly_rated


@dataclass(slots=True)
class _Heap:
    """What is known of one wording while it is being counted."""

    question: str
    unanswered: int = 0
    badly_rated: int = 0
    last: int = 0
    reasons: tuple[str, ...] = ()


class Concerns:
    """Every method raises StateUnavailableError."""

    def __init__(
        self, data: Path, *, feedback: Feedback, official: OfficialAnswers, clock: Clock = now
    ) -> None:
        self._state = State(data, tables=AUDIT_TABLES + _TABLES)
        self._feedback = feedback
        self._official = official
        self._now = clock

    def open(self) -> tuple[Concern, ...]:
        """Those of the last 90 days that are neither answered by now nor settled, the most frequent first."""
        since = self._now() - SINCE_DAYS * DAY
        rated = self._feedback.rated(verdict=Verdict.BAD, since=since)
        unanswered = self._feedback.unanswered(since=since)
        found = [
            concern
            for audience in Audience
            for concern in self._of(
                audience,
                [each for each in rated if each.audience is audience],
                [each for each in unanswered if each.audience is audience],
            )
        ]
        return tuple(sorted(found, key=lambda concern: -concern.times))

    def settle(self, questions: Sequence[str], audience: Audience, *, by: str) -> None:
        """No longer open, until one of them is asked anew."""
        moment = self._now()
        with self._state.writing() as write:
            write.executemany(
                "INSERT INTO concern_settled VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at",
                [(_key(question), audience, moment) for question in questions],
            )
            record(write, at=moment, actor=by, action="concern_settled", subject=str(len(questions)))

    def _of(
        self, audience: Audience, rated: Sequence[Rated], unanswered: Sequence[Unanswered]
    ) -> tuple[Concern, ...]:
        heaps: dict[str, _Heap] = {}
        settled = self._settled(audience)
        both: list[Rated | Unanswered] = [*unanswered, *rated]
        for each in both:
            key = _key(each.question)
            if each.at <= settled.get(key, 0):
                continue
            heap = heaps.setdefault(key, _Heap(each.question))
            heap.last = max(heap.last, each.at)
            if isinstance(each, Rated):
                heap.badly_rated += each.times
                heap.reasons += (each.reason,) if each.reason else ()
            else:
                heap.unanswered += each.times
        left = [heap for heap in heaps.values() if self._official.match(heap.question, audience) is None]
        counts = [heap.unanswered + heap.badly_rated for heap in left]
        groups = together([heap.question for heap in left], counts)
        return tuple(_concern(audience, [left[place] for place in group]) for group in groups)

    def _settled(self, audience: Audience) -> dict[str, int]:
        with self._state.reading() as read:
            rows = read.execute("SELECT question, at FROM concern_settled WHERE audience = ?", (audience,))
            return {row["question"]: row["at"] for row in rows}


def _concern(audience: Audience, heaps: Sequence[_Heap]) -> Concern:
    return Concern(
        audience=audience,
        questions=tuple(heap.question for heap in heaps),
        unanswered=sum(heap.unanswered for heap in heaps),
        badly_rated=sum(heap.badly_rated for heap in heaps),
        reasons=tuple(dict.fromkeys(reason for heap in heaps for reason in heap.reasons)),
        last=max(heap.last for heap in heaps),
    )


def _key(question: str) -> str:
    return " ".join(fold(question).split()).strip(" ?!.")
