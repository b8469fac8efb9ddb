"""The manifest: what a folder's documents are, and which of their parts are internal."""

import datetime
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

import prompts
from corpus.audience import Audience
from corpus.vietnamese import normalise
from ingest.errors import IngestError
from ingest.letterhead import letterhead

# 41/2025/NQ-HĐND, 370/2025/NĐ-CP, 140/2025/QH15; a decision on one case is 1808/QĐ-UBND, without a year.
_PUBLISHED = re.compile(
    r"\d+[a-z]?/\d{4}/(?:QH\d+|NĐ-CP|TT-[\w-]+|TTLT-[\w-]+|QĐ-(?:TTg|UBND|KTNN)|NQ-(?:HĐND|CP|UBTVQH\d*|HĐTP)"
    r"|(?:PL|NQ)-?UBTVQH\d*|UBTVQH\d+)"
)
_DRAFT = re.compile(r"DỰ THẢO|Dự thảo lần|ĐẢNG CỘNG SẢN VIỆT NAM")
_HEAD = 30
_NOTED = ("file", "title", "kind", "issuer", "number", "date", "audience")
_PRINTED = frozenset({"title", "kind", "number", "date", "issuer"})


@dataclass(frozen=True, slots=True)
class WholeLines:
    """Lines `first` to `last`, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class WholeSection:
    """A section with everything under it."""

    path: str


@dataclass(frozen=True, slots=True)
class Words:
    """On one line, from the first `begin` to the first `end` at or after it, both verbatim and included."""

    line: int
    begin: str
    end: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one file: None, or "", is not known; without `audience` it is internal.

    `unsaid` are the fields of which the manifest says nothing, not even that there is no such thing.
    """

    file: str
    title: str = ""
    kind: str = ""
    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    audience: Audience = Audience.INTERNAL
    internal: tuple[WholeLines | WholeSection | Words, ...] = ()
    mask: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    unsaid: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The entries of a folder. `name` is what messages call it."""

    entries: tuple[Entry, ...] = ()
    name: str = "manifest.yaml"

    def entry(self, file: str, lines: Sequence[str]) -> Entry:
        """The entry of a file; what the manifest leaves unsaid is what the file's own lines print.

        A file that is not listed is internal, unless it is a published law; one that prints no title is named
        by itself. Of a document with parts to withhold nothing is read: they might be what its lines print.
        """
        listed = next((entry for entry in self.entries if entry.file == file), Entry(file, unsaid=_PRINTED))
        printed = letterhead(() if listed.internal or listed.mask else lines)
        told = {name: getattr(printed, name) for name in listed.unsaid}
        told["title"] = told.get("title", listed.title) or file
        if all(entry.file != file for entry in self.entries) and is_published_law(printed.number, lines):
            listed = replace(listed, audience=Audience.PUBLIC)
        return replace(listed, **told, unsaid=frozenset())


def is_published_law(number: str | None, lines: Sequence[str]) -> bool:
    """Whether a text is a rule that the law has printed for everyone: its number bears the year.

    A draft is not, and nothing of the Party is.
    """
    head = " ".join(lines[:_HEAD])
    return number is not None and _PUBLISHED.fullmatch(number) is not None and not _DRAFT.search(head)


def load_manifest(path: Path) -> Manifest:
    """Read a manifest; a folder without one has no entries. Raises IngestError for a malformed one."""
    if not path.exists():
        return Manifest(name=path.name)
    try:
        # A name typed on another system may be written in other code points than the text has.
        listed = _File.model_validate(yaml.safe_load(normalise(path.read_text(encoding="utf-8"))) or {})
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        reason = _reason(error)
        raise IngestError(prompts.load("errors/manifest_form", manifest=path.name, reason=reason)) from error
    files = [entry.file for entry in listed.documents]
    for file in files:
        if files.count(file) > 1:
            raise IngestError(prompts.load("errors/manifest_twice", manifest=path.name, file=file))
    return Manifest(tuple(_entry(entry) for entry in listed.documents if not entry.is_found), path.name)


def found_mark(told: Mapping[str, object]) -> str:
    """The mark of an entry that the program wrote of what it found: another once a person changes a word."""
    known = [str(told.get(name) or "") for name in _NOTED]
    others = sorted(set(told) - set(_NOTED) - {"found"})
    return hashlib.sha256(repr((known, others)).encode()).hexdigest()[:8]


class _Listed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Span(_Listed):
    lines: tuple[int, int] | None = None
    section: str | None = None
    line: int | None = None
    from_: str | None = Field(None, alias="from")
    to: str | None = None

    @model_validator(mode="after")
    def says_where(self) -> Self:
        if sum(place is not None for place in (self.lines, self.section, self.line)) != 1:
            raise ValueError("lines | section | line")
        return self

    def span(self) -> WholeLines | WholeSection | Words:
        if self.lines is not None:
            return WholeLines(*self.lines)
        if self.section is not None:
            return WholeSection(self.section)
        line = self.line or 0
        if self.from_ is None:
            return WholeLines(line, line)
        return Words(line, normalise(self.from_), normalise(self.to or self.from_))


class _Document(_Listed):
    file: str
    title: str = ""
    kind: str = ""
    issuer: str | None = None
    number: str | None = None
    date: datetime.date | None = None
    audience: Literal["public", "internal"] = "internal"
    internal: tuple[_Span, ...] = ()
    mask: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    found: str = ""

    @property
    def is_found(self) -> bool:
        """Whether the program wrote it and nobody has changed it since: nothing that a person says."""
        return self.found != "" and self.found == found_mark(self.model_dump(include=self.model_fields_set))


class _File(_Listed):
    documents: tuple[_Document, ...] = ()


def _entry(listed: _Document) -> Entry:
    return Entry(
        listed.file,
        listed.title,
        listed.kind,
        listed.issuer,
        listed.number,
        listed.date.isoformat() if listed.date else None,
        Audience(listed.audience),
        tuple(span.span() for span in listed.internal),
        listed.mask,
        listed.replaces,
        _PRINTED - listed.model_fields_set,
    )


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return ".".join(str(part) for part in first["loc"]) + f" ({first['type']})"
    return " ".join(str(error).split())
