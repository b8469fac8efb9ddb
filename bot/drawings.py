"""Pages of originals as pictures: drawn in a process that may die of it, and kept for a while."""

import atexit
import logging
import threading
from collections import OrderedDict
from pathlib import Path

from ingest.errors import UnreadableError
from ingest.extract.limits import Limits
from ingest.sandbox import Drawing, Sandbox

_LIMITS = Limits(seconds=15, memory_mb=768)
# Pictures of text take some tens of kilobytes each.
_KEPT = 60

_log = logging.getLogger(__name__)


class Drawings:
    """Safe to share between threads. Nothing is started before the first page is asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers: Sandbox | None = None
        self._drawn: OrderedDict[tuple[Path, int], Drawing] = OrderedDict()

    def page(self, original: Path, number: int) -> Drawing | None:
        """A page, counted from 1; None where there is none, or none that can be shown."""
        with self._lock:
            if known := self._drawn.get((original, number)):
                self._drawn.move_to_end((original, number))
                return known
            readers = self._opened()
        try:
            drawing = readers.draw(original, page=number, file=original.name)
        except (UnreadableError, OSError, ValueError) as error:
            _log.warning("page %d of an original cannot be drawn: %s", number, error)
            return None
        with self._lock:
            self._drawn[original, number] = drawing
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        return drawing

    def _opened(self) -> Sandbox:
        if self._readers is None:
            self._readers = Sandbox(_LIMITS)
            atexit.register(self._readers.close)
        return self._readers
