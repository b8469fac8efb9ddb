"""A question as a language model would put it to the documents: searched for, and shown to the asker."""

import re
from collections.abc import Sequence
from contextlib import closing
from secrets import token_hex

from answering.evidence import toned
from answering.ground import telling
from answering.model import Model, ModelUnavailableError, Patience, Prompt, Spend
from answering.quantities import days, quantities
from answering.question import Turn
from answering.rewrite import Rewritten
from answering.understand import understand
from corpus.library import Library
from corpus.number import find_numbers
from corpus.vietnamese import fold, normalise, syllables
from prompts import load

_QUARTER = re.compile(r"\bquy\s+(iv|i{1,3}|[1-4])\b")
# Earlier turns that a model is told, and the letters of an answer in them.
_TURNS, _HEARD = 3, 300
# Words a question may grow by, and the share of its own telling words that it keeps where it stands alone.
_MORE, _KEPT = 12, 0.6


def recast(
    whole: Rewritten,
    text: str,
    history: Sequence[Turn],
    *,
    model: Model,
    library: Library,
    patience: Patience,
    spend: Spend,
) -> Rewritten | None:
    """The question `text` after its history in the documents' terms; None where that is not to be trusted.

    `whole` is how the rules read it. Never raises for anything a model writes or fails to.
    """
    earlier = history[-_TURNS:] if whole.changed else ()
    try:
        with closing(model.write(_prompt(text, earlier), patience, spend)) as pieces:
            written = normalise("".join(pieces))
    except ModelUnavailableError:
        return None
    lines = [line.strip(' -•*“”"') for line in written.splitlines() if line.strip()]
    said = " ".join([text, *(f"{turn.question} {turn.answer}" for turn in earlier)])
    if len(lines) != 1 or not _is_trusted(lines[0], text, said, library, alone=not whole.changed):
        return None
    if fold(lines[0]).strip("?. ") in {fold(each).strip("?. ") for each in (text, whole.text)}:
        return None
    return Rewritten(lines[0], changed=whole.changed, heard=whole.heard)


def _prompt(text: str, earlier: Sequence[Turn]) -> Prompt:
    fence = token_hex(4)
    turns = "\n".join(
        load("model/turn", question=turn.question, answer=turn.answer[:_HEARD]) for turn in earlier
    )
    words = load("model/recast_words", fence=fence, earlier=turns or "–", question=text)
    return Prompt(load("model/recast_rules", fence=fence), words)


def _is_trusted(line: str, text: str, said: str, library: Library, *, alone: bool) -> bool:
    """Whether a line keeps what the question names, brings nothing that nobody said, and is not too long.

    A word may be new where the documents use it; a figure, a date, a number or a name may not.
    """
    known = {toned(word.text) for word in syllables(said)}
    vocabulary = library.vocabulary()
    new = [word for word in syllables(line) if toned(word.text) not in known]
    names = {name for name in understand(f"– {line}").names if name not in fold(said)}
    own, kept = set(telling(text)), set(telling(line))
    before, after = understand(text), understand(line)
    return (
        len(line.split()) <= len(said.split()) + _MORE
        and _named(text) <= _named(line) <= _named(said)
        and not names
        and all(word.folded in vocabulary for word in new)
        and all(name in fold(line) for name in understand(f"– {text}").names)
        and (not alone or (before.kind, before.measure) == (after.kind, after.measure))
        and (not alone or len(own & kept) >= _KEPT * len(own))
    )


def _named(text: str) -> set[object]:
    """The figures, days and document numbers of a text, comparable."""
    return {
        *((each.value, each.share) for each in quantities(text)),
        *((each.day, each.month, each.year) for each in days(text)),
        *(number.key for found in find_numbers(text) for number in found.numbers),
        *(match.group(1) for match in _QUARTER.finditer(fold(text))),
    }
