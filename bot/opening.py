"""Opening the library: what it does not hold yet, or only for another version, is read first."""

# ruff: noqa: PLC0415 - reading is needed once in a data folder's life, so not paid for by every question

from answering.assistant import Assistant
from answering.wiring import open_assistant
from bot.console import complain
from prompts import load
from retrieval.generation import generation_numbers, outdated
from settings import Settings


def open_library(settings: Settings) -> Assistant:
    """An assistant over a data folder that holds at least the default corpus.

    Raises IngestError, and NoGenerationError for a folder of another format that does not say what it holds.
    """
    if not generation_numbers(settings.data):
        from bot.intake import take_in

        complain(load("cli/first_ingest"))
        take_in((), settings)
    elif old := outdated(settings.data):
        from bot.intake import take_in
        from ingest.pipeline import made_of

        paths = made_of(old)
        complain(load("cli/ingest_again"))
        take_in(paths, settings)
    return open_assistant(settings)
