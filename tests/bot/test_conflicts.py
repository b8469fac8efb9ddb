"""An official's way to the conflicts of the library, from the command line."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from corpus.decisions import DECISIONS
from ingest.pipeline import ingest
from prompts import load
from retrieval.embedding import open_embedding

REPORT = """BÁO CÁO

Hội có 64 tổ chức (gồm 23 chi hội cơ sở và 41 tổ hội dân phố).

Sổ sách của 22 chi hội cơ sở và 41 tổ hội dân phố do các tổ giữ.
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    take(tmp_path, REPORT)
    monkeypatch.setenv("HOIPHUONG_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def take(folder: Path, text: str) -> None:
    file = folder / "bao-cao.txt"
    file.write_text(text, encoding="utf-8")
    ingest((file,), data=folder / "data", embedder=open_embedding(""), on_progress=lambda _: None)


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["conflicts", "--json", "--as", "internal"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_both_quotes_and_places_are_listed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conflicts", "--as", "internal"]) == 0

    said = capsys.readouterr().out
    assert "bao-cao.txt, dòng 3: “Hội có 64 tổ chức" in said
    assert "bao-cao.txt, dòng 5: “Sổ sách của 22 chi hội cơ sở" in said


def test_an_edition_lists_its_own(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conflicts", "--as", "public"]) == 0

    # A file that no manifest lists is internal.
    assert "bao-cao.txt" not in capsys.readouterr().out


def test_a_decision_outlives_the_next_reading(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (found,) = listed(capsys)

    assert main(["conflicts", "confirm", str(found["id"]), "Số đúng", "là 23", "--as", "internal"]) == 0
    take(tmp_path, REPORT.replace("BÁO CÁO", "BÁO CÁO\n\nBổ sung một đoạn mới."))

    (again,) = listed(capsys)
    assert (again["id"], again["verdict"], again["words"]) == (found["id"], "confirmed", "Số đúng là 23")


@pytest.mark.parametrize("typed", [["confirm"], ["note", "ab12"], ["confirm", "khong-co"], ["delete", "x"]])
def test_what_cannot_be_kept_is_refused(
    data: Path, typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["conflicts", *typed]) == 2

    assert capsys.readouterr().err
    assert not (data / DECISIONS).exists()


def test_a_broken_file_is_told_by_its_name(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / DECISIONS).write_text("{", encoding="utf-8")

    assert main(["conflicts"]) == 2

    assert load("errors/cli_decisions", file=data / DECISIONS) in capsys.readouterr().err


def test_a_library_without_conflicts_says_so(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take(tmp_path, "BÁO CÁO\n\nHội có 64 tổ chức.\n")

    assert main(["conflicts", "--as", "internal"]) == 0

    assert load("cli/conflicts_none") in capsys.readouterr().out
