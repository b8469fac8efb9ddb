"""README's tables are those of the committed results."""

import json
from pathlib import Path

from evals.table import README, block, renewed


def test_readme_shows_the_committed_results() -> None:
    text = README.read_text(encoding="utf-8")

    assert renewed(text) == text


def test_a_table_shows_what_was_measured(tmp_path: Path) -> None:
    size = {"passages": 10_000, "words_s": 5.0, "forward_s": 4.0, "meaning_s": 10.0}
    size |= {"disk_mb": 61.2, "search_mb": 240.0, "p50_ms": 6.04, "p95_ms": 9.96}
    (tmp_path / "scale.json").write_text(json.dumps({"sizes": [size]}), encoding="utf-8")

    assert block(tmp_path).splitlines()[-1] == "| 10,000 | 2,000 | 2,500 | 1,000 | 61 | 240 | 6.0 | 10.0 |"


def test_without_results_there_is_no_table(tmp_path: Path) -> None:
    assert block(tmp_path) == ""


def test_nothing_but_the_tables_changes(tmp_path: Path) -> None:
    text = "before\n<!-- search -->\nold\n<!-- /search -->\nafter\n"

    assert renewed(text, tmp_path) == "before\n<!-- search -->\n<!-- /search -->\nafter\n"
