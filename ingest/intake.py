"""What became of every file of an ingest: kept beside the generation that it made."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.extract.extracted import Method
from ingest.health import Grade, Health, PageHealth

INTAKE = "intake.json"


@dataclass(frozen=True, slots=True)
class Taken:
    """`aside` says why the file is not held, "" when it is; `health` is None for a file never opened.

    `copy_of` names the file that holds the same bytes and is held in its place. `gone` when the file is no
    longer there and what was read of it is still held. `superseded_by` names the file that holds a newer
    version, "" without one.
    """

    file: str
    sha256: str
    health: Health | None = None
    aside: str = ""
    copy_of: str = ""
    gone: bool = False
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """In the order the files were found."""

    files: tuple[Taken, ...] = ()

    @property
    def aside(self) -> tuple[Taken, ...]:
        return tuple(each for each in self.files if each.aside)

    @property
    def copies(self) -> tuple[Taken, ...]:
        return tuple(each for each in self.files if each.copy_of)

    @property
    def gone(self) -> tuple[Taken, ...]:
        return tuple(each for each in self.files if each.gone)

    @property
    def superseded(self) -> tuple[Taken, ...]:
        return tuple(each for each in self.files if each.superseded_by)

    @property
    def held(self) -> tuple[Taken, ...]:
        return tuple(each for each in self.files if not each.aside and not each.copy_of)


def write_intake(folder: Path, files: Iterable[Taken]) -> None:
    record = {"files": [asdict(each) for each in files]}
    text = json.dumps(record, ensure_ascii=False, indent=1)
    (folder / INTAKE).write_text(text, encoding="utf-8")


def read_intake(folder: Path) -> Intake:
    """That of a generation's folder; an empty one where it cannot be told."""
    try:
        record = json.loads((folder / INTAKE).read_text(encoding="utf-8"))
        return Intake(tuple(_taken(each) for each in record["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Intake()


def _taken(record: dict[str, object]) -> Taken:
    health = record.pop("health")
    return Taken(**record, health=_health(health) if isinstance(health, dict) else None)  # type: ignore[arg-type]


def _health(record: dict[str, list[dict[str, object]]]) -> Health:
    pages = []
    for page in record["pages"]:
        told = {**page, "method": Method(str(page["method"])), "grade": Grade(str(page["grade"]))}
        pages.append(PageHealth(**told))  # type: ignore[arg-type]
    return Health(tuple(pages))
