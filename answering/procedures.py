"""Questions about administrative procedures, answered from the imported list before any search."""

import re
from collections.abc import Sequence
from dataclasses import replace

from answering import procedure_reply
from answering.answer import Answer
from answering.counted_noun import is_by_place, ordinal
from answering.procedure_asked import (
    Part,
    ProcedureAsked,
    asks_of_the_past,
    counts,
    field_words,
    lists,
    read_asked,
)
from answering.procedure_match import Match, matches
from answering.requests import read_request
from answering.rewrite import Rewritten
from answering.synonyms import Synonyms
from corpus.number import find_numbers
from corpus.procedure import Procedure
from corpus.procedure_list import Title
from corpus.vietnamese import fold, syllables
from retrieval.procedures import Procedures

_CODE = re.compile(r"(?<![\w.])\d\.\d{6}(?![\w.]*\d)")  # 1.001193
# A name answers that holds so much of the question; a bare name without a question, so much.
_HELD, _HELD_BARE = 0.75, 0.85
# The question says so much of the name; or less of a long one, if so much of it stands there unbroken.
_SAID, _SAID_UNBROKEN, _RUN = 0.25, 0.15, 0.4
# A name that leaves all others so far behind is meant with less: what a person tells beside it is in no name.
_AHEAD, _HELD_AHEAD, _SAID_AHEAD = 0.1, 0.6, 0.35
# Of a very long name a question says little, if it says nothing else, and part of it unbroken.
_SAID_LONG, _HELD_LONG, _RUN_LONG = 0.1, 0.9, 0.5
# Without accents many words read alike: part of the question must stand in the name unbroken.
_RUN_UNACCENTED = 0.35
# "Where", "who", "how" are asked of anything: they need more of a name, and a bare name more still.
_SAID_LOOSE, _SAID_BARE = 0.4, 0.6
_OWN_PARTS = frozenset({Part.PAPERS, Part.FEE, Part.TIME})
_SEVERAL = 2
_OPENING = "thu tuc "
# A single word may stand in any field's name.
_FIELD_WORDS = 2
# Procedures that are as good as the best, to the eye of the one who asks.
_NEARLY_BEST, _AS_GOOD, _AS_WHOLE, _AS_MUCH = 0.02, 0.05, 0.1, 0.6
# Where there is a choice at all, it names these too.
_WORTH_NAMING = 0.08


def about_procedures(
    whole: Rewritten, text: str, procedures: Procedures | None, synonyms: Synonyms
) -> Answer | None:
    """None where no list has been imported, or the question is for the documents.

    `text` is what was typed, `whole` the same read after the turns before it.
    """
    if procedures is None:
        return None
    chosen = _chosen(text, whole, procedures) or _coded(text, procedures)
    if chosen:
        typed = read_asked(text)
        return procedure_reply.about(chosen, typed if typed.parts else read_asked(whole.text))
    request = read_request(whole.text).text
    if lists(request) or counts(request):
        return _of_field(request, procedures)
    if find_numbers(whole.text) or asks_of_the_past(whole.text):
        return None
    return _one(whole, request, procedures, synonyms)


def beside_count(text: str, procedures: Procedures | None) -> tuple[str, ...]:
    """How many procedures the list has, for a question that documents answer with a count of their own."""
    asks = procedures is not None and counts(text) and not field_words(text)
    return (procedure_reply.note_on_count(procedures.list),) if procedures and asks else ()


def _chosen(text: str, whole: Rewritten, procedures: Procedures) -> Procedure | None:
    """ "Cái thứ hai": the one at that place in the list that the answer before gave."""
    place = ordinal(text)
    codes = _CODE.findall(whole.heard)
    if place is None or len(codes) < _SEVERAL or not is_by_place(text):
        return None
    at = place if place < 0 else place - 1
    return procedures.list.by_code(codes[at]) if -1 <= at < len(codes) else None


def _coded(text: str, procedures: Procedures) -> Procedure | None:
    """The procedure whose code stands in a text."""
    codes = (procedures.list.by_code(code) for code in _CODE.findall(text))
    return next((found for found in codes if found), None)


def _of_field(text: str, procedures: Procedures) -> Answer | None:
    """The procedures of the field that is named; None where more is said, or less."""
    fields = dict.fromkeys(title.field for title in procedures.list.titles if title.field)
    folded = {field: [word.folded for word in syllables(field)] for field in fields}
    spoken = [word.folded for word in syllables(text)]
    whole = [field for field, parts in folded.items() if _within(parts, spoken) and not _besides(text, parts)]
    words = field_words(text)
    within = [field for field, parts in folded.items() if _within(words, parts)]
    named = [max(whole, key=len)] if whole else within if len(words) >= _FIELD_WORDS else []
    if not named:
        return None
    titles = [title for title in procedures.list.titles if title.field in named]
    field = "; ".join(named)
    return procedure_reply.list_of(titles, field=field, listed=procedures.list, counted=counts(text))


def _besides(text: str, field: Sequence[str]) -> list[str]:
    """The words of a question that neither name a field, which may hold any word, nor ask for a list."""
    return [word for word in field_words(text) if word not in field]


def _within(words: Sequence[str], field: Sequence[str]) -> bool:
    """Whether words stand side by side in a field's name."""
    return any(list(field[at : at + len(words)]) == list(words) for at in range(len(field)))


def _one(whole: Rewritten, request: str, procedures: Procedures, synonyms: Synonyms) -> Answer | None:
    asked, found = _read(request, procedures, synonyms)
    if not found and whole.changed and asked.parts:
        before = _coded(whole.heard, procedures)
        if before and not asked.own:
            return procedure_reply.about(before, asked)
        _, found = _read(f"{whole.text} {whole.told}", procedures, synonyms)
    if not found:
        return None
    rivals = _rivals(found)
    if len(rivals) > 1:
        return procedure_reply.choice(rivals, asked, procedures.list)
    return procedure_reply.about(procedures.list.by_key(rivals[0].key), asked)


def _read(text: str, procedures: Procedures, synonyms: Synonyms) -> tuple[ProcedureAsked, list[Match]]:
    """What is asked, and the procedures that fit; where none does, those that the last clauses name.

    "Con tôi mới sinh, tôi muốn làm giấy khai sinh thì cần gì?" tells a story first.
    """
    asked = read_asked(text)
    found = _good(asked, matches(asked, procedures, synonyms))
    clauses = text.split(", ")
    for start in range(1, len(clauses)):
        if found or not asked.parts:
            break
        own = replace(read_asked(", ".join(clauses[start:])), parts=asked.parts)
        found = _good(own, matches(own, procedures, synonyms))
    return asked, found


def _good(asked: ProcedureAsked, found: list[Match]) -> list[Match]:
    if asked.bare:
        found = [match for match in found if match.run >= _RUN_UNACCENTED and match.said >= _SAID_LOOSE]
    if not asked.parts:
        return [match for match in found if match.held >= _HELD_BARE and match.said >= _SAID_BARE]
    held = [match for match in found if match.held >= _HELD]
    if _OWN_PARTS & set(asked.parts):
        good = [match for match in held if _says_enough(match)]
    else:
        good = [match for match in held if match.said >= _SAID_LOOSE]
    return good or (found[:1] if _is_ahead(found) else [])


def _says_enough(match: Match) -> bool:
    if match.said >= _SAID or (match.said >= _SAID_UNBROKEN and match.run >= _RUN):
        return True
    return match.said >= _SAID_LONG and match.held >= _HELD_LONG and match.run >= _RUN_LONG


def _is_ahead(found: Sequence[Match]) -> bool:
    """Whether the best leaves the others behind, those aside that are called like it and more."""
    if not found or found[0].held < _HELD_AHEAD or found[0].said < _SAID_AHEAD:
        return False
    return all(
        match.score <= found[0].score - _AHEAD or _name(found[0]) <= _name(match) for match in found[1:]
    )


def _rivals(found: Sequence[Match]) -> list[Title]:
    """The procedures that fit as well as the best, to the eye of the one who asks; the best first.

    One that is called like the best and more ("… có yếu tố nước ngoài") would have been asked for by that.
    """
    top = found[0].score
    good = [match for match in found if match.score >= top - _AS_GOOD]
    best = max((match for match in good if match.score >= top - _NEARLY_BEST), key=lambda match: match.run)
    unlike = [match for match in found if match is not best and not _name(best) <= _name(match)]
    unlike = [match for match in unlike if match.said >= _AS_MUCH * best.said]
    rivals = [match for match in unlike if match in good and match.run >= best.run - _AS_WHOLE]
    if rivals:
        rivals = [match for match in unlike if match.score >= top - _WORTH_NAMING]
    return [best.title, *(each.title for each in rivals)]


def _name(match: Match) -> set[str]:
    """The words of a name, which may open with "Thủ tục" or not."""
    return set(fold(match.title.name).removeprefix(_OPENING).split())
