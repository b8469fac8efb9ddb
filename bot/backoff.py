"""How long to wait before the next try: twice as long each time, partly by chance."""

import random


class Backoff:
    """Seconds from `first` up to `most`; begins anew after a success."""

    def __init__(self, *, first: float, most: float, tries: int = 0) -> None:
        self._first = first
        self._most = most
        self._tries = tries

    def next(self) -> float:
        self._tries += 1
        pause = min(self._first * 2.0 ** min(self._tries - 1, 16), self._most)
        # By chance, so that all who wait do not come back together.
        return pause * random.uniform(0.75, 1.25)  # noqa: S311 - no secret hangs on it

    def succeeded(self) -> None:
        self._tries = 0
