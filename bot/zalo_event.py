"""What arrived from the Zalo Bot Platform, as messages: flat events and wrapped ones."""

import hashlib
from collections.abc import Sequence

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from bot.message import Channel, Kind, Message

_TEXT = "message.text.received"
_GROUP = "GROUP"


class _Loose(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)


class _Sender(_Loose):
    id: str
    is_bot: bool = False


class _Chat(_Loose):
    id: str
    type: str = Field(default="", validation_alias=AliasChoices("chat_type", "type"))


class _Sent(_Loose):
    sender: _Sender = Field(validation_alias="from")
    chat: _Chat
    text: str | None = None
    caption: str | None = None
    message_id: str = ""


class _Event(_Loose):
    event_name: str
    message: _Sent


class _Wrapped(_Loose):
    result: _Event


def read_event(raw: bytes, *, me: str, names: Sequence[str]) -> Message | None:
    """None for what gets no answer. `names` are what the bot is called in groups. Raises ValueError."""
    try:
        event = _Wrapped.model_validate_json(raw).result
    except ValueError:
        event = _Event.model_validate_json(raw)
    sent = event.message
    if sent.sender.is_bot or sent.sender.id == me:
        return None
    in_group = sent.chat.type.upper() == _GROUP
    is_text = event.event_name == _TEXT
    # In a group the platform passes on what calls the bot; without words there is nothing to answer.
    if in_group and not is_text and not sent.caption:
        return None
    return Message(
        key=f"{event.event_name}:{sent.chat.id}:{sent.message_id or hashlib.sha256(raw).hexdigest()}",
        channel=Channel.ZALO,
        chat=sent.chat.id,
        sender=sent.sender.id,
        kind=Kind.WORDS if is_text else Kind.OTHER,
        text=_without_name(sent.text or sent.caption or "", names),
        id=sent.message_id,
        in_group=in_group,
    )


def _without_name(text: str, names: Sequence[str]) -> str:
    """Whether a group's message begins with the mention is not promised."""
    words = text.strip()
    for name in names:
        if name and words.casefold().startswith(f"@{name}".casefold()):
            return words[len(name) + 1 :].lstrip(" ,:")
    return words
