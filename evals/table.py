"""README's tables of the search, made from what `evals retrieval`, `peers` and `scale` have written."""

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.peers import OWN

RESULTS = Path(__file__).parent / "results"
README = Path(__file__).parents[1] / "README.md"
_BLOCK = re.compile(r"(<!-- search -->\n).*?(<!-- /search -->)", re.DOTALL)
_NAMES = {
    "zalo2021": "Zalo 2021",
    "drill2025": "DRiLL 2025",
    "alqac2022": "ALQAC 2022",
    "alqac2025": "ALQAC 2025",
}
_VARIANTS = ("words", "meaning", "fused", "fused, no accents", "fused, one typing error")

Row = Mapping[str, Any]


def block(results: Path = RESULTS) -> str:
    """What stands between the marks in README; a result that is not there has no table."""
    parts = (_quality(results), _peers(results), _scale(results))
    return "\n".join(part for part in parts if part)


def renewed(text: str, results: Path = RESULTS) -> str:
    """README with its tables made anew."""
    return _BLOCK.sub(lambda match: f"{match[1]}{block(results)}{match[2]}", text)


def _quality(results: Path) -> str:
    read = _read(results / "retrieval.json")
    if not read:
        return ""
    rows = {(row["collection"], row["variant"]): row for row in read["results"]}
    lines = []
    for collection, name in _NAMES.items():
        found = [rows.get((collection, variant)) for variant in _VARIANTS]
        if not all(found):
            continue
        fused = rows[collection, "fused"]
        scores = (_score(row["figures"]["nDCG@10"]["mean"]) for row in found if row)
        times = (f"{fused['ms']['p50']:.1f}", f"{fused['ms']['p95']:.1f}")
        lines.append((name, str(fused["questions"]), *scores, *times))
    head = ("nDCG@10", "questions", *_VARIANTS, "median ms", "p95 ms")
    return _table(head, lines)


def _peers(results: Path) -> str:
    read = _read(results / "peers.json")
    if not read:
        return ""
    collections = [name for name in _NAMES if any(row["collection"] == name for row in read)]
    searches = dict.fromkeys(row["search"] for row in read)
    held = {(row["collection"], row["search"]): row for row in read}
    head = ["nDCG@10, in one run", *(f"{_NAMES[name]}, median ms" for name in collections)]
    lines = [
        (f"**{search}**" if search == OWN else search, *(_cell(held.get((c, search))) for c in collections))
        for search in searches
    ]
    return _table(head, lines)


def _cell(row: Row | None) -> str:
    return f"{_score(row['figures']['nDCG@10'])}, {row['p50_ms']:.1f}" if row else "–"


def _scale(results: Path) -> str:
    read = _read(results / "scale.json")
    if not read:
        return ""
    stages = ("words", "forward", "meaning")
    lines = [
        (
            f"{size['passages']:,}",
            *(f"{size['passages'] / size[f'{stage}_s']:,.0f}" for stage in stages),
            f"{size['disk_mb']:,.0f}",
            f"{size['search_mb']:,.0f}",
            f"{size['p50_ms']:.1f}",
            f"{size['p95_ms']:.1f}",
        )
        for size in read["sizes"]
    ]
    head = ("passages", "words/s", "forward/s", "meaning/s", "disk MB", "memory MB", "median ms", "p95 ms")
    return _table(head, lines)


def _score(mean: float) -> str:
    return f"{mean:.3f}".lstrip("0") if mean < 1 else f"{mean:.3f}"


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    def rows() -> Iterator[str]:
        yield f"| {' | '.join(head)} |"
        yield "|" + "---|" * len(head)
        for line in lines:
            yield f"| {' | '.join(line)} |"

    return "\n".join(rows()) + "\n"


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def main(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="hoiphuong evals table").parse_args(argv)
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0
