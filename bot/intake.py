"""Taking files in, with a progress bar on a terminal."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from tqdm import tqdm

from corpus.audience import Audience
from corpus.library import Library
from ingest.extract.limits import Limits
from ingest.found import note_found
from ingest.pipeline import Progress, Report, default_corpus, ingest
from retrieval.edition import LIBRARY
from retrieval.embedding import open_embedding
from retrieval.generation import generation_folder
from retrieval.meaning import Embedder
from settings import Settings

_log = logging.getLogger(__name__)


class Taking(Protocol):
    """`ingest()` or `prune()`."""

    def __call__(
        self,
        paths: Sequence[Path],
        *,
        data: Path,
        embedder: Embedder,
        on_progress: Callable[[Progress], None],
        limits: Limits,
    ) -> Report: ...


def limits_of(settings: Settings) -> Limits:
    return Limits(settings.read_seconds, settings.read_memory_mb, settings.read_pages, settings.read_file_mb)


def taking_uploads(settings: Settings) -> Callable[[Sequence[Path], str], Report]:
    """How an upload is taken in: the file named is held afterwards, or nothing is changed."""
    return lambda paths, file: take_in(paths, settings, take=partial(ingest, must_hold=file))


def take_in(paths: Sequence[Path], settings: Settings, *, take: Taking = ingest) -> Report:
    """Makes `paths` what the data folder holds; without paths, the default corpus. Raises IngestError."""
    with tqdm(disable=None, leave=False, unit="") as bar:

        def show(progress: Progress) -> None:
            bar.set_description(progress.stage)
            bar.total, bar.n = progress.total, progress.done
            bar.refresh()

        report = take(
            paths or (default_corpus(),),
            data=settings.data,
            embedder=open_embedding(settings.embedding),
            on_progress=show,
            limits=limits_of(settings),
        )
    _note(paths, report, settings)
    return report


def _note(paths: Sequence[Path], report: Report, settings: Settings) -> None:
    """In each folder's manifest, what was found of its files; the documents of the program have theirs."""
    folders = [path for path in paths if path.is_dir() and path != default_corpus()]
    if report.unchanged or not folders:
        return
    library = Library.open(generation_folder(settings.data, report.generation) / Audience.INTERNAL / LIBRARY)
    try:
        for folder in folders:
            note_found(folder, library.documents())
    except OSError as error:
        # Everything is held all the same; a folder on a drive that cannot be written keeps no notes.
        _log.warning("cannot write the manifest: %s", error)
    finally:
        library.close()
