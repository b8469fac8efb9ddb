"""Retention: what people leave behind goes when its time is over, whichever module keeps it."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from bot.accounts import Accounts
from bot.audit import AuditTrail
from bot.feedback import Feedback
from bot.history import History
from bot.inbox import Inbox
from bot.moments import DAY, HOUR, Clock, now
from bot.receipts import Receipts
from bot.security_log import SecurityLog
from bot.state import StateUnavailableError
from settings import Settings

_log = logging.getLogger(__name__)

_EVERY = 6 * HOUR


@dataclass(frozen=True, slots=True)
class Days:
    """How many days each kind is kept."""

    questions: int = 30
    figures: int = 365
    security: int = 365
    audit: int = 730

    @classmethod
    def of(cls, settings: Settings) -> "Days":
        return cls(
            settings.keep_questions, settings.keep_figures, settings.keep_security, settings.keep_audit
        )


@dataclass(frozen=True, slots=True)
class Forgotten:
    """So many rows of one kind were deleted; `what` is a stable word, `days` how long the kind is kept."""

    what: str
    days: int
    rows: int


def forget(data: Path, days: Days, *, clock: Clock = now) -> tuple[Forgotten, ...]:
    """Deletes what is over its time. Raises StateUnavailableError."""
    moment = clock()
    questions, figures, security, audit = (
        moment - kept * DAY for kept in (days.questions, days.figures, days.security, days.audit)
    )
    feedback, inbox = Feedback(data), Inbox(data, now=clock)
    return (
        Forgotten("questions", days.questions, feedback.forget_words(questions)),
        Forgotten("conversations", days.questions, History(data, now=clock).forget_before(questions)),
        Forgotten("messages", 3, inbox.sweep()),
        Forgotten("figures", days.figures, feedback.forget_counts(figures) + inbox.forget_counts(figures)),
        Forgotten("security", days.security, SecurityLog(data, clock=clock).forget(security)),
        Forgotten("sessions", 1, Accounts(data, clock=clock).forget_sessions()),
        Forgotten("audit", days.audit, AuditTrail(data).forget(audit)),
        Forgotten("receipts", days.audit, Receipts(data, clock=clock).forget(audit)),
    )


class Retention:
    """Deletes in a thread of its own, at once and every six hours, until it is stopped."""

    def __init__(self, data: Path, days: Days) -> None:
        self._data = data
        self._days = days
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(timeout=HOUR / 60)

    def _run(self) -> None:
        while True:
            try:
                told = forget(self._data, self._days)
            except StateUnavailableError as error:
                _log.error("nothing was deleted: %s", error)
            else:
                _log.info(
                    "retention %s",
                    " ".join(f"{each.what}={each.rows}" for each in told if each.rows) or "none",
                )
            if self._stopped.wait(_EVERY):
                return
