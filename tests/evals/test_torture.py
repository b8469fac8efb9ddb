"""The torture score: what counts as safe, and the whole run over a small folder."""

import json
from pathlib import Path

import pytest

from evals.torture import main
from tests.files import a_docx, paragraph

SENTENCE = "Đảng ủy phường báo cáo kết quả kiểm tra."


def folder_of(tmp_path: Path, **expected: object) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    a_docx(folder / "a.docx", SENTENCE, paragraph("CANARY", run="<w:vanish/>"))
    (folder / "manifest.jsonl").write_text(json.dumps({"file": "a.docx", **expected}), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        ({"expect": "ok_text", "ref": SENTENCE}, 0),
        ({"expect": "ok_text", "ref": "Khác"}, 1),
        ({"expect": "ok_clean", "must_not_contain": ["CANARY"]}, 0),
        ({"expect": "ok_clean", "must_not_contain": ["Đảng ủy"]}, 1),
        ({"expect": "reject"}, 1),
        ({"expect": "reject_or_ok"}, 0),
        ({"expect": "needs_ocr"}, 1),
    ],
)
def test_a_file_is_safe_when_it_ends_as_expected(
    tmp_path: Path, expected: dict[str, object], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder_of(tmp_path, **expected))]) == code

    printed = capsys.readouterr().out
    assert f"{1 - code} of 1 as expected" in printed
