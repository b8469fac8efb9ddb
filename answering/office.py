"""Whose office: "Bí thư" of the ward's committee is not the one of the city's."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.phrases import question_words
from answering.understand import Asked
from answering.units import Unit
from corpus.vietnamese import fold

# The bodies that follow an office, folded, short forms beside long ones.
_BODIES = {
    "dang uy": "dang uy",
    "thanh uy": "thanh uy",
    "quan uy": "quan uy",
    "tinh uy": "tinh uy",
    "huyen uy": "huyen uy",
    "dang bo": "dang bo",
    "chi bo": "chi bo",
    "ubnd": "ubnd",
    "uy ban": "ubnd",
    "hdnd": "hdnd",
    "hoi dong": "hdnd",
    "mttq": "mttq",
    "mat tran": "mttq",
}


@dataclass(frozen=True, slots=True)
class Office:
    """The folded words of an office, and of the body it is held in: "" where the question names none."""

    words: str
    body: str


def holds_other_office(office: Office, unit: Unit) -> bool:
    """Whether the office stands in the unit with another body than the question's: "Bí thư Thành ủy"."""
    size = office.words.count(" ") + 1
    after = (unit.own.words[spot + size :] for spot in unit.own.positions(office.words))
    borne = {body for rest in after if (body := _body_after(rest))}
    return bool(office.body and borne) and office.body not in borne


def office_of(asked: Asked) -> Office | None:
    """The longest office that a question names."""
    joined = f" {' '.join(word.folded for word in asked.words)} "
    offices = [
        office
        for phrase in sorted(question_words("offices").phrases, key=len, reverse=True)
        if f" {(office := ' '.join(map(fold, phrase)))} " in joined
    ]
    if not offices:
        return None
    after = joined.split(f" {offices[0]} ", 1)[1].split()
    return Office(offices[0], _body_after(after))


def _body_after(words: Sequence[str]) -> str:
    rest = list(words[:5])
    if rest[:2] == ["thuong", "truc"]:
        rest = rest[2:]
    pair = " ".join(rest[:2])
    return _BODIES.get(pair, _BODIES.get(pair.split(" ")[0], ""))
