"""A meeting held in a chat: opened there, its questions collected there, its minutes handed over there."""

from collections.abc import Callable
from pathlib import Path

from answering.answer import Answer
from answering.question import Question
from bot.chat_answer import place_of
from bot.door import InputError
from bot.errors import FormError
from bot.history import new_id
from bot.meeting import Meeting, Meetings
from bot.message import Channel, Message
from bot.moments import clock_label
from bot.proceedings import Item, Proceedings
from bot.pseudonym import Pseudonyms
from bot.reply import File, Reply
from corpus.audience import Audience
from corpus.vietnamese import fold
from prompts import load

_OPEN, _MINUTES, _CLOSE = "mo", ("bien-ban", "bien ban", "bienban"), ("dong", "xong")


class ChatMeetings:
    """The meeting of a chat, the same one as on the pages. One chat has at most one open."""

    def __init__(self, data: Path, names: Pseudonyms, *, ask: Callable[[Question], Answer]) -> None:
        self._meetings = Meetings(data, ask=ask)
        self._names = names

    def obey(self, message: Message, words: str, audience: Audience) -> Reply:
        """What `/hop …` asks for. `audience` is the side of the wall its sender stands on."""
        open_now = self._of(message)
        wish = fold(words).strip(" .")
        try:
            if wish == _OPEN or wish.startswith(f"{_OPEN} "):
                return self._open(message, words[len(_OPEN) :].strip(), audience, open_now)
            if open_now is None:
                return Reply(load("chat/meeting_none"))
            if _is_barred(open_now, audience):
                return Reply(load("chat/meeting_none"))
            return self._lead(open_now, wish, message)
        except (FormError, InputError) as refused:
            return Reply(refused.message)

    def _lead(self, meeting: Meeting, wish: str, message: Message) -> Reply:
        if wish in _MINUTES:
            return _minutes(meeting, message)
        if wish in _CLOSE:
            meeting.close(by=self._chair(message))
            return Reply(load("chat/meeting_closed"))
        return Reply(_standing(meeting.proceedings()))

    def collect(self, message: Message, question: str) -> str:
        """Puts a question on the list of the meeting here; what to tell of it, "" without a meeting."""
        meeting = self._of(message)
        if meeting is None:
            return ""
        try:
            meeting.submit(question, member=self._names.holder(message))
        except (FormError, InputError) as refused:
            return refused.message
        return load("chat/meeting_kept", count=len(meeting.proceedings().items))

    def _open(self, message: Message, title: str, audience: Audience, open_now: Meeting | None) -> Reply:
        if open_now is not None:
            return Reply(load("chat/meeting_already", title=open_now.proceedings().title))
        title = title or load("chat/meeting_title")
        self._meetings.open(title, cell="", audience=audience, by=self._chair(message))
        name = "chat/meeting_opened_internal" if audience is Audience.INTERNAL else "chat/meeting_opened"
        return Reply(load(name, title=title))

    def _of(self, message: Message) -> Meeting | None:
        return self._meetings.opened_by(self._chair(message))

    def _chair(self, message: Message) -> str:
        return f"chat:{self._names.room(message)}"


def _is_barred(meeting: Meeting, audience: Audience) -> bool:
    """An internal meeting is nothing for who is public by now, even its title."""
    return meeting.proceedings().audience is Audience.INTERNAL and audience is Audience.PUBLIC


def _minutes(meeting: Meeting, message: Message) -> Reply:
    """All that was asked and not set aside, answered and in the minutes."""
    for item in meeting.proceedings().items:
        if item.shown is None and not item.aside:
            meeting.show(item.id)
    told = meeting.proceedings()
    if message.channel is not Channel.TELEGRAM:
        # Zalo's bots cannot send files.
        return Reply(_in_words(told))
    name = f"bien-ban-{told.day.isoformat()}-{new_id()[:4]}.docx"
    return Reply(load("chat/meeting_minutes", count=len(told.items)), file=File(name, meeting.minutes()))


def _in_words(told: Proceedings) -> str:
    head = load("chat/meeting_head", title=told.title, day=f"{told.day:%d/%m/%Y}", count=len(told.items))
    return "\n\n".join([head, *(_item(number, item) for number, item in enumerate(told.items, start=1))])


def _item(number: int, item: Item) -> str:
    answer = item.answer
    sources = answer.sources if answer else ()
    place = place_of(sources[0]) if sources else ""
    return load(
        "chat/meeting_item",
        number=number,
        time=clock_label(item.asked),
        question=item.question,
        answer=answer.text if answer else load("chat/meeting_open"),
        source=load("chat/source", place=place) if place else "",
    ).strip()


def _standing(told: Proceedings) -> str:
    return load("chat/meeting_standing", title=told.title, count=len(told.items))
