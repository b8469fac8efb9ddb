"""Generations: which numbered folder answers now, and the way to the one before when it is damaged."""

import logging
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from corpus.audience import Audience
from retrieval.edition import ORIGINALS, Edition
from retrieval.index import BrokenIndexError
from retrieval.meaning import Embedder
from retrieval.rerank import Reranker
from retrieval.seal import OtherFormatError, Seal, damaged, resized

# Up to here every byte is hashed at opening (tenths of a second); above, sizes, and all bytes by `verify()`.
_HASHED_AT_OPENING = 64_000_000

_log = logging.getLogger(__name__)


class NoGenerationError(RuntimeError):
    """Nothing has been ingested yet, or nothing whole of this program's format is left."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """A generation that only another version of the program reads; `sources` as in its seal, if it says."""

    folder: Path
    sources: tuple[str, ...] | None


class Generation:
    """One generation, both editions opened when first asked for.

    It goes on answering after a newer one is in use, and after its folder has been removed.
    """

    def __init__(
        self, folders: tuple[Path, ...], embedder: Embedder, reranker: Reranker | None = None
    ) -> None:
        """`folders` begins with the generation itself, then those to fall back to, best first."""
        self.number = int(folders[0].name)
        self._folders = folders
        self._embedder = embedder
        self._reranker = reranker
        self._lock = threading.Lock()
        self._editions: dict[Audience, Edition] = {}

    @property
    def public(self) -> Edition:
        return self.edition(Audience.PUBLIC)

    @property
    def internal(self) -> Edition:
        return self.edition(Audience.INTERNAL)

    def edition(self, audience: Audience) -> Edition:
        """The audience's edition, of an earlier generation when this one's is damaged.

        Raises NoGenerationError when none is whole.
        """
        with self._lock:
            if audience not in self._editions:
                self._editions[audience] = self._open(audience)
            return self._editions[audience]

    def _open(self, audience: Audience) -> Edition:
        for folder in self._folders:
            try:
                return _open(folder, audience, self._embedder, self._reranker)
            except (OSError, ValueError, sqlite3.Error, BrokenIndexError) as error:
                _log.warning("generation %s is damaged, trying another: %s", folder.name, error)
        raise NoGenerationError(str(self._folders[0]))


class Generations:
    """The generations of a data folder; safe in several threads at once."""

    def __init__(self, data: Path, embedder: Embedder, reranker: Reranker | None = None) -> None:
        self._data = data
        self._embedder = embedder
        self._reranker = reranker
        self._lock = threading.Lock()
        self._current: Generation | None = None

    def current(self) -> Generation:
        """The generation `DATA/current` names now; another object only when it has changed.

        Raises NoGenerationError.
        """
        named = current_number(self._data)
        with self._lock:
            if self._current is None or self._current.number != named:
                folders = _by_preference(self._data, named)
                if self._current is not None and self._current.number == int(folders[0].name):
                    return self._current
                self._current = Generation(folders, self._embedder, self._reranker)
            return self._current

    def edition(self, audience: Audience) -> Edition:
        return self.current().edition(audience)

    def verify(self) -> tuple[str, ...]:
        """Paths of files of the current generation that are not as they were sealed: reads every byte.

        Raises NoGenerationError without one.
        """
        folder = generation_folder(self._data, self.current().number)
        try:
            return damaged(folder, Seal.read(folder).files)
        except (OSError, ValueError):
            return ("manifest.json",)


def generation_folder(data: Path, number: int) -> Path:
    return data / "generations" / f"{number:06d}"


def current_number(data: Path) -> int | None:
    """The number `DATA/current` names; None without a readable one."""
    try:
        return int((data / "current").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def generation_numbers(data: Path) -> tuple[int, ...]:
    """Every generation on the disk, newest first."""
    folders = (data / "generations").glob("[0-9]*")
    return tuple(sorted((int(folder.name) for folder in folders if folder.name.isdigit()), reverse=True))


def outdated(data: Path) -> Outdated | None:
    """The generation that should answer, if it is of another format; None for an empty folder too."""
    for folder in _by_preference(data, current_number(data)) if generation_numbers(data) else ():
        try:
            Seal.read(folder)
        except OtherFormatError as other:
            return Outdated(folder, other.sources)
        except (OSError, ValueError):
            continue
        return None
    return None


def _by_preference(data: Path, named: int | None) -> tuple[Path, ...]:
    """The named generation, the ones before it, then newer ones: those were never taken into use."""
    numbers = generation_numbers(data)
    if not numbers:
        raise NoGenerationError(str(data))
    if named is None:
        return tuple(generation_folder(data, number) for number in numbers)
    usable = sorted(numbers, key=lambda number: (number > named, -number))
    if named not in numbers:
        _log.warning("generation %06d is not there, using %06d", named, usable[0])
    return tuple(generation_folder(data, number) for number in usable)


def _open(folder: Path, audience: Audience, embedder: Embedder, reranker: Reranker | None) -> Edition:
    seal = Seal.read(folder)
    files = seal.of(audience)
    # Pictures of pages are drawn from the originals, nothing is answered from them.
    answering = {name: file for name, file in files.items() if ORIGINALS not in Path(name).parts}
    whole = sum(file.size for file in answering.values()) <= _HASHED_AT_OPENING
    if wrong := (damaged if whole else resized)(folder, answering):
        raise BrokenIndexError(f"not as sealed: {', '.join(wrong)}")
    if seal.model != embedder.name:
        _log.warning("%s holds vectors of %s, not of %s: ingest again", folder, seal.model, embedder.name)
        return Edition.open_without_meaning(folder / audience, embedder, reranker)
    return Edition.open(folder / audience, embedder, reranker)
