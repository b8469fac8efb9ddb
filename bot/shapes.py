"""The JSON shapes of questions, answers, register entries and documents: one for every way in."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from answering.answer import Answer, Source
from bot.procedure_shape import ProcedureShape
from corpus.document import Document
from corpus.entry import Change, Entry, Mention
from corpus.register import Found
from prompts import load


class TurnBody(BaseModel):
    """An earlier question and its answer."""

    question: str
    answer: str


class AskBody(BaseModel):
    """What `POST /api/ask` takes."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description=load("api/field_question"))
    history: list[TurnBody] = Field(default=[], description=load("api/field_history"))


class BatchLine(BaseModel):
    """A line of a batch file; fields we do not know are ignored."""

    question: str
    audience: str = "public"
    history: list[TurnBody] = []


class SourceShape(BaseModel):
    """A quote, and where it stands."""

    document: str
    title: str
    section: str
    lines: tuple[int, int]
    page: int | None
    quote: str

    @classmethod
    def of(cls, source: Source) -> Self:
        return cls(
            document=source.document,
            title=source.title,
            section=source.section,
            lines=source.lines,
            page=source.page,
            quote=source.quote,
        )


class AnswerShape(BaseModel):
    """An answer as every way in gives it."""

    status: str
    text: str
    sources: list[SourceShape] = []
    notes: list[str] = []
    took_ms: float = 0
    understood: str = ""
    suggestions: list[str] = []
    procedure: ProcedureShape | None = None

    @classmethod
    def of(cls, answer: Answer) -> Self:
        return cls(
            status=answer.status,
            text=answer.text,
            sources=[SourceShape.of(source) for source in answer.sources],
            notes=list(answer.notes),
            took_ms=round(answer.took_ms, 1),
            understood=answer.understood,
            suggestions=list(answer.suggestions),
            procedure=ProcedureShape.of(answer.procedure) if answer.procedure else None,
        )


class MentionShape(BaseModel):
    """A place where a document is cited."""

    document: str
    lines: tuple[int, int]
    quote: str

    @classmethod
    def of(cls, mention: Mention) -> Self:
        return cls(document=mention.file, lines=mention.lines, quote=mention.quote)


class ChangeShape(BaseModel):
    """What a text says has changed a document, in its own verb."""

    number: str
    how: str
    document: str
    lines: tuple[int, int]
    quote: str

    @classmethod
    def of(cls, change: Change) -> Self:
        place = MentionShape.of(change.mention)
        return cls(number=str(change.number), how=change.how, **place.model_dump())


class EntryShape(BaseModel):
    """A line of the register. What the documents do not say is null.

    Without `changed_by` its validity is unknown: no text here says that it was changed.
    """

    number: str | None
    type: str | None
    name: str | None
    date: str | None
    issuer: str | None
    subject: str | None
    held: bool
    changed_by: list[ChangeShape]
    mentions: list[MentionShape]

    @classmethod
    def of(cls, entry: Entry) -> Self:
        return cls(
            number=str(entry.number) if entry.number else None,
            type=entry.type or None,
            name=entry.name or None,
            date=entry.date,
            issuer=entry.issuer or None,
            subject=entry.subject or None,
            held=entry.held is not None,
            changed_by=[ChangeShape.of(change) for change in entry.changed_by],
            mentions=[MentionShape.of(mention) for mention in entry.mentions],
        )


class RegisterShape(BaseModel):
    """Entries, best match first, and the numbers nearest to one that is not cited."""

    entries: list[EntryShape]
    near: list[str] = []

    @classmethod
    def of(cls, found: Found) -> Self:
        near = [str(entry.number) for entry in found.near if entry.number]
        return cls(entries=[EntryShape.of(entry) for entry in found.entries], near=near)


class SectionShape(BaseModel):
    """A heading of a document."""

    model_config = ConfigDict(from_attributes=True)

    path: str
    title: str
    line: int
    page: int | None


class TitleShape(BaseModel):
    """What a document says of itself."""

    id: str
    file: str
    title: str
    kind: str
    number: str | None
    date: str | None
    issuer: str | None
    superseded_by: str = ""

    @classmethod
    def of(cls, document: Document) -> Self:
        return cls.model_validate(document, from_attributes=True)


class TitlesShape(BaseModel):
    """The documents of an edition."""

    documents: list[TitleShape]


class DocumentShape(TitleShape):
    """A document as the caller may read it; `lines` keep the file's line numbers, from 1."""

    lines: list[str]
    sections: list[SectionShape]


class ErrorDetail(BaseModel):
    """A stable code, and what to do, in Vietnamese."""

    code: str
    message: str


class ErrorShape(BaseModel):
    """What every refused or failed request gets."""

    error: ErrorDetail
