"""A fragment put into the question it continues, in the place of what it stands against."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answering.forms import by_form
from answering.phrases import follow_up_words, interchangeable, measures, question_words
from answering.understand import stop_words
from corpus.vietnamese import Syllable, syllables

_ASPECT = frozenset(
    {"đã", "đang", "chưa", "sẽ", "không", "được", "da", "dang", "chua", "se", "khong", "duoc"}
)
_DENIAL = frozenset({"không", "chưa", "khong", "chua"})


@dataclass(frozen=True, slots=True)
class Put:
    """A question with a fragment put in.

    `added` is what only stands beside the rest, "" if it replaced a part; `lost` what it took the place of
    where that told more than one noun.
    """

    text: str
    added: str = ""
    lost: str = ""


def stand_in(standing: str, fragment: str, added: str) -> Put | None:
    """The standing question with the fragment in the place of what it stands against; None without that.

    `added` is what the follow-up before had put beside the rest.
    """
    whole, rest = by_form(standing.rstrip("?!. "), fragment.strip(" ,;:?!."))
    changed = whole != standing.rstrip("?!. ")
    if not _content(rest):
        otherwise = _polarity(whole, rest)
        return Put(f"{_tidy(otherwise or whole)}?", added) if changed or otherwise else None
    alone = _without(whole, added) if not _shares(rest, added) else whole
    for way, standing_there in _WAYS:
        done = way(whole if standing_there else alone, rest)
        if done:
            return Put(f"{_tidy(done)}?", added if added and added in done else "")
    return Put(f"{whole} {rest}?", added) if changed else None


def _polarity(standing: str, fragment: str) -> str:
    """ "Thuộc" after "không thuộc", "đang giải quyết" after "đã giải quyết": one verb, told otherwise."""
    words, new = list(syllables(standing)), list(syllables(fragment))
    verb = [word for word in new if word.text.lower() not in _ASPECT]
    aspects = [word for word in new if word.text.lower() in _ASPECT]
    at = _find(words, verb)
    if not verb or at is None:
        return ""
    start = at.start
    while start and words[start - 1].text.lower() in _ASPECT:
        start -= 1
    before = [word.text.lower() for word in words[start : at.start]]
    if not aspects and not set(before) & _DENIAL:
        return ""
    return put_in(standing, words, range(start, at.stop), fragment)


def _same_opening(standing: str, fragment: str, *, least: int = 2) -> str:
    """ "Diện tích sàn" after "diện tích đất": the noun is shared, what follows it is new."""
    words, new = list(syllables(standing)), list(syllables(fragment))
    for length in range(len(new) - 1, least - 1, -1):
        at = _find(words, new[:length])
        if at is None or not _content(" ".join(word.text for word in new[:length])):
            continue
        end = _end_of_phrase(standing, words, at.stop)
        of = end < len(words) and words[end].folded == "cua"
        if of and "cua" in {word.folded for word in new}:
            end = _end_of_phrase(standing, words, end + 1)
        if end > at.stop:
            return put_in(standing, words, range(at.start, end), fragment)
    return ""


def _same_noun(standing: str, fragment: str) -> str:
    """The same with a noun of one syllable: "xe của ban" after "xe của phòng"."""
    return _same_opening(standing, fragment, least=1)


def _same_class(standing: str, fragment: str) -> str:
    """ "Trực tiếp" after "trực tuyến", "Đảng ủy" after "UBND phường"."""
    words, new = list(syllables(standing)), list(syllables(fragment))
    for kind in (*interchangeable().values(), question_words("offices")):
        fresh, old = kind.find(new), kind.find(words)
        if not fresh or not old or fresh[0].start > 1:
            continue
        said = {_folded(new, found) for found in fresh}
        place = next((found for found in reversed(old) if _folded(words, found) not in said), None)
        if place is not None:
            return put_in(standing, words, place, fragment)
    return _same_body(standing, words, fragment, new)


def _same_body(standing: str, words: Sequence[Syllable], fragment: str, new: Sequence[Syllable]) -> str:
    """ "Trạm Y tế" after "Ban Quản lý dự án", "UBKT" after "HĐND"."""
    if not _is_body(new) or standing.isupper():
        return ""
    known, nouns = interchangeable()["bodies"].find(words), follow_up_words("body_nouns").find(words)
    if known and not (nouns and nouns[-1].start > known[-1].start):
        return put_in(standing, words, known[-1], fragment)
    if not nouns:
        return ""
    end = _end_of_phrase(standing, words, nouns[-1].stop)
    return put_in(standing, words, range(nouns[-1].start, end), fragment)


def _is_body(words: Sequence[Syllable]) -> bool:
    """Whether a fragment names a body: by its first noun, or by an abbreviation."""
    known = interchangeable()["bodies"].starts(words) or follow_up_words("body_nouns").starts(words)
    short = bool(words) and len(words[0].text) > 1 and words[0].text.isupper()
    return known or (short and not words[0].text[0].isdigit())


def names_another(standing: str, fragment: str) -> bool:
    """Whether a fragment is of one class, or one form, with something in the standing question."""
    standing = standing.rstrip("?!. ")
    whole, rest = by_form(standing, fragment)
    return (whole != standing and not _content(rest)) or bool(_same_class(standing, fragment))


def _same_end(standing: str, fragment: str) -> str:
    """ "Mật độ dân số" after "dân số", "số người được khám" after "được khám": the end is shared."""
    words, new = list(syllables(standing)), list(syllables(fragment))
    stops = _stops(words)
    for start in range(1, len(new) - 1):
        at = _find(words, new[start:])
        if at is not None and (not at.start or at.start - 1 in stops):
            return put_in(standing, words, at, fragment)
    return ""


def _named_thing(standing: str, fragment: str) -> str:
    """The thing after "lĩnh vực", "về"; a proper name in the place of a proper name."""
    words = list(syllables(standing))
    new = list(syllables(fragment))
    if new and all(word.text.istitle() for word in new) and len(new) > 1 - standing.isascii():
        names = [place for place, word in enumerate(words) if place and word.text.istitle()]
        if names:
            start = names[-1]
            while start - 1 in names:
                start -= 1
            return put_in(standing, words, range(start, names[-1] + 1), fragment)
    for found in follow_up_words("before_things").find(words):
        end = _end_of_phrase(standing, words, found.stop)
        if end > found.stop:
            return put_in(standing, words, range(found.stop, end), fragment)
    return ""


def beside(standing: str, fragment: str, added: str, is_known: Callable[[str], bool]) -> Put:
    """The fragment after the counted noun if the documents say it so, else in the noun's place.

    Another addition takes the place of `added`. `is_known` tells whether the documents use a folded phrase.
    """
    standing, fragment = _without(standing.rstrip("?!. "), added), fragment.strip(" ,;:?!.")
    words, new = list(syllables(standing)), list(syllables(fragment))
    noun, many = counted(standing) or opening(standing), question_words("how_many").find(words)
    if noun is None or not (many or noun.start == 0):
        return Put(f"{standing} {fragment}?", fragment)
    units = {found.start for phrases in measures().values() for found in phrases.find(words)}
    if many and many[-1].start in units:
        # "Mấy ngày", "bao nhiêu tiền": what is measured goes on, and so does the measure.
        noun = opening(standing) or noun
        place = words[noun.stop - 1].end
        return Put(f"{standing[:place]} {fragment}{standing[place:]}?", fragment)
    last = words[noun.stop - 1]
    follows = bool(many) and many[-1].stop == noun.start and is_known(f"{last.folded} {new[0].folded}")
    if follows or not _starts_noun(new):
        place = last.end
        return Put(f"{standing[:place]} {fragment}{standing[place:]}?", fragment)
    lost = standing[words[noun.start].start : last.end] if len(noun) >= _TELLING else ""
    return Put(f"{_tidy(put_in(standing, words, noun, fragment))}?", lost=lost)


# A noun phrase of so many syllables tells more than the noun that another takes the place of.
_TELLING = 3


def _starts_noun(words: Sequence[Syllable]) -> bool:
    """Whether a fragment may be a thing: it opens with no verb, denial or word of no content."""
    sets = (follow_up_words("bounds"), follow_up_words("modifiers"), stop_words())
    if not words or _is_body(words) or words[0].folded in _LEVELS | {"thanh"}:
        return False
    return not any(found.start == 0 for phrases in sets for found in phrases.find(words))


def is_attribute(fragment: str) -> bool:
    """Whether a fragment is what a thing has ("lệ phí", "tỷ lệ"), and so asks of the thing before."""
    found = follow_up_words("attributes").find(list(syllables(fragment)))
    return bool(found) and found[0].start == 0


def _without(text: str, added: str) -> str:
    return " ".join(text.replace(added, " ", 1).split()) if added else text


def _shares(fragment: str, added: str) -> bool:
    said = {word.folded for word in syllables(added)}
    return any(word.folded in said for word in syllables(fragment))


def counted(text: str) -> range | None:
    """The noun that a question counts ("bao nhiêu hồ sơ") or opens with ("diện tích … là bao nhiêu")."""
    words = list(syllables(text))
    many = question_words("how_many").find(words)
    if not many:
        return None
    end = _end_of_phrase(text, words, many[-1].stop)
    if end > many[-1].stop:
        return range(many[-1].stop, end)
    return opening(text)


def asked_noun(text: str) -> range | None:
    """The noun that is counted, or that stands before "nào", or that the question opens with."""
    words = list(syllables(text))
    which = question_words("which").find(words)
    if question_words("how_many").find(words) or not which:
        return counted(text) or opening(text)
    stops = _stops(words)
    start = end = which[0].start
    while start and start - 1 not in stops:
        start -= 1
    return range(start, end) if start < end else opening(text)


def opening(text: str) -> range | None:
    """The noun phrase that a question opens with."""
    words = list(syllables(text))
    stops = _stops(words)
    start = next((place for place in range(len(words)) if place not in stops), len(words))
    end = _end_of_phrase(text, words, start)
    return range(start, end) if end > start else None


def _end_of_phrase(text: str, words: Sequence[Syllable], start: int) -> int:
    """Where the noun phrase that holds `start` ends: at a question word, a verb, a ward, a comma."""
    asking = {
        place
        for name in ("how_many", "which", "date", "place", "person")
        for found in question_words(name).find(words)
        for place in found
    }
    nouns = {place for found in follow_up_words("nouns").find(words) for place in found}
    stops = _stops(words) - nouns
    bounds = {found.start for found in follow_up_words("bounds").find(words)}
    # "Có" ends a phrase before what is asked; it is part of "người có công".
    stops -= {p for p in stops if words[p].folded == "co" and p + 1 not in asking | bounds}
    levels = {place for place, word in enumerate(words) if word.folded in _LEVELS}
    place = start
    while place < len(words):
        gap = text[words[place - 1].end : words[place].start] if place else ""
        first = place == start or (place == start + 1 and words[start].folded == "tong")
        ended = place in stops | asking or (not first and (place in bounds | levels or set(gap) & _BREAKS))
        if ended:
            break
        place += 1
    return place


_LEVELS, _BREAKS = frozenset({"phuong", "quan"}), frozenset(",;:()")


def _find(words: Sequence[Syllable], wanted: Sequence[Syllable]) -> range | None:
    """Where a run of words stands; accents are compared where both were typed with them."""
    bare = any(all(word.text.isascii() for word in these) for these in (words, wanted))
    keys = [word.folded if bare else word.text.lower() for word in wanted]
    read = [word.folded if bare else word.text.lower() for word in words]
    for start in range(len(read) - len(keys) + 1):
        if keys and read[start : start + len(keys)] == keys:
            return range(start, start + len(keys))
    return None


def _folded(words: Sequence[Syllable], place: range) -> str:
    return " ".join(words[at].folded for at in place)


def put_in(text: str, words: Sequence[Syllable], place: range, fresh: str) -> str:
    """The text with `fresh` in the place of the words at `place`."""
    return f"{text[: words[place.start].start]}{fresh}{text[words[place.stop - 1].end :]}"


# Each with whether it reads what the follow-up before added: "trực tiếp" takes the place of "trực tuyến".
_WAYS: tuple[tuple[Callable[[str, str], str], bool], ...] = (
    (_polarity, False),
    (_same_opening, False),
    (_same_class, True),
    (_same_noun, False),
    (_same_end, False),
    (_named_thing, True),
)


def _stops(words: Sequence[Syllable]) -> set[int]:
    """The places of words of no content; without accents only those that are no other word."""
    found = stop_words().find(words)
    if all(word.text.isascii() for word in words):
        sure = question_words("bare_stops")
        found = [each for each in found if len(each) > 1 or sure.find(words[each.start : each.stop])]
    return {place for each in found for place in each}


def _tidy(text: str) -> str:
    """Without a run of words told twice on end: "UBND phường phường"."""
    words = list(syllables(text))
    for length in (3, 2, 1):
        for at in range(len(words) - 2 * length + 1):
            left, right = words[at : at + length], words[at + length : at + 2 * length]
            same = [word.text.lower() for word in left] == [word.text.lower() for word in right]
            if same and not text[left[-1].end : right[0].start].strip():
                return _tidy(text[: left[-1].end] + text[right[-1].end :])
    return text


def _content(text: str) -> bool:
    words = list(syllables(text))
    stops = _stops(words)
    return len(stops) < len(words) or any(word.text.lower() in _ASPECT for word in words)
