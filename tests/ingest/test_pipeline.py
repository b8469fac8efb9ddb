"""From files to answers: what is ingested answers, what goes wrong changes nothing."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.audience import Audience
from ingest.errors import IngestError
from ingest.extract.extracted import Extracted, Method, Page
from ingest.extract.limits import Limits
from ingest.pipeline import Progress, Report, default_corpus, ingest, prune
from ingest.readings import Readings
from retrieval.generation import Generations, current_number
from tests.fakes import HashedWords
from tests.files import a_docx, a_zip

ROOT = Path(__file__).parents[2]
EMBEDDER = HashedWords()
REPORT = "BÁO CÁO\n\nI. Kết quả\n\nPhường thu ngân sách {amount} tỷ đồng.\n\nPhường có 12 trường học.\n"
MANIFEST = """
documents:
  - file: bao-cao.txt
    title: Báo cáo năm
    audience: public
"""
# Runs an ingest in a process of its own; `{before}` is where a test interferes.
SCRIPT = """
import os, resource, signal, sys
from pathlib import Path
from ingest.errors import IngestError
from ingest.pipeline import ingest
from tests.fakes import HashedWords
from tests.files import a_docx, a_zip

def told(progress):
    seen.append(progress.stage)
    if {kill!r} in progress.stage:
        os.kill(os.getpid(), signal.SIGKILL)

seen = []
if {limit}:
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    ingest([Path(sys.argv[1])], data=Path(sys.argv[2]), embedder=HashedWords(), on_progress=told)
except IngestError as error:
    print(error)
    sys.exit(3)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "văn bản"
    made.mkdir()
    (made / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    write_report(made, amount=215)
    return made


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def write_report(folder: Path, *, amount: int) -> None:
    (folder / "bao-cao.txt").write_text(REPORT.format(amount=amount), encoding="utf-8")


def read_in(*paths: Path, data: Path) -> Report:
    return ingest(paths, data=data, embedder=EMBEDDER, on_progress=lambda _: None)


def answer(generations: Generations, question: str = "thu ngân sách") -> str:
    return generations.edition(Audience.PUBLIC).search.find(question)[0].passage.text


def run_apart(
    folder: Path, data: Path, *, kill: str = "\0", limit: int = 0
) -> "subprocess.CompletedProcess[str]":
    code = SCRIPT.format(kill=kill, limit=limit)
    command = [sys.executable, "-c", code, str(folder), str(data)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_folder_is_read_and_answers(folder: Path, data: Path) -> None:
    report = read_in(folder, data=data)

    assert (report.generation, report.documents, report.unchanged) == (1, 1, False)
    assert answer(Generations(data, EMBEDDER)) == "Phường thu ngân sách 215 tỷ đồng."


def test_what_has_not_changed_is_not_read_again(folder: Path, data: Path) -> None:
    first = read_in(folder, data=data)

    again = read_in(folder, data=data)

    assert again == Report(first.generation, first.documents, first.passages, unchanged=True)


@pytest.mark.parametrize("change", ["file", "manifest", "model", "damage"])
def test_whatever_changes_is_read_again(folder: Path, data: Path, change: str) -> None:
    read_in(folder, data=data)
    embedder = EMBEDDER
    match change:
        case "file":
            write_report(folder, amount=300)
        case "manifest":
            (folder / "manifest.yaml").write_text(MANIFEST.replace("năm", "quý"), encoding="utf-8")
        case "model":
            embedder = HashedWords("another", 32)
        case "damage":
            (data / "generations" / "000001" / "internal" / "library.sqlite").write_bytes(b"")

    report = ingest([folder], data=data, embedder=embedder, on_progress=lambda _: None)

    assert (report.generation, report.unchanged) == (2, False)
    assert Generations(data, embedder).verify() == ()


def test_a_folder_holds_what_it_is_given_and_nothing_else(folder: Path, data: Path) -> None:
    read_in(folder, data=data)
    (folder / "khác.txt").write_text("Trạm y tế phường mở cửa cả ngày.\n", encoding="utf-8")

    report = read_in(folder / "khác.txt", data=data)

    assert report.documents == 1
    documents = Generations(data, EMBEDDER).edition(Audience.INTERNAL).library.documents()
    assert [document.file for document in documents] == ["khác.txt"]


def test_a_file_nobody_labelled_is_internal(folder: Path, data: Path) -> None:
    (folder / "khác.txt").write_text("Trạm y tế phường mở cửa cả ngày.\n", encoding="utf-8")

    read_in(folder, data=data)

    generations = Generations(data, EMBEDDER)
    assert generations.edition(Audience.PUBLIC).library.document_by_file("khác.txt") is None
    assert generations.edition(Audience.INTERNAL).library.document_by_file("khác.txt") is not None
    content = [
        path.read_bytes() for path in (data / "generations/000001/public").rglob("*") if path.is_file()
    ]
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert not any("Trạm y tế".encode(encoding) in held for held in content)


def test_what_a_manifest_withholds_stands_in_no_public_file(folder: Path, data: Path) -> None:
    withheld = MANIFEST + "    internal:\n      - {line: 7, from: 'có 12', to: 'học'}\n"
    (folder / "manifest.yaml").write_text(withheld, encoding="utf-8")

    read_in(folder, data=data)

    content = [
        path.read_bytes() for path in (data / "generations/000001/public").rglob("*") if path.is_file()
    ]
    assert not any("12 trường".encode() in held for held in content)
    assert "12 trường" in "".join(
        passage.text
        for passage in Generations(data, EMBEDDER).edition(Audience.INTERNAL).library.all_passages()
    )


def test_reading_twice_gives_the_same_library(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        read_in(folder, data=tmp_path / name)

    for audience in Audience:
        one, other = (
            (tmp_path / name / "generations" / "000001" / audience / "library.sqlite").read_bytes()
            for name in "ab"
        )
        assert one == other


def test_progress_is_told_in_order_in_words(folder: Path, data: Path) -> None:
    told: list[Progress] = []

    ingest([folder], data=data, embedder=EMBEDDER, on_progress=told.append)

    stages = list(dict.fromkeys(progress.stage for progress in told))
    assert stages[0] == "Đang đọc bao-cao.txt"
    assert stages[-1] == "Đang kiểm tra và đưa vào dùng"
    assert all(0 <= progress.done <= progress.total for progress in told)


BAD = [b"", b"\x00\x01\x02", "xin chào".encode("utf-16-le")[:-1], b"\xff\xfe\xff"]


@pytest.mark.parametrize("content", BAD)
def test_a_bad_file_is_set_aside_and_the_others_go_on(folder: Path, data: Path, content: bytes) -> None:
    (folder / "khác.txt").write_bytes(content)

    report = read_in(folder, data=data)

    assert [(each.file, "khác.txt" in each.aside) for each in report.intake.aside] == [("khác.txt", True)]
    assert answer(Generations(data, EMBEDDER)) == "Phường thu ngân sách 215 tỷ đồng."
    assert read_in(folder, data=data).intake.aside == report.intake.aside


@pytest.mark.parametrize("content", BAD)
def test_nothing_changes_when_nothing_can_be_read(folder: Path, data: Path, content: bytes) -> None:
    read_in(folder, data=data)
    (folder / "bao-cao.txt").write_bytes(content)

    with pytest.raises(IngestError, match=r"bao-cao\.txt"):
        read_in(folder, data=data)

    assert current_number(data) == 1
    assert answer(Generations(data, EMBEDDER)) == "Phường thu ngân sách 215 tỷ đồng."
    assert [path.name for path in (data / "generations").iterdir()] == ["000001"]


def test_a_file_below_the_folder_is_named_by_its_way_there(folder: Path, data: Path) -> None:
    (folder / "2025").mkdir()
    (folder / "2025" / "y-te.txt").write_text("Trạm y tế phường mở cửa cả ngày.\n", encoding="utf-8")
    (folder / ".ẩn.txt").write_text("Không ai đọc.\n", encoding="utf-8")

    read_in(folder, data=data)

    documents = Generations(data, EMBEDDER).edition(Audience.INTERNAL).library.documents()
    assert [document.file for document in documents] == ["bao-cao.txt", "2025/y-te.txt"]


def test_the_same_content_under_two_names_is_held_once(folder: Path, data: Path) -> None:
    shutil.copy(folder / "bao-cao.txt", folder / "bản sao.txt")

    report = read_in(folder, data=data)

    assert report.documents == 1
    assert [(each.file, each.copy_of) for each in report.intake.copies] == [("bản sao.txt", "bao-cao.txt")]


def files_held(data: Path) -> list[str]:
    documents = Generations(data, EMBEDDER).edition(Audience.INTERNAL).library.documents()
    return sorted(document.file for document in documents)


def test_what_was_read_of_a_file_that_has_gone_stays_until_it_is_pruned(folder: Path, data: Path) -> None:
    (folder / "y-te.txt").write_text("Trạm y tế phường mở cửa cả ngày.\n", encoding="utf-8")
    read_in(folder, data=data)
    (folder / "y-te.txt").unlink()

    kept = read_in(folder, data=data)
    again = read_in(folder, data=data)
    held = files_held(data)
    dropped = prune((folder,), data=data, embedder=EMBEDDER, on_progress=lambda _: None)

    assert [each.file for each in kept.intake.gone] == ["y-te.txt"]
    assert again.unchanged
    assert held == ["bao-cao.txt", "y-te.txt"]
    assert dropped.documents == 1
    assert files_held(data) == ["bao-cao.txt"]
    assert len(list((data / "readings").iterdir())) == 1


def test_what_a_manifest_withholds_is_public_no_longer_though_its_file_has_gone(
    folder: Path, data: Path
) -> None:
    (folder / "y-te.txt").write_text("Trạm y tế phường mở cửa cả ngày.\n", encoding="utf-8")
    read_in(folder, data=data)
    (folder / "bao-cao.txt").unlink()
    read_in(folder, data=data)
    internal = MANIFEST.replace("audience: public", "audience: internal")
    (folder / "manifest.yaml").write_text(internal, encoding="utf-8")

    read_in(folder, data=data)

    generations = Generations(data, EMBEDDER)
    held = {each: generations.edition(each).library.documents() for each in Audience}
    assert held[Audience.PUBLIC] == ()
    assert sorted(document.file for document in held[Audience.INTERNAL]) == ["bao-cao.txt", "y-te.txt"]


def test_a_file_that_is_renamed_is_not_held_twice(folder: Path, data: Path) -> None:
    read_in(folder, data=data)
    (folder / "bao-cao.txt").rename(folder / "báo cáo năm.txt")

    assert read_in(folder, data=data).intake.gone == ()
    assert files_held(data) == ["báo cáo năm.txt"]


def test_the_files_of_an_archive_are_documents_of_their_own(folder: Path, data: Path, tmp_path: Path) -> None:
    inside = a_docx(tmp_path / "a.docx", "Trạm y tế phường mở cửa cả ngày.").read_bytes()
    zipped = a_zip(tmp_path / "d.zip", {"x.txt": "x"}).read_bytes()
    parts = {"hồ sơ/a.docx": inside, "b.txt": "Chợ mở cửa buổi sáng.", "__MACOSX/c.txt": "x", "d.zip": zipped}
    a_zip(folder / "gói.zip", parts)

    first = read_in(folder, data=data)
    again = read_in(folder, data=data)

    assert files_held(data) == ["bao-cao.txt", "gói.zip/b.txt", "gói.zip/hồ sơ/a.docx"]
    assert [each.file for each in first.intake.aside] == ["gói.zip/d.zip"]
    assert again.unchanged


def test_a_file_that_has_been_read_is_not_opened_again(folder: Path, data: Path) -> None:
    a_docx(folder / "a.docx", "Trạm y tế phường mở cửa cả ngày.")
    read_in(folder, data=data)
    (reading,) = (data / "readings").glob("*.docx.json.gz")
    written = reading.stat().st_mtime_ns
    write_report(folder, amount=300)

    read_in(folder, data=data)

    assert reading.stat().st_mtime_ns == written
    assert files_held(data) == ["a.docx", "bao-cao.txt"]


def test_copies_of_a_file_are_kept_at_the_same_time(data: Path) -> None:
    readings = Readings(data / "readings", Limits())
    found = Extracted((Page((REPORT,) * 200, Method.TEXT),))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: readings.put("0" * 64, found, file="a.txt"), range(200)))

    assert readings.get("0" * 64, file="a.txt") == found


def test_nothing_is_kept_of_a_secret(folder: Path, data: Path) -> None:
    (folder / "khác.txt").write_text(f"TUYỆT MẬT\n\n{REPORT}", encoding="utf-8")

    report = read_in(folder, data=data)

    assert "độ mật" in report.intake.aside[0].aside
    assert len(list((data / "readings").iterdir())) == 1


def test_a_file_that_a_manifest_names_and_that_is_not_there_is_told(folder: Path, data: Path) -> None:
    (folder / "bao-cao.txt").rename(folder / "báo cáo.txt")

    report = read_in(folder, data=data)

    assert report.missing == ("bao-cao.txt",)
    assert Generations(data, EMBEDDER).edition(Audience.PUBLIC).library.document_count == 0


def test_paths_that_cannot_be_read_are_named(folder: Path, data: Path, tmp_path: Path) -> None:
    (folder / "ảnh.png").write_bytes(b"\x89PNG")
    (tmp_path / "trống").mkdir()
    shutil.copy(folder / "bao-cao.txt", tmp_path / "bao-cao.txt")

    for paths, told in (
        ([tmp_path / "không-có.txt"], "Không tìm thấy"),
        ([folder / "ảnh.png"], "ảnh.png"),
        ([tmp_path / "trống"], "không có tệp nào"),
        ([folder, tmp_path / "bao-cao.txt"], "hai tệp cùng tên"),
    ):
        with pytest.raises(IngestError, match=told):
            read_in(*paths, data=data)

    assert current_number(data) is None


def test_the_same_file_given_twice_is_read_once(folder: Path, data: Path) -> None:
    assert read_in(folder, folder / "bao-cao.txt", data=data).documents == 1


def test_no_question_fails_while_documents_are_read(folder: Path, data: Path) -> None:
    read_in(folder, data=data)
    generations = Generations(data, EMBEDDER)

    with asking(generations) as answers:
        for n in range(4):
            write_report(folder, amount=300 + n)
            read_in(folder, data=data)

    assert len(answers) > 20
    assert {text for _, text in answers} <= {
        f"Phường thu ngân sách {n} tỷ đồng." for n in (215, *range(300, 304))
    }
    assert all(
        text == f"Phường thu ngân sách {[215, 300, 301, 302, 303][n - 1]} tỷ đồng." for n, text in answers
    )
    assert answer(generations) == "Phường thu ngân sách 303 tỷ đồng."


@contextmanager
def asking(generations: Generations) -> Iterator[list[tuple[int, str]]]:
    """Asks without a pause in two threads; the number of the generation asked, and the best passage."""
    answers: list[tuple[int, str]] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            generation = generations.current()
            hit = generation.public.search.find("thu ngân sách")[0]
            answers.append((generation.number, hit.passage.text))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()


@pytest.mark.parametrize("stage", ["Đang đọc", "bản công khai", "bản nội bộ", "đưa vào dùng"])
def test_a_killed_ingest_leaves_the_last_one_answering(folder: Path, data: Path, stage: str) -> None:
    read_in(folder, data=data)
    write_report(folder, amount=300)

    killed = run_apart(folder, data, kill=stage)

    assert killed.returncode == -9, killed.stderr
    assert answer(Generations(data, EMBEDDER)) == "Phường thu ngân sách 215 tỷ đồng."
    assert read_in(folder, data=data).generation == 2
    assert answer(Generations(data, EMBEDDER)) == "Phường thu ngân sách 300 tỷ đồng."
    assert sorted(path.name for path in (data / "generations").iterdir()) == ["000001", "000002"]


def test_one_killed_before_it_was_taken_into_use_is_passed_over(folder: Path, data: Path) -> None:
    read_in(folder, data=data)
    shutil.copytree(data / "generations" / "000001", data / "generations" / "000002")
    write_report(folder, amount=300)

    assert Generations(data, EMBEDDER).current().number == 1
    assert read_in(folder, data=data).generation == 3


# The library is written first, then words, then vectors: each is stopped by a limit of its own.
@pytest.mark.parametrize("limit", [1_000, 20_000, 60_000, 200_000])
def test_a_disk_that_takes_no_more_leaves_the_last_one_answering(
    folder: Path, data: Path, limit: int
) -> None:
    read_in(folder, data=data)
    lines = "".join(f"Năm {n} phường thu ngân sách {n * 7} tỷ đồng.\n\n" for n in range(1, 200))
    (folder / "bao-cao.txt").write_text(lines, encoding="utf-8")

    stopped = run_apart(folder, data, limit=limit)

    assert stopped.returncode == 3, stopped.stderr
    assert "Không ghi được" in stopped.stdout
    assert answer(Generations(data, EMBEDDER)) == "Phường thu ngân sách 215 tỷ đồng."
    assert sorted(path.name for path in (data / "generations").iterdir()) == ["000001"]


def test_the_documents_that_come_with_the_program_are_read(data: Path) -> None:
    report = read_in(default_corpus(), data=data)

    assert report.documents == 2
    assert report.passages > 300
    public = Generations(data, EMBEDDER).edition(Audience.PUBLIC).library
    assert 0 < public.passage_count < report.passages
    assert public.entry_count > 0
