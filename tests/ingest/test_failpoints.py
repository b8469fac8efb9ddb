"""An ingest that dies or finds the disk full at a named moment: what answered before answers on, whole."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.audience import Audience
from ingest.errors import IngestError
from ingest.failpoints import VARIABLE, Failpoint
from ingest.generation import writing
from retrieval.generation import Generations, current_number
from settings import ROOT
from tests.builders import a_document, passages_of
from tests.fakes import HashedWords

EMBEDDER = HashedWords()
BEFORE, AFTER = ("lịch trực cũ", "tổ một"), ("lịch trực mới", "tổ một", "tổ hai")
# From here on the new generation is the one that answers.
DONE = {Failpoint.POINTED, Failpoint.PRUNED}
# The others are left to `evals crash`.
FULL = (
    Failpoint.LIBRARY,
    Failpoint.VECTORS,
    Failpoint.WALL,
    Failpoint.SEALED,
    Failpoint.RENAMED,
    Failpoint.POINTER,
)


def write(data: Path, lines: tuple[str, ...]) -> int:
    with writing(data, EMBEDDER) as writer:
        for audience in Audience:
            writer.add(audience, a_document(*lines), passages_of(a_document(*lines)))
        counts = {side: writer.index(side, on_passage=lambda _done, _total: None) for side in Audience}
        return writer.commit(fingerprint="", counts=counts, sources=("bao-cao.txt",))


def held(data: Path) -> tuple[str, ...]:
    edition = Generations(data, EMBEDDER).edition(Audience.PUBLIC)
    assert edition.search.find("tổ một")[0].passage.text == "tổ một"
    return tuple(passage.text for passage in edition.library.all_passages())


def killed_at(data: Path, point: Failpoint) -> int:
    """The exit code of a process that writes AFTER and dies on its way."""
    here = "tests.ingest.test_failpoints"
    program = f"from pathlib import Path; import {here} as t; t.write(Path({str(data)!r}), t.AFTER)"
    environment = {**os.environ, VARIABLE: f"kill:{point}:1", "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=False).returncode


@pytest.mark.parametrize("point", [Failpoint.SEALED, Failpoint.RENAMED, Failpoint.POINTED])
def test_who_dies_leaves_the_one_or_the_other_whole(tmp_path: Path, point: Failpoint) -> None:
    write(tmp_path, BEFORE)

    code = killed_at(tmp_path, point)

    assert code == -signal.SIGKILL
    assert held(tmp_path) == (AFTER if point in DONE else BEFORE)
    write(tmp_path, AFTER)
    assert held(tmp_path) == AFTER
    assert not list((tmp_path / "generations").glob(".*"))


@pytest.mark.parametrize("point", FULL)
def test_a_disk_that_gets_full_is_told_and_changes_nothing(tmp_path: Path, point: Failpoint) -> None:
    write(tmp_path, BEFORE)
    os.environ[VARIABLE] = f"full:{point}:1"

    try:
        with pytest.raises(IngestError, match="Bộ tài liệu đang dùng vẫn giữ nguyên"):
            write(tmp_path, AFTER)
    finally:
        del os.environ[VARIABLE]

    assert current_number(tmp_path) == 1
    assert held(tmp_path) == BEFORE
