"""The commands about procedures."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.procedure_rows import ROWS, write_rows


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What importing the list says, in a data folder of the test's own."""
    monkeypatch.setenv("HOIPHUONG_DATA", str(tmp_path / "data"))
    assert (
        main(["procedures", "import", str(write_rows(tmp_path / "a.jsonl")), "--checked", "2026-01-31"]) == 0
    )
    return capsys.readouterr().out


def test_an_import_says_how_many_it_has_taken_in(listed: str) -> None:
    assert f"Đã nhập {len(ROWS)} thủ tục" in listed
    assert "31/01/2026" in listed


def test_the_list_is_shown_whole_or_by_words(listed: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["procedures", "list"])
    whole = capsys.readouterr().out
    main(["procedures", "list", "chung", "thuc", "--json"])
    found = capsys.readouterr().out

    assert len(whole.splitlines()) == len(ROWS) + 1
    assert json.loads(found.splitlines()[0])["code"] == "2.000815"


def test_a_card_is_shown_by_code_or_by_name(listed: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["procedures", "show", "1.001193"])
    by_code = capsys.readouterr().out
    main(["procedures", "show", "thủ", "tục", "khai", "sinh"])
    by_name = capsys.readouterr().out

    assert by_name == by_code
    assert "Trực tiếp: 1 Ngày làm việc; phí, lệ phí: 8,000 VNĐ (8.000 đồng/bản sao trích lục)" in by_code
    assert "Yêu cầu, điều kiện: (cổng không ghi)" in by_code


def test_a_card_as_json_says_what_the_portal_leaves_out(
    listed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["procedures", "show", "1.000894", "--json"])

    card = json.loads(capsys.readouterr().out)

    assert card["missing"] == ["fee", "place", "conditions"]
    assert card["document"] == "thu-tuc-1.000894.txt"


def test_a_list_can_be_cleared(listed: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["procedures", "clear"])
    main(["procedures", "list"])

    assert "Chưa nhập danh mục" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["import", "a.pdf"], ["import", "x.jsonl", "--checked", "mai"], ["show", "9.999999"]]
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: list[str], listed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["procedures", *arguments]) != 0

    assert len(capsys.readouterr().err.strip().splitlines()) == 1
