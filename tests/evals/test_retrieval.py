"""The score of the search, on a small BEIR folder."""

import json
import lzma
from pathlib import Path

import pytest

from evals.retrieval import DEPTH, MEASURES, VARIANTS, Bench, main, measure, read_collection
from tests.fakes import HashedWords


def test_a_collection_holds_the_questions_that_have_a_relevant_text(beir_folder: Path) -> None:
    collection = read_collection(beir_folder, split="dev")

    assert collection.name == "small"
    assert list(collection.texts) == ["luat#1", "luat#2", "luat#3", "nghị định #4", "luat#5"]
    assert collection.texts["luat#5"] == "Luật Khiếu nại\nNgười khiếu nại có quyền rút khiếu nại."
    assert list(collection.questions) == ["q1", "q2", "q3"]
    assert collection.relevant["q3"] == {"luat#5": 1, "luat#2": 1}


def test_an_unpacked_corpus_reads_the_same(beir_folder: Path) -> None:
    packed = read_collection(beir_folder, split="dev")
    xz = beir_folder / "corpus.jsonl.xz"
    (beir_folder / "corpus.jsonl").write_bytes(lzma.decompress(xz.read_bytes()))
    xz.unlink()

    assert read_collection(beir_folder, split="dev") == packed


@pytest.mark.parametrize(
    ("found", "figures"),
    [
        (["a", "x", "b"], {"Hit@1": 1.0, "R@5": 1.0, "MRR@10": 1.0, "nDCG@10": 0.9197}),
        (["x", "a"], {"Hit@1": 0.0, "R@5": 0.5, "MRR@10": 0.5, "nDCG@10": 0.3869}),
        (
            ["x"] + [f"y{n}" for n in range(9)] + ["a"],
            {"R@10": 0.0, "R@20": 0.5, "MRR@10": 0.0, "nDCG@10": 0.0},
        ),
        ([], {"Hit@1": 0.0, "R@50": 0.0, "nDCG@10": 0.0}),
    ],
)
def test_measures_count_ranks(found: list[str], figures: dict[str, float]) -> None:
    ranked = {"q": [(text, 1.0) for text in found]}

    measured = measure(ranked, {"q": {"a": 1, "b": 1}})

    assert {name: measured[name].mean for name in figures} == pytest.approx(figures, abs=1e-4)


def test_a_question_that_found_nothing_counts() -> None:
    measured = measure({"q": [("a", 1.0)], "r": []}, {"q": {"a": 1}, "r": {"a": 1}})

    assert measured["Hit@1"].mean == 0.5


def test_the_interval_holds_the_mean_and_narrows_with_more_questions() -> None:
    def half_right(count: int) -> dict[str, list[tuple[str, float]]]:
        return {f"q{n}": [("a" if n % 2 else "x", 1.0)] for n in range(count)}

    few = measure(half_right(20), {f"q{n}": {"a": 1} for n in range(20)})["Hit@1"]
    many = measure(half_right(400), {f"q{n}": {"a": 1} for n in range(400)})["Hit@1"]

    assert few.low < few.mean == many.mean == 0.5 < few.high
    assert many.high - many.low < few.high - few.low


def test_every_variant_finds_what_shares_its_words(beir_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    bench = Bench(read_collection(beir_folder, split="dev"), tmp_path / "index", HashedWords())

    results = {variant: bench.run(variant) for variant in VARIANTS}

    assert {variant: result.figures["Hit@1"].mean for variant, result in results.items()} == dict.fromkeys(
        VARIANTS, 1.0
    )
    assert results["fused"].ranked == results["fused, no accents"].ranked
    assert all(len(found) <= DEPTH for found in results["fused"].ranked.values())
    assert bench.cost.texts == 5
    assert min(bench.cost.words_bytes, bench.cost.meaning_bytes, bench.cost.peak_rss_bytes) > 0


def test_the_command_writes_a_table_a_report_and_a_run(
    beir_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, run = tmp_path / "report.json", tmp_path / "run.txt"

    code = main(
        [
            str(beir_folder),
            "--variant",
            "words",
            "--variant",
            "fused",
            "--json",
            str(report),
            "--run",
            str(run),
        ]
    )

    said = capsys.readouterr().out
    assert code == 0
    assert "small" in said
    assert all(name in said for name in MEASURES)
    rows = json.loads(report.read_text(encoding="utf-8"))["results"]
    assert [(row["collection"], row["variant"], row["questions"]) for row in rows] == [
        ("small", "words", 3),
        ("small", "fused", 3),
    ]
    assert rows[0]["figures"]["Hit@1"]["mean"] == 1.0
    lines = [line.split(" ") for line in run.read_text(encoding="utf-8").splitlines()]
    assert all(len(line) == 6 and line[1] == "Q0" for line in lines)
    assert ["q2", "Q0", "nghị_định_#4", "1"] in [line[:4] for line in lines]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err
