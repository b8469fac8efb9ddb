"""Generations: taken into use whole or not at all, whatever stops the writing."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.audience import Audience
from corpus.document import Document, Piece
from corpus.library import Library
from corpus.passage import Passage
from ingest.errors import IngestError
from ingest.generation import writing
from retrieval.generation import Generations, NoGenerationError, current_number, generation_numbers
from tests.builders import a_document, a_passage, passages_of
from tests.fakes import HashedWords

EMBEDDER = HashedWords()
SECRET = "mật khẩu két sắt của phòng lưu trữ là bảy bảy bảy không nói cho ai biết"


def write(data: Path, public: Sequence[Document], internal: Sequence[Document] | None = None) -> int:
    """Takes the documents into use: a passage a line. Without `internal`, both editions are alike."""
    whole = public if internal is None else internal
    return take_into_use(
        data,
        public=[(document, passages_of(document)) for document in public],
        internal=[(document, passages_of(document)) for document in whole],
    )


def take_into_use(data: Path, **editions: Sequence[tuple[Document, Sequence[Passage]]]) -> int:
    with writing(data, EMBEDDER) as writer:
        for side, documents in editions.items():
            for document, passages in documents:
                writer.add(Audience(side), document, passages)
        counts = {
            audience: writer.index(audience, on_passage=lambda _done, _total: None) for audience in Audience
        }
        return writer.commit(fingerprint="", counts=counts, sources=("bao-cao.txt",))


def lines_of(generations: Generations, audience: Audience = Audience.PUBLIC) -> list[str]:
    return [passage.text for passage in generations.edition(audience).library.all_passages()]


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_an_empty_data_folder_has_no_generation(tmp_path: Path) -> None:
    with pytest.raises(NoGenerationError):
        Generations(tmp_path, EMBEDDER).current()


def test_what_was_written_answers(tmp_path: Path) -> None:
    number = write(tmp_path, [a_document("thu ngân sách", "chi y tế")])

    generations = Generations(tmp_path, EMBEDDER)

    assert generations.current().number == number == 1
    assert generations.edition(Audience.PUBLIC).search.find("y tế")[0].passage.text == "chi y tế"
    assert generations.verify() == ()


def test_the_next_generation_takes_over_and_the_old_one_finishes_its_questions(tmp_path: Path) -> None:
    write(tmp_path, [a_document("năm ngoái")])
    generations = Generations(tmp_path, EMBEDDER)
    old = generations.current()

    write(tmp_path, [a_document("năm nay")])

    assert generations.current().number == 2
    assert lines_of(generations) == ["năm nay"]
    assert [passage.text for passage in old.public.library.all_passages()] == ["năm ngoái"]


def test_an_unchanged_generation_is_not_opened_twice(tmp_path: Path) -> None:
    write(tmp_path, [a_document("một")])
    generations = Generations(tmp_path, EMBEDDER)

    assert generations.current() is generations.current()
    assert generations.edition(Audience.PUBLIC) is generations.edition(Audience.PUBLIC)


def test_three_are_kept_and_one_still_held_answers_on(tmp_path: Path) -> None:
    write(tmp_path, [a_document("lần 0")])
    held = Generations(tmp_path, EMBEDDER).edition(Audience.PUBLIC)

    for n in range(1, 5):
        write(tmp_path, [a_document(f"lần {n}")])

    assert generation_numbers(tmp_path) == (5, 4, 3)
    assert held.search.find("lần 0")[0].passage.text == "lần 0"


def test_the_internal_edition_is_not_touched_by_a_public_question(tmp_path: Path) -> None:
    write(tmp_path, [a_document("công khai")])
    shutil.rmtree(tmp_path / "generations" / "000001" / "internal")

    generations = Generations(tmp_path, EMBEDDER)

    assert lines_of(generations) == ["công khai"]
    with pytest.raises(NoGenerationError):
        generations.edition(Audience.INTERNAL)


def test_nothing_internal_stands_in_any_public_file(tmp_path: Path) -> None:
    public = a_document("Két sắt […] đặt ở tầng 2", "", "lời kết")
    internal = a_document(f"Két sắt {SECRET} đặt ở tầng 2", f"{SECRET} nữa", "lời kết")

    write(tmp_path, [public], [internal, a_document(SECRET, id="mật")])

    content = {path: path.read_bytes() for path in files_of(tmp_path / "generations" / "000001" / "public")}
    for marker in ("mật khẩu", "két sắt của", "bảy bảy"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert not [path.name for path, held in content.items() if marker.encode(encoding) in held]
    assert SECRET in lines_of(Generations(tmp_path, EMBEDDER), Audience.INTERNAL)


@pytest.mark.parametrize(
    "leak",
    [
        a_passage(SECRET, order=2),
        a_passage("lời dẫn", order=2, search_text=f"lời dẫn {SECRET}"),
        a_passage("lời dẫn", order=2, lead=f"Két sắt {SECRET.upper()}"),
        a_passage("lời dẫn", order=2, headings=("I", SECRET)),
    ],
    ids=["text", "search_text", "lead", "headings"],
)
def test_a_public_passage_that_tells_an_internal_text_stops_the_ingest(tmp_path: Path, leak: Passage) -> None:
    public, internal = a_document("Két sắt […]", ""), a_document(f"Két sắt {SECRET}", SECRET)

    with pytest.raises(IngestError, match="bước kiểm tra"):
        take_into_use(
            tmp_path,
            public=[(public, [a_passage("Két sắt […]"), leak])],
            internal=[(internal, passages_of(internal))],
        )

    assert current_number(tmp_path) is None


def test_words_that_only_meet_where_parts_are_joined_are_no_leak(tmp_path: Path) -> None:
    public, told = a_document("trong xử lý hồ sơ"), "xử lý hồ sơ Ủy ban nhân dân phường"
    passage = a_passage("trong xử lý hồ sơ", search_text="trong xử lý hồ sơ \nỦy ban nhân dân phường")

    number = take_into_use(
        tmp_path,
        public=[(public, [passage])],
        internal=[(each, passages_of(each)) for each in (public, a_document(told, id="mật"))],
    )

    assert number == 1


def test_a_text_that_is_public_elsewhere_is_no_leak(tmp_path: Path) -> None:
    public = a_document("", f"Ai cũng biết {SECRET}")
    internal = a_document(SECRET, f"Ai cũng biết {SECRET}")

    assert write(tmp_path, [public], [internal]) == 1


def test_words_that_meet_where_public_lines_are_joined_are_no_leak(tmp_path: Path) -> None:
    """The same text is held twice: public with a line broken by a page, internal in one piece."""
    first, last = "Phường Bạch Mai đã hoàn thành việc", "sắp xếp bộ máy trong ba tháng đầu năm"
    public = a_document(first, "trang 1", last)
    joined = a_passage(
        f"{first} {last}",
        pieces=(Piece(0, len(first), 1), Piece(len(first) + 1, len(first) + 1 + len(last), 3)),
    )
    internal = a_document(f"{first} {last}", id="bản quét")

    number = take_into_use(
        tmp_path,
        public=[(public, [joined])],
        internal=[(public, [joined]), (internal, passages_of(internal))],
    )

    assert number == 1


def test_every_flipped_byte_is_found(tmp_path: Path) -> None:
    write(tmp_path, [a_document("một", "hai")])
    folder = tmp_path / "generations" / "000001"
    generations = Generations(tmp_path, EMBEDDER)
    sealed = [path for path in files_of(folder) if path.stat().st_size and path.name != "manifest.json"]

    for path in sealed:
        whole = path.read_bytes()
        flip_a_byte(path)
        assert generations.verify() == (path.relative_to(folder).as_posix(),)
        path.write_bytes(whole)

    assert generations.verify() == ()


@pytest.mark.parametrize("harm", ["flipped", "cut", "removed", "manifest"])
def test_the_generation_before_answers_for_a_damaged_one(
    tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, [a_document("trước")])
    write(tmp_path, [a_document("sau")])
    folder = tmp_path / "generations" / "000002"
    match harm:
        case "flipped":
            flip_a_byte(folder / "public" / "library.sqlite")
        case "cut":
            os.truncate(folder / "public" / "words" / "meta.json", 10)
        case "removed":
            (folder / "public" / "library.sqlite").unlink()
        case "manifest":
            (folder / "manifest.json").write_text("{", encoding="utf-8")

    assert lines_of(Generations(tmp_path, EMBEDDER)) == ["trước"]
    assert "000002 is damaged" in caplog.text


@pytest.mark.parametrize("content", ["", "không phải số", "000009\n", "\x00\xff"])
def test_a_damaged_pointer_leads_to_the_newest_generation(tmp_path: Path, content: str) -> None:
    write(tmp_path, [a_document("một")])
    write(tmp_path, [a_document("hai")])
    (tmp_path / "current").write_text(content, encoding="utf-8")

    assert lines_of(Generations(tmp_path, EMBEDDER)) == ["hai"]


def test_vectors_of_another_model_are_not_compared(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, [a_document("thu ngân sách", "chi y tế")])

    hits = Generations(tmp_path, HashedWords("another", 32)).edition(Audience.PUBLIC).search.find("y tế")

    assert hits[0].passage.text == "chi y tế"
    assert hits[0].meaning_score == 0
    assert "ingest again" in caplog.text


def test_damaged_vectors_leave_the_words_answering(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, [a_document("thu ngân sách", "chi y tế")])
    edition = Generations(tmp_path, EMBEDDER).edition(Audience.PUBLIC)
    broken = Path(edition.search.indexes.meaning._copy.name)  # type: ignore[union-attr]
    (broken / "chroma.sqlite3").write_bytes(b"")

    assert edition.search.find("y tế")[0].passage.text == "chi y tế"
    assert "by words alone" in caplog.text


def test_a_second_ingest_waits_its_turn(tmp_path: Path) -> None:
    with (
        writing(tmp_path, EMBEDDER),
        pytest.raises(IngestError, match="lần nạp tài liệu khác"),
        writing(tmp_path, EMBEDDER),
    ):
        pass

    assert write(tmp_path, [a_document("một")]) == 1


def test_a_writing_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    write(tmp_path, [a_document("một")])
    before = files_of(tmp_path)

    with pytest.raises(IngestError, match="Không ghi được"):
        write(tmp_path, [a_document("hai"), a_document("hai")])

    assert files_of(tmp_path) == before
    assert lines_of(Generations(tmp_path, EMBEDDER)) == ["một"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be", encoding="utf-8")

    with pytest.raises(IngestError, match="Không ghi được"), writing(tmp_path / "data", EMBEDDER):
        pass


def test_the_same_passages_give_the_same_library(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / name, [a_document("thủ tục hành chính", "ngân sách")])

    one, other = ((tmp_path / name / "generations" / "000001") for name in ("a", "b"))
    for audience in Audience:
        assert (one / audience / "library.sqlite").read_bytes() == (
            other / audience / "library.sqlite"
        ).read_bytes()
    assert Library.open(one / "public" / "library.sqlite").passage_count == 2
