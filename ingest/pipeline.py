"""From files to a generation that answers: read, structure, split, index, check, take into use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus
import prompts
from corpus.audience import Audience
from corpus.library import files_held
from ingest.errors import IngestError
from ingest.extract.text import read_text
from ingest.generation import GenerationWriter, writing
from ingest.sources import Source, find_sources, fingerprint
from ingest.split import edition
from ingest.structure import structure
from retrieval.edition import LIBRARY
from retrieval.generation import NoGenerationError, Outdated, current_number, generation_folder
from retrieval.meaning import Embedder
from retrieval.seal import Counts, Seal, damaged


@dataclass(frozen=True, slots=True)
class Progress:
    """`stage` says in a person's words what is being done; `done` of `total` files or passages are."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Report:
    """`generation` answers now, with so much in its internal edition, which holds everything.

    `unchanged`: it answered before, and nothing was written.
    """

    generation: int
    documents: int
    passages: int
    unchanged: bool


def ingest(
    paths: Sequence[Path], *, data: Path, embedder: Embedder, on_progress: Callable[[Progress], None]
) -> Report:
    """Makes `paths`, and nothing else, what the data folder holds. An IngestError changes nothing."""
    sources = find_sources(paths)
    mark = fingerprint(sources, embedder)
    if held := _held(data, mark):
        return _report(held.number, held.counts[Audience.INTERNAL], unchanged=True)
    with writing(data, embedder) as writer:
        for done, source in enumerate(sources):
            on_progress(Progress(prompts.load("progress/reading", file=source.path.name), done, len(sources)))
            _read(source, writer)
        counts = {
            audience: writer.index(audience, on_passage=_counting(audience, on_progress))
            for audience in Audience
        }
        on_progress(Progress(prompts.load("progress/committing"), len(sources), len(sources)))
        number = writer.commit(fingerprint=mark, counts=counts, sources=_named(paths))
    return _report(number, counts[Audience.INTERNAL], unchanged=False)


def default_corpus() -> Path:
    """The folder of the documents that come with the program."""
    return Path(corpus.__path__[0]) / "documents"


def made_of(old: Outdated) -> tuple[Path, ...]:
    """What to ingest in its place. Raises NoGenerationError where it does not say."""
    if old.sources is not None:
        return tuple(Path(source) for source in old.sources) or (default_corpus(),)
    files = files_held(old.folder / Audience.INTERNAL / LIBRARY)
    if files and files <= {path.name for path in default_corpus().iterdir()}:
        return (default_corpus(),)
    raise NoGenerationError(str(old.folder))


def _named(paths: Sequence[Path]) -> tuple[str, ...]:
    """As a seal keeps them: the documents that come with the program move with it, so they have no path."""
    return () if list(paths) == [default_corpus()] else tuple(str(path.absolute()) for path in paths)


def _read(source: Source, writer: GenerationWriter) -> None:
    try:
        lines = read_text(source.path)
    except OSError as error:
        raise IngestError(prompts.load("errors/ingest_missing", file=source.path)) from error
    structured = structure(lines)
    entry = source.manifest.entry(source.path.name, lines)
    for audience in Audience:
        if readable := edition(structured, entry, audience, sha256=source.sha256):
            writer.add(audience, readable.document, readable.passages)


def _counting(audience: Audience, on_progress: Callable[[Progress], None]) -> Callable[[int, int], None]:
    stage = prompts.load(f"progress/indexing_{audience}")
    return lambda done, total: on_progress(Progress(stage, done, total))


def _held(data: Path, mark: str) -> Seal | None:
    """The seal of the current generation if it was made of the same, and is whole."""
    number = current_number(data)
    if number is None:
        return None
    folder = generation_folder(data, number)
    try:
        seal = Seal.read(folder)
    except (OSError, ValueError):
        return None
    return seal if seal.fingerprint == mark and not damaged(folder, seal.files) else None


def _report(number: int, counts: Counts, *, unchanged: bool) -> Report:
    return Report(number, counts.documents, counts.passages, unchanged)
