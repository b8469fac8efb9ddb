"""Uploads: a file becomes part of what is held, or everything stays as it was and the reason is told."""

from pathlib import Path

import pytest

from bot.audit import AuditTrail
from bot.errors import FormError
from bot.uploads import FOLDER, LARGEST, Upload, Uploads, file_name
from corpus.audience import Audience
from retrieval.embedding import open_embedding
from retrieval.generation import Generations, current_number
from tests.conftest import take_into

REPORT = "BÁO CÁO\n\nPhường có 108 tổ dân phố.\n"
NOTICE = "THÔNG BÁO\n\nNhà văn hóa mở cửa lúc 7 giờ 30 phút hằng ngày.\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "bao-cao.txt").write_text(REPORT, encoding="utf-8")
    take_into(tmp_path / "data", tmp_path / "files")
    return tmp_path / "data"


@pytest.fixture
def uploads(data: Path) -> Uploads:
    return Uploads(data, take_in=lambda paths, file: take_into(data, *paths, must_hold=file))


def sent(
    uploads: Uploads, content: str = NOTICE, name: str = "thong-bao.txt", audience: Audience = Audience.PUBLIC
) -> None:
    uploads.add(Upload(name, content.encode(), audience, "Thông báo giờ mở cửa"), by="lan")
    uploads.wait()


def held(data: Path, audience: Audience) -> set[str]:
    library = Generations(data, open_embedding("")).edition(audience).library
    return {document.file for document in library.documents()}


def test_an_upload_is_held_beside_what_was_there(uploads: Uploads, data: Path) -> None:
    sent(uploads)

    assert uploads.last is not None
    assert uploads.last.report is not None
    assert held(data, Audience.INTERNAL) == {"bao-cao.txt", "thong-bao.txt"}
    assert held(data, Audience.PUBLIC) == {"thong-bao.txt"}


def test_an_internal_upload_is_not_for_the_public(uploads: Uploads, data: Path) -> None:
    sent(uploads, audience=Audience.INTERNAL)

    assert "thong-bao.txt" in held(data, Audience.INTERNAL)
    assert held(data, Audience.PUBLIC) == set()


def test_the_same_name_replaces_what_was_uploaded_before(uploads: Uploads, data: Path) -> None:
    sent(uploads)
    sent(uploads, content=NOTICE.replace("7 giờ 30", "8 giờ"))

    library = Generations(data, open_embedding("")).edition(Audience.PUBLIC).library
    document = library.document_by_file("thong-bao.txt")
    assert document is not None
    assert any("8 giờ" in line for line in document.lines)


def test_what_cannot_be_read_leaves_all_as_it_was(uploads: Uploads, data: Path) -> None:
    sent(uploads)
    before = held(data, Audience.INTERNAL)

    sent(uploads, content="\x00\x01\x02" * 500, name="khac.txt")

    assert uploads.last is not None
    assert uploads.last.refused
    assert held(data, Audience.INTERNAL) == before
    assert sorted(path.name for path in (data / FOLDER).iterdir()) == ["manifest.yaml", "thong-bao.txt"]
    assert [act.action for act in AuditTrail(data).latest(2)] == ["document_refused", "document_added"]


def test_what_an_unreadable_upload_would_replace_goes_on_answering(uploads: Uploads, data: Path) -> None:
    sent(uploads)
    before = current_number(data)

    sent(uploads, content="\x00\x01\x02" * 500)

    assert uploads.last is not None
    assert uploads.last.refused
    assert current_number(data) == before
    assert "thong-bao.txt" in held(data, Audience.PUBLIC)
    assert (data / FOLDER / "thong-bao.txt").read_text(encoding="utf-8") == NOTICE


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (Upload("thong-bao.txt", b"", Audience.PUBLIC, ""), "upload_empty"),
        (Upload("thong-bao.txt", b"a" * (LARGEST + 1), Audience.PUBLIC, ""), "upload_large"),
        (Upload("thong-bao.exe", b"a", Audience.PUBLIC, ""), "upload_kind"),
        (Upload("bao-cao.txt", b"a", Audience.PUBLIC, ""), "upload_taken"),
    ],
)
def test_what_cannot_be_taken_is_told_at_once(uploads: Uploads, upload: Upload, code: str) -> None:
    with pytest.raises(FormError) as refused:
        uploads.add(upload, by="lan")

    assert refused.value.code == code
    assert uploads.last is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Thông báo.TXT", "Thông báo.txt"),
        ("../../etc/thong-bao.txt", "thong-bao.txt"),
        ("C:\\Users\\lan\\thong-bao.txt", "thong-bao.txt"),
        ("..hidden.txt", "hidden.txt"),
        ("a\x00b;c|d.txt", "abcd.txt"),
        ("a" * 300 + ".txt", "a" * 120 + ".txt"),
    ],
)
def test_a_file_keeps_its_name_and_no_path(given: str, kept: str) -> None:
    assert file_name(given) == kept


@pytest.mark.parametrize("given", ["", ".txt", "manifest.yaml", "thong-bao", "../.txt", "\ud800"])
def test_a_name_that_will_not_do_is_refused(given: str) -> None:
    with pytest.raises(FormError):
        file_name(given)
