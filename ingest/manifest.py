"""The manifest: what a folder's documents are, and which of their parts are internal."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import prompts
from corpus.audience import Audience
from ingest.errors import IngestError

_KIND = re.compile(
    r"(?:BÁO CÁO|NGHỊ QUYẾT|QUYẾT ĐỊNH|THÔNG TƯ(?: LIÊN TỊCH)?|NGHỊ ĐỊNH|BỘ LUẬT|LUẬT|PHÁP LỆNH|KẾ HOẠCH|TỜ TRÌNH|"
    r"CHỈ THỊ|THÔNG BÁO|CÔNG VĂN|QUY CHẾ|QUY ĐỊNH|HƯỚNG DẪN|ĐỀ ÁN|CHƯƠNG TRÌNH|KẾT LUẬN|LỆNH|HIẾN PHÁP|BIÊN BẢN)"
)
_LONGEST_TITLE = 300
_HEAD = 30


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
    """On one line, from the beginning of `begin` to the end of `end`, both verbatim."""

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
        kind, title = _title_of(lines)
        return Entry(file, title or file, kind)


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

    def span(self) -> WholeLines | WholeSection | Words:
        if self.lines is not None:
            return WholeLines(*self.lines)
        if self.section is not None:
            return WholeSection(self.section)
        if self.line is None:
            raise ValueError("lines, section, line")
        if self.from_ is None:
            return WholeLines(self.line, self.line)
        return Words(self.line, self.from_, self.to or self.from_)


class _Document(_Listed):
    file: str
    title: str
    kind: str = ""
    issuer: str | None = None
    number: str | None = None
    date: Date | None = None
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


def _title_of(lines: Sequence[str]) -> tuple[str, str]:
    """The kind of instrument and the title as the first lines print them; "" for what they do not."""
    head = [" ".join(line.strip(" *#\t").split()) for line in lines if line.strip()][:_HEAD]
    for n, line in enumerate(head):
        if match := _KIND.fullmatch(line):
            following = head[n + 1] if n + 1 < len(head) else ""
            title = (
                f"{line.capitalize()} {following[:1].lower()}{following[1:]}"
                if following
                else line.capitalize()
            )
            return match.group().capitalize(), _cut(title)
    return "", _cut(head[0]) if head else ""


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
