"""The seal of a generation: what its manifest.json says it holds, and whether it still does."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from corpus.audience import Audience
from corpus.library import FORMAT

MANIFEST = "manifest.json"


class OtherFormatError(ValueError):
    """A generation of another program. `sources` as in its seal; None where it does not say."""

    def __init__(self, folder: Path, sources: tuple[str, ...] | None) -> None:
        super().__init__(f"{folder} has another format")
        self.sources = sources


@dataclass(frozen=True, slots=True)
class FileSeal:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What an edition holds."""

    documents: int
    passages: int
    entries: int


@dataclass(frozen=True, slots=True)
class Seal:
    """`files` are keyed by their path below the generation's folder; `model` names the embedder.

    `fingerprint` is the same for the same files, labels, rules of reading and model. `sources` are the paths
    it was made of, none for the documents that come with the program; `format` is that of its library.
    """

    number: int
    created: str
    model: str
    fingerprint: str
    counts: Mapping[Audience, Counts]
    files: Mapping[str, FileSeal]
    sources: tuple[str, ...]
    format: int = FORMAT

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Raises OSError, OtherFormatError, or ValueError when the manifest is not whole."""
        try:
            values = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            sources = tuple(values["sources"]) if "sources" in values else None
            if values.get("format") != FORMAT:
                raise OtherFormatError(folder, sources)
            values["sources"] = sources
            values["counts"] = {Audience(side): Counts(**counts) for side, counts in values["counts"].items()}
            values["files"] = {path: FileSeal(**seal) for path, seal in values["files"].items()}
            return cls(**values)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{folder / MANIFEST}: {error!r}") from error

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)

    def of(self, audience: Audience) -> Mapping[str, FileSeal]:
        """The files of one edition alone."""
        return {path: seal for path, seal in self.files.items() if path.startswith(f"{audience}/")}


def sealed_files(folder: Path) -> dict[str, FileSeal]:
    """Every file below a folder as it is now, the manifest aside."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return {
        path.relative_to(folder).as_posix(): FileSeal(path.stat().st_size, file_sha256(path))
        for path in paths
    }


def resized(folder: Path, files: Mapping[str, FileSeal]) -> tuple[str, ...]:
    """The files that are missing or of another size than sealed."""
    return tuple(path for path, seal in files.items() if _size(folder / path) != seal.size)


def damaged(folder: Path, files: Mapping[str, FileSeal]) -> tuple[str, ...]:
    """The files that are missing or hold other bytes than sealed: reads every byte."""
    return tuple(
        path
        for path, seal in files.items()
        if _size(folder / path) != seal.size or file_sha256(folder / path) != seal.sha256
    )


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
