"""The pictures of the measurements, as SVG that reads on white and on dark."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = (7.2, 4.4)


def learning_curve(
    path: Path, *, shares: Sequence[float], curves: Mapping[str, Sequence[float]], measure: str
) -> None:
    """How good the search is, held out, by the share of the questions that its weights were fitted to."""
    lines = {name: list(zip(shares, values, strict=True)) for name, values in curves.items()}
    _lines(path, lines, across="share of the questions fitted to", up=f"{measure}, held out")


def growth(path: Path, *, lines: Mapping[str, Sequence[tuple[float, float]]], up: str) -> None:
    """What grows with the number of passages, both ways in powers of ten."""
    _lines(path, lines, across="passages", up=up, powers=True)


def over_time(path: Path, *, panels: Mapping[str, Mapping[str, Sequence[tuple[float, float]]]]) -> None:
    """Curves over the same seconds, one panel for each unit that they are told in."""
    with _drawing(path, panels=len(panels)) as drawn:
        for axes, (up, lines) in zip(drawn, panels.items(), strict=True):
            for name, points in lines.items():
                axes.plot(*_apart(points), label=name)
            axes.set_ylim(bottom=0)
            _label(axes, across="seconds", up=up)


def _lines(
    path: Path,
    lines: Mapping[str, Sequence[tuple[float, float]]],
    *,
    across: str,
    up: str,
    powers: bool = False,
) -> None:
    with _drawing(path) as (axes,):
        for name, points in lines.items():
            axes.plot(*_apart(points), marker="o", label=name)
        if powers:
            axes.set_xscale("log")
            axes.set_yscale("log")
        _label(axes, across=across, up=up)


def _apart(points: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [across for across, _ in points], [up for _, up in points]


@contextmanager
def _drawing(path: Path, *, panels: int = 1) -> Iterator[Sequence["Axes"]]:
    """Axes one below the other, which are written to `path` afterwards."""
    # Only who draws has it installed.
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("svg")
    # Without these every drawing of the same figures is another file.
    mpl.rcParams["svg.hashsalt"] = "hoi-phuong"
    from matplotlib import pyplot  # noqa: PLC0415

    width, height = _SIZE
    size = (width, height * (1 + panels) / 2)
    figure, axes = pyplot.subplots(panels, figsize=size, sharex=True, squeeze=False)
    yield list(axes[:, 0])
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight")
    pyplot.close(figure)


def _label(axes: "Axes", *, across: str, up: str) -> None:
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
