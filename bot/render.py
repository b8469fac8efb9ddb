"""Replies in the form of one platform: HTML with buttons, or plain text with words to send back."""

import html
from dataclasses import dataclass

from bot.chat_words import Wish
from bot.message import Act, Button, Message, Part
from bot.reply import Reply
from bot.split import split, units
from prompts import load

TELEGRAM_LIMIT, ZALO_LIMIT = 4_096, 2_000
# A button's text beyond this is cut off on a narrow telephone.
_LONGEST_LABEL = 60
_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text, and whether the foot stands under it."""

    text: str
    is_last: bool


def for_telegram(reply: Reply, message: Message) -> tuple[Part, ...]:
    """HTML that no cut can break, with the buttons under the last part."""
    parts = _before(reply, message)
    plain_foot, marked_foot = _foot(reply)
    to = message.id if message.in_group and not message.press else ""
    for piece in _pieces(reply, plain_foot, TELEGRAM_LIMIT):
        plain = _joined(piece.text, plain_foot if piece.is_last else "")
        marked = _joined(html.escape(piece.text, quote=False), marked_foot if piece.is_last else "")
        buttons = _buttons(reply) if piece.is_last else ()
        parts.append(Part(Act.TEXT, marked, plain, buttons, to))
    if reply.file:
        parts.append(Part(Act.FILE, file_name=reply.file.name, content=reply.file.content, to=to))
    return tuple(parts)


def for_zalo(reply: Reply, message: Message) -> tuple[Part, ...]:  # noqa: ARG001 - the signature of a renderer
    """Plain text; what would be buttons are words to send back. One message wherever it fits."""
    foot = _joined(_foot(reply, with_link=True)[0], _words(reply))
    return tuple(
        Part(Act.TEXT, _joined(piece.text, foot if piece.is_last else ""))
        for piece in _pieces(reply, foot, ZALO_LIMIT)
    )


def _pieces(reply: Reply, foot: str, limit: int) -> tuple[_Piece, ...]:
    """The text with its opening; the foot stands alone where it does not fit under the last piece."""
    texts = split(_joined(reply.opening, reply.text), limit)
    if not texts:
        return ()
    fits = units(_joined(texts[-1], foot)) <= limit
    whole = [_Piece(text, is_last=False) for text in texts[:-1]]
    return (
        (*whole, _Piece(texts[-1], is_last=True))
        if fits
        else (
            *whole,
            _Piece(texts[-1], is_last=False),
            _Piece("", is_last=True),
        )
    )


def _joined(*texts: str) -> str:
    return _GAP.join(filter(None, texts))


def _before(reply: Reply, message: Message) -> list[Part]:
    """What a press gets first: a word for the moment, or a sign that it was noticed."""
    parts = []
    if message.press:
        parts.append(Part(Act.NOTICE, reply.notice, to=message.press))
        if reply.clears:
            parts.append(Part(Act.CLEAR, to=message.id))
    return parts


def _foot(reply: Reply, *, with_link: bool = False) -> tuple[str, str]:
    """The source line and what is left, as plain text and as HTML."""
    plain, marked = [], []
    if reply.source:
        place, link = reply.source.place, reply.source.link
        others = load("chat/others", count=reply.others) if reply.others else ""
        shown = f'<a href="{html.escape(link)}">{html.escape(place)}</a>' if link else html.escape(place)
        plain.append(" ".join(filter(None, (load("chat/source", place=place), others))))
        marked.append(" ".join(filter(None, (load("chat/source", place=shown), others))))
        if link and with_link:
            plain.append(link)
    if reply.left is not None:
        left = load("chat/more_items", count=reply.left) if reply.left else load("chat/more_text")
        plain.append(left)
        marked.append(left)
    if reply.note:
        plain.append(reply.note)
        marked.append(html.escape(reply.note, quote=False))
    return "\n".join(plain), "\n".join(marked)


def _buttons(reply: Reply) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if reply.left is not None:
        rows.append((Button(load("chat/button_more"), f"/{Wish.MORE} {reply.turn}"),))
    if reply.source:
        rows.append((Button(load("chat/button_sources"), f"/{Wish.SOURCES} {reply.turn}"),))
    if reply.rates:
        good = Button(load("chat/button_good"), f"/{Wish.USEFUL} {reply.turn}")
        rows.append((good, Button(load("chat/button_bad"), f"/{Wish.WRONG} {reply.turn}")))
    rows += [
        (Button(_label(question), f"/{Wish.CHOICE} {reply.turn} {number}"),)
        for number, question in enumerate(reply.next, start=1)
    ]
    rows += [(Button(choice.label, choice.data),) for choice in reply.choices]
    return tuple(rows)


def _words(reply: Reply) -> str:
    """The choices as lines to send back by number."""
    lines = [load("chat/next_words")] if reply.next else []
    lines += [
        load("chat/next_word", number=number, question=question)
        for number, question in enumerate(reply.next, start=1)
    ]
    lines += [f"{choice.data}: {choice.label}" for choice in reply.choices]
    lines += [load("chat/hints")] if reply.source and reply.hints else []
    return "\n".join(lines)


def _label(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1].rstrip()}…"
