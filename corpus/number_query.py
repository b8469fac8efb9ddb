"""What a person types when they look for a document: "qd 296", "nghị quyết 41/2025", "296-QD/DU"."""

import re
from dataclasses import dataclass

from corpus.kinds import ABBREVIATED, GENERIC, NAMES, kinds_of
from corpus.number import plain_ordinal
from corpus.vietnamese import fold, normalise

_ORGANS = {
    "du": r"dang uy",
    "tu": r"thanh uy|tinh uy",
    "tw": r"trung uong|bo chinh tri|ban bi thu",
    "ubnd": r"uy ban nhan dan|ubnd",
    "hdnd": r"hoi dong nhan dan|hdnd",
    "mttq": r"mttq|mat tran",
    "cp": r"chinh phu",
    "ttg": r"thu tuong",
    "qh": r"quoc hoi",
    "bcd": r"ban chi dao|bcd",
}
_SIGNS = {"cp", "ttg", "tw", "tu", "du", "ubnd", "hdnd", "mttq", "bcd", "ubtvqh", "qh"}
_ORGAN = re.compile("|".join(rf"(?P<{sign}>(?<!\w)(?:{words})(?!\w))" for sign, words in _ORGANS.items()))
_KIND = re.compile("|".join(rf"(?<!\w){fold(name)}(?!\w)" for name in NAMES))
_DATE = re.compile(
    r"(?:ngay\s+)?(?<![\d/])\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d|/)|ngay\s+\d{1,2}\s+thang\s+\d{1,2}(?:\s+nam\s+\d{4})?"
)
_YEAR_APART = re.compile(r"(?<!\w)nam\s+((?:19|20)\d\d)(?!\d)")
_ORDINAL = r"(?P<ordinal>\d{1,6}(?:\.\d{1,2}(?=\s*/\s*20\d\d))?(?:[a-z](?![a-z0-9/]))?)(?!\d|[.,]\d)"
_YEAR = r"(?:\s*[/-]\s*(?P<year>(?:19|20)\d\d)(?!\d))?"
_SYMBOL = r"(?P<symbol>(?:\s*[/–-]\s*|\s*)[a-z][a-z&]*\d{0,2}(?:\s*[/–-]\s*[a-z][a-z0-9&]*){0,3})?"
_SIGN = rf"(?<!\w)(?P<sign>{'|'.join(sorted(ABBREVIATED, key=len, reverse=True))})[\s.-]*(?:so\s*)?"  # qd, nq
_NUMBER = re.compile(rf"(?:{_SIGN}|(?<![\w/.,-])){_ORDINAL}{_YEAR}{_SYMBOL}(?!\d)")
_FORM = re.compile(r"(?<!\w)([a-z]{1,3}\d{1,3}(?:[-.]\d{1,3})+)(?!\w)")
_COUNTED = re.compile(
    r"\s*(?:%|nguoi|ho so|ngay|thang|nam(?! (?:19|20)\d\d)|thu tuc|lop|dong chi|dong|ty|trieu|vu|cuoc|buoi|"
    r"don|phuong|to|chi bo)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """The parts of a number a person gave; "" and () where they gave none. `written` is the number as typed.

    `kinds` are the kinds the words allow ("qd" allows two), `organs` the signs of the bodies named ("du",
    "ubnd"), `symbol` the sign's letters without separators ("qddu"), `words` the whole text, folded.
    """

    ordinal: str = ""
    year: str = ""
    kinds: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    symbol: str = ""
    words: str = ""
    written: str = ""
    named: bool = False


def parse_query(text: str) -> NumberQuery:
    """The number in a person's words, with or without accents, in any case, spacing and dashes."""
    typed = " ".join(normalise(text).replace("–", "-").split())
    words = fold(typed)
    form = _FORM.search(words)
    if form:
        return NumberQuery(ordinal=form.group(1), words=words, written=typed[slice(*form.span())], named=True)
    bare = _DATE.sub(lambda match: " " * len(match.group()), words)
    year_apart = _YEAR_APART.search(bare)
    kinds, kind_end = _kinds_in(bare)
    number = _number_in(bare, kind_end)
    if number is None:
        return NumberQuery(kinds=kinds, organs=_organs_in(bare), words=words)
    symbol_parts = _symbol_parts(number.group("symbol") or "")
    sign_kinds = kinds_of(number.group("sign") or "")
    symbol_kinds = kinds_of(symbol_parts[0]) if symbol_parts else ()
    signs = (*symbol_parts, *_capital_signs(typed[number.end("ordinal") :]))
    organs = tuple(dict.fromkeys((*_organs_in(bare), *(_organ_of(part) for part in signs))))
    full = len(symbol_parts) > 1 or any(part.startswith(("qh", "ubtvqh")) for part in symbol_parts)
    year = number.group("year") or (year_apart.group(1) if year_apart else "")
    return NumberQuery(
        ordinal=plain_ordinal(number.group("ordinal")),
        year=year,
        kinds=kinds or sign_kinds or symbol_kinds,
        organs=tuple(organ for organ in organs if organ),
        symbol="".join(symbol_parts) if full else "",
        words=words,
        written=typed[number.start("ordinal") : number.end() if symbol_parts else _ordinal_end(number)],
        named=bool(
            kinds
            or sign_kinds
            or symbol_parts
            or re.search(r"(?<!\w)so(?:\s+hieu)?\s*:?\s*$", bare[: number.start("ordinal")])
        ),
    )


def _ordinal_end(number: re.Match[str]) -> int:
    return number.end("year") if number.group("year") else number.end("ordinal")


def _kinds_in(words: str) -> tuple[tuple[str, ...], int]:
    best: tuple[tuple[str, ...], int] = ((), 0)
    for match in _KIND.finditer(words):
        name = next(name for name in NAMES if fold(name) == match.group())
        if re.match(r"\s*(?:so\s*)?:?\s*\d", words[match.end() :]):
            return ((name,) if name != GENERIC else ()), match.end()
        if not best[1] and name != GENERIC:
            best = ((name,), match.end())
    return best


def _number_in(words: str, kind_end: int) -> re.Match[str] | None:
    """The number the kind's words introduce, else the first that is no count ("126 người")."""
    candidates = [match for match in _NUMBER.finditer(words) if _acceptable(match, words)]
    return next((match for match in candidates if match.start("ordinal") >= kind_end), None) or next(
        iter(candidates), None
    )


def _acceptable(match: re.Match[str], words: str) -> bool:
    if re.search(
        r"(?<!\w)(?:nam|thang|quy|khoa|quan|phuong|tang|to|khu|lop)\s$", words[: match.start("ordinal")]
    ):
        return False
    symbol = match.group("symbol")
    return bool(match.group("sign") or (symbol and _symbol_parts(symbol))) or not _COUNTED.match(
        words, match.end("ordinal")
    )


def _symbol_parts(written: str) -> list[str]:
    """The sign's parts; words that merely follow the ordinal ("296 là gì") are none."""
    joined = bool(re.match(r"\s*[/-]", written))
    parts = re.findall(r"[a-z0-9&]+", written)
    if not parts:
        return []
    linked = len(parts) > 1
    known = bool(kinds_of(parts[0])) or bool(_organ_of(parts[0]))
    return parts if joined or linked or known else []


def _organ_of(part: str) -> str:
    sign = re.sub(r"\d+$", "", part)
    return sign if sign in _SIGNS else ""


def _capital_signs(typed: str) -> list[str]:
    """ "của ĐU", "của UBND": signs stand out by their capitals, unless all is in capitals."""
    return [] if typed == typed.upper() else re.findall(r"\b[a-z]{2,}\b", _folded_capitals(typed))


def _folded_capitals(typed: str) -> str:
    return fold(" ".join(word for word in re.findall(r"\w+", typed) if word.isupper()))


def _organs_in(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(match.lastgroup) for match in _ORGAN.finditer(words)))
