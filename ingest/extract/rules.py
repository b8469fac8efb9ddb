"""The ruled tables of a PDF page: lines that cross make a grid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.extract.layout import Grid

_THIN = 3.0
_NEAR = 3.0
_SHORTEST = 8.0
_MOST_PATHS = 5_000


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line from `start` to `end` at `at`: across for a horizontal one, down for a vertical one."""

    at: float
    start: float
    end: float


def ruled_grids(page: pypdfium2.PdfPage, *, height: float) -> tuple[Grid, ...]:
    """From top to bottom; a box around a text and a line under it are no table."""
    across: list[_Rule] = []
    down: list[_Rule] = []
    left, bottom = page.get_bbox()[:2]
    for n, path in enumerate(page.get_objects([pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if n >= _MOST_PATHS:
            return ()
        x0, y0, x1, y1 = path.get_bounds()
        top, low = height - (y1 - bottom), height - (y0 - bottom)
        for rule, wide in _sides(x0 - left, top, x1 - left, low):
            (across if wide else down).append(rule)
    grids = (_grid(*part) for part in _parts(across, down))
    return tuple(sorted((grid for grid in grids if grid), key=lambda grid: grid.rows[0]))


def _sides(left: float, top: float, right: float, bottom: float) -> Iterator[tuple[_Rule, bool]]:
    """A thin path is one rule, any other four."""
    if right - left < _SHORTEST and bottom - top < _SHORTEST:
        return
    if bottom - top < _THIN:
        yield _Rule((top + bottom) / 2, left, right), True
    elif right - left < _THIN:
        yield _Rule((left + right) / 2, top, bottom), False
    else:
        yield from ((_Rule(at, left, right), True) for at in (top, bottom))
        yield from ((_Rule(at, top, bottom), False) for at in (left, right))


def _parts(across: Sequence[_Rule], down: Sequence[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """The rules that touch one another, table by table."""
    parts: list[tuple[list[_Rule], list[_Rule]]] = []
    for rule in sorted(down, key=lambda rule: rule.start):
        touched = [part for part in parts if any(_joins(rule, other) for other in part[1])]
        merged: tuple[list[_Rule], list[_Rule]] = ([], [rule])
        for part in touched:
            parts.remove(part)
            merged[1].extend(part[1])
        parts.append(merged)
    for part in parts:
        part[0].extend(rule for rule in across if any(_crosses(rule, other) for other in part[1]))
    # Cells that are drawn one by one share no side, but stand between the same heights.
    yield from _stacked(parts)


def _stacked(
    parts: Sequence[tuple[list[_Rule], list[_Rule]]],
) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    ordered = sorted(parts, key=lambda part: min(rule.start for rule in part[1]))
    current: tuple[list[_Rule], list[_Rule]] | None = None
    for part in ordered:
        start = min(rule.start for rule in part[1])
        if current is not None and start <= max(rule.end for rule in current[1]) + _NEAR:
            current[0].extend(part[0])
            current[1].extend(part[1])
        else:
            if current is not None:
                yield current
            current = (list(part[0]), list(part[1]))
    if current is not None:
        yield current


def _joins(one: _Rule, other: _Rule) -> bool:
    same = abs(one.at - other.at) < _NEAR
    return same and one.start <= other.end + _NEAR and other.start <= one.end + _NEAR


def _crosses(wide: _Rule, tall: _Rule) -> bool:
    return (
        wide.start - _NEAR <= tall.at <= wide.end + _NEAR
        and tall.start - _NEAR <= wide.at <= tall.end + _NEAR
    )


def _grid(across: Sequence[_Rule], down: Sequence[_Rule]) -> Grid | None:
    columns, rows = _edges(down), _edges(across)
    if len(columns) < 3 or len(rows) < 2 or len(columns) > 40:
        return None
    return Grid(columns, rows)


def _edges(rules: Sequence[_Rule]) -> tuple[float, ...]:
    edges: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not edges or at - edges[-1] > _NEAR:
            edges.append(at)
    return tuple(edges)
