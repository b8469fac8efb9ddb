"""Decisions: what an official of the ward has said of a conflict, kept beside the generations."""

import fcntl
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

DECISIONS = "conflicts.json"

_log = logging.getLogger(__name__)


class Verdict(StrEnum):
    """Whether two figures are a contradiction: always told, never told, or told when it is plain."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Decision:
    """`words` are the official's own, "" without any; askers read those of a confirmed conflict."""

    verdict: Verdict = Verdict.OPEN
    words: str = ""


Decisions = Mapping[str, Decision]
OPEN = Decision()


class UnreadableDecisionsError(ValueError):
    """The file holds something else than decisions; its path is the message."""


def read_decisions(data: Path) -> Decisions:
    """By the id of the conflict; none where nothing has been decided yet. Raises UnreadableDecisionsError."""
    path = data / DECISIONS
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return MappingProxyType(
            {key: Decision(Verdict(row["verdict"]), str(row["words"])) for key, row in rows.items()}
        )
    except FileNotFoundError:
        return MappingProxyType({})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableDecisionsError(str(path)) from error


def usable_decisions(data: Path) -> Decisions:
    """The same, and none where the file cannot be read: an answer does not wait for its repair."""
    try:
        return read_decisions(data)
    except UnreadableDecisionsError as error:
        _log.warning("decisions cannot be read: %s", error)
        return MappingProxyType({})


def decide(
    data: Path, conflict: str, *, verdict: Verdict | None = None, words: str | None = None
) -> Decision:
    """Keeps what is said, and leaves what is not as it was. All of the file is written, or none."""
    with (data / f"{DECISIONS}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        decisions = dict(read_decisions(data))
        decided = decisions.get(conflict, OPEN)
        decided = replace(decided, verdict=verdict or decided.verdict)
        decided = replace(decided, words=decided.words if words is None else words)
        decisions[conflict] = decided
        _write(data / DECISIONS, decisions)
    return decided


def _write(path: Path, decisions: Decisions) -> None:
    rows = {key: asdict(decision) for key, decision in sorted(decisions.items())}
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
