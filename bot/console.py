"""What the command line prints: answers and register entries as plain text."""

import sys

from answering.answer import Answer, Source
from corpus.clause import place_name
from corpus.entry import Entry
from corpus.register import Found
from prompts import load


def say(text: str) -> None:
    """A line on standard output."""
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """A line on standard error."""
    sys.stderr.write(f"{text}\n")


def answer_text(answer: Answer) -> str:
    """The answer, its sources, notes and what may be asked next."""
    parts = [answer.text]
    if answer.understood:
        parts.append(load("cli/understood", question=answer.understood))
    parts += [_source(place, source) for place, source in enumerate(answer.sources, start=1)]
    parts += [load("cli/note", note=note) for note in answer.notes]
    if answer.suggestions:
        lines = (f"  - {suggestion}" for suggestion in answer.suggestions)
        parts.append("\n".join([load("cli/suggestions"), *lines]))
    return "\n\n".join(parts)


def found_text(found: Found, *, number: str) -> str:
    """The entries of one look-up, or the near numbers when there is none."""
    if found.entries:
        return "\n\n".join(entry_text(entry) for entry in found.entries)
    near = ", ".join(str(entry.number) for entry in found.near) or load("cli/none")
    return load("cli/register_not_found", number=number, near=near)


def entry_text(entry: Entry) -> str:
    """A register entry with every place that cites it."""
    unknown = load("cli/not_stated")
    head = load(
        "cli/entry",
        label=entry_label(entry),
        date=date_label(entry.date) or unknown,
        issuer=entry.issuer or unknown,
        subject=entry.subject or unknown,
        held=load("cli/held" if entry.held else "cli/not_held"),
    )
    changes = [
        load("cli/change", number=change.number, how=change.how, lines=lines_label(change.mention.lines))
        for change in entry.changed_by
    ] or [load("cli/no_change")]
    places = [
        load("cli/mention", file=mention.file, lines=lines_label(mention.lines), quote=mention.quote)
        for mention in entry.mentions
    ]
    return "\n  ".join([head, *changes, *places])


def entry_line(entry: Entry) -> str:
    """A register entry on one line."""
    return " · ".join(
        part for part in (entry_label(entry), date_label(entry.date), entry.issuer, entry.subject) if part
    )


def entry_label(entry: Entry) -> str:
    """Type with number, or the name of a document that has none."""
    return f"{entry.type} {entry.number}".strip() if entry.number else entry.name


def date_label(date: str | None) -> str:
    """2025-10-31 as it is written here: 31/10/2025. Empty for None."""
    return "/".join(reversed(date.split("-"))) if date else ""


def lines_label(lines: tuple[int, int]) -> str:
    """292, or 292–294."""
    first, last = lines
    return str(first) if first == last else f"{first}–{last}"


def _source(place: int, source: Source) -> str:
    section = source.section and (place_name(source.section) or load("cli/section", path=source.section))
    page = load("cli/page", page=source.page) if source.page else ""
    return load(
        "cli/source",
        place=place,
        where=", ".join(filter(None, (source.title, section, page))),
        lines=lines_label(source.lines),
        file=source.document,
        quote=source.quote,
    )
