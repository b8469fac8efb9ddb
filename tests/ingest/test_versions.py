"""Versions of one document: the newest answers, the older stay readable and say so."""

import os
from pathlib import Path

import pytest

from corpus.audience import Audience
from ingest.pipeline import Report, ingest
from retrieval.edition import Edition
from retrieval.embedding import open_embedding
from retrieval.generation import Generations

HEAD = """ỦY BAN NHÂN DÂN
PHƯỜNG BẠCH MAI
Số: {number}
Hà Nội, ngày {day} tháng 3 năm 2026
QUYẾT ĐỊNH
Về việc ban hành nội quy phòng đọc của nhà văn hóa phường"""
BODY = """Điều 1. Phòng đọc mở cửa từ {opens} giờ đến 17 giờ các ngày trong tuần.
Điều 2. Mỗi bạn đọc được mượn tối đa ba quyển sách trong hai tuần.
Điều 3. Quyết định này có hiệu lực kể từ ngày ký."""


def a_decision(folder: Path, file: str, *, opens: int, day: str = "05", number: str = "15/QĐ-UBND") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / file
    text = f"{HEAD.format(number=number, day=day)}\n{BODY.format(opens=opens)}\n"
    path.write_text(text, encoding="utf-8")
    return path


def aged(path: Path, *, seconds: int) -> None:
    told = path.stat().st_mtime - seconds
    os.utime(path, (told, told))


def taken(folder: Path, data: Path) -> Report:
    return ingest([folder], data=data, embedder=open_embedding(""), on_progress=lambda _: None)


def internal(data: Path) -> Edition:
    return Generations(data, open_embedding("")).edition(Audience.INTERNAL)


def newer(data: Path) -> dict[str, str]:
    return {each.file: each.superseded_by for each in internal(data).library.documents()}


def test_the_version_written_last_answers_and_the_older_one_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    aged(a_decision(folder, "noi-quy.txt", opens=8), seconds=90)
    a_decision(folder, "ban-sua.txt", opens=9)

    report = taken(folder, tmp_path / "data")

    edition = internal(tmp_path / "data")
    assert newer(tmp_path / "data") == {"noi-quy.txt": "ban-sua.txt", "ban-sua.txt": ""}
    assert [each.file for each in report.intake.superseded] == ["noi-quy.txt"]
    found = {hit.passage.document for hit in edition.search.find("phòng đọc mở cửa mấy giờ")}
    old = edition.library.document_by_file("noi-quy.txt")
    assert old is not None
    assert "8 giờ" in "\n".join(old.lines)
    assert old.id not in found
    assert {mention.file for entry in edition.library.entries() for mention in entry.mentions} <= {
        "ban-sua.txt"
    }
    assert edition.search.find("phòng đọc mở cửa mấy giờ", document=old.id)


def test_a_manifest_says_which_one_replaces_the_other(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    aged(a_decision(folder, "a.txt", opens=8), seconds=90)
    a_decision(folder, "b.txt", opens=9)
    listed = "documents:\n  - file: a.txt\n    replaces: [b.txt]\n"
    (folder / "manifest.yaml").write_text(listed, encoding="utf-8")

    taken(folder, tmp_path / "data")

    assert newer(tmp_path / "data") == {"a.txt": "", "b.txt": "a.txt"}


@pytest.mark.parametrize(
    "other",
    [
        {"number": "16/QĐ-UBND"},
        {"day": "06"},  # last week's number 15 of another count
    ],
)
def test_documents_that_only_read_alike_are_no_versions(tmp_path: Path, other: dict[str, str]) -> None:
    folder = tmp_path / "in"
    a_decision(folder, "a.txt", opens=8)
    a_decision(folder, "b.txt", opens=9, **other)  # type: ignore[arg-type]

    taken(folder, tmp_path / "data")

    assert set(newer(tmp_path / "data").values()) == {""}


def test_an_annex_under_the_same_number_is_no_version(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    path = a_decision(folder, "a.txt", opens=8)
    head = path.read_text(encoding="utf-8").partition("Điều 1")[0]
    rows = "\n".join(f"{n}. Kệ sách thứ {n} chứa các sách của ngành số {n * 7}." for n in range(1, 12))
    (folder / "b.txt").write_text(f"{head}{rows}\n", encoding="utf-8")

    taken(folder, tmp_path / "data")

    assert set(newer(tmp_path / "data").values()) == {""}
