"""Leaks: which words nobody outside may read, and where a text holds them all the same."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from corpus.audience import Audience
from corpus.library import Library
from corpus.vietnamese import normalise, syllables
from ingest.errors import IngestError
from ingest.extract.extracted import Extracted
from ingest.intake import read_intake
from ingest.pipeline import default_corpus
from ingest.reading import Reading, taken_in
from ingest.readings import Readings
from ingest.redact import MASKED, cuts, redacted
from ingest.sources import MANIFEST, Source, find_sources
from ingest.structure import structure
from ingest.wall import LeftOut, missing, runs_of
from retrieval.edition import LIBRARY
from retrieval.seal import Seal

# One syllable is no name, and a figure of fewer digits than a telephone number names nobody.
_LEAST_NAME = 2
_LEAST_DIGITS = 9
# The name of a ward or a town is nobody's.
_PLACES = frozenset({"phuong", "xa", "quan", "huyen", "tinh", "thanh"})
_DIALLED = re.compile(r"\d(?:[ .-]?\d){8,}")  # 0912 345 678, 001085012345


@dataclass(frozen=True)
class Secrets:
    """What to look for, and on which line of which file it stands: `runs` of syllables, `names`, `numbers`.

    `left_out` are all words the public does not read, `masked` those that nobody does. A name is looked for
    everywhere, an internal run where the public reads. `unread` are files of which nobody can tell any more
    what was masked in them.
    """

    left_out: tuple[LeftOut, ...]
    masked: tuple[LeftOut, ...]
    runs: dict[str, LeftOut]
    names: dict[tuple[str, ...], LeftOut]
    numbers: dict[str, LeftOut]
    unread: tuple[str, ...] = ()

    def masked_in(self, text: str) -> Iterator[LeftOut]:
        """The names and numbers of persons that a text holds, without regard to case and accents."""
        found = _syllables(normalise(text))
        for place, syllable in enumerate(found):
            for name in self._by_first.get(syllable, ()):
                if found[place : place + len(name)] == name:
                    yield self.names[name]
        for match in _DIALLED.finditer(text):
            if secret := self.numbers.get(_digits(match.group())):
                yield secret

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[str, ...]]]:
        starts: dict[str, list[tuple[str, ...]]] = {}
        for name in self.names:
            starts.setdefault(name[0], []).append(name)
        return starts

    def internal_in(self, text: str) -> Iterator[LeftOut]:
        """The internal words that a text holds eight or more of in a row."""
        for run in runs_of(normalise(text)):
            if secret := self.runs.get(run):
                yield secret


def secrets_of(generation: Path, *, readings: Readings) -> Secrets:
    """Those of a generation's folder. Raises OSError, ValueError, sqlite3.Error where it cannot be read.

    What is internal is told from the files as they were read and from the manifests as they are now, so that
    it is no matter what the editions made of them; of a file that is no longer there, by its two editions.
    """
    shown = Library.open(generation / Audience.PUBLIC / LIBRARY)
    whole = Library.open(generation / Audience.INTERNAL / LIBRARY)
    sources = {source.name: source for source in _sources(Seal.read(generation).sources)}
    parted: list[_Parted] = []
    unread: list[str] = []
    for taken in read_intake(generation).held:
        reading = readings.get(taken.sha256, file=taken.file)
        one = _parted(sources.get(taken.file), reading)
        unread += [] if one else [taken.file]
        parted.append(one or _compared(taken.file, whole, shown))
    runs = {run: each for one in parted for each in one.left_out for run in runs_of(each.text)}
    public = tuple(line for one in parted for line in one.shown)
    for run in {run for line in public for run in runs_of(line)}:
        runs.pop(run, None)
    masked = [each for one in parted for each in one.masked]
    listed = [
        LeftOut(MANIFEST, 0, name, True)
        for source in sources.values()
        for entry in source.manifest.entries
        if entry.file == source.name
        for name in entry.mask
    ]
    return Secrets(
        tuple(each for one in parted for each in one.left_out),
        tuple(masked),
        runs,
        {**_names(masked, shown=public), **_names(listed, shown=())},
        {_digits(found): each for each in masked for found in _DIALLED.findall(each.text)},
        tuple(unread),
    )


@dataclass(frozen=True, slots=True)
class _Parted:
    """The lines of a file as the public reads them, what these leave out, and what of it is masked."""

    shown: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    masked: tuple[LeftOut, ...]


def _parted(source: Source | None, found: Extracted | None) -> _Parted | None:
    """None where file or reading is gone, or the manifest names what the file does not have."""
    try:
        return _part(source, taken_in(found, file=source.name)) if source and found else None
    except IngestError:
        return None


def _part(source: Source, reading: Reading) -> _Parted:
    text = reading.text
    structured = structure(text.lines, pages=text.page_of_line, joined=text.joined)
    lines, entry = structured.lines, source.manifest.entry(source.name, text.lines)
    public, both = (cuts(structured, entry, audience) for audience in Audience)
    # Where a name stands among internal words, only the other edition's mask tells it.
    words, names = (
        tuple(
            LeftOut(source.name, number, lines[number - 1][each.start : each.end], each.sign == MASKED)
            for number, several in cut.items()
            for each in several
        )
        for cut in (public, both)
    )
    masked = (*names, *(each for each in words if each.masked))
    if entry.audience is Audience.PUBLIC:
        return _Parted(redacted(lines, public), words, masked)
    every = (LeftOut(source.name, number, line, False) for number, line in enumerate(lines, start=1))
    return _Parted((), tuple(every), masked)


def _compared(file: str, whole: Library, shown: Library) -> _Parted:
    document, public = whole.document_by_file(file), shown.document_by_file(file)
    lines = public.lines if public else ()
    found = (
        tuple(missing(document.lines, lines or ("",) * len(document.lines), file=file)) if document else ()
    )
    return _Parted(lines, found, tuple(each for each in found if each.masked))


def _sources(named: Iterable[str]) -> tuple[Source, ...]:
    """The files that a generation was made of, where they still are."""
    try:
        return find_sources(tuple(Path(name) for name in named) or (default_corpus(),))
    except (IngestError, OSError):
        return ()


def _names(masked: Iterable[LeftOut], *, shown: Iterable[str]) -> dict[tuple[str, ...], LeftOut]:
    """By their syllables; one that the public reads elsewhere is somebody's who is no secret."""
    found = {
        name: each
        for each in masked
        for part in each.text.split(",")
        if (name := _syllables(part)) and _is_name(name) and not _DIALLED.search(part)
    }
    firsts = {name[:2] for name in found}
    for line in shown if found else ():
        told = _syllables(line)
        for place, pair in enumerate(pairwise(told)):
            if pair in firsts:
                for length in {len(name) for name in found if name[:2] == pair}:
                    found.pop(told[place : place + length], None)
    return found


def _is_name(name: tuple[str, ...]) -> bool:
    return len(name) >= _LEAST_NAME and name[0] not in _PLACES


def _syllables(text: str) -> tuple[str, ...]:
    return tuple(syllable.folded for syllable in syllables(text))


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
