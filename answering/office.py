"""Whose office: "Bí thư" of the ward's committee is not the one of the city's."""

from collections.abc import Sequence

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


def holds_other_office(asked: Asked, unit: Unit) -> bool:
    """Whether the office stands in the unit with another body than the question's: "Bí thư Thành ủy"."""
    words = [word.folded for word in asked.words]
    wanted, offices = _office(words)
    borne = {
        body
        for office in offices
        for spot in unit.own.positions(office)
        if (body := _body_after(unit.own.words[spot + office.count(" ") + 1 :]))
    }
    return bool(wanted and borne) and wanted not in borne


def _office(words: Sequence[str]) -> tuple[str, list[str]]:
    """The body right after the office that a question names, and the office's folded phrases."""
    joined = f" {' '.join(words)} "
    offices = [
        office
        for phrase in sorted(question_words("offices").phrases, key=len, reverse=True)
        if f" {(office := ' '.join(map(fold, phrase)))} " in joined
    ]
    if not offices:
        return "", []
    after = joined.split(f" {offices[0]} ", 1)[1].split()
    return _body_after(after), offices[:1]


def _body_after(words: Sequence[str]) -> str:
    rest = list(words[:5])
    if rest[:2] == ["thuong", "truc"]:
        rest = rest[2:]
    pair = " ".join(rest[:2])
    return _BODIES.get(pair, _BODIES.get(pair.split(" ")[0], ""))
