"""Usage: how many questions a day brought and how they ended, and the bars that show it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.feedback import UNANSWERED, DayUse

HEIGHT = 120
STEP = 24
GAP = 4


@dataclass(frozen=True, slots=True)
class Day:
    """`answered` counts everything but the questions that found no answer."""

    day: date
    answered: int
    unanswered: int

    @property
    def all(self) -> int:
        return self.answered + self.unanswered


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the chart, in units of its drawing: the answered part stands on the ground, the rest on it."""

    day: Day
    x: float
    answered_y: float
    answered_height: float
    unanswered_y: float
    unanswered_height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """`highest` is the count at the top of the drawing."""

    days: tuple[Day, ...]
    highest: int

    @property
    def width(self) -> int:
        return STEP * len(self.days)

    @property
    def bars(self) -> tuple[Bar, ...]:
        return tuple(self._bar(place, day) for place, day in enumerate(self.days))

    @property
    def total(self) -> Day:
        last = self.days[-1].day
        return Day(last, sum(day.answered for day in self.days), sum(day.unanswered for day in self.days))

    def _bar(self, place: int, day: Day) -> Bar:
        answered, unanswered = (count * HEIGHT / self.highest for count in (day.answered, day.unanswered))
        top = HEIGHT - answered
        return Bar(
            day=day,
            x=place * STEP + GAP / 2,
            answered_y=round(top, 1),
            answered_height=round(answered, 1),
            unanswered_y=round(top - unanswered, 1),
            unanswered_height=round(unanswered, 1),
        )


def chart(uses: Iterable[DayUse], *, until: date, days: int) -> Chart:
    """The last `days` days up to `until`, those without any question included."""
    answered: Counter[str] = Counter()
    unanswered: Counter[str] = Counter()
    for use in uses:
        (unanswered if use.status in UNANSWERED else answered)[use.day] += use.times
    dates = [until - timedelta(days=back) for back in reversed(range(days))]
    shown = tuple(Day(day, answered[day.isoformat()], unanswered[day.isoformat()]) for day in dates)
    return Chart(shown, max(1, *(day.all for day in shown)))
