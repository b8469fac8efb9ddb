"""The JSON shape of a procedure card: what a page or a bot needs to draw it."""

from typing import Self

from pydantic import BaseModel

from corpus.procedure import Basis, Paper, Procedure, Told, Way


class WayShape(BaseModel):
    """One way to hand in; what the portal leaves out is null. `fee_note` is what it adds to the fee."""

    how: str
    time: str | None
    fee: str | None
    fee_note: str | None
    note: str | None
    line: int

    @classmethod
    def of(cls, way: Way) -> Self:
        return cls(
            how=way.how.text,
            time=text_of(way.time),
            fee=text_of(way.fee),
            fee_note=text_of(way.fee_note),
            note=text_of(way.note),
            line=way.how.line,
        )


class PaperShape(BaseModel):
    """One paper of the checklist; `remark` for a row that asks for no paper."""

    name: str
    copies: str | None
    form: str | None
    case: str | None
    remark: bool
    line: int

    @classmethod
    def of(cls, paper: Paper) -> Self:
        return cls(
            name=paper.name.text,
            copies=text_of(paper.copies),
            form=text_of(paper.form),
            case=text_of(paper.case),
            remark=paper.is_remark,
            line=paper.name.line,
        )


class BasisShape(BaseModel):
    """A document the procedure rests on."""

    name: str | None
    number: str | None

    @classmethod
    def of(cls, basis: Basis) -> Self:
        return cls(name=text_of(basis.name), number=text_of(basis.number))


class ProcedureShape(BaseModel):
    """A procedure card. `document` is the file name to cite; `line` counts its lines from 1."""

    code: str
    name: str
    document: str
    field: str | None
    level: str | None
    decision: str | None
    applicants: str | None
    authority: str | None
    place: str | None
    agency: str | None
    ways: list[WayShape]
    papers: list[PaperShape]
    steps: list[str]
    conditions: list[str]
    results: list[str]
    basis: list[BasisShape]
    url: str | None
    checked: str | None
    missing: list[str]

    @classmethod
    def of(cls, procedure: Procedure) -> Self:
        return cls(
            code=procedure.code,
            name=procedure.name.text,
            document=procedure.file,
            field=text_of(procedure.field),
            level=text_of(procedure.level),
            decision=text_of(procedure.decision),
            applicants=text_of(procedure.applicants),
            authority=text_of(procedure.authority),
            place=text_of(procedure.place),
            agency=text_of(procedure.agency),
            ways=[WayShape.of(way) for way in procedure.ways],
            papers=[PaperShape.of(paper) for paper in procedure.papers],
            steps=[step.text for step in procedure.steps],
            conditions=[each.text for each in procedure.conditions],
            results=[each.text for each in procedure.results],
            basis=[BasisShape.of(each) for each in procedure.basis],
            url=procedure.url or None,
            checked=procedure.checked or None,
            missing=list(missing(procedure)),
        )


def missing(procedure: Procedure) -> tuple[str, ...]:
    """The parts of a card that the portal leaves out, by their names here."""
    said = {
        "time": any(way.time for way in procedure.ways),
        "fee": any(way.fee for way in procedure.ways),
        "papers": bool(procedure.papers),
        "agency": bool(procedure.agency or procedure.authority),
        "place": bool(procedure.place),
        "conditions": bool(procedure.conditions),
        "results": bool(procedure.results),
        "basis": bool(procedure.basis),
    }
    return tuple(part for part, is_said in said.items() if not is_said)


def text_of(told: Told | None) -> str | None:
    return told.text if told else None
