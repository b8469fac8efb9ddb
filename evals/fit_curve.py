"""What a threshold costs and gains: a table of refusals, and a drawing of precision and recall."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from evals.fit_data import Row

THRESHOLDS = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5)
ALL = "all"

_WIDTH, _HEIGHT = 720, 480
_LEFT, _TOP, _RIGHT, _BOTTOM = 70, 56, 24, 60
_COLOURS = ("#b3261e", "#1a5fb4", "#5e5c64")
_DASHES = ("", "6 4", "2 3")
_RECALL = "recall: answerable questions that are answered rightly"
_PRECISION = "precision: answers that are right"
_RING = "○  at threshold 0"
_TEXT = 'font-family="sans-serif" fill="#222"'


@dataclass(frozen=True, slots=True)
class View:
    """One set of judges: what it is called, and the log odds it gives each row, in the order of the rows."""

    name: str
    rows: Sequence[Row]
    odds: Sequence[float]


@dataclass(frozen=True, slots=True)
class Refused:
    count: int
    of: int

    def __str__(self) -> str:
        return f"{100 * self.count / self.of:5.1f} %" if self.of else "    –  "


@dataclass(frozen=True, slots=True)
class Cost:
    """What one view's judge refuses below a threshold.

    `right` are the answerable questions with the answer in first place: refusing these loses an answer.
    """

    view: str
    judge: str
    threshold: float
    answerable: Refused
    right: Refused
    unanswerable: Refused


@dataclass(frozen=True, slots=True)
class Point:
    """`precision` is the share of the answers that are right, `recall` that of the answerable questions."""

    threshold: float
    recall: float
    precision: float


def costs(view: View, judges: Iterable[str]) -> list[Cost]:
    """For every judge and for all of them, at every threshold."""
    return [_cost(view, judge, threshold) for judge in (*judges, ALL) for threshold in THRESHOLDS]


def _cost(view: View, judge: str, threshold: float) -> Cost:
    mine = [(row, odds < threshold) for row, odds in _pairs(view) if judge in (ALL, row.judge)]
    return Cost(
        view.name,
        judge,
        threshold,
        answerable=_refused(refused for row, refused in mine if row.answerable),
        right=_refused(refused for row, refused in mine if row.right),
        unanswerable=_refused(refused for row, refused in mine if not row.answerable),
    )


def _pairs(view: View) -> Iterable[tuple[Row, float]]:
    return zip(view.rows, view.odds, strict=True)


def _refused(refused: Iterable[bool]) -> Refused:
    each = list(refused)
    return Refused(sum(each), len(each))


def curve(view: View) -> list[Point]:
    """A point for each threshold that changes anything, the strictest first.

    What is ruled out is answered at none of them.
    """
    answerable = sum(row.answerable for row in view.rows)
    heard = sorted(((odds, row.right) for row, odds in _pairs(view) if not row.ruled_out), reverse=True)
    points, answered, right = [], 0, 0
    for threshold, level in groupby(heard, key=lambda pair: pair[0]):
        for _, is_right in level:
            answered, right = answered + 1, right + is_right
        points.append(Point(threshold, right / max(answerable, 1), right / answered))
    return points


def at_zero(points: Sequence[Point]) -> Point | None:
    """The point of the threshold that the judges are fitted to; None where nothing reaches it."""
    return next((point for point in reversed(points) if point.threshold >= 0), None)


def drawing(views: Sequence[View], *, title: str) -> str:
    """An SVG of the curves, the one that matters most first; a ring marks the threshold 0."""
    # Drawn last, the first view lies on top.
    lines = [_line(number, curve(view)) for number, view in reversed(list(enumerate(views)))]
    legend = [_legend(number, view.name) for number, view in enumerate(views)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="30" font-size="16" {_TEXT}>{escape(title)}</text>',
        *_grid(),
        *lines,
        *legend,
        f'<text x="{_x(0) + 16}" y="{_y(0) - 12}" font-size="13" {_TEXT}>{_RING}</text>',
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _x(recall: float) -> float:
    return round(_LEFT + recall * (_WIDTH - _LEFT - _RIGHT), 1)


def _y(precision: float) -> float:
    return round(_HEIGHT - _BOTTOM - precision * (_HEIGHT - _TOP - _BOTTOM), 1)


def _grid() -> list[str]:
    parts = []
    for tenth in range(0, 11, 2):
        share, label = tenth / 10, f"{tenth * 10} %"
        x, y = _x(share), _y(share)
        parts += [
            f'<path d="M{_x(0)} {y}H{_x(1)}M{x} {_y(0)}V{_y(1)}" stroke="#ddd"/>',
            f'<text x="{x}" y="{_y(0) + 18}" font-size="12" text-anchor="middle" {_TEXT}>{label}</text>',
            f'<text x="{_x(0) - 8}" y="{y + 4}" font-size="12" text-anchor="end" {_TEXT}>{label}</text>',
        ]
    middle_x, middle_y = _x(0.5), _y(0.5)
    label = f'font-size="13" text-anchor="middle" {_TEXT}'
    turned = f'x="18" y="{middle_y}" transform="rotate(-90 18 {middle_y})"'
    return [
        *parts,
        f'<text x="{middle_x}" y="{_HEIGHT - 16}" {label}>{_RECALL}</text>',
        f"<text {turned} {label}>{_PRECISION}</text>",
    ]


def _line(number: int, points: Sequence[Point]) -> str:
    if not points:
        return ""
    path = "L".join(f"{_x(point.recall)} {_y(point.precision)}" for point in points)
    zero = at_zero(points)
    ring = (
        f'<circle cx="{_x(zero.recall)}" cy="{_y(zero.precision)}" r="5" fill="#fff" '
        f'stroke="{_COLOURS[number]}" stroke-width="2"/>'
        if zero
        else ""
    )
    return f'<path d="M{path}" {_stroke(number)}/>{ring}'


def _legend(number: int, name: str) -> str:
    y = _y(0) - 16 - 20 * (len(_COLOURS) - number)
    return (
        f'<path d="M{_x(0) + 16} {y}h36" {_stroke(number)}/>'
        f'<text x="{_x(0) + 60}" y="{y + 4}" font-size="13" {_TEXT}>{escape(name)}</text>'
    )


def _stroke(number: int) -> str:
    dash = f' stroke-dasharray="{_DASHES[number]}"' if _DASHES[number] else ""
    return f'fill="none" stroke="{_COLOURS[number]}" stroke-width="2"{dash}'
