"""The manifest: what a folder's documents are, and which of their parts are internal."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

import prompts
from corpus.audience import Audience
from corpus.vietnamese import normalise
from ingest.clean import is_rule
from ingest.errors import IngestError
from ingest.shape import opens_body

_KIND = re.compile(
    r"(?:HIẾN PHÁP|BỘ LUẬT|LUẬT|PHÁP LỆNH|LỆNH|NGHỊ QUYẾT|NGHỊ ĐỊNH|QUYẾT ĐỊNH|THÔNG TƯ"
    r"|CHỈ THỊ|QUY ĐỊNH|QUY CHẾ|KẾT LUẬN|HƯỚNG DẪN|THÔNG BÁO|CÔNG VĂN|TỜ TRÌNH|KẾ HOẠCH"
    r"|CHƯƠNG TRÌNH|ĐỀ ÁN|BÁO CÁO|BIÊN BẢN)"
)
_NUMBER = re.compile(r"(?:^|\|\s*|[Ll]uật )[Ss]ố\s*:?\s*(\d[\w./-]*)", re.MULTILINE)  # Số: 79/2025/TT-BNNMT
_DAY = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_LONGEST_TITLE = 300
_HEAD = 30
_TITLE_LINES = 4


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
    """What a manifest says of one file. What it does not say is None; without `audience` it is internal."""

    file: str
    title: str
    kind: str
    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    audience: Audience = Audience.INTERNAL
    internal: tuple[WholeLines | WholeSection | Words, ...] = ()
    mask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The entries of a folder. `name` is what messages call it."""

    entries: tuple[Entry, ...] = ()
    name: str = "manifest.yaml"

    def entry(self, file: str, lines: Sequence[str]) -> Entry:
        """The entry of a file; one that is not listed is internal and titled by its first lines."""
        for entry in self.entries:
            if entry.file == file:
                return entry
        return _unlisted(file, lines)


def load_manifest(path: Path) -> Manifest:
    """Read a manifest; a folder without one has no entries. Raises IngestError for a malformed one."""
    if not path.exists():
        return Manifest(name=path.name)
    try:
        listed = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        reason = _reason(error)
        raise IngestError(prompts.load("errors/manifest_form", manifest=path.name, reason=reason)) from error
    files = [entry.file for entry in listed.documents]
    for file in files:
        if files.count(file) > 1:
            raise IngestError(prompts.load("errors/manifest_twice", manifest=path.name, file=file))
    return Manifest(tuple(_entry(entry) for entry in listed.documents), path.name)


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
    title: str
    kind: str = ""
    issuer: str | None = None
    number: str | None = None
    date: datetime.date | None = None
    audience: Literal["public", "internal"] = "internal"
    internal: tuple[_Span, ...] = ()
    mask: tuple[str, ...] = ()


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
    )


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return ".".join(str(part) for part in first["loc"]) + f" ({first['type']})"
    return " ".join(str(error).split())


def _unlisted(file: str, lines: Sequence[str]) -> Entry:
    """What the first lines print of kind, title, number and date; a file without them is named by itself."""
    head = [" ".join(line.strip(" *#\t").split()) for line in lines[:_HEAD] if not is_rule(line)]
    letterhead = "\n".join(takewhile(lambda words: not opens_body(words), head))
    number, day = _NUMBER.search(letterhead), _DAY.search(letterhead)
    return Entry(
        file,
        _title_of(head) or file,
        next((line.capitalize() for line in head if _KIND.fullmatch(line)), ""),
        number=number[1] if number else None,
        date="-".join(part.zfill(2) for part in reversed(day.groups())) if day else None,
    )


def _title_of(head: Sequence[str]) -> str:
    for n, line in enumerate(head):
        if _KIND.fullmatch(line):
            kind = line.capitalize()
            rest = takewhile(lambda words: not opens_body(words), head[n + 2 :])
            title = " ".join([*head[n + 1 : n + 2], *list(rest)[: _TITLE_LINES - 1]])
            if title.lower().startswith(kind.lower()):
                title = title[len(kind) :].strip()
            lowered = title if title[1:2].isupper() else title[:1].lower() + title[1:]
            return _cut(f"{kind} {lowered}".strip())
    return _cut(head[0]) if head else ""


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
