"""An administrative procedure as the public-service portal publishes it, each value with its line."""

import json
import re
from dataclasses import asdict, dataclass, fields
from typing import Any

from corpus.audience import Audience
from corpus.document import Document, Section

# A procedure's text is cited under a file name of its own.
PREFIX, ENDING = "thu-tuc-", ".txt"
_COUNTED = re.compile(r"(?<!\d)0?[1-9]\s(?:bản|bộ|ảnh|tờ)(?!\w)")


def procedure_file(code: str) -> str:
    return f"{PREFIX}{code}{ENDING}"


@dataclass(frozen=True, slots=True)
class Told:
    """`text` stands verbatim on `line` of the procedure's own text, counted from 1."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way to hand in: how, how long it then takes, what it costs. The row stands on one line.

    `fee_note` and `note` are what the portal adds to the fee and to the way.
    """

    how: Told
    time: Told | None = None
    fee: Told | None = None
    fee_note: Told | None = None
    note: Told | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to hand in. `case` is the heading it stands under, `form` the name of a form's file.

    `copies` is as printed: "1 bản chính,1 bản sao". Where it counts none, the row is a remark.
    """

    name: Told
    copies: Told | None = None
    form: Told | None = None
    case: Told | None = None

    @property
    def is_remark(self) -> bool:
        """A row that counts none, in its column or in its words ("Hóa đơn: 01 bản chụp")."""
        counted = self.copies.text if self.copies else "1"
        return not any(digit in counted for digit in "123456789") and not _COUNTED.search(self.name.text)


@dataclass(frozen=True, slots=True)
class Basis:
    """A document the procedure rests on: what it is called, and its number as printed."""

    name: Told | None
    number: Told | None


@dataclass(frozen=True, slots=True)
class Procedure:
    """What the portal does not say is None or (), never filled in. `checked` is an ISO date.

    `lines` are the portal's own words: a table's row is one line, its cells parted by tabs.
    """

    code: str
    name: Told
    field: Told | None
    level: Told | None
    decision: Told | None
    applicants: Told | None
    authority: Told | None
    place: Told | None
    agency: Told | None
    steps: tuple[Told, ...]
    ways: tuple[Way, ...]
    papers: tuple[Paper, ...]
    conditions: tuple[Told, ...]
    results: tuple[Told, ...]
    basis: tuple[Basis, ...]
    url: str
    checked: str
    sections: tuple[Section, ...]
    lines: tuple[str, ...]

    @property
    def file(self) -> str:
        return procedure_file(self.code)

    def section_at(self, line: int) -> str:
        """The heading that a line stands under; "" above the first."""
        return next((each.path for each in reversed(self.sections) if each.line <= line), "")


def as_document(procedure: Procedure) -> Document:
    """The procedure to be read and quoted like any document; public, as the portal is."""
    return Document(
        id=procedure.file.removesuffix(ENDING),
        file=procedure.file,
        title=procedure.name.text,
        kind="",
        number=None,
        date=None,
        issuer=None,
        audience=Audience.PUBLIC,
        sha256="",
        lines=procedure.lines,
        sections=procedure.sections,
    )


def procedure_to_json(procedure: Procedure) -> str:
    return json.dumps(asdict(procedure), ensure_ascii=False, separators=(",", ":"))


def procedure_from_json(text: str) -> Procedure:
    """The procedure `procedure_to_json` wrote."""
    values = json.loads(text)
    told = {name: _told(values[name]) for name in _SINGLE}
    several = {name: tuple(Told(**each) for each in values[name]) for name in _SEVERAL}
    return Procedure(
        **{
            **values,
            **told,
            **several,
            "ways": tuple(Way(**_all_told(each)) for each in values["ways"]),
            "papers": tuple(Paper(**_all_told(each)) for each in values["papers"]),
            "basis": tuple(Basis(**_all_told(each)) for each in values["basis"]),
            "sections": tuple(Section(**each) for each in values["sections"]),
            "lines": tuple(values["lines"]),
        }
    )


_SEVERAL = ("steps", "conditions", "results")
_SINGLE = tuple(each.name for each in fields(Procedure) if each.type in {Told, Told | None})


def _told(value: dict[str, Any] | None) -> Told | None:
    return Told(**value) if value else None


def _all_told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _told(value) for name, value in values.items()}
