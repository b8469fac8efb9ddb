"""Opening the library: the default corpus is read first where nothing has been yet."""

from collections.abc import Sequence
from pathlib import Path

from ingest.pipeline import Progress, Report, default_corpus, ingest
from retrieval.embedding import open_embedding
from tqdm import tqdm

from answering.assistant import Assistant
from answering.wiring import open_assistant
from bot.console import complain
from prompts import load
from retrieval.generation import generation_numbers
from settings import Settings


def open_library(settings: Settings) -> Assistant:
    """An assistant over a data folder that holds at least the default corpus. Raises IngestError."""
    if not generation_numbers(settings.data):
        complain(load("cli/first_ingest"))
        read_files((), settings)
    return open_assistant(settings)


def read_files(paths: Sequence[Path], settings: Settings) -> Report:
    """Ingests, with a progress bar on a terminal. Without paths, the default corpus. Raises IngestError."""
    with tqdm(disable=None, leave=False, unit="") as bar:

        def show(progress: Progress) -> None:
            bar.set_description(progress.stage)
            bar.total, bar.n = progress.total, progress.done
            bar.refresh()

        return ingest(
            paths or (default_corpus(),),
            data=settings.data,
            embedder=open_embedding(settings.embedding),
            on_progress=show,
        )
