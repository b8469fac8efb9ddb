"""Taking files in, with a progress bar on a terminal."""

from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from ingest.extract.limits import Limits
from ingest.pipeline import Progress, Report, default_corpus, ingest
from retrieval.embedding import open_embedding
from settings import Settings


def limits_of(settings: Settings) -> Limits:
    return Limits(settings.read_seconds, settings.read_memory_mb, settings.read_pages, settings.read_file_mb)


def take_in(paths: Sequence[Path], settings: Settings) -> Report:
    """Makes `paths` what the data folder holds; without paths, the default corpus. Raises IngestError."""
    with tqdm(disable=None, leave=False, unit="") as bar:

        def show(progress: Progress) -> None:
            bar.set_description(progress.stage)
            bar.total, bar.n = progress.total, progress.done
            bar.refresh()

        return ingest(
            paths or (default_corpus(),),
            data=settings.data,
            embedder=open_embedding(settings.embedding),
            on_progress=show,
            limits=limits_of(settings),
        )
