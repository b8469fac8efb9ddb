"""A folder watched: what is put into it or changed is taken in a moment later."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import watchfiles

from bot.errors import reason_of
from bot.health import report_lines
from bot.intake import Taking, take_in
from ingest.errors import IngestError
from prompts import load
from settings import Settings

# A file that is being copied changes many times a second; it is read when it has been still this long.
_STILL_MS = 3_000
_LONGEST_MS = 60_000
_LOOK_MS = 1_000


def watch(paths: Sequence[Path], settings: Settings, *, take: Taking) -> Iterator[str]:
    """What to tell of each time the files were taken in; goes on until it is interrupted.

    What goes wrong is told, and the next change tried again. Raises IngestError for a path that is not there.
    """
    for path in paths:
        if not path.exists():
            raise IngestError(load("errors/ingest_missing", file=path))
    changes = watchfiles.watch(
        *paths, debounce=_LONGEST_MS, step=_STILL_MS, rust_timeout=_LOOK_MS, yield_on_timeout=True
    )
    # From its first look on nothing is missed, what comes while the files are read included.
    next(changes)
    yield from _told(paths, settings, take, again=True)
    yield load("cli/watching", paths=", ".join(str(path) for path in paths))
    for changed in changes:
        if changed:
            yield from _told(paths, settings, take, again=False)


def _told(paths: Sequence[Path], settings: Settings, take: Taking, *, again: bool) -> Iterator[str]:
    """Without `again`, nothing where nothing has changed: an ingest itself writes to a manifest."""
    try:
        report = take_in(paths, settings, take=take)
        if again or not report.unchanged:
            yield from report_lines(report)
    except IngestError as error:
        yield str(error)
    except OSError as error:
        # A file may go while the folder is looked through.
        yield load("errors/cli_file", file=error.filename or "", reason=reason_of(error))
