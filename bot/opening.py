"""Opening the library: the default corpus is read first where nothing has been yet."""

from answering.assistant import Assistant
from answering.wiring import open_assistant
from bot.console import complain
from prompts import load
from retrieval.generation import generation_numbers
from settings import Settings


def open_library(settings: Settings) -> Assistant:
    """An assistant over a data folder that holds at least the default corpus. Raises IngestError."""
    if not generation_numbers(settings.data):
        # Needed once in a data folder's life, so not paid for by every question.
        from bot.intake import take_in  # noqa: PLC0415

        complain(load("cli/first_ingest"))
        take_in((), settings)
    return open_assistant(settings)
