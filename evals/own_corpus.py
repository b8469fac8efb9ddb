"""The library a run asks: the ward's own, or a folder of documents read into a data folder of its own."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import yaml

from corpus.audience import Audience
from ingest.pipeline import default_corpus, ingest, made_of
from retrieval.embedding import open_embedding
from retrieval.generation import generation_numbers, outdated
from settings import Settings

MANIFEST = "manifest.yaml"


def ready(settings: Settings) -> Settings:
    """The same settings, once their data folder can be opened and holds at least the default corpus."""
    if not generation_numbers(settings.data):
        _ingest((default_corpus(),), settings)
    elif old := outdated(settings.data):
        _ingest(made_of(old), settings)
    return settings


def ingested(corpus: Path, data: Path) -> Settings:
    """Settings of a library under `data` that holds the files of `corpus`; a whole one is not made again.

    Without a manifest every file is open to the public, and is what its own lines print.
    """
    settings = Settings(data=data / "data")
    folder = data / "corpus"
    shutil.copytree(corpus, folder, dirs_exist_ok=True)
    if not (corpus / MANIFEST).exists():
        (folder / MANIFEST).unlink(missing_ok=True)
        (folder / MANIFEST).write_text(_open_to_all(folder), encoding="utf-8")
    _ingest((folder,), settings)
    return settings


def _ingest(paths: Sequence[Path], settings: Settings) -> None:
    embedder = open_embedding(settings.embedding)
    ingest(paths, data=settings.data, embedder=embedder, on_progress=lambda _: None)


def _open_to_all(folder: Path) -> str:
    files = sorted(path.name for path in folder.iterdir())
    rows = [{"file": file, "audience": str(Audience.PUBLIC)} for file in files]
    return yaml.safe_dump({"documents": rows}, allow_unicode=True, sort_keys=False)
