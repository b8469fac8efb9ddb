"""The files of an ingest: which they are, what their manifest says, and whether any of it has changed."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus
import ingest
import prompts
import retrieval
from ingest.errors import IngestError
from ingest.manifest import Manifest, load_manifest
from retrieval.meaning import Embedder
from retrieval.seal import file_sha256

SUPPORTED = (".txt",)
MANIFEST = "manifest.yaml"
_PROBE = "Thủ tục hành chính của phường"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, its bytes' SHA-256, and the manifest that lies beside it."""

    path: Path
    sha256: str
    manifest: Manifest

    @property
    def label(self) -> str:
        """What the manifest says of the file, the same text for the same words."""
        return repr([entry for entry in self.manifest.entries if entry.file == self.path.name])


def find_sources(paths: Iterable[Path]) -> tuple[Source, ...]:
    """Files as given, folders in the order of their manifest, then by name.

    In a folder, files of other kinds and hidden ones are passed over. Raises IngestError.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for source in _in_folder(path) if path.is_dir() else (_file(path),):
            known = found.setdefault(source.path.name, source)
            if known.path.resolve() != source.path.resolve():
                raise IngestError(prompts.load("errors/ingest_same_name", file=source.path.name))
    return tuple(found.values())


def fingerprint(sources: Sequence[Source], embedder: Embedder) -> str:
    """The same for the same files, labels, model and rules of reading; these are the program's own files."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(repr((source.path.name, source.sha256, source.label)).encode())
    # A model trained anew under its old name is another model.
    digest.update(repr((embedder.name, embedder.query(_PROBE).round(2).tolist())).encode())
    for path in _program():
        digest.update(repr((path.name, file_sha256(path))).encode())
    return digest.hexdigest()


def _in_folder(folder: Path) -> Iterator[Source]:
    manifest = load_manifest(folder / MANIFEST)
    listed = [entry.file for entry in manifest.entries]
    for file in listed:
        if not (folder / file).is_file():
            raise IngestError(prompts.load("errors/ingest_unlisted", manifest=manifest.name, file=file))
    names = sorted(path.name for path in folder.iterdir() if _is_readable(path))
    if not names:
        raise IngestError(
            prompts.load("errors/ingest_nothing", folder=folder, supported=", ".join(SUPPORTED))
        )
    for name in dict.fromkeys([*(file for file in listed if file in names), *names]):
        yield Source(folder / name, file_sha256(folder / name), manifest)


def _file(path: Path) -> Source:
    if not path.is_file():
        raise IngestError(prompts.load("errors/ingest_missing", file=path))
    if path.suffix.lower() not in SUPPORTED:
        raise IngestError(prompts.load("errors/ingest_kind", file=path.name, supported=", ".join(SUPPORTED)))
    return Source(path, file_sha256(path), load_manifest(path.parent / MANIFEST))


def _is_readable(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SUPPORTED and not path.name.startswith(".")


def _program() -> Iterator[Path]:
    for package in (corpus, ingest, retrieval):
        folder = Path(package.__path__[0])
        yield from sorted(path for path in (*folder.glob("*.py"), *folder.glob("*.txt")) if path.is_file())
    for part in ("extract", "procedures"):
        yield from sorted((Path(ingest.__path__[0]) / part).glob("*.py"))
