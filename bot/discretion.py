"""Logs without secrets: libraries that log addresses are silenced, and whatever is left is blacked out."""

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from answering.redact import redact
from settings import Settings

_BLACK = "…"
# These log whole addresses at INFO, and a bot's token is part of its address.
_TALKATIVE = ("httpx", "httpcore", "telegram")
_FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"


class Discreet(logging.Formatter):
    """Blacks out each secret, and what tells of a person, in the message, in an exception, in a traceback."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__(_FORM)
        # A longer secret may hold a shorter one.
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        return self._black(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        record.message = redact(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        return redact(super().formatException(ei))

    def _black(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _BLACK)
        return text


class DiscreetJson(Discreet):
    """The same as one JSON object a line, its time in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return self._black(json.dumps(told, ensure_ascii=False))


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every secret that the settings hold."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    return tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr))


def keep_log(settings: Settings) -> None:
    """Logs at INFO on standard error, never with a secret of the settings or a number of a person in it."""
    stream = logging.StreamHandler()
    secrets = secrets_of(settings)
    stream.setFormatter(DiscreetJson(secrets) if settings.log_format == "json" else Discreet(secrets))
    logging.basicConfig(level=logging.INFO, handlers=[stream], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL if name == "telegram" else logging.WARNING)
