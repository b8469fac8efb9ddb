"""The files of an ingest: which they are, what their manifest says, and whether any of it has changed."""

import hashlib
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus
import ingest
import prompts
import retrieval
from corpus.vietnamese import normalise
from ingest.errors import IngestError
from ingest.extract.kinds import SUPPORTED
from ingest.manifest import Entry, Manifest, load_manifest
from retrieval.meaning import Embedder
from retrieval.seal import file_sha256

MANIFEST = "manifest.yaml"
# Left behind by file managers and by open documents.
_LITTER = re.compile(r"\.|~\$|(?:Thumbs\.db|desktop\.ini|__MACOSX)$", re.IGNORECASE)
_PROBE = "Thủ tục hành chính của phường"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, its bytes' SHA-256, and the manifest of its folder.

    `name` is what it is called everywhere: its path below the folder that was given. `changed` is when it was
    last written; for a file in an archive, when the archive was.
    """

    path: Path
    name: str
    sha256: str
    manifest: Manifest
    changed: float = 0.0

    @property
    def label(self) -> str:
        """What the manifest says of the file, the same text for the same words."""
        return repr([entry for entry in self.manifest.entries if entry.file == self.name])


def find_sources(paths: Iterable[Path]) -> tuple[Source, ...]:
    """Files as given, folders with all below them in the order of their manifest, then by name.

    In a folder, hidden files and links that lead elsewhere are passed over. Raises IngestError.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for source in _in_folder(path) if path.is_dir() else (_file(path),):
            known = found.setdefault(source.name, source)
            if known.path.resolve() != source.path.resolve():
                raise IngestError(prompts.load("errors/ingest_same_name", file=source.name))
    return tuple(found.values())


def absent(paths: Iterable[Path], sources: Sequence[Source]) -> tuple[Entry, ...]:
    """What the manifests of the given folders say of files that are not among the sources."""
    there = {source.name for source in sources}
    folders = (folder for folder in paths if folder.is_dir())
    listed = (entry for folder in folders for entry in load_manifest(folder / MANIFEST).entries)
    # What stands in an archive is not among them before it is opened.
    return tuple(entry for entry in listed if not there & {entry.file, *map(str, Path(entry.file).parents)})


def fingerprint(
    sources: Sequence[Source],
    embedder: Embedder,
    *,
    gone: Sequence[str] = (),
    withheld: Collection[str] = (),
) -> str:
    """The same for the same files, labels, model and rules of reading; these are the program's own files.

    `gone` are the files that are still held and no longer there, `withheld` those that became internal.
    """
    digest = hashlib.sha256(repr((tuple(gone), sorted({*gone} & {*withheld}))).encode())
    for source in sources:
        digest.update(repr((source.name, source.sha256, source.label)).encode())
    # A model trained anew under its old name is another model.
    digest.update(repr((embedder.name, embedder.query(_PROBE).round(2).tolist())).encode())
    # A scan that was set aside is read once there is something to read it with.
    digest.update(repr([shutil.which(tool) is not None for tool in ("tesseract", "soffice")]).encode())
    for path in _program():
        digest.update(repr((path.name, file_sha256(path))).encode())
    return digest.hexdigest()


def _in_folder(folder: Path) -> Iterator[Source]:
    manifest = load_manifest(folder / MANIFEST)
    names = sorted(path.relative_to(folder).as_posix() for path in _files_below(folder))
    if not names:
        supported = ", ".join(SUPPORTED)
        raise IngestError(prompts.load("errors/ingest_nothing", folder=folder, supported=supported))
    listed = [entry.file for entry in manifest.entries if entry.file in names]
    for name in dict.fromkeys([*listed, *names]):
        path = folder / name
        yield Source(path, normalise(name), file_sha256(path), manifest, path.stat().st_mtime)


def _file(path: Path) -> Source:
    if not path.is_file():
        raise IngestError(prompts.load("errors/ingest_missing", file=path))
    manifest = load_manifest(path.parent / MANIFEST)
    return Source(path, normalise(path.name), file_sha256(path), manifest, path.stat().st_mtime)


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is nobody's document."""
    return _LITTER.match(name) is not None


def _files_below(folder: Path) -> Iterator[Path]:
    root = folder.resolve()
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if any(map(is_litter, parts)) or parts == (MANIFEST,) or not path.is_file():
            continue
        # A link may lead out of what the ward meant to hand over.
        if path.resolve().is_relative_to(root):
            yield path


def _program() -> Iterator[Path]:
    for package in (corpus, ingest, retrieval):
        folder = Path(package.__path__[0])
        yield from sorted(path for path in (*folder.glob("*.py"), *folder.glob("*.txt")) if path.is_file())
    for part in ("extract", "procedures"):
        yield from sorted((Path(ingest.__path__[0]) / part).glob("*.py"))
