"""DocumentNumber, the số hiệu: parse, print, compare, and find in running text."""

import re
from dataclasses import dataclass
from functools import cached_property

from corpus.kinds import NAME_PATTERN, kinds_of
from corpus.letters import CAPITALS
from corpus.vietnamese import fold

_PARTY_BODIES = {"tw", "tu", "du", "hu", "qu", "bcd", "cb", "db", "dang uy"}

_PART = rf"[{CAPITALS}][{CAPITALS}a-zđ0-9&]{{0,13}}"  # QĐ, CTr, UBTVQH15, TTPVHCC, KTHTĐT, H02
_FORM = r"(?P<form>[A-ZĐ]{1,5}\d{1,3}(?:[-.]\d{1,3})*[a-z]?)"  # PL03-1
_NOT_INSIDE = r"(?<![\w.,/-])"
_ORDINAL = r"(?P<ordinal>\d{1,6}(?:\.\d{1,2})?[a-z]?)"  # 296, 66.7
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATED = rf"{_ORDINAL}\s?/\s?{_YEAR}\s?/\s?(?P<symbol>{_PART}(?:\s?-\s?{_PART})*)"  # 123/2020/NĐ-CP
_STATE = rf"{_ORDINAL}\s?/\s?(?P<symbol>{_PART}(?:\s?-\s?{_PART}){{1,3}})"  # 20/QĐ-MTTQ-BTT
_PARTY = rf"{_ORDINAL}(?P<gap>\s?-?\s?)(?P<symbol>{_PART}\s?/\s?{_PART}(?:\s?-\s?{_PART})?)"
_LOOSE = rf"{_ORDINAL}\s?[-/]\s?(?P<symbol>{_PART}\s?[-/]\s?{_PART})"  # 03-CTr-UBND
_SHAPES = tuple(re.compile(rf"{_NOT_INSIDE}{shape}(?!\w)") for shape in (_DATED, _STATE, _PARTY, _LOOSE))
_FORM_NUMBER = re.compile(rf"(?:biểu\s+mẫu|mẫu\s+biểu|mẫu|biểu)\s+số\s+{_FORM}(?!\w)", re.IGNORECASE)

# "522, 523, 524, 525 và 573/QĐ-UBND": the suffix is written once, after the last.
_EARLIER_ORDINALS = re.compile(
    rf"(?:(?:{NAME_PATTERN})(?:\s+số)?|\bsố)\s*:?\s*(?P<list>(?:\d{{1,6}}[a-z]?(?:\s*[,;]\s*|\s+và\s+))+)$",
    re.IGNORECASE,
)
_BETWEEN_LISTED = re.compile(r"\s*(?:,|;|và|&)\s*(?:số\s+)?")
_AFTER_LISTED = re.compile(r"[\s,;&]*(?:và\s+)?(?:số\s+)?$")
_LAW_SIGN = re.compile(r"(?:UBTV)?QH\d{1,2}$")


@dataclass(frozen=True)
class DocumentNumber:
    """A số hiệu. `symbol` keeps its inner separators: "QĐ/ĐU", "NQ-HĐND", "QH15", or "" for a form's code.

    Party style joins ordinal and symbol with "-", state style with "/". Two numbers name the same document
    when their keys are equal: separators, spaces, case, accents and leading zeros do not count.
    """

    ordinal: str
    symbol: str = ""
    year: str = ""
    party: bool = False

    def __str__(self) -> str:
        if not self.symbol:
            return self.ordinal
        if self.party:
            return f"{self.ordinal}-{self.symbol}"
        return "/".join(part for part in (self.ordinal, self.year, self.symbol) if part)

    @cached_property
    def key(self) -> tuple[str, str, str]:
        return plain_ordinal(self.ordinal), self.year, "".join(self.parts)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The symbol's parts without case and accents: ("qd", "du")."""
        return tuple(re.findall(r"[^\W_]+", fold(self.symbol)))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds the symbol allows, () when it names none ("UBND-KT", "QH15")."""
        return next((kinds for part in self.parts if (kinds := kinds_of(part))), ())

    def same_as(self, other: "DocumentNumber") -> bool:
        return self.key == other.key


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """One number, or the numbers of one enumeration; `text` is `source[start:end]`."""

    numbers: tuple[DocumentNumber, ...]
    start: int
    end: int
    text: str


def plain_ordinal(ordinal: str) -> str:
    """Without leading zeros and case: "03" and "3" are one ordinal."""
    return fold(ordinal).lstrip("0") or "0"


def parse_number(text: str) -> DocumentNumber | None:
    """The number `text` is, with OCR's stray spaces and dashes repaired; None when it is not one number."""
    text = text.strip()
    for shape in _SHAPES:
        match = shape.fullmatch(text)
        number = _number(match) if match else None
        if number:
            return number
    match = re.fullmatch(_FORM, text)
    return DocumentNumber(text) if match else None


def find_numbers(text: str) -> list[FoundNumber]:
    """Every document number in running text, in order. Plates, ratios, dates and addresses are none."""
    singles: list[FoundNumber] = []
    taken = bytearray(len(text))
    for shape in _SHAPES:
        for match in shape.finditer(text):
            number = _number(match)
            if number and not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(match.group())
                singles.append(FoundNumber((number,), match.start(), match.end(), match.group()))
    for match in _FORM_NUMBER.finditer(text):
        code, (start, end) = match.group("form"), match.span("form")
        singles.append(FoundNumber((DocumentNumber(code),), start, end, code))
    singles.sort(key=lambda found: found.start)
    return _join_listed([_with_earlier(found, text) for found in singles], text)


def separately(found: FoundNumber) -> tuple[FoundNumber, ...]:
    """The numbers of an enumeration one by one, as they are written there: "522", "523", "573/QĐ-UBND"."""
    starts: list[int] = []
    position = 0
    for number in found.numbers:
        position = found.text.index(number.ordinal, position)
        starts.append(position)
        position += len(number.ordinal)
    written = [
        _AFTER_LISTED.sub("", found.text[start:end])
        for start, end in zip(starts, [*starts[1:], len(found.text)], strict=True)
    ]
    return tuple(
        FoundNumber((number,), found.start + start, found.start + start + len(text), text)
        for number, start, text in zip(found.numbers, starts, written, strict=True)
    )


def _number(match: re.Match[str]) -> DocumentNumber | None:
    groups = match.groupdict()
    ordinal, year = groups["ordinal"], groups.get("year") or ""
    written = groups["symbol"]
    symbol = re.sub(r"\s+", "", written)
    parts = re.split(r"[-/]", symbol)
    if year:
        return DocumentNumber(ordinal, symbol, year) if len(parts) > 1 or _LAW_SIGN.match(symbol) else None
    known = bool(kinds_of(parts[0]))
    tidy = groups.get("gap", "-") == "-" and not re.search(r"\s", match.group())
    if not known and not tidy:
        # "30 OKR/KPI", "2025 - UBND/HĐND": only a kind we know may lose its dash or gain a space.
        return None
    separators = re.sub(r"[^-/]", "", match.group())
    if separators == "-/" or "gap" in groups:
        return DocumentNumber(ordinal, symbol, party=True) if known or len(symbol) > 3 else None
    if separators.startswith("/-"):
        return DocumentNumber(ordinal, symbol)
    if not known:
        return None
    party = fold(parts[1]) in _PARTY_BODIES
    return DocumentNumber(ordinal, ("/" if party else "-").join(parts), party=party)


def _with_earlier(found: FoundNumber, text: str) -> FoundNumber:
    match = _EARLIER_ORDINALS.search(text, max(0, found.start - 160), found.start)
    if not match:
        return found
    last = found.numbers[0]
    earlier = [
        DocumentNumber(ordinal, last.symbol, last.year, last.party)
        for ordinal in re.findall(r"\d+[a-z]?", match.group("list"))
    ]
    start = match.start("list")
    return FoundNumber((*earlier, last), start, found.end, text[start : found.end])


def _join_listed(found: list[FoundNumber], text: str) -> list[FoundNumber]:
    joined: list[FoundNumber] = []
    for item in found:
        previous = joined[-1] if joined else None
        if previous and _BETWEEN_LISTED.fullmatch(text, previous.end, item.start):
            numbers = (*previous.numbers, *item.numbers)
            joined[-1] = FoundNumber(numbers, previous.start, item.end, text[previous.start : item.end])
        else:
            joined.append(item)
    return joined
