"""The figures of a load: what each asker was told and when, read into percentiles, rates and a course."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np


class Told(StrEnum):
    """What came back: an answer, the word to come again later, or anything else."""

    ANSWERED = "answered"
    SHED = "shed"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Reply:
    """One request, sent at `at` seconds; `ms` until all of its reply was there; `why` names an error."""

    at: float
    ms: float
    told: Told
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """What the server and its children held at `at` seconds."""

    at: float
    rss_mb: float
    threads: int
    files: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the time in which all askers were there; `errors` and what the server held are of the whole time.

    A percentile is None where nothing was to be measured.
    """

    asked: int
    answered: int
    shed: int
    share_shed: float
    answers_a_second: float
    answered_p50_ms: float | None
    answered_p95_ms: float | None
    answered_p99_ms: float | None
    shed_p99_ms: float | None
    health_p99_ms: float | None
    errors: dict[str, int]
    rss_start_mb: float
    rss_peak_mb: float
    rss_end_mb: float
    threads_peak: int
    files_peak: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A few seconds of a load that begin at `second`; None where there was nothing to measure."""

    second: float
    answers_a_second: float
    shed_a_second: float
    answered_p95_ms: float | None
    rss_mb: float | None


def figures(
    replies: Sequence[Reply],
    *,
    probes: Sequence[Reply],
    samples: Sequence[Sample],
    since: float,
    until: float,
) -> Figures:
    """`since` and `until` are the seconds in which all askers were there; at least one sample is needed."""
    among = [each for each in replies if since <= each.at <= until]
    answered, shed = _ms(among, Told.ANSWERED), _ms(among, Told.SHED)
    healthy = _ms([each for each in probes if since <= each.at <= until], Told.ANSWERED)
    wrong = [each.why for each in replies if each.told is Told.ERROR]
    wrong += [f"/healthz: {each.why}" for each in probes if each.told is Told.ERROR]
    return Figures(
        asked=len(among),
        answered=len(answered),
        shed=len(shed),
        share_shed=round(len(shed) / len(among), 4) if among else 0.0,
        answers_a_second=round(len(answered) / (until - since), 2),
        answered_p50_ms=_percentile(answered, 50),
        answered_p95_ms=_percentile(answered, 95),
        answered_p99_ms=_percentile(answered, 99),
        shed_p99_ms=_percentile(shed, 99),
        health_p99_ms=_percentile(healthy, 99),
        errors=dict(Counter(wrong).most_common()),
        rss_start_mb=samples[0].rss_mb,
        rss_peak_mb=max(each.rss_mb for each in samples),
        rss_end_mb=samples[-1].rss_mb,
        threads_peak=max(each.threads for each in samples),
        files_peak=max(each.files for each in samples),
    )


def course(
    replies: Sequence[Reply], samples: Sequence[Sample], *, until: float, step: float
) -> tuple[Moment, ...]:
    """The whole time in pieces of `step` seconds."""
    moments = []
    for second in np.arange(0.0, until, step).tolist():
        among = [each for each in replies if second <= each.at < second + step]
        held = [each.rss_mb for each in samples if second <= each.at < second + step]
        answered = _ms(among, Told.ANSWERED)
        moments.append(
            Moment(
                second=second,
                answers_a_second=round(len(answered) / step, 2),
                shed_a_second=round(len(_ms(among, Told.SHED)) / step, 2),
                answered_p95_ms=_percentile(answered, 95),
                rss_mb=max(held, default=None),
            )
        )
    return tuple(moments)


def _ms(replies: Sequence[Reply], told: Told) -> list[float]:
    return [each.ms for each in replies if each.told is told]


def _percentile(times: Sequence[float], share: float) -> float | None:
    return round(float(np.percentile(times, share)), 1) if times else None
