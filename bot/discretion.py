"""Logs without secrets: libraries that log addresses are silenced, and whatever is left is blacked out."""

import logging
from collections.abc import Sequence

from pydantic import SecretStr

from settings import Settings

_BLACK = "…"
# These log whole addresses at INFO, and a bot's token is part of its address.
_TALKATIVE = ("httpx", "httpcore", "telegram")
_FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"


class Discreet(logging.Formatter):
    """Blacks out each secret wherever it stands: in the message, in an exception, in a traceback."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__(_FORM)
        # A longer secret may hold a shorter one.
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, _BLACK)
        return text


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every secret that the settings hold."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    return tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr))


def keep_log(secrets: Sequence[str]) -> None:
    """Logs at INFO on standard error, never with one of `secrets` in it."""
    stream = logging.StreamHandler()
    stream.setFormatter(Discreet(secrets))
    logging.basicConfig(level=logging.INFO, handlers=[stream], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL if name == "telegram" else logging.WARNING)
