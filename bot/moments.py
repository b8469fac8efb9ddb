"""Moments: kept as whole seconds since 1970, read by people in the ward's own time."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

Clock = Callable[[], int]

# Vietnam has kept UTC+7 without summer time since 1975; a table of zones need not be installed.
VIETNAM = timezone(timedelta(hours=7))
MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def now() -> int:
    return int(time.time())


def day_of(moment: int) -> date:
    """The day it was in Vietnam."""
    return datetime.fromtimestamp(moment, VIETNAM).date()


def moment_label(moment: int | None) -> str:
    """14:05 22/11/2026; empty for None."""
    return "" if moment is None else f"{datetime.fromtimestamp(moment, VIETNAM):%H:%M %d/%m/%Y}"


def clock_label(moment: int | None) -> str:
    """14:05; empty for None."""
    return "" if moment is None else f"{datetime.fromtimestamp(moment, VIETNAM):%H:%M}"


def day_label(moment: int | None) -> str:
    """22/11/2026; empty for None."""
    return "" if moment is None else f"{datetime.fromtimestamp(moment, VIETNAM):%d/%m/%Y}"
