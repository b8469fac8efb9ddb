"""How the search grows, on a corpus of two short documents."""

import json
import lzma
import re
from itertools import islice
from pathlib import Path

import pytest

from evals.plots import growth, learning_curve
from evals.scale import documents, main

ROWS = (
    (
        "1",
        "Luật Hộ tịch",
        "Điều 1. Khai sinh\nNgười dân đăng ký tại phường.\nLệ phí là 8.000 đồng.",
    ),
    ("2", "Luật Cư trú", "Điều 2. Tạm trú\nNgười dân đăng ký tạm trú với công an phường."),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = (json.dumps({"_id": id_, "title": title, "text": text}) for id_, title, text in ROWS)
    with lzma.open(tmp_path / "corpus.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)
    (tmp_path / "queries.jsonl").write_text(
        json.dumps({"_id": "q", "text": "Khai sinh ở đâu?"}) + "\n", encoding="utf-8"
    )
    return tmp_path


def test_a_corpus_that_ends_begins_again_under_other_names(folder: Path) -> None:
    names = [name for name, _ in islice(documents(folder / "corpus.jsonl.xz"), 5)]

    assert names == ["1-0.txt", "2-0.txt", "1-1.txt", "2-1.txt", "1-2.txt"]


def test_it_says_what_just_so_many_passages_cost(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder), "--passages", "7", "--questions", "1"]) == 0

    said = capsys.readouterr().out
    assert said.startswith("7 passages of")
    assert re.findall(r"(\w+) [\d,]+/s", said) == ["structure", "library", "words", "forward", "meaning"]


def test_the_same_figures_draw_the_same_picture(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        growth(tmp_path / name, lines={"median": [(10_000, 5.0), (100_000, 9.0)]}, up="milliseconds")
    learning_curve(tmp_path / "curve.svg", shares=(0.5, 1.0), curves={"small": (0.4, 0.6)}, measure="nDCG@10")

    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert "nDCG@10" in (tmp_path / "curve.svg").read_text(encoding="utf-8")
