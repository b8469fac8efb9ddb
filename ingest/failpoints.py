"""Failpoints: named moments of an ingest at which it dies, or finds the disk full, when it is being tested.

The environment names one: HOIPHUONG_FAILPOINT=kill:vectors:3 kills the process when `vectors` is reached for
the third time, full:vectors:1 raises there what a full disk raises. It is no setting of the program.
"""

import errno
import os
import signal
from enum import StrEnum

VARIABLE = "HOIPHUONG_FAILPOINT"

_times: dict[str, int] = {}


class Failpoint(StrEnum):
    """In the order in which an ingest reaches them."""

    READING = "reading"  # a file has been read, its reading is not kept yet
    TAKEN = "taken"  # a document is in the libraries
    LIBRARY = "library"
    WORDS = "words"
    FORWARD = "forward"
    PASSAGE = "passage"  # before each vector
    VECTORS = "vectors"
    CHECKED = "checked"
    INTAKE = "intake"
    WALL = "wall"
    PROCEDURES = "procedures"
    SEALED = "sealed"  # the manifest is written, nothing is synced
    SYNCED = "synced"
    RENAMED = "renamed"  # the generation has its number, nothing names it
    POINTER = "pointer"  # the name is written beside
    POINTED = "pointed"
    PRUNED = "pruned"


def reached(point: Failpoint) -> None:
    """Nothing, unless the environment names this point."""
    planned = os.environ.get(VARIABLE)
    if not planned:
        return
    how, name, count = planned.split(":")
    _times[point] = _times.get(point, 0) + 1
    if name != point or _times[point] != int(count):
        return
    if how == "full":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
    os.kill(os.getpid(), signal.SIGKILL)
