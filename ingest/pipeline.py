"""From files to a generation that answers: read, structure, split, index, check, take into use."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import corpus
import prompts
from corpus.audience import Audience
from corpus.library import files_held
from ingest.ahead import ahead
from ingest.archive import opened
from ingest.carry import Before, before, carried
from ingest.errors import IngestError
from ingest.extract.limits import Limits
from ingest.failpoints import Failpoint, reached
from ingest.generation import GenerationWriter, writing
from ingest.intake import Intake, Taken, read_intake
from ingest.originals import may_be_drawn
from ingest.reading import Reading, read_file, refuse_secret, taken_in
from ingest.readings import Readings
from ingest.sandbox import Sandbox, sandbox
from ingest.sources import Source, absent, find_sources, fingerprint
from ingest.split import edition
from ingest.structure import structure
from ingest.versions import Order
from retrieval.edition import LIBRARY
from retrieval.generation import NoGenerationError, Outdated, current_number, generation_folder
from retrieval.meaning import Embedder
from retrieval.seal import Counts, Seal, damaged

_REASONS_SHOWN = 10

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """`stage` says in a person's words what is being done; `done` of `total` files or passages are."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Report:
    """`generation` answers now, with so much in its internal edition, which holds everything.

    `unchanged`: it answered before, and nothing was written. `missing` are files that a manifest names and
    that are not there.
    """

    generation: int
    documents: int
    passages: int
    unchanged: bool
    intake: Intake = field(default=Intake(), compare=False)
    missing: tuple[str, ...] = ()


def ingest(
    paths: Sequence[Path],
    *,
    data: Path,
    embedder: Embedder,
    on_progress: Callable[[Progress], None],
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    must_hold: str = "",
) -> Report:
    """Makes `paths`, and nothing else, what the data folder holds.

    A file that cannot be read is set aside; the report says why, and the others go on. What was read of a
    file that has gone from its folder stays: `prune()` drops it. An IngestError, also for no file that can
    be read and for `must_hold` set aside, changes nothing.
    """
    held = before(data, _named(paths))
    return _ingested(
        paths,
        held,
        data=data,
        embedder=embedder,
        on_progress=on_progress,
        limits=limits,
        must_hold=must_hold,
    )


def prune(
    paths: Sequence[Path],
    *,
    data: Path,
    embedder: Embedder,
    on_progress: Callable[[Progress], None],
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
) -> Report:
    """As `ingest()`, but what has gone from the folders is dropped."""
    return _ingested(paths, Before(), data=data, embedder=embedder, on_progress=on_progress, limits=limits)


def _ingested(
    paths: Sequence[Path],
    held: Before,
    *,
    data: Path,
    embedder: Embedder,
    on_progress: Callable[[Progress], None],
    limits: Limits,
    must_hold: str = "",
) -> Report:
    sources = find_sources(paths)
    listed = absent(paths, sources)
    gone, missing = held.gone(sources), tuple(entry.file for entry in listed)
    withheld = {entry.file for entry in listed if entry.audience is Audience.INTERNAL}
    mark = fingerprint(sources, embedder, gone=[each.file for each in gone], withheld=withheld)
    if seal := _held(data, mark):
        intake = read_intake(generation_folder(data, seal.number))
        _require(must_hold, intake)
        return _report(seal.number, seal.counts[Audience.INTERNAL], True, intake, missing)
    with writing(data, embedder) as writer, sandbox(limits) as readers, TemporaryDirectory() as room:
        readings = Readings(data / "readings", limits)
        found = list(opened(sources, readers, Path(room)))
        files = [each for each in found if isinstance(each, Source)]
        taken = [each for each in found if isinstance(each, Taken)]
        taken += _taken(files, writer, readings, readers, on_progress)
        for audience, document, passages in carried(held, gone, withheld=withheld):
            writer.add(audience, document, passages)
            writer.keep_original(audience, document)
        intake = Intake((*taken, *(replace(each, gone=True) for each in gone)))
        _require(must_hold, intake)
        order = _order(files)
        counts = {
            audience: writer.index(audience, on_passage=_counting(audience, on_progress), order=order)
            for audience in Audience
        }
        intake = _with_versions(intake, writer.superseded)
        on_progress(Progress(prompts.load("progress/committing"), len(sources), len(sources)))
        number = writer.commit(fingerprint=mark, counts=counts, sources=_named(paths), intake=intake)
        readings.keep({(each.sha256, each.file) for each in intake.files})
    return _report(number, counts[Audience.INTERNAL], False, intake, missing)


def _require(file: str, intake: Intake) -> None:
    if refused := [each.aside for each in intake.aside if each.file == file]:
        raise IngestError(refused[0])
    if not intake.held:
        raise IngestError(_nothing_read(intake))


def _order(files: Sequence[Source]) -> Order:
    changed = {source.name: source.changed for source in files}
    entries = (entry for source in files for entry in source.manifest.entries if entry.file == source.name)
    return Order(changed, {old: entry.file for entry in entries for old in entry.replaces})


def _with_versions(intake: Intake, newer: Mapping[str, str]) -> Intake:
    return Intake(tuple(replace(each, superseded_by=newer.get(each.file, "")) for each in intake.files))


def _nothing_read(intake: Intake) -> str:
    reasons = [each.aside for each in intake.aside]
    shown, more = reasons[:_REASONS_SHOWN], len(reasons) - _REASONS_SHOWN
    if not more > 0 and len(shown) == 1:
        return shown[0]
    rest = [prompts.load("errors/ingest_more", count=more)] if more > 0 else []
    return prompts.load("errors/ingest_none_read", reasons="\n".join([*shown, *rest]))


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


def _taken(
    sources: Sequence[Source],
    writer: GenerationWriter,
    readings: Readings,
    readers: Sandbox,
    on_progress: Callable[[Progress], None],
) -> Iterator[Taken]:
    """What became of each file, in order: several are read at a time, one is written."""
    originals: dict[str, str] = {}
    work = partial(_read, readings=readings, readers=readers)
    for done, (source, read) in enumerate(ahead(sources, work, workers=readers.size)):
        on_progress(Progress(prompts.load("progress/reading", file=source.name), done, len(sources)))
        if source.sha256 in originals:
            yield Taken(source.name, source.sha256, copy_of=originals[source.sha256])
            continue
        taken = _take(source, read, writer)
        reached(Failpoint.TAKEN)
        if not taken.aside:
            originals[source.sha256] = source.name
        yield taken


def _read(source: Source, *, readings: Readings, readers: Sandbox) -> Reading | IngestError:
    """The error of a file that is set aside is an outcome; OSError is raised where nothing can be written."""
    try:
        found = readings.get(source.sha256, file=source.name)
        if found is None:
            found = read_file(source.path, file=source.name, readers=readers)
            refuse_secret(found, file=source.name)
            reached(Failpoint.READING)
            readings.put(source.sha256, found, file=source.name)
        return taken_in(found, file=source.name)
    except (FileNotFoundError, PermissionError) as error:
        _log.warning("cannot read %s: %s", source.name, error)
        return IngestError(prompts.load("errors/ingest_missing", file=source.name))
    except IngestError as error:
        return error


def _take(source: Source, read: Reading | IngestError, writer: GenerationWriter) -> Taken:
    """A file held in the editions that may have it, or set aside."""
    if isinstance(read, IngestError):
        return Taken(source.name, source.sha256, aside=str(read))
    try:
        text = read.text
        structured = structure(text.lines, pages=text.page_of_line, joined=text.joined)
        entry = source.manifest.entry(source.name, read.text.lines)
        editions = [
            (audience, edition(structured, entry, audience, sha256=source.sha256)) for audience in Audience
        ]
    except IngestError as error:
        return Taken(source.name, source.sha256, aside=str(error))
    for audience, readable in editions:
        if readable:
            writer.add(audience, readable.document, readable.passages)
            if may_be_drawn(readable.document, structured, read.health):
                writer.keep_original(audience, readable.document, source.path)
    return Taken(source.name, source.sha256, read.health)


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


def _report(number: int, counts: Counts, unchanged: bool, intake: Intake, missing: tuple[str, ...]) -> Report:
    return Report(number, counts.documents, counts.passages, unchanged, intake, missing)
