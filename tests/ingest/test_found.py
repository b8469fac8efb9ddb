"""What was found of a file stands in the manifest: corrected by a person, it stays corrected."""

from pathlib import Path

import pytest

from bot.intake import take_in
from corpus.audience import Audience
from corpus.document import Document
from ingest.manifest import load_manifest
from ingest.sources import MANIFEST
from retrieval.embedding import open_embedding
from retrieval.generation import Generations
from settings import Settings

NOTICE = """ỦY BAN NHÂN DÂN
PHƯỜNG BẠCH MAI
Số: 7/TB-UBND
Hà Nội, ngày 02 tháng 3 năm 2026
THÔNG BÁO
Về lịch mở cửa của nhà văn hóa phường
1. Nhà văn hóa mở cửa từ 8 giờ đến 17 giờ."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "lich.txt").write_text(NOTICE, encoding="utf-8")
    return made


def taken(folder: Path) -> Document:
    """The notice as it is held after another ingest of the folder."""
    settings = Settings(_env_file=None, data=folder.parent / "data")
    take_in([folder], settings)
    library = Generations(settings.data, open_embedding("")).edition(Audience.INTERNAL).library
    found = library.document_by_file("lich.txt")
    assert found is not None
    return found


def test_what_was_found_is_noted_and_says_nothing_by_itself(folder: Path) -> None:
    found = taken(folder)

    text = (folder / MANIFEST).read_text(encoding="utf-8")
    assert "number: 7/TB-UBND" in text
    assert "audience: internal" in text
    assert load_manifest(folder / MANIFEST).entries == ()
    assert taken(folder) == found


def test_what_a_person_corrects_is_kept_on_the_next_ingest(folder: Path) -> None:
    taken(folder)
    path = folder / MANIFEST
    corrected = path.read_text(encoding="utf-8").replace(
        "audience: internal", "audience: public  # đã công bố"
    )
    path.write_text(corrected, encoding="utf-8")

    assert taken(folder).audience is Audience.PUBLIC
    assert path.read_text(encoding="utf-8").count("đã công bố") == 1


def test_an_untouched_note_follows_its_file(folder: Path) -> None:
    taken(folder)
    (folder / "lich.txt").write_text(NOTICE.replace("7/TB", "8/TB"), encoding="utf-8")

    assert taken(folder).number == "8/TB-UBND"
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    assert "8/TB-UBND" in text
    assert "7/TB-UBND" not in text


@pytest.mark.parametrize("indent", ["", "  "])
def test_a_persons_own_entries_stay_letter_by_letter(folder: Path, indent: str) -> None:
    (folder / "khac.txt").write_text(
        "Nhà văn hóa phường có một phòng đọc và một hội trường lớn.", encoding="utf-8"
    )
    own = f"# Của phòng văn hóa\ndocuments:\n{indent}- file: khac.txt  # giữ\n{indent}  title: Nhà văn hóa\n"
    (folder / MANIFEST).write_text(own, encoding="utf-8")

    taken(folder)

    text = (folder / MANIFEST).read_text(encoding="utf-8")
    assert text.startswith(own)
    assert "7/TB-UBND" in text
    assert [entry.file for entry in load_manifest(folder / MANIFEST).entries] == ["khac.txt"]


@pytest.mark.parametrize("own", ["documents: []\n", "{documents: [{file: lich.txt, title: Lịch}]}\n"])
def test_a_manifest_of_another_form_stays_as_it_is(folder: Path, own: str) -> None:
    (folder / MANIFEST).write_text(own, encoding="utf-8")

    taken(folder)

    assert (folder / MANIFEST).read_text(encoding="utf-8") == own


def test_a_folder_that_is_only_to_be_read_gets_no_manifest(folder: Path) -> None:
    folder.chmod(0o555)

    taken(folder)

    assert not (folder / MANIFEST).exists()
