"""A Zalo Official Account as it speaks in a soak: signed webhooks that come again, tokens that open once."""

import hashlib
import json
import random
import socket
import threading
import time
from collections import deque
from collections.abc import Mapping
from urllib.parse import parse_qs

import httpx

from evals.soak_platform import Answer, Call, Channel, Sent

_APP, _APP_SECRET = "2553928453557884079", "app-secret-of-the-soak"
_HOOK_SECRET = "oa-secret-key-of-the-soak"  # noqa: S105 - opens nothing
_OA = "3662729599332560487"
# The platform gives a webhook two seconds, and comes again; here sooner than it would.
_WAITS, _COMES_AGAIN = 2.0, 0.5


class AccountSpeech:
    """Posts its events one after another and each until it is acknowledged; ends access tokens by chance."""

    channel = Channel.ZALO_OA
    command: tuple[str, ...] = ("serve",)
    send = "cs"

    def __init__(self, again: float, *, ends_token: float, seed: int) -> None:
        self._again, self._ends_token = again, ends_token
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        # A first refresh token of its own begins a new row of tokens in the bot's data folder.
        self._run = f"{time.time():.0f}"
        self._access, self._refresh, self._renewals = "AT-none", f"RT-{self._run}-of-the-soak", 0
        self._began = self._refresh
        self.secrets: tuple[str, ...] = (_APP_SECRET, _HOOK_SECRET, f"AT-{self._run}", f"RT-{self._run}")
        self.done = _told(0)
        self.limit = _told(-32)
        self.failure = _told(-200)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = int(free.getsockname()[1])
        self._waiting: deque[bytes] = deque()
        self._closing = threading.Event()
        self._posting = threading.Thread(target=self._post_all, daemon=True)
        self._posting.start()

    def environment(self, url: str) -> Mapping[str, str]:
        return {
            "HOIPHUONG_PORT": str(self._port),
            "HOIPHUONG_ZALO_OA_APP": _APP,
            "HOIPHUONG_ZALO_OA_APP_SECRET": _APP_SECRET,
            "HOIPHUONG_ZALO_OA_SECRET": _HOOK_SECRET,
            "HOIPHUONG_ZALO_OA_REFRESH_TOKEN": self._began,
            "HOIPHUONG_ZALO_OA_URL": url,
            "HOIPHUONG_ZALO_OA_LOGIN_URL": url,
        }

    def arrive(self, chat: str, number: int, text: str) -> None:
        told = {
            "app_id": _APP,
            "event_name": "user_send_text",
            "timestamp": str(int(time.time() * 1000)),
            "sender": {"id": chat},
            "recipient": {"id": _OA},
            "message": {"msg_id": f"{self._run}-{number}", "text": text},
        }
        self._waiting.append(json.dumps(told, ensure_ascii=False).encode())

    def is_ready(self) -> bool:
        """Once what is not signed is refused, and not told to come again."""
        try:
            answer = httpx.post(self._hook, content=b"{}", timeout=_WAITS)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.FORBIDDEN

    def respond(self, call: Call) -> Answer:
        """The only other call renews the tokens."""
        form = {name: values[-1] for name, values in parse_qs(call.body.decode()).items()}
        with self._lock:
            if call.method != "access_token" or form.get("refresh_token") != self._refresh:
                return _told(-14014)
            self._renewals += 1
            self._access, self._refresh = (f"{kind}-{self._run}-{self._renewals}" for kind in ("AT", "RT"))
            told = {"access_token": self._access, "refresh_token": self._refresh, "expires_in": "90000"}
        return Answer(200, json.dumps(told).encode())

    def read_send(self, call: Call) -> Sent | Answer:
        with self._lock:
            if self._random.random() < self._ends_token:
                self._access = "AT-ended"
            if call.headers.get("access_token") != self._access:
                return _told(-216)
        told = json.loads(call.body)
        return Sent(told["recipient"]["user_id"], told["message"]["text"])

    def close(self) -> None:
        self._closing.set()
        self._posting.join()

    @property
    def _hook(self) -> str:
        return f"http://127.0.0.1:{self._port}/hooks/{self.channel}"

    def _post_all(self) -> None:
        with httpx.Client(timeout=_WAITS) as client:
            while not self._closing.wait(0.005):
                if self._waiting and self._is_acknowledged(client, self._waiting[0]):
                    event = self._waiting.popleft()
                    if self._random.random() < self._again:
                        self._is_acknowledged(client, event)

    def _is_acknowledged(self, client: httpx.Client, event: bytes) -> bool:
        at = json.loads(event)["timestamp"]
        mac = hashlib.sha256(b"".join((_APP.encode(), event, at.encode(), _HOOK_SECRET.encode()))).hexdigest()
        headers = {"X-ZEvent-Signature": f"mac={mac}", "Content-Type": "application/json"}
        try:
            answer = client.post(self._hook, content=event, headers=headers)
        except httpx.HTTPError:
            self._closing.wait(_COMES_AGAIN)
            return False
        if answer.status_code != httpx.codes.OK:
            self._closing.wait(_COMES_AGAIN)
        return answer.status_code == httpx.codes.OK


def _told(code: int) -> Answer:
    told = {"data": {"message_id": "1"}, "error": code, "message": "Success" if code == 0 else "error"}
    return Answer(200, json.dumps(told).encode())
