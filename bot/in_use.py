"""Whether anybody works with a data folder: servers share it, a restore has it alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK = "in-use.lock"


class DataInUseError(Exception):
    """Somebody else works with the folder."""


@contextmanager
def in_use(data: Path) -> Iterator[None]:
    """For whoever answers from it. Raises DataInUseError while it is being restored, and OSError."""
    with _locked(data, fcntl.LOCK_SH):
        yield


@contextmanager
def alone_with(data: Path) -> Iterator[None]:
    """For whoever exchanges it. Raises DataInUseError and OSError."""
    with _locked(data, fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(data: Path, how: int) -> Iterator[None]:
    data.mkdir(parents=True, exist_ok=True)
    with (data / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DataInUseError(str(data)) from error
        yield
