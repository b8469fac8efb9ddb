"""`hoiphuong doctor wall`: finds what nobody outside may read, wherever a file holds it."""

import gzip
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from bot.checkup import Finding
from bot.errors import UsageError
from bot.feedback import Feedback
from bot.meeting import Meetings
from bot.state import STATE
from bot.wall_scan import scan_wall
from corpus.audience import Audience
from settings import Settings
from tests.bot.chatting import Parrot
from tests.conftest import take_into

NAMED = "Trịnh Hoài Mẫu Đơn"
BY_RULE = "Lục Thị Mẫu"
TELEPHONE = "0912 345 678"
INTERNAL = "đã họp kín về phương án sắp xếp lại ba chi bộ tại khu tập thể ven sông"
PUBLIC = f"""BÁO CÁO

I. TÌNH HÌNH CHUNG

Phường có 108 tổ dân phố và 26 trường công lập. Người phụ trách văn nghệ là {NAMED}.

II. CÔNG TÁC CÁN BỘ

Ban Thường vụ {INTERNAL} trong tháng Ba vừa qua.

III. TIẾP DÂN

Đã giải quyết đơn khiếu nại của bà {BY_RULE}, điện thoại {TELEPHONE}, về lối đi chung.
"""
MANIFEST = f"""documents:
  - file: bao-cao.txt
    title: Báo cáo
    kind: Báo cáo
    issuer: Đảng ủy phường
    number: null
    date: null
    audience: public
    mask: ["{NAMED}"]
    internal:
      - section: II
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("held")
    (folder / "bao-cao.txt").write_text(PUBLIC, encoding="utf-8")
    (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    take_into(folder / "data", folder)
    return folder / "data"


@pytest.fixture
def data(held: Path, tmp_path: Path) -> Path:
    return copytree(held, tmp_path / "data")


def scanned(data: Path, *more: Path) -> list[Finding]:
    return list(scan_wall(Settings(_env_file=None, data=data), more))


def bad(data: Path, *more: Path) -> str:
    return "\n".join(finding.text for finding in scanned(data, *more) if not finding.is_well)


def test_what_an_ingest_makes_holds_nothing_it_may_not(data: Path) -> None:
    assert bad(data) == ""


def test_it_never_repeats_what_it_looks_for(data: Path) -> None:
    (data / "note.txt").write_text(f"{NAMED} {BY_RULE} {TELEPHONE} {INTERNAL}", encoding="utf-8")

    told = bad(data)

    assert told.count("LỘ") >= 4
    assert not any(secret in told for secret in (NAMED, BY_RULE, TELEPHONE, INTERNAL))


def a_text(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8")


def packed(path: Path, words: str) -> None:
    path.write_bytes(gzip.compress(words.encode()))


def an_archive(path: Path, words: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", words)


@pytest.mark.parametrize("write", [a_text, packed, an_archive])
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (f"… {INTERNAL} …", "dòng 9 của bao-cao.txt"),
        ("da hop kin ve phuong an SAP XEP lai ba chi bo", "dòng 9 của bao-cao.txt"),
        (f"hỏi: {NAMED.lower()} là ai", "danh sách che (mask) trong manifest.yaml"),
        (f"bà {BY_RULE}", "dòng 13 của bao-cao.txt"),
        ("gọi 0912.345.678", "dòng 13 của bao-cao.txt"),
    ],
)
def test_a_log_or_a_backup_that_holds_it_is_told(
    data: Path, tmp_path: Path, write: Callable[[Path, str], None], words: str, found: str
) -> None:
    file = tmp_path / "nhat-ky"
    write(file, words)

    told = bad(data, file)

    assert str(file) in told
    assert found in told


@pytest.mark.parametrize(
    "words", ["đã họp kín về phương án khác", "ông Mẫu Đơn", "0912 345 679", "108 tổ dân phố và 26 trường"]
)
def test_other_words_are_no_leak(data: Path, tmp_path: Path, words: str) -> None:
    file = tmp_path / "nhat-ky.log"
    file.write_text(words, encoding="utf-8")

    assert bad(data, file) == ""


def test_a_public_index_that_holds_it_is_told(data: Path) -> None:
    with closing(sqlite3.connect(data / "generations" / "000001" / "public" / "library.sqlite")) as library:
        library.execute("UPDATE documents SET lines = replace(lines, '[…]', ?)", (INTERNAL,))
        library.commit()

    told = bad(data)

    assert "public/library.sqlite, phần documents" in told
    assert "nạp lại" in told


def test_a_manifest_that_withholds_more_than_was_ingested_is_told(held: Path, data: Path) -> None:
    manifest = held.parent / "manifest.yaml"
    manifest.write_text(MANIFEST + "      - section: I\n", encoding="utf-8")

    told = bad(data)
    manifest.write_text(MANIFEST, encoding="utf-8")

    assert "dòng 5 của bao-cao.txt" in told


def test_an_older_generation_that_still_shows_it_is_told(data: Path) -> None:
    (data / "generations" / "000000" / "public").mkdir(parents=True)
    (data / "generations" / "000000" / "public" / "library.sqlite").write_text(INTERNAL, encoding="utf-8")

    assert "Bản cũ" in bad(data)


def test_what_a_citizen_typed_is_told_and_what_an_official_typed_is_not(data: Path) -> None:
    feedback = Feedback(data)
    feedback.asked(f"Vì sao {INTERNAL}?", status="unanswerable_no_evidence", audience=Audience.INTERNAL)
    before = bad(data)

    feedback.asked(f"Vì sao {INTERNAL}?", status="unanswerable_no_evidence", audience=Audience.PUBLIC)

    assert before == ""
    assert f"{STATE}, phần unanswered" in bad(data)


def test_a_row_under_an_internal_meeting_may_hold_internal_words_but_no_masked_name(data: Path) -> None:
    Meetings(data, ask=Parrot().ask)
    with closing(sqlite3.connect(data / STATE)) as state:
        state.execute(
            "INSERT INTO meeting (code, title, cell, day, audience, opened_by, opened)"
            " VALUES ('abc', 'Họp', '', '2026-03-01', 'internal', 'an', 1)"
        )
        for words in (INTERNAL, f"Ai là {NAMED}?"):
            state.execute(
                "INSERT INTO meeting_item (meeting, origin, member, question, asked)"
                " VALUES (1, '', '', ?, 1)",
                (words,),
            )
        state.commit()

    told = bad(data)

    assert told.count("LỘ") == 1
    assert "phần meeting_item" in told


def test_a_file_whose_reading_has_gone_is_told(data: Path) -> None:
    rmtree(data / "readings")

    assert "bao-cao.txt: tệp gốc không còn" in bad(data)


def test_a_folder_that_everybody_on_the_machine_can_read_is_told(data: Path) -> None:
    data.chmod(0o755)

    assert "chmod 700" in bad(data)


def test_an_empty_data_folder_and_a_path_that_is_not_there_are_told(data: Path, tmp_path: Path) -> None:
    assert "chưa nạp" in bad(tmp_path)
    with pytest.raises(UsageError, match="khong-co"):
        scanned(data, tmp_path / "khong-co")
