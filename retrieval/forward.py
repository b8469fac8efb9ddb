"""The words of each passage in their order, as numbers: a forward index, to look closely at a few."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import lines_of_words
from retrieval.index import BrokenIndexError

Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]

# Ends a line of a passage: no word has this number.
END = 0

_WORDS, _STARTS, _KEYS = "words.npy", "starts.npy", "keys.npy"


@dataclass(frozen=True, slots=True)
class Wordings:
    """The words of some passages, one passage after another, each line closed by END.

    `starts` says where each passage begins; it has one line at least.
    """

    words: Numbers
    starts: Places


class ForwardIndex:
    """An index that never changes; safe in several threads at once. It stays on the disk until it is read."""

    def __init__(self, words: Numbers, starts: Places, keys: Places) -> None:
        self._words = words
        self._starts = starts
        self._keys = keys

    @classmethod
    def build(cls, folder: Path, rows: Iterable[tuple[int, str]]) -> None:
        """Writes (key, search text) rows, keys rising, into a new folder. Raises BrokenIndexError."""
        try:
            folder.mkdir()
            keys, lengths = [], [0]
            with (folder / "words.raw").open("wb") as raw:
                for key, text in rows:
                    words = _numbers_of(text)
                    raw.write(words.tobytes())
                    keys.append(key)
                    lengths.append(len(words))
            # Written as it comes, so that memory does not grow with the library.
            _wrap(folder / "words.raw", folder / _WORDS, count=sum(lengths))
            np.save(folder / _STARTS, np.cumsum(lengths, dtype=np.int64))
            np.save(folder / _KEYS, np.array(keys, dtype=np.int64))
        except OSError as error:
            raise BrokenIndexError(f"{folder}: {error}") from error

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Raises BrokenIndexError when the folder holds no index."""
        try:
            # As plain arrays: a slice of numpy's own class for such files takes five times as long.
            words, starts, keys = (
                np.load(folder / name, mmap_mode="r", allow_pickle=False).view(np.ndarray)
                for name in (_WORDS, _STARTS, _KEYS)
            )
        except (OSError, ValueError, EOFError) as error:
            raise BrokenIndexError(f"{folder}: {error}") from error
        if len(starts) != len(keys) + 1 or starts[-1] != len(words):
            raise BrokenIndexError(f"{folder}: {len(words)} words for {len(keys)} passages")
        return cls(words, starts, keys)

    def read(self, keys: Sequence[int]) -> Wordings:
        """The passages of these keys, in their order. Raises KeyError for a key that is not there."""
        rows = np.searchsorted(self._keys, keys)
        if len(keys) and (rows.max() >= len(self._keys) or np.any(self._keys[rows] != keys)):
            raise KeyError(keys)
        starts, ends = self._starts[rows], self._starts[rows + 1]
        stretches = [self._words[slice(*each)] for each in np.stack([starts, ends], axis=1).tolist()]
        begins = np.cumsum(ends - starts) - (ends - starts)
        return Wordings(np.concatenate([np.empty(0, np.uint32), *stretches]), begins)


def number_of(word: str) -> int:
    """The number of a folded syllable; two different ones hardly ever share it."""
    return crc32(word.encode("utf-8", "surrogatepass")) or 1


def _numbers_of(text: str) -> Numbers:
    numbers: list[int] = []
    for line in lines_of_words(text):
        numbers.extend(map(number_of, line))
        numbers.append(END)
    return np.array(numbers or [END], dtype=np.uint32)


def _wrap(raw: Path, path: Path, *, count: int) -> None:
    """The raw numbers as an .npy file."""
    with path.open("wb") as file:
        header = {"descr": np.dtype(np.uint32).str, "fortran_order": False, "shape": (count,)}
        np.lib.format.write_array_header_1_0(file, header)
        with raw.open("rb") as numbers:
            while block := numbers.read(1 << 20):
                file.write(block)
    raw.unlink()
