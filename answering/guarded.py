"""A language model that is not asked too often, too much at once, or while it is down."""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from answering.model import Model, ModelUnavailableError, Patience, Prompt, Spend, Trouble, Usage

# Answers that wait for the model at the same time; further ones do without it.
AT_ONCE = 8
# After so many failures in a row the model is left alone for so many seconds; then one question tries it.
FAILURES, REST = 3, 30.0


class GuardedModel:
    """Stands before a model. What it keeps is of this process alone."""

    def __init__(
        self,
        model: Model,
        *,
        tokens_a_day: int = 0,
        now: Callable[[], float] = time.monotonic,
        today: Callable[[], str] = lambda: datetime.now(UTC).date().isoformat(),
    ) -> None:
        """`tokens_a_day` of 0 is no limit."""
        self.model = model
        self._tokens_a_day = tokens_a_day
        self._now, self._today = now, today
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._failures, self._rests_until = 0, 0.0
        self._day, self._used = "", 0

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def inside(self) -> bool:
        return self.model.inside

    def write(self, prompt: Prompt, patience: Patience, spend: Spend) -> Generator[str]:
        with self._admitted(spend) as told:
            yield from self.model.write(prompt, patience, told)

    def draft(self, prompt: Prompt, patience: Patience, spend: Spend) -> Generator[str]:
        with self._admitted(spend) as told:
            yield from self.model.draft(prompt, patience, told)

    @contextmanager
    def _admitted(self, spend: Spend) -> Iterator[Spend]:
        self._check()
        if not self._room.acquire(blocking=False):
            raise ModelUnavailableError(Trouble.BUSY)

        def told(usage: Usage) -> None:
            self._note_used(usage)
            spend(usage)

        try:
            yield told
        except ModelUnavailableError as error:
            if error.trouble is not Trouble.GONE:
                self._note_failure()
            raise
        else:
            self._note_success()
        finally:
            self._room.release()

    def _check(self) -> None:
        with self._lock:
            if self._now() < self._rests_until:
                raise ModelUnavailableError(Trouble.RESTING)
            if self._failures >= FAILURES:
                # Whoever comes while this one tries finds the model resting.
                self._rests_until = self._now() + REST
            if self._tokens_a_day and self._day == self._today() and self._used >= self._tokens_a_day:
                raise ModelUnavailableError(Trouble.SPENT)

    def _note_used(self, usage: Usage) -> None:
        with self._lock:
            if self._day != self._today():
                self._day, self._used = self._today(), 0
            self._used += usage.read + usage.written

    def _note_failure(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._rests_until = self._now() + REST

    def _note_success(self) -> None:
        with self._lock:
            self._failures, self._rests_until = 0, 0.0
