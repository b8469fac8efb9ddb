"""The examples of the first page: only what the public edition answers."""

import time
from pathlib import Path

from answering.answer import Status
from answering.question import Question
from answering.wiring import open_assistant
from bot.desk import Desk
from bot.examples import MOST
from corpus.audience import Audience
from ingest.pipeline import ingest
from retrieval.embedding import open_embedding
from settings import Settings


def tried(desk: Desk) -> tuple[str, ...]:
    """The examples, once they have been tried."""
    while not desk.examples():
        time.sleep(0.01)
    return desk.examples()


def test_every_example_is_answered_from_a_source(corpus_data: Path) -> None:
    assistant = open_assistant(Settings(_env_file=None, data=corpus_data))

    examples = tried(Desk(assistant))

    assert len(examples) == MOST
    answers = [assistant.ask(Question(example, Audience.PUBLIC)) for example in examples]
    assert {answer.status for answer in answers} <= {Status.ANSWERED, Status.LOOKUP_FOUND}
    assert all(answer.sources for answer in answers)


def test_another_ward_gets_examples_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "thong-bao.txt").write_text(
        "THÔNG BÁO\n\nTrạm Y tế phường đặt tại số 7 phố Hàng Chiếu.\n\n"
        "Căn cứ Quyết định số 45/QĐ-UBND ngày 02/3/2026 của UBND phường về việc quản lý chợ.\n",
        encoding="utf-8",
    )
    (folder / "manifest.yaml").write_text(
        "documents:\n  - {file: thong-bao.txt, title: Thông báo, kind: Thông báo, audience: public}\n",
        encoding="utf-8",
    )
    data = tmp_path / "data"
    ingest((folder,), data=data, embedder=open_embedding(""), on_progress=lambda _: None)

    examples = tried(Desk(open_assistant(Settings(_env_file=None, data=data))))

    assert examples == ("Trạm y tế phường ở đâu?", "Quyết định 45/QĐ-UBND là gì?")
