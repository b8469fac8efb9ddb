"""Messages and parts as the text that stands on the disk while they wait."""

import base64
import json
from dataclasses import asdict, replace

from bot.message import Act, Button, Channel, Kind, Message, Part


def write_message(message: Message, *, chat: str = "") -> str:
    """`chat` replaces the message's own."""
    moved = replace(message, chat=chat) if chat else message
    return json.dumps(asdict(moved), ensure_ascii=False)


def read_message(text: str) -> Message:
    told = json.loads(text)
    return Message(**{**told, "channel": Channel(told["channel"]), "kind": Kind(told["kind"])})


def write_part(part: Part) -> str:
    told = {**asdict(part), "content": base64.b64encode(part.content).decode()}
    return json.dumps(told, ensure_ascii=False)


def read_part(text: str) -> Part:
    told = json.loads(text)
    buttons = tuple(tuple(Button(**button) for button in row) for row in told["buttons"])
    content = base64.b64decode(told["content"])
    return Part(**{**told, "act": Act(told["act"]), "buttons": buttons, "content": content})
