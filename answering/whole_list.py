"""A list told whole: its items, wherever the documents set them out, after the words that introduce them."""

from collections.abc import Sequence

from answering.evidence import Term, place
from answering.listing import tells_items
from answering.rank import Ranked
from answering.stretch import SCREEN, Stretch, tidy, told
from answering.trim import trim
from answering.understand import Asked, Asks
from corpus.document import Document
from corpus.library import Library
from corpus.passage import Passage
from corpus.sentences import Item, lists, sentences

# A list takes at most a screen, and so many words of it those that introduce it.
_LEAD = 40
# How good a unit must be, against the best, for its list to be the one that is asked for.
_ABOUT, _LOOKED_AT = 0.5, 14
# How much of the question a list of the asked number of items must hold, with the words before it.
_HELD = 0.3
# A list this near after the best unit is the one it introduces, in characters.
_OPENING = 8
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BEFORE_MARK = 14
# Passages looked back over for the one that introduces a list.
_LOOKED_BACK = 3


def list_of(asked: Asked, terms: Sequence[Term], ranked: Sequence[Ranked], library: Library) -> list[Stretch]:
    """The list that is asked for, whole: first one with as many items as the question says; [] for none."""
    if asked.listed is None:
        return _whole(asked, terms, ranked[0], library)
    near = [each for each in ranked[:_LOOKED_AT] if each.score >= _ABOUT * ranked[0].score]
    exact = _exact(asked, terms, near)
    if exact:
        return exact
    for each in near:
        listed = _whole(asked, terms, each, library)
        if listed and tells_items(told(listed), asked.listed):
            return listed
    return _whole(asked, terms, ranked[0], library)


def _exact(asked: Asked, terms: Sequence[Term], near: Sequence[Ranked]) -> list[Stretch]:
    """Of the lists inside passages with just the asked number of items the one most about what is asked."""
    total = sum(term.weight for term in terms if not term.pair)
    passages = {each.unit.passage.id: each.unit.passage for each in near}
    found = [
        (_told_by_lead(passage.text, items, terms), passage, items)
        for passage in passages.values()
        for items in lists(passage.text)
        if len(items) == asked.listed
    ]
    held, passage, items = max(found, key=lambda each: each[0], default=(0.0, None, ()))
    return _with_lead(passage, items, terms) if passage and held >= _HELD * total else []


def _whole(asked: Asked, terms: Sequence[Term], best: Ranked, library: Library) -> list[Stretch]:
    """The items of the list that the best unit introduces or belongs to, if a list is what is asked."""
    wanted = Asks.LIST in asked.kinds or asked.listed is not None
    if asked.ordinal is not None or asked.label or not wanted or asked.kind is Asks.COUNT:
        return []
    passage = best.unit.passage
    inline = _inline(terms, best)
    if inline:
        return inline
    group = ""
    if passage.text[slice(*best.unit.sentence)].rstrip().endswith(":"):
        group = introduced(passage, library)
    if not group and _asks_for_lead(asked, best):
        group = passage.group
    items = library.group(group) if group else ()
    if len(items) < 2:
        return []
    return _led(items, library)


def _led(items: Sequence[Passage], library: Library) -> list[Stretch]:
    """The items after the sentence that introduces them, as far as there is room; [] without room for all."""
    shown = [tidy(item, 0, len(item.text)) for item in items]
    words = sum(len(each.text.split()) for each in shown)
    if words > SCREEN:
        return []
    lead = items[0].lead
    before = library.neighbours(items[0], before=_LOOKED_BACK, after=0)
    opening = next((each for each in reversed(before) if lead and each.text.endswith(lead)), None)
    if opening is None or words + len(lead.split()) > SCREEN or len(lead.split()) > _LEAD:
        return shown
    return [Stretch(opening, len(opening.text) - len(lead), len(opening.text)), *shown]


def _inline(terms: Sequence[Term], best: Ranked) -> list[Stretch]:
    """The list inside a passage that the best unit is in or introduces."""
    text = best.unit.passage.text
    near = [
        items
        for items in lists(text)
        if best.unit.end > items[0].start - _OPENING and best.unit.start < items[-1].end
    ]
    found = max(near, key=lambda items: _told_by_lead(text, items, terms), default=())
    return _with_lead(best.unit.passage, found, terms) if found else []


def _told_by_lead(text: str, items: Sequence[Item], terms: Sequence[Term]) -> float:
    """How much of the question stands in a list and the words before it."""
    where = place(text[_lead_start(text, items) : items[-1].end])
    return sum(term.weight * term.credit(where) for term in terms if not term.pair)


def _lead_start(text: str, items: Sequence[Item]) -> int:
    """Where the sentence, or what follows the list before it, opens this list."""
    start = next(span.start for span in sentences(text) if span.end > items[0].start)
    others = (other[-1].end for other in lists(text) if other[-1].end <= items[0].start)
    return max([start, *others])


def _with_lead(passage: Passage, items: Sequence[Item], terms: Sequence[Term]) -> list[Stretch]:
    text = passage.text
    start, mark, end = _lead_start(text, items), _mark(text, items[0]), items[-1].end
    room = SCREEN - len(text[mark:end].split())
    if room < 0:
        return []
    lead = text[start:mark]
    if len(lead.split()) <= min(room, _LEAD):
        return [tidy(passage, start, end)]
    spans = trim(lead, terms, keep=None, budget=min(room, _LEAD)) if room else ()
    if not spans or sum(len(lead[span.start : span.end].split()) for span in spans) > room:
        return [tidy(passage, mark, end)]
    led = [tidy(passage, start + span.start, start + span.end) for span in spans]
    return [*led, tidy(passage, mark, end)]


def _mark(text: str, item: Item) -> int:
    """Where the item begins with its own mark."""
    return text.rindex(item.label, 0, item.start) if item.label else item.start


def lists_of(passage: Passage, library: Library) -> list[list[Stretch]]:
    """The lists inside a passage, and the one whose item it is."""
    inside = [[tidy(passage, item.start, item.end) for item in items] for items in lists(passage.text)]
    group = library.group(passage.group) if passage.group and not passage.cells else ()
    return [*inside, [tidy(item, 0, len(item.text)) for item in group]]


def introduced(passage: Passage, library: Library) -> str:
    """The group of the list that stands right after a passage which ends with a colon; "" without one."""
    if not passage.text.rstrip().endswith(":"):
        return ""
    after = library.neighbours(passage, before=0, after=1)
    following = next((found for found in after if found.order > passage.order), None)
    return following.group if following and following.group != passage.group else ""


def _asks_for_lead(asked: Asked, best: Ranked) -> bool:
    """Whether the question's noun stands in the lead rather than in the item itself."""
    lead = place(best.unit.passage.lead)
    words = [word.folded for word in asked.words if not word.stop]
    in_lead = sum(lead.holds(word) for word in words)
    in_item = sum(best.unit.own.holds(word) for word in words)
    return bool(words) and in_lead > in_item and in_lead >= 0.5 * len(words)


def footnotes(stretch: Stretch, library: Library) -> list[Stretch]:
    """The footnotes whose marks stand in the stretch, if they are short enough to be shown with it."""
    document = library.document(stretch.passage.document)
    cited = library.passages(stretch.passage.cites)
    notes = [note for note in cited if document and _is_marked(stretch, note, document)]
    fitting = [tidy(note, 0, len(note.text)) for note in notes]
    words = sum(len(each.text.split()) for each in (stretch, *fitting))
    return fitting if words <= SCREEN else []


def _is_marked(stretch: Stretch, note: Passage, document: Document) -> bool:
    """Whether the footnote's mark follows words of the stretch in the printed line."""
    mark = note.label.translate(_RAISED)
    for number in {piece.line for piece in stretch.passage.pieces}:
        line = document.lines[number - 1].replace("*", "")
        at = line.find(mark)
        if at > 0 and line[max(at - _BEFORE_MARK, 0) : at].strip() in stretch.text:
            return True
    return False
