"""Watching a folder: what is put into it answers."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.watch import watch
from corpus.audience import Audience
from ingest.pipeline import Report
from retrieval.embedding import open_embedding
from retrieval.generation import Generations
from settings import Settings

ROOT = Path(__file__).parents[2]


def test_what_goes_while_it_is_read_is_told_and_the_folder_watched_on(tmp_path: Path) -> None:
    def gone(paths: Sequence[Path], **_: object) -> Report:
        raise FileNotFoundError(errno.ENOENT, "gone", str(paths[0] / "a.txt"))

    told = watch([tmp_path], Settings(_env_file=None, data=tmp_path / "data"), take=gone)

    assert "không có tệp" in next(told)
    assert "Đang theo dõi" in next(told)


def test_a_file_put_into_a_watched_folder_is_taken_in(tmp_path: Path) -> None:
    folder, data = tmp_path / "văn bản", tmp_path / "data"
    folder.mkdir()
    (folder / "a.txt").write_text("Trạm y tế phường mở cửa cả ngày.\n", encoding="utf-8")
    watching = subprocess.Popen(
        [sys.executable, "-m", "bot", "watch", str(folder)],
        cwd=ROOT,
        env={**os.environ, "HOIPHUONG_DATA": str(data), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert watching.stdout is not None
    assert "1 tài liệu" in watching.stdout.readline()
    assert "Đang theo dõi" in watching.stdout.readline()

    (folder / "b.txt").write_text("Thư viện phường mở cửa buổi tối.\n", encoding="utf-8")
    told = watching.stdout.readline()
    watching.send_signal(signal.SIGINT)
    watching.stdout.close()

    assert watching.wait() == 130
    assert "2 tài liệu" in told
    held = Generations(data, open_embedding("")).edition(Audience.INTERNAL).library.documents()
    assert [document.file for document in held] == ["a.txt", "b.txt"]
