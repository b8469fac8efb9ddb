"""Taking files in, with a progress bar on a terminal."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from tqdm import tqdm

from ingest.extract.limits import Limits
from ingest.pipeline import Progress, Report, default_corpus, ingest
from retrieval.embedding import open_embedding
from retrieval.meaning import Embedder
from settings import Settings


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


def take_in(paths: Sequence[Path], settings: Settings, *, take: Taking = ingest) -> Report:
    """Makes `paths` what the data folder holds; without paths, the default corpus. Raises IngestError."""
    with tqdm(disable=None, leave=False, unit="") as bar:

        def show(progress: Progress) -> None:
            bar.set_description(progress.stage)
            bar.total, bar.n = progress.total, progress.done
            bar.refresh()

        return take(
            paths or (default_corpus(),),
            data=settings.data,
            embedder=open_embedding(settings.embedding),
            on_progress=show,
            limits=limits_of(settings),
        )
