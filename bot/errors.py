"""What stops a command or a form before anything is kept; each message is Vietnamese and says what to do."""

import errno
import sqlite3

from prompts import load


def reason_of(error: OSError | sqlite3.Error) -> str:
    """What the system says of a failure, in Vietnamese."""
    number = error.errno if isinstance(error, OSError) else None
    code = getattr(error, "sqlite_errorname", "") or errno.errorcode.get(number or 0, "")
    told = dict(line.split(" | ") for line in load("errors/system_reasons").split("\n"))
    # SQLITE_IOERR_WRITE is a kind of SQLITE_IOERR.
    known = (words for name, words in told.items() if code == name or code.startswith(f"{name}_"))
    return next(known, load("errors/system_other", code=code or type(error).__name__))


class UsageError(Exception):
    """The command was typed wrongly; the message is its help."""


class SettingsUnusableError(Exception):
    """The message names the settings that are wrong, not their values."""


class BackupError(Exception):
    """A backup that was not made, or not restored; the message is Vietnamese and says what to do."""


class FormError(Exception):
    """What was filled in cannot be kept; `code` is stable, the message repeats nothing given."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.message = load(f"errors/form_{code}", **values)
        super().__init__(self.message)
