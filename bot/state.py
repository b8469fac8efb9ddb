"""What people leave behind, in `state.sqlite` of the data folder: apart from the generations that answer."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.errors import reason_of
from prompts import load

STATE = "state.sqlite"

# Seconds a writer waits for another one, of this process or of a second.
_WAIT = 10


class StateUnavailableError(Exception):
    """The state cannot be read or written; the message is Vietnamese and names the file."""


def holds_whole_state(file: Path) -> bool:
    """False for what is damaged or no database at all. Raises sqlite3.OperationalError and OSError."""
    file.open("rb").close()
    try:
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=_WAIT)
        ) as state:
            return bool(state.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False


class State:
    """One SQLite file that several threads and processes share. Each use has a connection of its own.

    Whoever keeps something here brings the tables for it: a script that makes what is not there yet
    (`CREATE TABLE IF NOT EXISTS …`).
    """

    def __init__(self, data: Path, *, tables: str) -> None:
        """Makes the file and the tables where they are not there. Raises StateUnavailableError."""
        self.file = data / STATE
        with self._telling():
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(self._connect()) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(tables)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """All reads inside see the same moment. Raises StateUnavailableError."""
        with self._telling(), closing(self._connect()) as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: what is written is on the disk when this ends, and undone if it ends with an error.

        Raises StateUnavailableError.
        """
        with self._telling(), closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, timeout=_WAIT, isolation_level=None)
        connection.row_factory = sqlite3.Row
        # An accepted message must outlive a power cut, so every commit waits for the disk.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # What is deleted is overwritten, not only no longer listed.
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, sqlite3.DatabaseError, OSError) as error:
            if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
                raise
            message = load("errors/state", file=self.file, reason=reason_of(error))
            raise StateUnavailableError(message) from error
