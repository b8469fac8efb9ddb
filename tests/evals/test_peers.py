"""Other searches beside ours: what is not installed is left out and said."""

import json
from pathlib import Path

import pytest

from evals import peers


def test_our_search_stands_first_and_a_missing_peer_is_named(
    beir_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "peers.json"

    assert peers.main([str(beir_folder), "--peer", "LlamaIndex BM25", "--json", str(report)]) == 0

    printed = capsys.readouterr()
    lines = json.loads(report.read_text(encoding="utf-8"))
    assert lines[0]["search"] == "Hỏi Phường"
    assert lines[0]["figures"]["Hit@1"] > 0
    assert all(len(line["figures"]) == 4 and line["memory_mb"] > 0 for line in lines)
    assert ("LlamaIndex BM25: not installed" in printed.err) == (len(lines) == 1)
