"""The web server: it answers at once, and opens (or first reads) the library beside."""

import signal
import socket
import sys
import threading

import uvicorn

from answering.guarded import AT_ONCE
from answering.model import ModelSettingsError
from bot.console import complain
from bot.discretion import keep_log
from bot.errors import SettingsUnusableError, reason_of
from bot.feedback import Feedback
from bot.hook import Hooks
from bot.in_use import DataInUseError, in_use
from bot.intake import taking_uploads
from bot.lines import Background, configured
from bot.official import OfficialAnswers
from bot.opening import open_library
from bot.rates import Often
from bot.retention import Days, Retention
from bot.salvage import set_damaged_aside
from bot.state import StateUnavailableError
from bot.tracing import trace
from bot.web.admission import Room
from bot.web.app import create_app
from bot.web.opening import Opening
from corpus.audience import Audience
from ingest.errors import IngestError
from prompts import load
from retrieval.embedding import EmbeddingUnavailableError
from retrieval.generation import NoGenerationError
from retrieval.rerank import RerankerUnavailableError
from settings import Settings

# Seconds after which a thread that works out an answer lets the one that speaks with everybody have its turn:
# Python's own 5 ms would keep a crowd waiting to be told that there is one.
_TURN = 0.0005

# Seconds for the answers under way; together with what the channels take it is less than supervisors wait.
_DRAINS = 12


def serve(settings: Settings) -> None:
    """Runs until stopped; who is being answered then is answered first.

    Raises SettingsUnusableError, StateUnavailableError, IngestError and what else keeps it from starting.
    """
    keep_log(settings)
    sys.setswitchinterval(_TURN)
    try:
        with in_use(settings.data):
            if told := set_damaged_aside(settings.data):
                complain(told)
            _serve(settings)
    except DataInUseError as error:
        raise SettingsUnusableError(load("errors/serve_restoring", folder=settings.data)) from error


def _serve(settings: Settings) -> None:
    opening = Opening(Feedback(settings.data), OfficialAnswers(settings.data))
    app = create_app(
        opening,
        internal_key=settings.internal_key.get_secret_value(),
        data=settings.data,
        take_in=taking_uploads(settings),
        embed_sites=tuple(settings.embed_sites.split()),
        room=_room(settings),
        often=Often.of(settings),
        days=Days.of(settings),
    )
    trace(settings)
    retention = Retention(settings.data, Days.of(settings))
    hooks = Hooks(configured(settings))
    app.state.hooks = hooks
    background = Background(settings, hooks, app.state.uploads)
    with _listener(settings) as listener:
        # An access log would keep the questions that stand in addresses.
        config = uvicorn.Config(
            app,
            access_log=False,
            server_header=False,
            ws="none",
            log_config=None,
            timeout_graceful_shutdown=_DRAINS,
        )
        server = uvicorn.Server(config)
        failures: list[Exception] = []
        arguments = (settings, opening, server, failures, background)
        threading.Thread(target=_open_library, args=arguments, daemon=True).start()
        retention.start()
        # The server raises the signal that ended it once more, when nobody is waiting any longer.
        signal.signal(signal.SIGTERM, lambda _signal, _frame: setattr(server, "should_exit", True))
        try:
            server.run(sockets=[listener])
        finally:
            background.stop()
            retention.stop()
            if opening.desk is not None:
                opening.desk.close()
    if failures:
        raise failures[0]


def _room(settings: Settings) -> Room:
    """Who waits for a language model keeps no seat from who gets a quote."""
    seats = settings.seats + (AT_ONCE if settings.model else 0)
    return Room(seats, settings.queue, settings.queue_wait)


def _listener(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        message = load("errors/cli_address", host=settings.host, port=settings.port, reason=reason_of(error))
        raise SettingsUnusableError(message) from error


def _open_library(
    settings: Settings,
    opening: Opening,
    server: uvicorn.Server,
    failures: list[Exception],
    background: Background,
) -> None:
    try:
        assistant = open_library(settings)
        assistant.generations.edition(Audience.PUBLIC)
        opening.opened(assistant)
        if opening.desk is not None:
            opening.desk.examples()
            background.start(opening.desk)
        complain(load("cli/serving", host=settings.host, port=settings.port))
    except (
        IngestError,
        EmbeddingUnavailableError,
        ModelSettingsError,
        NoGenerationError,
        RerankerUnavailableError,
        StateUnavailableError,
        OSError,
    ) as error:
        failures.append(error)
    finally:
        if opening.desk is None:
            server.should_exit = True
