"""Documents that an official sends in a private chat: offered, confirmed, and read in as on the page."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from bot.errors import FormError
from bot.message import Message
from bot.reply import Choice, Reply
from bot.state import State
from bot.uploads import LARGEST, Upload, Uploads, file_name
from bot.wire import NotFetchedError
from corpus.audience import Audience
from prompts import load

# An offer is forgotten after so many seconds, and the platform's name of the file with it.
_OPEN = 3_600
_NO = "thoi"

_TABLES = """
CREATE TABLE IF NOT EXISTS chat_document (
    id TEXT PRIMARY KEY, holder TEXT NOT NULL, file TEXT NOT NULL, name TEXT NOT NULL, at REAL NOT NULL
) WITHOUT ROWID;
"""


class ChatDocuments:
    """For chats of officials alone: whoever asks here has shown that they are one."""

    def __init__(
        self,
        data: Path,
        uploads: Uploads,
        *,
        fetch: Callable[[str], bytes],
        now: Callable[[], float] = time.time,
    ) -> None:
        """`fetch` gets a file from the platform. Raises NotFetchedError."""
        self._state = State(data, tables=_TABLES)
        self._uploads = uploads
        self._fetch = fetch
        self._now = now

    def offer(self, message: Message, *, holder: str) -> Reply:
        """Asks for whom a file is; nothing of it is fetched before that."""
        try:
            name = file_name(message.file_name)
            if message.file_size > LARGEST:
                raise FormError("upload_large", most=LARGEST // 1024 // 1024)
        except FormError as refused:
            return Reply(refused.message)
        # The same for every try to answer one message.
        offer = hashlib.sha256(message.key.encode()).hexdigest()[:12]
        with self._state.writing() as write:
            write.execute("DELETE FROM chat_document WHERE at < ?", (self._now() - _OPEN,))
            write.execute(
                "INSERT OR REPLACE INTO chat_document (id, holder, file, name, at) VALUES (?, ?, ?, ?, ?)",
                (offer, holder, message.file, name, self._now()),
            )
        choices = tuple(
            Choice(load(f"chat/button_document_{which}"), f"/nhap {offer} {which}")
            for which in (*map(str, Audience), _NO)
        )
        size = max(1, round(message.file_size / 1024))
        return Reply(load("chat/document_offer", file=name, size=size), choices=choices)

    def settle(self, words: str, *, holder: str) -> Reply:
        """What was chosen of an offer. Returns once the file is read in, or once it is told why not."""
        offer, _, which = words.partition(" ")
        with self._state.reading() as read:
            row = read.execute(
                "SELECT * FROM chat_document WHERE id = ? AND holder = ? AND at >= ?",
                (offer, holder, self._now() - _OPEN),
            ).fetchone()
        if row is None or which not in (*map(str, Audience), _NO):
            return Reply(load("chat/document_gone"), clears=True)
        if which == _NO:
            self._forget(offer)
            return Reply(load("chat/document_dropped"), clears=True)
        reply = self._take_in(row["file"], row["name"], Audience(which), by=holder[:12])
        if reply.clears:
            self._forget(offer)
        return reply

    def _take_in(self, file: str, name: str, audience: Audience, *, by: str) -> Reply:
        """A reply that clears ends the offer; one that does not leaves it open for another try."""
        try:
            upload = Upload(name, self._fetch(file), audience, "")
            reading = self._uploads.read_now(upload, by=by)
        except NotFetchedError:
            return Reply(load("chat/document_unfetched"))
        except FormError as refused:
            return Reply(refused.message)
        if reading.report is None:
            return Reply(load("chat/document_refused", file=name, reason=reading.refused), clears=True)
        held = load(
            f"chat/document_taken_{audience}",
            file=name,
            documents=reading.report.documents,
            passages=reading.report.passages,
        )
        return Reply(held, clears=True)

    def _forget(self, offer: str) -> None:
        with self._state.writing() as write:
            write.execute("DELETE FROM chat_document WHERE id = ?", (offer,))
