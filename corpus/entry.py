"""Entry: a line of the register, the mentions it rests on, and its JSON form."""

import json
from dataclasses import asdict, dataclass

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
class Entry:
    """One document. What no text says is None or "", never filled in from elsewhere.

    `number` is None for a document known by its name alone; `date` is ISO; `issuer_explicit` is False where
    the issuer is read from the number's signs; `held` is the id of the document when we hold it; `variants`
    are other spellings, and dates that contradict the one most texts give.
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


def entry_to_json(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False)


def entry_from_json(text: str) -> Entry:
    """The entry `entry_to_json` wrote."""
    fields = json.loads(text)
    number = fields["number"]
    mentions = tuple(
        Mention(**{**mention, "lines": tuple(mention["lines"])}) for mention in fields["mentions"]
    )
    return Entry(
        **{
            **fields,
            "number": DocumentNumber(**number) if number else None,
            "mentions": mentions,
            "variants": tuple(fields["variants"]),
        }
    )
