"""One conversation for all channels: a message in, what is said to it out."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from answering.answer import Status
from answering.question import MAX_QUESTION
from bot.access import Access
from bot.chat_answer import Places, shown, told
from bot.chat_documents import ChatDocuments
from bot.chat_meeting import ChatMeetings
from bot.chat_words import Command, Wish, as_question, begins_anew, read_command
from bot.desk import Desk
from bot.door import InputError, read_question, read_words
from bot.feedback import Feedback, Verdict
from bot.history import Exchange, History, new_id
from bot.message import Channel, Kind, Message
from bot.moments import day_label, moment_label
from bot.pause import Pause
from bot.pseudonym import Pseudonyms
from bot.rates import Rates
from bot.receipts import Deletion, keep_receipt, new_receipt
from bot.reply import Reply
from corpus.audience import Audience
from prompts import load

_UNSAID = {Wish.START, Wish.HELP}
_ALWAYS = {*_UNSAID, Wish.FORGET, Wish.HELD, Wish.STOP, Wish.LEAVE}
# To these nobody means that they were useful or wrong.
_NO_ANSWERS = {Status.GREETING, Status.THANKS, Status.ABOUT, Status.DISTRESS}


class Conversation:
    """Safe in several threads. Nothing is remembered before `remember()`: a reply can be made anew."""

    def __init__(  # noqa: PLR0913 - a part for each thing that a ward may switch on
        self,
        desk: Desk,
        data: Path,
        *,
        places: Places,
        access: Access | None,
        feedback: Feedback,
        documents: ChatDocuments | None = None,
        pause: Pause | None = None,
        rates: Rates | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Without `access` every chat is public and no code is taken; without `documents` no file is.

        Without `pause` and `rates` nothing is withheld.
        """
        self._desk = desk
        self._places = places
        self._access = access
        self._feedback = feedback
        self._documents = documents
        self._pause = pause
        self._rates = rates
        self._now = now
        self._history = History(data, now=now)
        self._names = Pseudonyms(data, now=now)
        self._meetings = ChatMeetings(data, self._names, ask=desk.ask)

    def reply_to(self, message: Message) -> Reply:
        """Never raises for anything that a person can send."""
        try:
            reply = self._reply(message)
        except InputError as refused:
            reply = Reply(refused.message)
        return self._opened(message, reply)

    def remember(self, write: sqlite3.Connection, message: Message, reply: Reply) -> None:
        """Keeps the turn on the connection on which the reply itself is kept."""
        if reply.text:
            self._history.see(write, self._names.chat(message))
        if reply.keeps:
            self._history.keep(write, reply.keeps)
        turns = self._history.forget(write, names=reply.forgets)
        if reply.receipt:
            keep_receipt(write, Deletion(reply.receipt, int(self._now()), message.channel, turns))

    def doubt(self, message: Message) -> None:
        """The reply to a message may not have arrived; the next one says so."""
        self._history.doubt(self._names.chat(message))

    def sweep(self) -> None:
        """Deletes what is too old to be kept."""
        self._history.forget_before(0)

    def _opened(self, message: Message, reply: Reply) -> Reply:
        chat = self._names.chat(message)
        if not reply.text or message.kind in {Kind.PRESS, Kind.ADDED}:
            return reply
        openings = []
        greeted = message.kind is Kind.WORDS and read_command(message).wish in _UNSAID
        if self._history.is_new(chat) and not greeted:
            openings.append(load("chat/disclosure"))
        if self._history.is_unsure(chat):
            openings.append(load("chat/unsure"))
        openings += [reply.opening] if reply.opening else []
        return replace(reply, opening="\n".join(openings), hints=self._history.is_new(chat))

    def _reply(self, message: Message) -> Reply:
        match message.kind:
            case Kind.OTHER:
                return Reply(load("chat/other"))
            case Kind.FILE:
                return self._offered(message)
            case Kind.ADDED:
                return Reply(load("chat/added_telegram"))
            case _:
                command = read_command(message)
                return self._withheld(message, command) or self._obey(message, command)

    def _withheld(self, message: Message, command: Command) -> Reply | None:
        """Why nothing is answered now, to this chat or to any; None where all is well.

        What is a person's right, and to take a question back, goes on.
        """
        if command.wish in _ALWAYS:
            return None
        if paused := self._pause and self._pause.current():
            return Reply(paused.notice)
        wait = self._rates.chat(self._names.chat(message)) if self._rates else 0
        return Reply(load("chat/too_many", seconds=wait)) if wait else None

    def _obey(self, message: Message, command: Command) -> Reply:  # noqa: PLR0911 - one line a command
        match command.wish:
            case Wish.ASK:
                return self._ask(message, command.rest)
            case Wish.NUMBER:
                return self._look_up(message, command.rest)
            case Wish.CHOICE:
                return self._choose(message, command.rest)
            case Wish.MORE | Wish.SOURCES | Wish.AGAIN:
                return self._of_turn(message, command)
            case Wish.USEFUL | Wish.WRONG:
                return self._rate(message, command)
            case Wish.MEETING:
                return self._meetings.obey(message, command.rest, self._audience(message))
            case Wish.DOCUMENT:
                return self._settled(message, command.rest)
            case Wish.CODE:
                return self._redeem(message, command.rest)
            case Wish.LEAVE:
                return self._leave(message)
            case Wish.FORGET:
                return self._forget(message)
            case Wish.HELD:
                return self._held(message)
            case _:
                return Reply(_fixed(command.wish, message.channel))

    def _ask(self, message: Message, words: str) -> Reply:
        if not words:
            return Reply(load("chat/ask_what", example=_example()))
        audience, speaker = self._audience(message), self._names.speaker(message)
        begins = begins_anew(words)
        turns = () if begins else self._history.turns(speaker, audience)
        question = read_question(as_question(words), audience=audience, history=turns)
        answer = self._desk.ask(question)
        shape = told(answer, self._places)
        exchange = Exchange(new_id(), speaker, audience, question.text, answer.text, shape, begins=begins)
        collected = answer.status not in _NO_ANSWERS
        note = self._meetings.collect(message, question.text) if collected else ""
        return replace(shown(exchange), keeps=exchange, note=note)

    def _look_up(self, message: Message, words: str) -> Reply:
        if not words:
            return Reply(load("chat/number_what"))
        number = read_words(words, limit=MAX_QUESTION // 10)
        return self._ask(message, load("replies/suggest_number", number=number))

    def _choose(self, message: Message, words: str) -> Reply:
        """ "2" after an answer, or a button with the turn it belongs to."""
        turn, _, number = words.rpartition(" ")
        exchange = self._turn(message, turn)
        if isinstance(exchange, Reply):
            return exchange
        place = int(number) - 1 if number.isdecimal() else -1
        if exchange is None or not 0 <= place < len(exchange.told.next):
            return Reply(load("chat/choice_none"))
        asked = exchange.told.next[place]
        reply = self._ask(message, asked)
        # A press leaves no words of the person's own in the chat, nor does "2".
        return replace(reply, text=f"{load('chat/asked', question=asked)}\n\n{reply.text}")

    def _of_turn(self, message: Message, command: Command) -> Reply:
        exchange = self._turn(message, command.rest)
        if isinstance(exchange, Reply):
            return exchange
        match command.wish:
            case Wish.MORE:
                return self._more(exchange)
            case Wish.SOURCES:
                return self._sources(exchange)
            case _:
                return shown(exchange) if exchange else Reply(load("chat/again_none"))

    def _more(self, exchange: Exchange | None) -> Reply:
        if exchange is None or exchange.page + 1 >= len(exchange.told.pages):
            return Reply(load("chat/more_none"))
        exchange = replace(exchange, page=exchange.page + 1)
        return replace(shown(exchange), keeps=exchange)

    def _sources(self, exchange: Exchange | None) -> Reply:
        if exchange is None or not exchange.told.sources:
            return Reply(load("chat/sources_none"))
        quotes = [
            load("chat/quote", number=number, place=cited.place, quote=cited.quote)
            + (f"\n{cited.link}" if cited.link else "")
            for number, cited in enumerate(exchange.told.sources, start=1)
        ]
        return Reply("\n\n".join(quotes), opening=shown(exchange).opening)

    def _rate(self, message: Message, command: Command) -> Reply:
        exchange = self._turn(message, command.rest)
        if isinstance(exchange, Reply):
            return exchange
        if exchange is None or exchange.told.status in _NO_ANSWERS:
            return _noted(message, load("chat/rate_none"))
        if exchange.is_rated:
            return _noted(message, load("chat/rated_twice"))
        verdict = Verdict.GOOD if command.wish is Wish.USEFUL else Verdict.BAD
        self._feedback.record(
            exchange.question, status=exchange.told.status, audience=exchange.audience, verdict=verdict
        )
        reply = _noted(message, load(f"chat/rated_{verdict}"))
        return replace(reply, keeps=replace(exchange, is_rated=True))

    def _redeem(self, message: Message, code: str) -> Reply:
        if self._access is None:
            return Reply(load("chat/code_off"))
        if not code:
            return Reply(load("chat/code_what"))
        grant = self._access.redeem(code, holder=self._names.holder(message))
        if grant is None:
            return Reply(load("chat/code_wrong"))
        name = "chat/code_taken_group" if message.in_group else "chat/code_taken"
        return Reply(load(name, until=day_label(grant.expires)))

    def _offered(self, message: Message) -> Reply:
        documents = self._documents_for(message)
        if documents is None or not message.file:
            return Reply(load("chat/file"))
        return documents.offer(message, holder=self._names.holder(message))

    def _settled(self, message: Message, words: str) -> Reply:
        documents = self._documents_for(message)
        if documents is None:
            return Reply(load("chat/unknown"))
        return documents.settle(words, holder=self._names.holder(message))

    def _documents_for(self, message: Message) -> ChatDocuments | None:
        """None but in the private chat of an official: a group is read by all its members."""
        is_official = not message.in_group and self._audience(message) is Audience.INTERNAL
        return self._documents if is_official else None

    def _leave(self, message: Message) -> Reply:
        held = self._access is not None and self._access.release(self._names.holder(message))
        return Reply(load("chat/left" if held else "chat/left_nothing"))

    def _turn(self, message: Message, id: str) -> Exchange | Reply | None:  # noqa: A002 - that is its name
        """The turn a message is about: the last one without an id. A reply where it may not be shown."""
        speaker = self._names.speaker(message)
        exchange = self._history.turn(id) if id else self._history.last(speaker)
        if id and exchange is None:
            return Reply(notice=load("chat/expired"))
        if exchange and exchange.speaker != speaker:
            return Reply(notice=load("chat/not_yours"))
        if exchange and exchange.audience is Audience.INTERNAL and self._audience(message) is Audience.PUBLIC:
            return Reply(notice=load("chat/expired"), text="" if id else load("chat/expired"))
        return exchange

    def _forget(self, message: Message) -> Reply:
        names = (self._names.speaker(message), self._names.chat(message))
        receipt = new_receipt()
        return Reply(load("chat/forgotten", receipt=receipt), forgets=names, receipt=receipt)

    def _held(self, message: Message) -> Reply:
        """What is kept of who asks, in full."""
        turns = self._history.all_of(self._names.speaker(message))
        lines = [load("chat/held_line", at=moment_label(each.at), question=each.question) for each in turns]
        internal = load("chat/held_internal") if self._audience(message) is Audience.INTERNAL else ""
        listed = "\n".join(lines) or load("chat/held_nothing")
        return Reply(load("chat/held", listed=listed, internal=internal))

    def _audience(self, message: Message) -> Audience:
        return self._access.audience_of(self._names.holder(message)) if self._access else Audience.PUBLIC


def _fixed(wish: Wish, channel: Channel) -> str:
    """What is said whoever asks, and whenever."""
    match wish:
        case Wish.STOP:
            return load("chat/stopped")
        case Wish.START:
            return load("chat/start", example=_example())
        case Wish.HELP:
            return load("chat/help_telegram" if channel is Channel.TELEGRAM else "chat/help_zalo")
        case _:
            return load("chat/unknown")


def _noted(message: Message, words: str) -> Reply:
    """A word for the moment to who pressed a button, a message to who wrote."""
    return Reply(notice=words) if message.press else Reply(words)


def _example() -> str:
    return load("page/examples").split("\n")[0].split(" | ")[0]
