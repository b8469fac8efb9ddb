"""The register's score: counted right, and full on the development gold where it is at hand."""

import json
from pathlib import Path

import pytest

from corpus.audience import Audience
from corpus.register import Register, build_register
from evals.register import GoldEntry, main, score_register, spellings_of
from ingest.extract.text import read_text
from ingest.pipeline import default_corpus
from ingest.sources import find_sources
from ingest.split import edition
from ingest.structure import structure
from tests.builders import a_document, passages_of

ROOT = Path(__file__).parents[2]
GOLD = ROOT.parent / "shared" / "data" / "gold" / "register_dev.jsonl"


def a_gold_file(folder: Path, *rows: dict[str, str | None]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def a_row(number: str, date: str | None, *, type: str = "Quyết định") -> dict[str, str | None]:  # noqa: A002
    return {"number": number, "type": type, "date": date, "issuer": "Chính phủ"}


def test_what_is_found_missed_and_wrong_is_counted(tmp_path: Path) -> None:
    report = a_document(
        "theo Quyết định số 5/QĐ-UBND, ngày 1/2/2026 của Chính phủ", "Quyết định số 6/QĐ-TTg, ngày 1/2/2026"
    )
    register = Register(build_register([report], passages_of(report)))
    gold = a_gold_file(
        tmp_path,
        a_row("5/QĐ-UBND", "2026-02-01"),
        a_row("6/QĐ-TTg", "2026-03-01"),
        a_row("7/QĐ-UBND", None),
    )

    score = score_register(lambda typed: register.look_up(typed).entries, gold, register.entries)

    counts = [score.count(name) for name in ("found", "type_right", "date_right", "issuer_right", "right")]
    assert counts == [2, 2, 1, 1, 1]
    assert score.spurious == ()
    assert "7/QĐ-UBND: wrong found" in score.table()


def test_a_number_is_spelled_in_at_least_six_ways() -> None:
    spellings = spellings_of(GoldEntry("296-QĐ/ĐU", "Quyết định", "2026-03-13", ""))

    assert {"296-QĐ/ĐU", "296-qd/du", "quyet dinh 296", "số 296", "296 QĐ ĐU", "296"} <= set(spellings)


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.exists(), reason="needs the development data beside the checkout")
def test_every_labelled_document_is_found_under_every_spelling() -> None:
    documents, passages = [], []
    for source in find_sources([default_corpus()]):
        lines = read_text(source.path, file=source.path.name).lines
        entry = source.manifest.entry(source.path.name, lines)
        whole = edition(structure(lines), entry, Audience.INTERNAL)
        assert whole is not None
        documents.append(whole.document)
        passages += whole.passages
    register = Register(build_register(documents, passages))

    score = score_register(lambda typed: register.look_up(typed).entries, GOLD, register.entries)

    assert score.count("right") == len(score.entries), score.table()
    assert score.spurious == ()


def test_the_command_scores_a_file_of_entries(
    corpus_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.jsonl"
    entry = {
        "number": "24/KH-UBND",
        "type": "Kế hoạch",
        "date": "2025-07-31",
        "issuer": "UBND phường Bạch Mai",
    }
    gold.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
    monkeypatch.setenv("HOIPHUONG_DATA", str(corpus_data))

    assert main([str(gold)]) == 0
    assert capsys.readouterr().out.rstrip().endswith("1 / 1")
