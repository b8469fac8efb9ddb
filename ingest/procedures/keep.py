"""The imported procedures in a generation: written into it, and carried on into the next one."""

import json
import logging
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from corpus.audience import Audience
from ingest.procedures.lay_out import lay_out
from ingest.procedures.record import Record
from retrieval.generation import current_number, generation_folder, generation_numbers
from retrieval.meaning import Embedder
from retrieval.procedures import FOLDER, Procedures
from retrieval.seal import MANIFEST, file_sha256

# Beside the editions: the portal's own words, which the next generation's rules read anew.
RECORDS = "procedures.jsonl"

_log = logging.getLogger(__name__)


def write_procedures(records: Sequence[Record], folder: Path, embedder: Embedder) -> None:
    """Into both editions alike, for they are public; nothing for no records. Raises BrokenIndexError."""
    if not records:
        return
    lines = (record.model_dump_json(by_alias=True, exclude_defaults=True) for record in records)
    (folder / RECORDS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    public = folder / Audience.PUBLIC / FOLDER
    Procedures.build(public, [lay_out(record) for record in records], embedder)
    shutil.copytree(public, folder / Audience.INTERNAL / FOLDER)


def carried(data: Path) -> tuple[Record, ...]:
    """The records of the generation that answers; of one before where its file is damaged."""
    named = current_number(data)
    for number in _newest_first(data, named):
        folder = generation_folder(data, number)
        if not (folder / RECORDS).exists() and not _sealed(folder):
            return ()
        try:
            return _read(folder)
        except (OSError, ValueError) as error:
            _log.warning("the procedures of generation %06d are damaged: %s", number, error)
    return ()


def _newest_first(data: Path, named: int | None) -> Iterator[int]:
    return (number for number in generation_numbers(data) if named is None or number <= named)


def _read(folder: Path) -> tuple[Record, ...]:
    """Raises OSError, or ValueError for a file that is not as it was sealed."""
    sealed = _sealed(folder)
    if sealed and sealed != file_sha256(folder / RECORDS):
        raise ValueError(f"{RECORDS} is not as sealed")
    lines = (folder / RECORDS).read_text(encoding="utf-8").splitlines()
    try:
        return tuple(Record.model_validate_json(line) for line in lines)
    except ValidationError as error:
        raise ValueError(f"{RECORDS}: {error.errors()[0]['type']}") from error


def _sealed(folder: Path) -> str:
    """The SHA-256 of the records in a seal of any format; "" where it holds none."""
    try:
        return str(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"][RECORDS]["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
