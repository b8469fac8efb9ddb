"""Telegram and the Zalo Bot Platform as they speak in a soak: both are polled, each in its own way."""

import json
import random
import threading
import time
from collections import deque
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from evals.soak_platform import Answer, Call, Channel, Sent

# A poll is held open so long, and looked at so often, in seconds.
_HELD, _LOOK = 1.0, 0.01
# Events that may come once more are among the last so many.
_RECENT = 50


class Polled:
    """What waits for a poll, and what may be handed over once more."""

    def __init__(self, again: float, *, seed: int) -> None:
        self.waiting: deque[dict[str, Any]] = deque()
        self.lock = threading.Lock()
        self.was_asked = False
        self._given: deque[dict[str, Any]] = deque(maxlen=_RECENT)
        self._again = again
        self._random = random.Random(seed)

    def put(self, event: dict[str, Any]) -> None:
        with self.lock:
            self.waiting.append(event)

    def wait(self) -> None:
        """Until something waits, or as long as a poll is held."""
        self.was_asked = True
        ends = time.monotonic() + _HELD
        while not self.waiting and time.monotonic() < ends:
            time.sleep(_LOOK)

    def give(self, event: dict[str, Any]) -> None:
        """Remembers what was handed over."""
        self._given.append(event)

    def repeated(self) -> tuple[dict[str, Any], ...]:
        """By chance one that was handed over before."""
        twice = self._given and self._random.random() < self._again
        return (self._random.choice(self._given),) if twice else ()


class TelegramSpeech:
    """Keeps updates until a poll with a higher offset confirms them."""

    channel = Channel.TELEGRAM
    command: tuple[str, ...] = ("bot", "telegram")
    send = "sendMessage"

    def __init__(self, again: float, *, seed: int) -> None:
        self._token = "123456:AAH-token-of-the-soak"  # noqa: S105 - opens nothing
        self.secrets: tuple[str, ...] = (self._token,)
        self._polled = Polled(again, seed=seed)
        # The bot remembers the numbers of an earlier soak in the same data folder.
        self._next = int(time.time() * 1000)
        chat = {"id": 1, "type": "private"}
        self.done = _told({"message_id": 1, "date": 1, "chat": chat, "text": "x"})
        self.limit = _refused(429, "Too Many Requests", parameters={"retry_after": 2})
        self.failure = _refused(500, "Internal")

    def environment(self, url: str) -> Mapping[str, str]:
        return {"HOIPHUONG_TELEGRAM_TOKEN": self._token, "HOIPHUONG_TELEGRAM_URL": url}

    def arrive(self, chat: str, number: int, text: str) -> None:  # noqa: ARG002 - the contract
        message = {
            "message_id": self._next,
            "date": int(time.time()),
            "chat": {"id": int(chat), "type": "private", "first_name": "An"},
            "from": {"id": int(chat), "is_bot": False, "first_name": "An"},
            "text": text,
        }
        self._polled.put({"update_id": self._next, "message": message})
        self._next += 1

    def is_ready(self) -> bool:
        return self._polled.was_asked

    def respond(self, call: Call) -> Answer:
        match call.method:
            case "getMe":
                return _told({"id": 1, "is_bot": True, "first_name": "Soak", "username": "soak_bot"})
            case "getUpdates":
                return self._poll(int(_form(call).get("offset", "0")))
            case _:
                return _told(result=True)

    def read_send(self, call: Call) -> Sent | Answer:
        form = _form(call)
        return Sent(form["chat_id"], form["text"])

    def close(self) -> None:
        """Nothing is open."""

    def _poll(self, offset: int) -> Answer:
        polled = self._polled
        with polled.lock:
            while polled.waiting and polled.waiting[0]["update_id"] < offset:
                polled.give(polled.waiting.popleft())
        polled.wait()
        with polled.lock:
            found = [*polled.waiting][:100]
            return _told([*found, *polled.repeated()] if found else [])


class ZaloSpeech:
    """Hands over one event a poll and forgets it; an idle poll is told as an error of the number 408."""

    channel = Channel.ZALO
    command: tuple[str, ...] = ("bot", "zalo")
    send = "sendMessage"

    def __init__(self, again: float, *, seed: int) -> None:
        self._token = "12345689:zalo-token-of-the-soak"  # noqa: S105 - opens nothing
        self.secrets: tuple[str, ...] = (self._token,)
        self._polled = Polled(again, seed=seed)
        self._run = f"{time.time():.0f}"
        self.done = _told({"message_id": "1", "date": 1})
        # HTTP says that all is well; only the body tells otherwise.
        self.limit = _refused(429, "Quota exceeded", status=200)
        self.failure = _refused(403, "Internal server error", status=200)

    def environment(self, url: str) -> Mapping[str, str]:
        return {"HOIPHUONG_ZALO_TOKEN": self._token, "HOIPHUONG_ZALO_URL": url}

    def arrive(self, chat: str, number: int, text: str) -> None:
        message = {
            "date": int(time.time() * 1000),
            "chat": {"chat_type": "PRIVATE", "id": chat},
            "message_id": f"{self._run}-{number}",
            "from": {"id": chat, "is_bot": False, "display_name": "An"},
            "text": text,
        }
        self._polled.put({"event_name": "message.text.received", "message": message})

    def is_ready(self) -> bool:
        return self._polled.was_asked

    def respond(self, call: Call) -> Answer:
        match call.method:
            case "getMe":
                return _told({"id": "1459232241454765289", "account_name": "bot.soak"})
            case "getUpdates":
                return self._poll()
            case _:
                return _told(result={})

    def read_send(self, call: Call) -> Sent | Answer:
        told = json.loads(call.body)
        return Sent(told["chat_id"], told["text"])

    def close(self) -> None:
        """Nothing is open."""

    def _poll(self) -> Answer:
        polled = self._polled
        polled.wait()
        with polled.lock:
            if again := polled.repeated():
                return _told(again[0])
            if not polled.waiting:
                return _refused(408, "Request timeout")
            polled.give(event := polled.waiting.popleft())
            return _told(event)


def _told(result: object) -> Answer:
    return Answer(200, json.dumps({"ok": True, "result": result}).encode())


def _refused(code: int, description: str, *, status: int = 0, **more: object) -> Answer:
    body = {"ok": False, "error_code": code, "description": description, **more}
    return Answer(status or code, json.dumps(body).encode())


def _form(call: Call) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(call.body.decode()).items()}
