"""Archives among the files: each file in one is a source of its own, named by its way there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.vietnamese import normalise
from ingest.errors import UnreadableError
from ingest.intake import Taken
from ingest.sandbox import Sandbox
from ingest.sources import Source, is_litter
from retrieval.seal import file_sha256

ENDING = ".zip"


def opened(sources: Sequence[Source], readers: Sandbox, room: Path) -> Iterator[Source | Taken]:
    """The sources with archives unpacked below `room`; an archive that cannot be is told as set aside."""
    for n, source in enumerate(sources):
        if not is_archive(source.name):
            yield source
            continue
        folder = room / str(n)
        folder.mkdir(parents=True)
        try:
            names = readers.unpack(source.path, folder, file=source.name)
        except UnreadableError as error:
            yield Taken(source.name, source.sha256, aside=str(error))
            continue
        for place, name in enumerate(names):
            if not any(map(is_litter, name.split("/"))):
                path = folder / str(place)
                inner = normalise(f"{source.name}/{name}")
                yield replace(source, path=path, name=inner, sha256=file_sha256(path))


def is_archive(name: str) -> bool:
    return name.lower().endswith(ENDING)
