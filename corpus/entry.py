"""Entry: a line of the register, the mentions it rests on, and its JSON form."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from corpus.number import DocumentNumber


@dataclass(frozen=True, slots=True)
class Mention:
    """One place a document is named: `quote`, verbatim in the passage, on `lines` (first, last) of `file`."""

    document: str
    file: str
    lines: tuple[int, int]
    quote: str
    passage: str
    section: str


@dataclass(frozen=True, slots=True)
class Change:
    """A text says that `number` changes the entry's document; `how` is its verb ("điều chỉnh")."""

    number: DocumentNumber
    how: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class Entry:
    """One document. What no text says is None or "", never filled in from elsewhere.

    `number` is None for a document known by its name alone; `date` is ISO; `issuer_explicit` is False where
    the issuer is read from the number's signs; `held` is the id of the document when we hold it; `variants`
    are other spellings, and dates that contradict the one most texts give. No `changed_by` does not mean that
    the document is still in force.
    """

    number: DocumentNumber | None
    type: str
    name: str
    date: str | None
    issuer: str
    issuer_explicit: bool
    subject: str
    held: str | None
    mentions: tuple[Mention, ...]
    variants: tuple[str, ...] = ()
    changed_by: tuple[Change, ...] = ()


def entry_to_json(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False)


def entry_from_json(text: str) -> Entry:
    """The entry `entry_to_json` wrote."""
    fields = json.loads(text)
    number = fields["number"]
    changes = tuple(
        Change(DocumentNumber(**change["number"]), change["how"], _mention(change["mention"]))
        for change in fields["changed_by"]
    )
    return Entry(
        **{
            **fields,
            "number": DocumentNumber(**number) if number else None,
            "mentions": tuple(_mention(mention) for mention in fields["mentions"]),
            "variants": tuple(fields["variants"]),
            "changed_by": changes,
        }
    )


def _mention(fields: dict[str, Any]) -> Mention:
    return Mention(**{**fields, "lines": tuple(fields["lines"])})
