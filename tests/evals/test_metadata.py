"""The evaluation of what laws print of themselves."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals.metadata import FIELDS, LABELS, agrees, read_labels, read_printed

_LAW = """CHÍNH PHỦ
Số: 12/2026/NĐ-CP
Hà Nội, ngày 05 tháng 01 năm 2026
NGHỊ ĐỊNH
BAN HÀNH QUY CHẾ CHỢ DÂN SINH
Căn cứ Luật Thương mại số 36/2005/QH11;
Điều 1. Ban hành Quy chế chợ dân sinh
Ban hành kèm theo Nghị định này Quy chế.
Điều 2. Hiệu lực thi hành
Nghị định này có hiệu lực từ ngày ký.
TM. CHÍNH PHỦ
THỦ TƯỚNG
"""


@pytest.fixture
def law(tmp_path: Path) -> Path:
    path = tmp_path / "cho.txt"
    path.write_text(_LAW, encoding="utf-8")
    return path


def test_what_a_law_prints_of_itself_is_read(law: Path) -> None:
    read = read_printed(law)

    assert (read.kind, read.number, read.date) == ("Nghị định", "12/2026/NĐ-CP", "2026-01-05")
    assert read.last_article == 2


def test_a_subject_agrees_whatever_its_case(law: Path) -> None:
    read = read_printed(law)
    label = replace(read, subject="Ban hành Quy chế chợ dân sinh", issuer="Bộ Công Thương")

    assert [field for field in FIELDS if not agrees(field, read, label)] == ["issuer"]


def test_thirty_documents_are_labelled() -> None:
    labels = read_labels(LABELS)

    assert len({label.file for label in labels}) == 30
    assert all(label.last_article for label in labels)
