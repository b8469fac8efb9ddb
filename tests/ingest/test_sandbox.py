"""The sandbox: whatever a file does, it ends in time, in a reason, and nothing else is touched."""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.audience import Audience
from ingest.errors import Reason, UnreadableError
from ingest.extract.limits import Limits
from ingest.pipeline import ingest
from ingest.reader import _guard
from ingest.reading import taken_in
from ingest.sandbox import Sandbox, sandbox
from retrieval.generation import Generations
from tests.fakes import HashedWords
from tests.files import a_docx, a_pdf
from tests.hostile import CANARY, SENTENCE, Hostile, hostile

HOSTILE = tuple(hostile())


@dataclass(frozen=True, slots=True)
class Ended:
    """The words of the file, or those of its refusal with the reason."""

    words: str
    reason: Reason | None = None


def read(path: Path, readers: Sandbox) -> Ended:
    try:
        found = readers.extract(path, file=path.name)
        return Ended("\n".join(taken_in(found, file=path.name).text.lines))
    except UnreadableError as refusal:
        return Ended(str(refusal), refusal.reason)


@pytest.fixture(scope="module")
def readers() -> Iterator[Sandbox]:
    with sandbox(Limits(seconds=6, memory_mb=700)) as opened:
        yield opened


def test_there_are_enough_kinds() -> None:
    assert len(HOSTILE) >= 30


@pytest.mark.parametrize("kind", HOSTILE, ids=lambda kind: kind.name)
def test_a_hostile_file_ends_as_it_must(tmp_path: Path, kind: Hostile, readers: Sandbox) -> None:
    path = tmp_path / kind.name
    kind.make(path)

    ended = read(path, readers)

    assert ended.reason in kind.ends
    assert ended.reason is None or kind.name in ended.words
    assert CANARY not in ended.words
    assert not any(ord(letter) > 0xE000 for letter in ended.words)
    assert [each.name for each in tmp_path.iterdir()] == [kind.name]


def test_the_next_file_is_read_after_one_that_was_stopped(tmp_path: Path) -> None:
    bomb = next(kind for kind in HOSTILE if kind.name == "forms.pdf")
    bomb.make(tmp_path / "forms.pdf")
    good = a_pdf(tmp_path / "good.pdf", [SENTENCE])

    with sandbox(Limits(seconds=1)) as readers:
        with pytest.raises(UnreadableError) as refusal:
            readers.extract(tmp_path / "forms.pdf", file="forms.pdf")
        found = readers.extract(good, file="good.pdf")

    assert refusal.value.reason is Reason.TOO_LONG
    assert found.lines == (SENTENCE,)


def test_bad_files_leave_the_library_as_it_is_without_them(tmp_path: Path) -> None:
    folders = tmp_path / "clean", tmp_path / "mixed"
    for folder in folders:
        folder.mkdir()
        a_docx(folder / "tot.docx", SENTENCE)
    for kind in HOSTILE:
        if None not in kind.ends and kind.name.endswith((".txt", ".docx", ".csv")):
            kind.make(folders[1] / kind.name)

    for folder in folders:
        data = folder.with_suffix(".data")
        report = ingest([folder], data=data, embedder=HashedWords(), on_progress=lambda _: None)
        assert report.documents == 1

    one, other = (
        (folder.with_suffix(".data") / "generations/000001/internal/library.sqlite").read_bytes()
        for folder in folders
    )
    assert one == other
    assert len(report.intake.aside) > 10


def test_nobody_is_called(tmp_path: Path, readers: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        relation = f'<Relationships><Relationship Target="{address}" TargetMode="External"/></Relationships>'
        word = a_docx(tmp_path / "a.docx", SENTENCE, parts={"word/_rels/settings.xml.rels": relation})
        web = tmp_path / "a.html"
        web.write_text(f"<link href='{address}'><img src='{address}'><p>{SENTENCE}", encoding="utf-8")

        for path in (word, web):
            assert readers.extract(path, file=path.name).lines == (SENTENCE,)

        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("open", ("/etc/evil", "w", os.O_WRONLY | os.O_CREAT)),
        ("open", ("room/../../evil", None, os.O_RDWR)),
        ("subprocess.Popen", ("/bin/sh", [], None, None)),
        ("socket.connect", (None, ("127.0.0.1", 80))),
        ("os.system", (b"id",)),
    ],
)
def test_a_reader_may_not(tmp_path: Path, event: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(PermissionError):
        _guard(tmp_path)(event, arguments)


def test_a_reader_may_write_its_result_and_call_tesseract(tmp_path: Path) -> None:
    guard = _guard(tmp_path)

    guard("open", (str(tmp_path / "result.json"), "w", os.O_WRONLY | os.O_CREAT))
    guard("open", ("/etc/passwd", "r", os.O_RDONLY))
    guard("subprocess.Popen", ("tesseract", [], None, None))


def test_every_page_of_an_answer_is_named(tmp_path: Path) -> None:
    long = [f"Đoạn {n}. {SENTENCE} " * 4 for n in range(1, 30)]
    path = a_pdf(tmp_path / "a.pdf", [*long, "Phường có 4 chợ dân sinh."])

    ingest([path], data=tmp_path / "data", embedder=HashedWords(), on_progress=lambda _: None)

    search = Generations(tmp_path / "data", HashedWords()).edition(Audience.INTERNAL).search
    (piece,) = search.find("chợ dân sinh")[0].passage.pieces
    assert piece.page is not None
    assert piece.page > 2
