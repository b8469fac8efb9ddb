"""The command line: `hoiphuong ask`, `ingest`, `register`, `serve`, `access`, `evals`."""

import io
import logging
import os
import sys
from types import TracebackType

from pydantic import ValidationError
from pydantic_settings import SettingsError

from answering.model import ModelSettingsError
from bot.arguments import parse
from bot.commands import REFUSED, SOME_REFUSED, run
from bot.console import complain
from bot.door import InputError
from bot.errors import BackupError, FormError, SettingsUnusableError, UsageError, reason_of
from bot.state import StateUnavailableError
from ingest.errors import IngestError
from prompts import load
from retrieval.embedding import EmbeddingUnavailableError
from retrieval.generation import NoGenerationError
from retrieval.rerank import RerankerUnavailableError
from settings import Settings

_INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """The exit code: 0 done, 1 done in part or failed, 2 nothing done because of what was typed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.excepthook = _tell_defect
    if not sys.flags.dev_mode:
        # What modules log is English, for a server's keeper; a command tells its own.
        logging.basicConfig(handlers=[logging.NullHandler()])
    try:
        return run(parse(sys.argv[1:] if argv is None else argv), _settings())
    except (InputError, FormError, UsageError) as error:
        complain(str(error))
        return REFUSED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; without this Python complains once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SOME_REFUSED
    except (
        IngestError,
        SettingsUnusableError,
        EmbeddingUnavailableError,
        RerankerUnavailableError,
        ModelSettingsError,
        StateUnavailableError,
        BackupError,
    ) as error:
        message = str(error)
    except NoGenerationError:
        message = load("errors/cli_no_library")
    except OSError as error:
        message = load("errors/cli_file", file=error.filename or "", reason=reason_of(error))
    complain(message)
    return SOME_REFUSED


def _tell_defect(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A person gets one line; `python -X dev` shows all of it."""
    if sys.flags.dev_mode:
        sys.__excepthook__(kind, error, trace)
    else:
        complain(load("errors/cli_defect", kind=kind.__name__))


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(f"HOIPHUONG_{str(detail['loc'][0]).upper()}" for detail in error.errors())
        raise SettingsUnusableError(load("errors/cli_settings", names=names)) from error
    except SettingsError as error:
        raise SettingsUnusableError(load("errors/cli_settings", names=".env")) from error


if __name__ == "__main__":
    sys.exit(main())
