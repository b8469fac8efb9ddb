"""Abbreviations: the short forms of administrative Vietnamese and what they stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from corpus.vietnamese import fold, is_readable

_FILE = Path(__file__).with_name("abbreviations.txt")
_TOKEN = re.compile(r"[^\W\d_]{2,}")
_CAPITALS = re.compile(r"[A-ZĐƯ]{2,}")
# "thủ tục hành chính (TTHC)": the text itself says what the letters stand for.
_DEFINED = re.compile(r"\((?:(?:gọi|viết) tắt là\s+)?(?P<short>[A-ZĐƯ]{2,12})\)")
_REACH = 150
_LONG_ENOUGH_TO_GUESS = 5
# Not in a document number: 41/2025/NQ-HĐND.
_ALONE = re.compile(r"(?<![\w/.&-])[^\W\d_]{3,}(?![\w/&-]|\.\w)")
_TO_D = str.maketrans("Đ", "D")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Short form → long forms. Letters count: "CT" is one, "ct" is not."""

    forms: Mapping[str, tuple[str, ...]]
    # A text repeats its capitals: each is compared with every form once.
    _met: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def long_forms(self, text: str) -> tuple[str, ...]:
        """What the abbreviations in a text stand for, each once, in order of their first appearance.

        A word in capitals that is no known form but one letter off a single known one (LDHĐ, NCSHCĐ) is read
        as that one.
        """
        found: dict[str, None] = {}
        for token in dict.fromkeys(_TOKEN.findall(text)):
            for form in self.forms.get(token) or self._near(token):
                found.setdefault(form)
        return tuple(found)

    def written_out(self, text: str) -> str:
        """A question with its abbreviations in their long forms, without accents if it has none.

        Small letters and D for Đ will do. What reads like a word, has two letters or several meanings stays.
        """
        return _ALONE.sub(lambda match: self._long_form(match.group(), bare=text.isascii()), text)

    def _long_form(self, token: str, *, bare: bool) -> str:
        if is_readable(fold(token)):
            return token
        typed = token.upper()
        near = [form for form in self.forms if form.translate(_TO_D) == typed.translate(_TO_D)]
        same = [typed] if typed in self.forms else near
        meanings = [meaning for form in same for meaning in self.forms[form]]
        if len(meanings) != 1:
            return token
        return fold(meanings[0]) if bare else meanings[0]

    def with_defined(self, text: str) -> "Abbreviations":
        """These, and those the text defines by itself: "nhà sinh hoạt cộng đồng (NSHCĐ)"."""
        own = {
            match["short"]: (long,)
            for match in _DEFINED.finditer(text)
            if match["short"] not in self.forms
            and (long := _initialled(text[max(match.start() - _REACH, 0) : match.start()], match["short"]))
        }
        return Abbreviations(MappingProxyType({**self.forms, **own})) if own else self

    def _near(self, token: str) -> tuple[str, ...]:
        if token not in self._met:
            capitals = _CAPITALS.fullmatch(token)
            near = [form for form in self.forms if _stands_for(token, form)] if capitals else []
            self._met[token] = self.forms[near[0]] if len(near) == 1 else ()
        return self._met[token]


@cache
def load_abbreviations(path: Path = _FILE) -> Abbreviations:
    """Read `short = long | long` lines; "#" begins a note. A form listed twice keeps all its meanings."""
    forms: dict[str, tuple[str, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        short, sign, longs = line.partition("=")
        if sign and not line.startswith("#"):
            meanings = tuple(long.strip() for long in longs.split("|") if long.strip())
            forms[short.strip()] = tuple(dict.fromkeys([*forms.get(short.strip(), ()), *meanings]))
    return Abbreviations(MappingProxyType(forms))


def _initialled(long: str, short: str) -> str:
    """The last words of `long` whose first letters are `short`; "" when there are none."""
    words = re.findall(r"[^\W\d_]+", long)
    tail = words[-len(short) :]
    fits = len(tail) == len(short) and "".join(word[0] for word in tail).upper() == short
    return " ".join(tail) if fits else ""


def _stands_for(token: str, form: str) -> bool:
    if token.translate(_TO_D) == form.translate(_TO_D):
        return True
    return min(len(token), len(form)) >= _LONG_ENOUGH_TO_GUESS and _one_off(token, form)


def _one_off(one: str, two: str) -> bool:
    """Whether one letter added, left out or changed makes one of the other."""
    if abs(len(one) - len(two)) > 1 or one == two:
        return False
    short, long = sorted((one, two), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]
