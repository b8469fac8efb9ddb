"""The web server: it answers at once, and opens (or first reads) the library beside."""

import logging
import threading

import uvicorn

from bot.console import complain
from bot.opening import open_library
from bot.web.app import create_app
from bot.web.opening import Opening
from corpus.audience import Audience
from ingest.errors import IngestError
from prompts import load
from retrieval.embedding import EmbeddingUnavailableError
from retrieval.generation import NoGenerationError
from settings import Settings


def serve(settings: Settings) -> None:
    """Runs until stopped. Raises what kept the library from opening: IngestError and the like."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    opening = Opening()
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(opening, internal_key=settings.internal_key.get_secret_value()),
            host=settings.host,
            port=settings.port,
            server_header=False,
            access_log=False,
            ws="none",
            timeout_graceful_shutdown=15,
        )
    )
    failures: list[Exception] = []

    def open_in_background() -> None:
        try:
            assistant = open_library(settings)
            assistant.generations.edition(Audience.PUBLIC)
        except (IngestError, EmbeddingUnavailableError, NoGenerationError, OSError) as error:
            failures.append(error)
            server.should_exit = True
            return
        opening.opened(assistant)
        complain(load("cli/serving", host=settings.host, port=settings.port))

    threading.Thread(target=open_in_background, daemon=True).start()
    server.run()
    if failures:
        raise failures[0]
