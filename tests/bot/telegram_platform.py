"""Telegram on loopback: it keeps updates until they are confirmed, and refuses what Telegram refuses."""

import itertools
import re
from html.parser import HTMLParser
from typing import Any

from bot.split import units
from tests.bot.platform import Answer, Call, Platform

TOKEN = "123456:AAH-token-that-only-tests-know"
ME = {
    "id": 1,
    "is_bot": True,
    "first_name": "Hỏi Phường",
    "username": "hoiphuong_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
PERSON = {"id": 5, "is_bot": False, "first_name": "An", "language_code": "vi"}
OK = Answer(200, {"ok": True, "result": True})


class TelegramPlatform(Platform):
    """Answers for one bot."""

    def __init__(self) -> None:
        super().__init__()
        self.updates: list[dict[str, Any]] = []
        self.webhook = ""
        self.sent: list[Call] = []
        self._polls = 0
        self._ids = itertools.count(1001)
        self._messages = itertools.count(100)
        self.file = b""
        self.down = False
        self.refused = 0

    def write(self, text: str, *, chat: int = 5, update: int | None = None, **fields: Any) -> int:
        """A private message; its update id."""
        number = next(self._ids) if update is None else update
        self.put(a_message(text, number, chat=chat, **fields))
        return number

    def put(self, update: dict[str, Any]) -> None:
        with self.lock:
            self.updates.append(update)

    def texts(self, chat: int = 5) -> list[str]:
        """What was delivered to a chat."""
        with self.lock:
            return [call.body["text"] for call in self.sent if str(call.body["chat_id"]) == str(chat)]

    def answer(self, call: Call, path: str) -> Answer:  # noqa: PLR0911 - a method each
        if path.startswith("/file/"):
            return Answer(200, self.file)
        if f"/bot{TOKEN}/" not in path:
            return refusal(401, "Unauthorized")
        match call.method:
            case "getMe":
                return Answer(200, {"ok": True, "result": ME})
            case "getUpdates":
                return self._poll(call)
            case "setWebhook":
                self.webhook = call.body["url"]
                return OK
            case "deleteWebhook":
                self.webhook = ""
                return OK
            case "getWebhookInfo":
                info = {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 0}
                return Answer(200, {"ok": True, "result": info})
            case "getFile":
                found = {"file_id": "F", "file_unique_id": "U", "file_path": "documents/file_0.txt"}
                return Answer(200, {"ok": True, "result": found})
            case "sendMessage":
                return self._send(call)
            case "sendDocument":
                return self._deliver(call, 5)
            case _:
                return OK

    def _poll(self, call: Call) -> Answer:
        if self.webhook:
            return refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        with self.lock:
            self._polls += 1
            if self._polls > 1:
                self._polls -= 1
                return refusal(409, "Conflict: terminated by other getUpdates request")
        try:
            return Answer(200, {"ok": True, "result": self._waiting(call)})
        finally:
            with self.lock:
                self._polls -= 1

    def _waiting(self, call: Call) -> list[dict[str, Any]]:
        offset = int(call.body.get("offset", 0))
        with self.lock:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        for _ in range(20 if int(call.body.get("timeout", 0)) else 1):
            if self.updates or self.closing.wait(0.01):
                break
        with self.lock:
            return list(self.updates)

    def _send(self, call: Call) -> Answer:
        if self.down:
            self.refused += 1
            return refusal(429, "Too Many Requests: retry after 300", retry_after=300)
        text = call.body.get("text", "")
        if call.body.get("parse_mode") == "HTML":
            if not is_balanced(text):
                return refusal(400, "Bad Request: can't parse entities: Unexpected end of name token")
            text = without_tags(text)
        if units(text) > 4096:
            return refusal(400, "Bad Request: message is too long")
        rows = call.body.get("reply_markup", {}).get("inline_keyboard", [])
        if any(len(each["callback_data"].encode()) > 64 for row in rows for each in row):
            return refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        return self._deliver(call, int(call.body["chat_id"]))

    def _deliver(self, call: Call, chat: int) -> Answer:
        with self.lock:
            self.sent.append(call)
            number = next(self._messages)
        message = {
            "message_id": number,
            "date": 1750000000,
            "chat": {"id": chat, "type": "private", "first_name": "An"},
            "text": "x",
        }
        return Answer(200, {"ok": True, "result": message})


def refusal(status: int, description: str, **parameters: Any) -> Answer:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return Answer(status, body | ({"parameters": parameters} if parameters else {}))


def a_message(text: str, update: int, *, chat: int = 5, sender: int = 5, **fields: Any) -> dict[str, Any]:
    """An update with a private message; `fields` change or add to the message."""
    message = {
        "message_id": update - 1000,
        "date": 1750000000,
        "chat": {"id": chat, "type": "private", "first_name": "An"},
        "from": {**PERSON, "id": sender},
        "text": text,
    }
    return {"update_id": update, "message": {**message, **fields}}


def in_group(update: dict[str, Any], *, chat: int = -100200, **fields: Any) -> dict[str, Any]:
    """The same update as sent in a group."""
    group = {"id": chat, "type": "supergroup", "title": "Chi bộ 5"}
    return {**update, "message": {**update["message"], "chat": group, **fields}}


def a_press(data: str, update: int, *, chat: int = 5, sender: int = 5, on: int = 100) -> dict[str, Any]:
    """An update with a pressed button."""
    pressed = {
        "id": f"press-{update}",
        "from": {**PERSON, "id": sender},
        "chat_instance": "1",
        "data": data,
        "message": {
            "message_id": on,
            "date": 1750000000,
            "chat": {"id": chat, "type": "private", "first_name": "An"},
            "from": ME,
            "text": "…",
        },
    }
    return {"update_id": update, "callback_query": pressed}


def without_tags(text: str) -> str:
    plain = re.sub(r"<[^>]+>", "", text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.broken = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.broken = self.broken or not self.open or self.open.pop() != tag


def is_balanced(text: str) -> bool:
    tags = _Tags()
    tags.feed(text)
    tags.close()
    bare = re.sub(r"</?(?:a|b|i|u|s|code|pre|blockquote)(?: [^<>]*)?>", "", text)
    return not tags.broken and not tags.open and "<" not in bare
