"""What was found of each file, noted in the manifest of its folder: a person corrects it, and it stays so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

import prompts
from corpus.document import Document
from ingest.errors import IngestError
from ingest.manifest import found_mark, load_manifest
from ingest.sources import MANIFEST

_ITEM = re.compile(r"(?P<indent> *)- ")
_LIST = "documents:"


@dataclass(frozen=True, slots=True)
class _Parts:
    """A manifest's text: what stands before its entries, and the lines of each."""

    head: str
    entries: tuple[str, ...]
    indent: str


def note_found(folder: Path, documents: Sequence[Document]) -> bool:
    """Lists the documents of a folder that a person has not listed; whether the manifest was written.

    Entries that a person wrote or changed stay as they are, letter by letter; the others are written anew. A
    manifest that cannot be added to stays as it is. Raises OSError, and IngestError for a malformed one.
    """
    path = folder / MANIFEST
    held = [each for each in documents if _stands_in(folder, each.file)]
    # Whoever may write everywhere still leaves a folder alone that is meant to be read only.
    if not held or not folder.stat().st_mode & 0o222:
        return False
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    listed = {entry.file for entry in load_manifest(path).entries}
    parts = _parted(before)
    found = [each for each in held if each.file not in listed]
    text = _written(parts, [_entry(each) for each in found])
    if text == before or not _keeps(text, before, folder):
        return False
    beside = path.with_name(f".{MANIFEST}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
    return True


def _stands_in(folder: Path, file: str) -> bool:
    """Also in an archive of the folder."""
    return any((folder / part).is_file() for part in (file, *map(str, Path(file).parents)) if part != ".")


def _parted(text: str) -> _Parts:
    note = prompts.load("ingest/manifest_found").strip()
    lines = [line for line in text.split("\n") if line.strip() != note]
    first = next((match for match in map(_ITEM.match, lines) if match), None)
    if first is None:
        return _Parts("\n".join(lines), (), "  ")
    indent = first["indent"]
    starts = [at for at, line in enumerate(lines) if line.startswith(f"{indent}- ")]
    bounds = zip(starts, [*starts[1:], len(lines)], strict=True)
    entries = tuple("\n".join(lines[start:end]).rstrip("\n") for start, end in bounds)
    return _Parts("\n".join(lines[: starts[0]]), entries, indent)


def _written(parts: _Parts, found: Sequence[dict[str, object]]) -> str:
    own = [entry for entry in parts.entries if not _is_untouched(entry)]
    head = parts.head if _LIST in parts.head else f"{parts.head.rstrip()}\n{_LIST}\n".lstrip("\n")
    note = [f"{parts.indent}{prompts.load('ingest/manifest_found').strip()}"] if found else []
    listed = [_indented(entry, parts.indent) for entry in found]
    return "\n".join([head.rstrip("\n"), *own, *note, *listed]) + "\n"


def _is_untouched(entry: str) -> bool:
    try:
        read = yaml.safe_load(entry)
    except yaml.YAMLError:
        return False
    listed = read[0] if isinstance(read, list) and read else None
    return isinstance(listed, dict) and listed.get("found") == found_mark(listed)


def _entry(document: Document) -> dict[str, object]:
    told: dict[str, object] = {
        "file": document.file,
        "title": document.title,
        "kind": document.kind,
        "issuer": document.issuer,
        "number": document.number,
        "date": document.date,
        "audience": str(document.audience),
    }
    return {**told, "found": found_mark(told)}


def _indented(entry: dict[str, object], indent: str) -> str:
    text = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=10_000)
    return "\n".join(f"{indent}{line}" for line in text.rstrip("\n").split("\n"))


def _keeps(text: str, before: str, folder: Path) -> bool:
    """Whether the new text reads as the old one did: what a person has listed must not change."""
    return list(_listed(text, folder)) == list(_listed(before, folder))


def _listed(text: str, folder: Path) -> Iterator[object]:
    beside = folder / f".{MANIFEST}.try"
    try:
        beside.write_text(text, encoding="utf-8")
        yield from load_manifest(beside).entries
    except IngestError:
        yield text
    finally:
        beside.unlink(missing_ok=True)
