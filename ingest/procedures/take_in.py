"""Importing a list of procedures: the generation in use again, with this list instead of the one before."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import prompts
from ingest.commit import building, take_into_use
from ingest.errors import IngestError
from ingest.procedures.files import read_records
from ingest.procedures.keep import RECORDS, carried, write_procedures
from ingest.procedures.record import Record
from retrieval.generation import NoGenerationError, current_number, generation_folder
from retrieval.meaning import Embedder
from retrieval.procedures import FOLDER
from retrieval.seal import MANIFEST, Seal, damaged


@dataclass(frozen=True, slots=True)
class Imported:
    """`generation` answers now, with so many procedures; `before` is how many there were."""

    generation: int
    procedures: int
    before: int


def import_procedures(path: Path, *, checked: str, data: Path, embedder: Embedder) -> Imported:
    """Makes a list the procedures of the data folder; its documents stay.

    `checked` is the ISO date for rows without one. Raises NoGenerationError before the first ingest, and
    IngestError, which changes nothing.
    """
    read = read_records(path)
    dated = tuple(each if each.checked else each.model_copy(update={"checked": checked}) for each in read)
    return _replace(dated, data, embedder)


def clear_procedures(*, data: Path, embedder: Embedder) -> Imported:
    """Takes the list out again. Raises NoGenerationError and IngestError."""
    return _replace((), data, embedder)


def _replace(records: Sequence[Record], data: Path, embedder: Embedder) -> Imported:
    with building(data) as folder:
        number = current_number(data)
        if number is None:
            raise NoGenerationError(str(data))
        current = generation_folder(data, number)
        seal = _whole(current)
        before = len(carried(data))
        left = shutil.ignore_patterns(MANIFEST, RECORDS, FOLDER)
        shutil.copytree(current, folder, ignore=left, dirs_exist_ok=True)
        write_procedures(records, folder, embedder)
        made = take_into_use(
            folder,
            data=data,
            model=seal.model,
            fingerprint=seal.fingerprint,
            counts=seal.counts,
            sources=seal.sources,
        )
    return Imported(made, len(records), before)


def _whole(folder: Path) -> Seal:
    """The seal of a generation that is as it was sealed. Raises IngestError for another."""
    try:
        seal = Seal.read(folder)
        wrong = damaged(folder, seal.files)
    except (OSError, ValueError) as error:
        raise IngestError(prompts.load("errors/procedures_damaged")) from error
    if wrong:
        raise IngestError(prompts.load("errors/procedures_damaged"))
    return seal
