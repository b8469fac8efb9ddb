"""Names for chats and people that nobody can turn back into the platform's: what is kept goes by these."""

import hashlib
import hmac
import secrets
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from bot.message import Message
from bot.state import State

# What is remembered of conversations cannot be joined over a longer time than this.
_ROTATES = 30 * 86_400

_TABLES = """
CREATE TABLE IF NOT EXISTS chat_key (use TEXT PRIMARY KEY, key BLOB NOT NULL, made REAL NOT NULL);
"""
_NEWEST = "SELECT key FROM chat_key WHERE use = ? AND (use = 'holder' OR made > ?)"


class Pseudonyms:
    """Keyed hashes. The key for conversations is thrown away every 30 days, with what goes by it."""

    def __init__(self, data: Path, *, now: Callable[[], float] = time.time) -> None:
        self._state = State(data, tables=_TABLES)
        self._now = now

    def speaker(self, message: Message) -> str:
        """Who goes on with a conversation: in a group each member has one of their own in each topic."""
        member = message.sender if message.in_group else ""
        return self._name("conversation", message.channel, message.chat, message.thread, member)

    def chat(self, message: Message) -> str:
        """The chat itself, for what is said once to all of it."""
        return self._name("conversation", message.channel, message.chat)

    def holder(self, message: Message) -> str:
        """Who holds an access: one chat, in a group one member of it. The same for as long as the data."""
        member = message.sender if message.in_group else ""
        return self._name("holder", message.channel, message.chat, member)

    def room(self, message: Message) -> str:
        """The chat as a place of meetings, the same for all its members. The same for as long as the data."""
        return self._name("holder", message.channel, message.chat)

    def _name(self, use: str, *parts: str) -> str:
        said = "\0".join(parts).encode()
        return hmac.new(self._key(use), said, hashlib.sha256).hexdigest()[:32]

    def _key(self, use: str) -> bytes:
        with self._state.reading() as read:
            key = self._held(read, use)
        if key:
            return key
        with self._state.writing() as write:
            return self._held(write, use) or self._renewed(write, use)

    def _held(self, connection: sqlite3.Connection, use: str) -> bytes:
        row = connection.execute(_NEWEST, (use, self._now() - _ROTATES)).fetchone()
        return bytes(row["key"]) if row else b""

    def _renewed(self, write: sqlite3.Connection, use: str) -> bytes:
        key = secrets.token_bytes(32)
        write.execute(
            "INSERT OR REPLACE INTO chat_key (use, key, made) VALUES (?, ?, ?)", (use, key, self._now())
        )
        return key
