"""What many tests share: the default corpus read once, and a server that answers from it on loopback."""

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from answering.assistant import Assistant
from answering.wiring import open_assistant
from bot.desk import Asking
from bot.feedback import Feedback
from bot.official import OfficialAnswers
from bot.rates import Often
from bot.web.admission import Room
from bot.web.app import create_app
from bot.web.opening import Opening
from ingest.pipeline import Report, default_corpus, ingest
from retrieval.embedding import open_embedding
from settings import Settings

INTERNAL_KEY = "a-key-that-only-tests-know"
# Nobody is turned away, however slow the machine is.
ROOM = Room(wait=30)
# Another origin than that of the servers, which are at 127.0.0.1.
EMBED_SITE = "http://localhost:*"

# A run fails for what has changed, not for what it drew or for how busy the machine is: the first text drawn
# after a fresh checkout waits seconds for a table of all characters.
hypothesis_settings.register_profile(
    "house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")


@dataclass(frozen=True, slots=True)
class Running:
    """A server on loopback: `url` without a slash at its end; `data` holds its state."""

    url: str
    opening: Opening
    data: Path

    def client(self, *, internal: bool = False) -> httpx.Client:
        headers = {"Authorization": f"Bearer {INTERNAL_KEY}"} if internal else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30)


@pytest.fixture(scope="session")
def corpus_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the default corpus. Read only: a test that ingests makes its own."""
    data = tmp_path_factory.mktemp("corpus-data")
    ingest((default_corpus(),), data=data, embedder=open_embedding(""), on_progress=lambda _: None)
    return data


@pytest.fixture(scope="session")
def assistant(corpus_data: Path) -> Assistant:
    return open_assistant(Settings(_env_file=None, data=corpus_data))


@pytest.fixture(scope="session")
def server(assistant: Assistant) -> Iterator[Running]:
    """Serves the default corpus for the whole run, its examples tried."""
    with serving(assistant) as running:
        while not running.opening.open_desk().examples():
            time.sleep(0.01)
        yield running


def take_into(data: Path, *paths: Path, must_hold: str = "") -> Report:
    """Makes the paths what the data folder holds."""
    embedder = open_embedding("")
    return ingest(paths, data=data, embedder=embedder, on_progress=lambda _: None, must_hold=must_hold)


@contextmanager
def serving(
    assistant: Asking | None,
    *,
    internal_key: str = INTERNAL_KEY,
    data: Path | None = None,
    room: Room = ROOM,
    often: Often = Often(),  # noqa: B008 - a frozen value
) -> Iterator[Running]:
    """A real server in a thread; without an assistant it is not ready, without `data` it keeps no state."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _running(
            assistant, internal_key=internal_key, data=data or Path(folder), room=room, often=often
        ) as running,
    ):
        yield running


@contextmanager
def _running(
    assistant: Asking | None, *, internal_key: str, data: Path, room: Room, often: Often
) -> Iterator[Running]:
    opening = Opening(Feedback(data), OfficialAnswers(data))
    if assistant is not None:
        opening.opened(assistant)
    app = create_app(
        opening,
        internal_key=internal_key,
        data=data,
        take_in=lambda paths, file: take_into(data, *paths, must_hold=file),
        embed_sites=(EMBED_SITE,),
        room=room,
        often=often,
    )
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, lifespan="off", ws="none", log_level="critical", server_header=False)
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, args=([listener],))
        thread.start()
        while not running.started:
            time.sleep(0.01)
        try:
            yield Running(f"http://127.0.0.1:{listener.getsockname()[1]}", opening, data)
        finally:
            running.should_exit = True
            thread.join(timeout=20)
