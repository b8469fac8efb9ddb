"""The ward's own abbreviations and synonyms, in its data folder, beside those that come with the program."""

import logging
import re
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from answering.phrases import read_lines
from answering.synonyms import Group, Synonyms, abbreviated, read_groups
from corpus.abbreviations import load_abbreviations
from corpus.vietnamese import normalise, syllables

OWN_WORDS = "words.txt"

_SHORT = re.compile(r"[^\W\d_]{2,12}")
_LONGEST_LINE = 300
_FEWEST_SYLLABLES = 2

_log = logging.getLogger(__name__)


class Flaw(StrEnum):
    """Why a line says nothing."""

    LENGTH = "length"
    SHORT = "short"
    LONG = "long"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: what people say, and what is then found; `flaw` is None where it can be used."""

    text: str
    groups: tuple[Group, ...] = ()
    flaw: Flaw | None = None

    @property
    def found(self) -> tuple[str, ...]:
        """The phrases of which one should stand in the documents."""
        return tuple(phrase for group in self.groups for phrase in group.official or group.phrases)


def read_own_words(text: str) -> tuple[Line, ...]:
    """The lines that say something, "NSH = nhà sinh hoạt" or "sổ đỏ / sổ hồng > giấy chứng nhận"."""
    return tuple(map(_line, read_lines(normalise(text))))


def own_synonyms(lines: tuple[Line, ...]) -> Synonyms:
    """All that can be used, with the abbreviations that the program knows."""
    groups = [group for line in lines for group in line.groups]
    return Synonyms.of(abbreviated(groups, load_abbreviations().forms))


class Wording:
    """The program's synonyms and the ward's own, as the file of these is at the moment of asking."""

    def __init__(self, known: Synonyms, data: Path) -> None:
        self._known = known
        self._file = data / OWN_WORDS
        self._lock = threading.Lock()
        self._read: tuple[int, int] | None = None
        self._all = known

    def current(self) -> Synonyms:
        """A file that cannot be read adds nothing: an answer does not wait for its repair."""
        mark = self._mark()
        with self._lock:
            if mark != self._read:
                self._read, self._all = mark, self._known.beside(self._own()) if mark else self._known
            return self._all

    def _mark(self) -> tuple[int, int] | None:
        try:
            told = self._file.stat()
        except OSError:
            return None
        return told.st_mtime_ns, told.st_size

    def _own(self) -> Synonyms:
        try:
            lines = read_own_words(self._file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            _log.warning("the ward's own words cannot be read: %s", error)
            return Synonyms({})
        if wrong := sum(line.flaw is not None for line in lines):
            _log.warning("%d lines of the ward's own words say nothing", wrong)
        return own_synonyms(lines)


def _line(text: str) -> Line:
    if len(text) > _LONGEST_LINE:
        return Line(text, flaw=Flaw.LENGTH)
    short, sign, longs = text.partition("=")
    return _abbreviation(text, short.strip(), longs) if sign else _synonyms(text)


def _abbreviation(text: str, short: str, longs: str) -> Line:
    forms = tuple(form for part in longs.split("|") if (form := part.strip()))
    if not (_SHORT.fullmatch(short) and short.isupper()):
        return Line(text, flaw=Flaw.SHORT)
    if not forms or any(_is_one_syllable(form) for form in forms):
        return Line(text, flaw=Flaw.LONG)
    return Line(text, tuple(Group((short, form)) for form in forms))


def _synonyms(text: str) -> Line:
    (group,) = read_groups([text])
    # What would lead nowhere is told to whoever writes it.
    leads = Synonyms.of([group]).forms
    return Line(text, (group,)) if leads else Line(text, flaw=Flaw.ALONE)


def _is_one_syllable(form: str) -> bool:
    return len(list(syllables(form))) < _FEWEST_SYLLABLES
