"""A channel running against a platform on loopback, with an assistant that answers at once."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from answering.answer import Answer, Source, Status
from answering.question import Question
from bot.access import Access
from bot.channels import Wired
from bot.chat_answer import Places
from bot.chat_documents import ChatDocuments
from bot.conversation import Conversation
from bot.desk import Desk
from bot.feedback import Feedback
from bot.hook import Hooks
from bot.lanes import Patience
from bot.lines import run_channels
from corpus.audience import Audience

QUICK = Patience(look=0.05, typing=0.1, typing_again=0.1, first=0.02, most=0.1, closed=0.1)
PLACES = Places("https://hoi.example.vn")


@dataclass(slots=True)
class Parrot:
    """An assistant that says the question back, so that a reply shows what it answers.

    `slow` questions wait until `released`. `pages` makes every answer that long.
    """

    asked: list[Question] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    length: int = 0
    answer: str = ""
    suggestions: tuple[str, ...] = ()
    generations: Any = None

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        if question.text.startswith("chậm"):
            self.released.wait(20)
        if question.text.startswith("hỏng"):
            raise RuntimeError(question.text)
        mark = "kín" if question.audience is Audience.INTERNAL else "mở"
        text = self.answer or f"Đáp ({mark}): {question.text}"
        items = "".join(f"\n- Việc thứ {number} của danh sách" for number in range(self.length))
        source = Source("bao-cao.txt", "Báo cáo sơ kết", "III.3.2", (292, 292), None, "lời văn", "bao-cao")
        return Answer(Status.ANSWERED, text + items, (source,), suggestions=self.suggestions)


def conversation(
    assistant: Any,
    data: Path,
    *,
    internal: bool = False,
    documents: ChatDocuments | None = None,
    now: Callable[[], float] | None = None,
) -> Conversation:
    clock = {"now": now} if now else {}
    return Conversation(
        Desk(assistant),
        data,
        places=PLACES,
        access=Access(data) if internal else None,
        feedback=Feedback(data),
        documents=documents,
        **clock,
    )


@dataclass(frozen=True, slots=True)
class Running:
    """A running channel; `stop()` ends it as a shutdown does."""

    hooks: Hooks
    stop: Callable[[], None]


@contextlib.contextmanager
def running(
    wired: Callable[[], Wired], talk: Conversation, data: Path, *, patience: Patience = QUICK
) -> Iterator[Running]:
    """The channel in a thread and an event loop of its own."""
    started = threading.Event()
    found: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = []
    hooks = Hooks()

    async def run() -> None:
        task = asyncio.current_task()
        assert task is not None
        found.append((asyncio.get_running_loop(), task))
        started.set()
        with contextlib.suppress(asyncio.CancelledError):
            await run_channels([wired()], talk, data, hooks, patience=patience)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    started.wait(20)

    def stop() -> None:
        loop, task = found[0]
        if thread.is_alive():
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(task.cancel)
            thread.join(20)

    try:
        yield Running(hooks, stop)
    finally:
        stop()
