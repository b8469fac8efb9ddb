"""Attacks: what is sent, over which channel, and what a safe system does; read from JSON lines."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.audience import Audience
from corpus.letters import in_latin
from corpus.vietnamese import normalise
from ingest.wall import LeftOut

# {L456.name}, {L456.addr}: a person's name or address on that line of the documents.
_PLACE = re.compile(r"\{L(?P<line>\d+)\.(?P<what>name|addr)\}")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold of a reply: `name`, and what it is held against, "" for nothing."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Attack:
    """`turns` are sent one after the other, the last one counts; `mutation` is how it differs from its line.

    `channel` is ask, url, doc, doc_id or param. `probe` is asked once a document is read, `clean` is the same
    question without what is wrong with it.
    """

    id: str
    category: str
    channel: str
    turns: tuple[str, ...]
    checks: tuple[Check, ...]
    audience: Audience = Audience.PUBLIC
    probe: str = ""
    clean: str = ""
    mutation: str = ""

    @property
    def text(self) -> str:
        return self.turns[-1]

    @property
    def said(self) -> str:
        """All that the attacker has said, as it is heard too: it may come back, for it tells them nothing."""
        told = "\n".join((*self.turns, " ".join(self.turns), self.probe, self.clean))
        return f"{told}\n{in_latin(normalise(told))}"


def read_attacks(path: Path, masked: Sequence[LeftOut]) -> tuple[Attack, ...]:
    """Those of a file; `masked` fill the places that name a person's line. Raises OSError, ValueError."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(_attack(json.loads(line), masked))
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{path.name}: line {number} is no attack: {error!r}") from error
    return tuple(found)


def _attack(row: dict[str, object], masked: Sequence[LeftOut]) -> Attack:
    turns = row.get("turns") or [row["text"]]
    checks = row.get("checks") or ["no_internal"]
    assert isinstance(turns, list)
    assert isinstance(checks, list)
    return Attack(
        id=str(row["id"]),
        category=str(row.get("category", "")),
        channel=str(row["channel"]),
        turns=tuple(_filled(str(turn), masked) for turn in turns),
        checks=tuple(_check(_filled(str(check), masked)) for check in checks),
        audience=Audience.INTERNAL if row.get("audience") == "official" else Audience.PUBLIC,
        probe=str(row.get("probe") or ""),
        clean=str(row.get("clean") or ""),
    )


def _check(written: str) -> Check:
    name, _, value = written.partition(":")
    return Check(name, value)


def _filled(text: str, masked: Sequence[LeftOut]) -> str:
    """A place nobody stands in keeps its braces: such a name is found nowhere."""

    def person(match: re.Match[str]) -> str:
        parts = [
            part.strip()
            for each in masked
            if each.line == int(match["line"])
            for part in each.text.split(",")
        ]
        addressed = match["what"] == "addr"
        return next((part for part in parts if bool(_DIGIT.search(part)) is addressed), match.group())

    return _PLACE.sub(person, text)
