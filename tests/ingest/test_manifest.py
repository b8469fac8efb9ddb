"""The manifest: what it says, what silence means, and what a mistake in it says back."""

import unicodedata
from pathlib import Path

import pytest

from corpus.audience import Audience
from ingest.errors import IngestError
from ingest.manifest import (
    Entry,
    Manifest,
    WholeLines,
    WholeSection,
    Words,
    is_published_law,
    load_manifest,
)
from ingest.redact import cuts
from ingest.structure import structure


def manifest(tmp_path: Path, text: str) -> Manifest:
    path = tmp_path / "manifest.yaml"
    path.write_text(text, encoding="utf-8")
    return load_manifest(path)


def test_an_entry_says_who_may_read_what(tmp_path: Path) -> None:
    read = manifest(
        tmp_path,
        "documents:\n"
        "  - file: a.txt\n    title: Báo cáo\n    kind: Báo cáo\n    audience: public\n    date: 2025-07-01\n"
        "    mask: [Trần Thị Hoa]\n"
        "    internal:\n      - lines: [3, 5]\n      - section: III.8.1\n"
        "      - {line: 7, from: 'thu 110', to: 'tầng 6'}\n      - line: 9\n",
    )

    assert read.entry("a.txt", ()) == Entry(
        "a.txt",
        "Báo cáo",
        "Báo cáo",
        date="2025-07-01",
        audience=Audience.PUBLIC,
        internal=(WholeLines(3, 5), WholeSection("III.8.1"), Words(7, "thu 110", "tầng 6"), WholeLines(9, 9)),
        mask=("Trần Thị Hoa",),
    )


def test_a_manifest_means_the_same_in_whatever_code_points_it_is_typed(tmp_path: Path) -> None:
    typed = "documents:\n  - {file: báo cáo.txt, audience: public, mask: [Trần Thị Hoa]}\n"

    read = manifest(tmp_path, unicodedata.normalize("NFD", typed))

    assert read.entries == manifest(tmp_path, typed).entries


def test_a_published_rule_that_is_not_listed_is_public_and_named_by_its_first_lines(tmp_path: Path) -> None:
    lines = (
        "CHÍNH PHỦ",
        "-------",
        "Số: 76/2026/NĐ-CP | Hà Nội, ngày 16 tháng 3 năm 2026",
        "NGHỊ ĐỊNH",
        "Quy định về phường",
        "Căn cứ Luật số 72/2025/QH15;",
    )

    entry = load_manifest(tmp_path / "manifest.yaml").entry("b.txt", lines)

    assert entry == Entry(
        "b.txt",
        "Nghị định số 76/2026/NĐ-CP quy định về phường",
        "Nghị định",
        "Chính phủ",
        number="76/2026/NĐ-CP",
        date="2026-03-16",
        audience=Audience.PUBLIC,
    )


@pytest.mark.parametrize(
    ("said", "number", "issuer"),
    [
        ("{file: b.txt, audience: public}", "76/2026/NĐ-CP", "Chính phủ"),
        ("{file: b.txt, audience: public, number: null}", None, "Chính phủ"),
        ("{file: b.txt, audience: public, issuer: Bộ Y tế}", "76/2026/NĐ-CP", "Bộ Y tế"),
        # What is withheld may be what the lines print.
        ("{file: b.txt, audience: public, internal: [{lines: [2, 2]}]}", None, None),
    ],
)
def test_what_the_manifest_leaves_out_is_what_the_document_prints(
    tmp_path: Path, said: str, number: str | None, issuer: str | None
) -> None:
    lines = ("CHÍNH PHỦ", "Số: 76/2026/NĐ-CP", "NGHỊ ĐỊNH", "Quy định về phường", "Căn cứ Luật số 1;")

    entry = manifest(tmp_path, f"documents: [{said}]").entry("b.txt", lines)

    assert (entry.number, entry.issuer) == (number, issuer)


def test_a_number_that_was_never_filled_in_is_none() -> None:
    entry = Manifest().entry("c.txt", ("Số -BC/ĐU", "", "BÁO CÁO", "", "Sơ kết 01 năm"))

    assert (entry.number, entry.date, entry.title) == (None, None, "Báo cáo sơ kết 01 năm")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("documents: [", "manifest.yaml"),
        ("documents:\n  - title: A\n", "file"),
        ("documents:\n  - {file: a, title: A, audience: everyone}\n", "audience"),
        ("documents:\n  - {file: a, title: A, colour: red}\n", "colour"),
        ("documents:\n  - {file: a, title: A, internal: [{from: x}]}\n", "internal"),
        ("documents:\n  - {file: a.txt, title: A}\n  - {file: a.txt, title: B}\n", "hai lần"),
    ],
)
def test_a_malformed_manifest_says_where_it_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(IngestError, match=said):
        manifest(tmp_path, text)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Words(1, "không có", "ở đây"), "không có"),
        (Words(1, "Câu", "cuối"), "cuối"),
        (WholeLines(1, 9), "dòng 9"),
        (WholeSection("X.9"), "X.9"),
    ],
)
def test_a_span_that_fits_nothing_stops_the_ingest(
    span: WholeLines | WholeSection | Words, said: str
) -> None:
    entry = Entry("a.txt", "A", "", audience=Audience.PUBLIC, internal=(span,))

    for audience in Audience:
        with pytest.raises(IngestError, match=said):
            cuts(structure(("Câu mở đầu.",)), entry, audience)


@pytest.mark.parametrize(
    ("number", "head", "published"),
    [
        ("370/2025/NĐ-CP", "CHÍNH PHỦ", True),
        ("140/2025/QH15", "QUỐC HỘI", True),
        ("41/2025/NQ-HĐND", "HỘI ĐỒNG NHÂN DÂN", True),
        ("370/2025/NĐ-CP", "DỰ THẢO", False),
        ("1808/QĐ-UBND", "ỦY BAN NHÂN DÂN", False),  # a decision on one case
        ("296-QĐ/ĐU", "ĐẢNG CỘNG SẢN VIỆT NAM", False),
        (None, "BÁO CÁO", False),
    ],
)
def test_only_a_published_rule_is_public_unasked(number: str | None, head: str, published: bool) -> None:
    assert is_published_law(number, (head,)) is published
