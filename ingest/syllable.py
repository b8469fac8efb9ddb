"""Whether letters make a Vietnamese syllable: the measure of what extraction has done to a text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_WRITTEN_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"
# What follows the onset, without its tone.
_WRITTEN_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng êc
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong
    oong ooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt ơng
    u ua uân uâng uât uây uc uê uênh uêch ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt
    uynh uyt uyn uyu uyp
    ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu ưn ưm
    y yêm yên yêng yêt yêu ynh yt
"""
_ONSETS = frozenset(_WRITTEN_ONSETS.split())
_RHYMES = frozenset(_WRITTEN_RHYMES.split())
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_TONES = {"\u0300": "`", "\u0301": "'", "\u0303": "~", "\u0309": "?", "\u0323": "."}
_SHARP = frozenset("'.")
_TOKEN = re.compile(r"[^\W\d_¹²³⁰⁴-⁹]+")
_WEB = re.compile(r"@|://|www\.|\.(?:vn|com|gov|org|net)(?:[^\w]|$)")
_LONGEST = 100
_ROMAN = re.compile(r"[IVXLC]+")
_ONSET = re.compile(r"ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]|")


_FOREIGN = frozenset("the of and to in for is on with that by as are this from was be or an at".split())  # noqa: SIM905
_FOREIGN_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Syllables:
    """Of `told` words that can be judged, `valid` are Vietnamese syllables and `marked` carry an accent."""

    told: int
    valid: int
    marked: int

    @property
    def share(self) -> float:
        """1.0 where there is nothing to judge."""
        return self.valid / self.told if self.told else 1.0

    @property
    def marked_share(self) -> float:
        return self.marked / self.told if self.told else 1.0


def judged(lines: Iterable[str]) -> Syllables:
    """Numbers, addresses of the web, abbreviations and single letters are not judged."""
    told = valid = marked = 0
    for token in _tokens(lines):
        if _is_judged(token):
            told += 1
            valid += is_syllable(token)
            marked += not token.isascii()
    return Syllables(told, valid, marked)


def _tokens(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        for word in line.split():
            if len(word) > _LONGEST or not _WEB.search(word):
                yield from _TOKEN.findall(word)


def is_foreign(lines: Iterable[str]) -> bool:
    """Whether a text is English, the one foreign language that offices here receive."""
    words = [token.lower() for token in _tokens(lines)]
    return sum(word in _FOREIGN for word in words) > _FOREIGN_SHARE * len(words)


@lru_cache(maxsize=20_000)
def is_syllable(token: str) -> bool:
    """Of NFC letters, in any case."""
    letters, tones = _without_tone(token.lower())
    if len(tones) > 1:
        return False
    return any(
        onset in _ONSETS | {""} and _fits(onset, letters[len(onset) :], tones) for onset in _onsets(letters)
    )


def _onsets(letters: str) -> tuple[str, ...]:
    longest = _ONSET.match(letters)
    onset = longest.group() if longest else ""
    # "gi" + "ì" is written once ("gì"), and "quốc" is q + uôc as well as qu + ôc.
    return (onset, onset[:1]) if onset in {"gi", "qu"} else (onset,)


def _fits(onset: str, rhyme: str, tones: str) -> bool:
    if rhyme not in _RHYMES and not (onset == "gi" and f"i{rhyme}" in _RHYMES):
        return False
    if onset in {"k", "gh", "ngh"} and rhyme[0] not in "eêiy":
        return False
    return not (_STOPPED.search(rhyme) and not set(tones) & _SHARP)


@lru_cache(maxsize=20_000)
def _without_tone(token: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", token)
    tones = "".join(_TONES[part] for part in parts if part in _TONES)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)), tones


def _is_judged(token: str) -> bool:
    """Abbreviations (UBND, NĐ, TTHC) and marks such as "a" and "IV" say nothing of a text's letters."""
    if len(token) < 2 or _ROMAN.fullmatch(token):
        return False
    return not token.isupper() or is_syllable(token) or not token.replace("Đ", "D").isascii()
