"""What arrived from Telegram, as messages: of what is not meant for the bot nothing is kept."""

import re

from telegram import ChatMember, MessageEntity, Update, User
from telegram import Message as Sent
from telegram.constants import ChatType

from bot.message import Channel, Kind, Message

# What a person can send that holds nothing to read.
_WORDLESS = (
    "animation",
    "audio",
    "contact",
    "dice",
    "location",
    "photo",
    "poll",
    "sticker",
    "story",
    "venue",
    "video",
    "video_note",
    "voice",
)
_INSIDE = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_COMMAND = re.compile(r"/\w{1,32}(?:@(?P<bot>\w+))?(?!\S)")  # /hoi@hoiphuong_bot


def read_update(update: Update, *, me: User) -> Message | None:
    """None for what gets no answer: edited messages, other bots, what a group's members tell each other."""
    if update.callback_query:
        return _pressed(update)
    if update.my_chat_member:
        return _added(update)
    sent = update.message
    # A channel that writes under its own name is no person.
    if sent is None or sent.from_user is None or sent.from_user.is_bot or sent.sender_chat:
        return None
    kind = _kind(sent)
    if kind is None or not _is_addressed(sent, me):
        return None
    document = sent.document if kind is Kind.FILE else None
    return Message(
        key=_key(sent, kind, update),
        channel=Channel.TELEGRAM,
        chat=str(sent.chat.id),
        sender=str(sent.from_user.id),
        kind=kind,
        text=_words(sent, me),
        id=str(sent.message_id),
        thread=_thread(sent),
        in_group=sent.chat.type in _GROUPS,
        file=document.file_id if document else "",
        file_name=(document.file_name or "") if document else "",
        file_size=(document.file_size or 0) if document else 0,
    )


def _key(sent: Sent, kind: Kind, update: Update) -> str:
    """The pictures of an album come one by one and get one answer; each of its files gets its own."""
    together = sent.media_group_id and kind is Kind.OTHER
    return f"album:{sent.media_group_id}" if together else f"update:{update.update_id}"


def _pressed(update: Update) -> Message | None:
    query = update.callback_query
    if query is None or query.message is None:
        return None
    sent = query.message if isinstance(query.message, Sent) else None
    return Message(
        key=f"press:{query.id}",
        channel=Channel.TELEGRAM,
        chat=str(query.message.chat.id),
        sender=str(query.from_user.id),
        kind=Kind.PRESS,
        text=query.data or "",
        id=str(query.message.message_id),
        thread=_thread(sent) if sent else "",
        press=query.id,
        in_group=query.message.chat.type in _GROUPS,
    )


def _added(update: Update) -> Message | None:
    """The bot's own arrival in a group."""
    change = update.my_chat_member
    if change is None or change.chat.type not in _GROUPS:
        return None
    if change.new_chat_member.status not in _INSIDE or change.old_chat_member.status in _INSIDE:
        return None
    return Message(
        key=f"update:{update.update_id}",
        channel=Channel.TELEGRAM,
        chat=str(change.chat.id),
        sender=str(change.from_user.id),
        kind=Kind.ADDED,
        in_group=True,
    )


def _kind(sent: Sent) -> Kind | None:
    if sent.text:
        return Kind.WORDS
    # An animation is a document as well.
    if sent.document and not sent.animation:
        return Kind.FILE
    return Kind.OTHER if any(getattr(sent, name) for name in _WORDLESS) else None


def _thread(sent: Sent) -> str:
    """A reply in an ordinary group has a thread id too, which must not be sent back."""
    return str(sent.message_thread_id) if sent.is_topic_message and sent.message_thread_id else ""


def _is_addressed(sent: Sent, me: User) -> bool:
    if sent.chat.type not in _GROUPS:
        return sent.chat.type == ChatType.PRIVATE
    name = (me.username or "").casefold()
    command = _COMMAND.match(sent.text or "")
    if command:
        return (command["bot"] or name).casefold() == name
    replied = sent.reply_to_message
    if replied and replied.from_user and replied.from_user.id == me.id:
        return True
    return bool(_mentions(sent, me))


def _mentions(sent: Sent, me: User) -> list[str]:
    """The words by which the bot is called in a message."""
    wanted: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    entities = sent.parse_entities(wanted) if sent.text else sent.parse_caption_entities(wanted)
    name = f"@{me.username}".casefold()
    return [
        words
        for entity, words in entities.items()
        if words.casefold() == name or (entity.user and entity.user.id == me.id)
    ]


def _words(sent: Sent, me: User) -> str:
    words = sent.text or sent.caption or ""
    for mention in _mentions(sent, me):
        words = words.replace(mention, " ", 1)
    return " ".join(words.split(" ")).strip()
