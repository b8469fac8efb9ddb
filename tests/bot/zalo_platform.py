"""The Zalo Bot Platform on loopback: one event a poll and then forgotten, 408 when idle."""

import itertools
from typing import Any

from bot.split import units
from tests.bot.platform import Answer, Call, Platform

TOKEN = "12345689:zalo-token-that-only-tests-know"
ME = {
    "id": "1459232241454765289",
    "account_name": "bot.VDKyGxQvc",
    "account_type": "BASIC",
    "can_join_groups": False,
}


class ZaloPlatform(Platform):
    """Answers for one bot."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict[str, Any]] = []
        self.webhook = ""
        self.sent: list[Call] = []
        self.polls = 0
        self._ids = itertools.count(1)

    def write(self, text: str, *, chat: str = "u5", **fields: Any) -> dict[str, Any]:
        event = an_event(text, f"m{next(self._ids)}", chat=chat, **fields)
        self.put(event)
        return event

    def put(self, event: dict[str, Any]) -> None:
        with self.lock:
            self.events.append(event)

    def texts(self, chat: str = "u5") -> list[str]:
        with self.lock:
            return [call.body["text"] for call in self.sent if call.body["chat_id"] == chat]

    def answer(self, call: Call, path: str) -> Answer:  # noqa: PLR0911 - a method each
        if f"/bot{TOKEN}/" not in path:
            return refusal(401, "Unauthorized")
        match call.method:
            case "getMe":
                return Answer(200, {"ok": True, "result": ME})
            case "getUpdates":
                return self._poll()
            case "setWebhook":
                self.webhook = call.body["url"]
                return Answer(200, {"ok": True, "result": {"url": self.webhook, "updated_at": 1}})
            case "deleteWebhook":
                self.webhook = ""
                return Answer(200, {"ok": True, "result": {"url": "", "updated_at": 1}})
            case "getWebhookInfo":
                return Answer(200, {"ok": True, "result": {"url": self.webhook, "updated_at": 1}})
            case "sendMessage":
                return self._send(call)
            case "sendChatAction":
                return Answer(200, {"ok": True})
            case _:
                return refusal(404, "Not Found", status=404)

    def _poll(self) -> Answer:
        with self.lock:
            self.polls += 1
        try:
            return self._next()
        finally:
            with self.lock:
                self.polls -= 1

    def _next(self) -> Answer:
        if self.webhook:
            return refusal(400, "webhook is set")
        for _ in range(20):
            with self.lock:
                if self.events:
                    return Answer(200, {"ok": True, "result": self.events.pop(0)})
            if self.closing.wait(0.01):
                break
        return refusal(408, "Request timeout", status=408)

    def _send(self, call: Call) -> Answer:
        if not 0 < units(call.body["text"]) <= 2000:
            return refusal(400, "Bad Request: text must be 1-2000 characters")
        with self.lock:
            self.sent.append(call)
        return Answer(
            200, {"ok": True, "result": {"message_id": f"s{len(self.sent)}", "date": 1749632637199}}
        )


def refusal(code: int, description: str, *, status: int = 200) -> Answer:
    return Answer(status, {"ok": False, "error_code": code, "description": description})


def an_event(
    text: str, message: str, *, chat: str = "u5", sender: str = "", group: bool = False, **fields: Any
) -> dict[str, Any]:
    """A flat event; `fields` change or add to the message."""
    sent = {
        "date": 1750316131602,
        "chat": {"chat_type": "GROUP" if group else "PRIVATE", "id": chat},
        "message_id": message,
        "message_type": "CHAT_MESSAGE",
        "from": {"id": sender or chat, "is_bot": False, "display_name": "Ted"},
        "text": text,
    }
    return {"event_name": fields.pop("event_name", "message.text.received"), "message": {**sent, **fields}}


def wrapped(event: dict[str, Any]) -> dict[str, Any]:
    """The same event as the documentation shows it."""
    return {"ok": True, "result": event}
