"""The command line: what is printed where, and the exit codes."""

import csv
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from bot.__main__ import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def data(corpus_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOIPHUONG_DATA", str(corpus_data))
    return corpus_data


def run(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    """The command as a person starts it, in a terminal without a language set."""
    environment = {**os.environ, "HOIPHUONG_DATA": str(data), "LC_ALL": "C"}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, check=False, encoding="utf-8", timeout=120
    )


def test_a_question_is_answered_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Phường có bao nhiêu tổ dân phố?"]) == 0

    printed = capsys.readouterr().out
    assert "108" in printed
    assert "dòng " in printed


def test_json_is_the_object_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Phường có bao nhiêu tổ dân phố?", "--json", "--as", "internal"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["status"].startswith("answered")
    assert answer["sources"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", ""], "Chưa có câu hỏi"),
        (["ask"], "Chưa có câu hỏi"),
        (["ask", "🙂"], "chưa có chữ"),
        (["ask", "a" * 100_000], "2000"),
        (["ask", "a\udcff"], "ký tự hỏng"),
        (["ask", "Phường ở đâu?", "--as", "admin"], "public"),
        (["ask", "--batch", "in.jsonl"], "Cách dùng"),
        (["ask", "--no-such-option"], "Cách dùng"),
        (["no-such-command"], "Cách dùng"),
        ([], "Cách dùng"),
        (["register"], "Cách dùng"),
        (["register", "show"], "Cách dùng"),
        (["register", "show", ""], "Chưa có câu hỏi"),
        (["register", "export", "file.doc"], ".csv"),
        (["evals", "nothing"], "Cách dùng"),
    ],
)
def test_what_cannot_be_done_is_told_in_vietnamese(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err
    assert "usage" not in printed.err
    assert "Traceback" not in printed.err


@pytest.mark.parametrize("command", ["", "ask", "ingest", "register", "register show", "serve", "evals"])
def test_help_is_vietnamese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command.split(), "--help"])

    assert stopped.value.code == 0
    assert "Cách dùng" in capsys.readouterr().out


def test_a_batch_with_a_bad_line_goes_on_and_ends_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text('{"id":"a","question":"Phường có bao nhiêu tổ dân phố?"}\n{bad\n', encoding="utf-8")

    assert main(["ask", "--batch", str(given), "--out", str(out)]) == 1

    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [answer["status"] for answer in answers] == ["answered", "refused_input"]
    assert "Dòng 2" in capsys.readouterr().err


def test_a_good_batch_ends_with_zero(tmp_path: Path) -> None:
    given = tmp_path / "in.jsonl"
    given.write_text('{"id":"a","question":"Phường có bao nhiêu tổ dân phố?"}', encoding="utf-8")

    assert main(["ask", "--batch", str(given), "--out", str(tmp_path / "out.jsonl")]) == 0


def test_a_missing_batch_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--batch", str(tmp_path / "none.jsonl"), "--out", str(tmp_path / "out.jsonl")]) == 1

    told = capsys.readouterr().err
    assert "none.jsonl" in told
    assert "không có tệp" in told


def test_the_register_shows_a_line_a_number_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register", "show", "qd 1808", "999999/QĐ-UBND", "nq 41/2025", "--json"]) == 0

    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    numbers = [each["entries"][0]["number"] if each["entries"] else None for each in found]
    assert numbers == ["1808/QĐ-UBND", None, "41/2025/NQ-HĐND"]


def test_the_register_reads_well_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register", "show", "1808/QĐ-UBND"]) == 0

    printed = capsys.readouterr().out
    assert "Quyết định 1808/QĐ-UBND" in printed
    assert "31/10/2025" in printed


def test_the_list_has_a_line_an_entry(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register", "list"]) == 0
    plain = capsys.readouterr().out.splitlines()
    assert main(["register", "list", "--json"]) == 0
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert len(plain) == len(entries) > 50


def test_the_register_is_exported_for_a_spreadsheet(tmp_path: Path) -> None:
    assert main(["register", "export", str(tmp_path / "so-hieu.csv")]) == 0
    assert main(["register", "export", str(tmp_path / "so-hieu.xlsx")]) == 0

    with (tmp_path / "so-hieu.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    sheet = openpyxl.load_workbook(tmp_path / "so-hieu.xlsx").active
    assert rows[0][0] == sheet["A1"].value == "Số hiệu"
    assert sheet.max_row == len(rows) > 50


@pytest.mark.parametrize(("name", "value"), [("PORT", "none"), ("INTERNAL_KEY", "short"), ("PORT", "70000")])
def test_a_wrong_setting_is_named_without_its_value(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"HOIPHUONG_{name}", value)

    assert main(["register", "list"]) == 1

    told = capsys.readouterr().err
    assert f"HOIPHUONG_{name}" in told
    assert value not in told


def test_ingest_takes_just_what_is_named(tmp_path: Path) -> None:
    file = tmp_path / "thong-bao.txt"
    file.write_text("THÔNG BÁO\n\nThư viện phường mở cửa từ 8 giờ đến 17 giờ.\n", encoding="utf-8")

    first = run("ingest", str(file), data=tmp_path / "data")
    again = run("ingest", str(file), data=tmp_path / "data")
    asked = run("ask", "Thư viện mở cửa lúc nào?", "--as", "internal", "--json", data=tmp_path / "data")

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "Không có gì thay đổi" in again.stdout
    assert json.loads(asked.stdout)["sources"][0]["document"] == "thong-bao.txt"


def test_an_empty_data_folder_gets_the_default_corpus_first(tmp_path: Path) -> None:
    done = run("register", "show", "1808/QĐ-UBND", data=tmp_path / "data")

    assert done.returncode == 0, done.stderr
    assert "Quyết định 1808/QĐ-UBND" in done.stdout
    assert "Chưa có dữ liệu" in done.stderr


def test_a_file_that_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "hong.txt"
    file.write_bytes(b"\0\1\2")

    done = run("ingest", str(file), data=tmp_path / "data")

    assert done.returncode == 1
    assert "hong.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_told_in_vietnamese_alone(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")

    done = run("ingest", data=tmp_path / "data")

    assert done.returncode == 1
    assert "Không ghi được" in done.stderr
    assert "Errno" not in done.stderr


def test_a_file_to_check_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ingest", "check", str(tmp_path / "none.pdf")]) == 1

    assert "Không tìm thấy" in capsys.readouterr().err


def test_what_keeps_a_server_from_opening_ends_it_with_a_reason(corpus_data: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {**os.environ, "HOIPHUONG_DATA": str(corpus_data), "HOIPHUONG_PORT": port}

    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        cwd=ROOT,
        env={**environment, "HOIPHUONG_RERANKER": str(corpus_data / "none")},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )

    assert done.returncode == 1
    assert "HOIPHUONG_RERANKER" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_library_that_is_damaged_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "generations" / "000001").mkdir(parents=True)

    done = run("ask", "Phường ở đâu?", data=tmp_path)

    assert done.returncode == 1
    assert "hoiphuong ingest" in done.stderr
    assert "Traceback" not in done.stderr
