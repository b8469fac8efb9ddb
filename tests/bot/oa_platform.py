"""A Zalo Official Account on loopback: signed events, and tokens that each renewal uses up."""

import json
from typing import Any

from bot.split import units
from bot.zalo_oa import signature
from tests.bot.platform import Answer, Call, Platform

APP = "2553928453557884079"
APP_SECRET = "app-secret-that-only-tests-know"
HOOK_SECRET = "oa-secret-key-that-only-tests-know"
OA = "3662729599332560487"


class OAPlatform(Platform):
    """Answers for one account. Every token it ever gave begins with AT- or RT-."""

    def __init__(self) -> None:
        super().__init__()
        self.access, self.refresh = "AT-none", "RT-0"
        self.renewals = 0
        self.sent: list[Call] = []

    def texts(self, chat: str = "6142494823000000000") -> list[str]:
        with self.lock:
            return [
                call.body["message"]["text"]
                for call in self.sent
                if call.body["recipient"]["user_id"] == chat
            ]

    def answer(self, call: Call, path: str) -> Answer:
        match path:
            case "/v4/oa/access_token":
                return self._renew(call)
            case "/v3.0/oa/message/cs":
                return self._send(call)
            case _:
                return Answer(404, b"<html>Not Found</html>")

    def _renew(self, call: Call) -> Answer:
        self.closing.wait(0.05)  # widens the race of several renewals
        with self.lock:
            if call.headers.get("secret_key") != APP_SECRET or call.body.get("app_id") != APP:
                return Answer(200, {"error": -14004, "error_name": "Invalid secret key"})
            if call.body.get("refresh_token") != self.refresh:
                return Answer(200, {"error": -14014, "error_name": "Invalid refresh token"})
            self.renewals += 1
            self.access, self.refresh = f"AT-{self.renewals}", f"RT-{self.renewals}"
        told = {"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"}
        return Answer(200, told)

    def _send(self, call: Call) -> Answer:
        with self.lock:
            if call.headers.get("access_token") != self.access:
                return refusal(-216, "Access token is invalid")
            if units(call.body["message"]["text"]) > 2000:
                return refusal(-210, "Parameters exceed limit")
            self.sent.append(call)
        told = {"data": {"message_id": f"s{len(self.sent)}"}, "error": 0, "message": "Success"}
        return Answer(200, told)


def refusal(code: int, message: str = "error") -> Answer:
    return Answer(200, {"error": code, "message": message})


def an_event(
    text: str,
    message: str,
    *,
    sender: str = "6142494823000000000",
    event: str = "user_send_text",
    **fields: Any,
) -> bytes:
    """The bytes of an event."""
    told = {
        "app_id": APP,
        "user_id_by_app": "979122185046046317",
        "event_name": event,
        "timestamp": "1699003881354",
        "sender": {"id": sender},
        "recipient": {"id": OA},
        "message": {"msg_id": message, "text": text},
    }
    return json.dumps({**told, **fields}, ensure_ascii=False).encode()


def signed(body: bytes, *, secret: str = HOOK_SECRET, app: str = APP) -> dict[str, str]:
    """The headers with which the platform sends these bytes."""
    at = str(json.loads(body)["timestamp"])
    return {"X-ZEvent-Signature": f"mac={signature(app=app, body=body, at=at, secret=secret)}"}
