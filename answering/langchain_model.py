"""A language model over LangChain: one stream of text, bounded in time and in length."""

import asyncio
import ipaddress
import os
import queue
import socket
import threading
import time
from collections.abc import AsyncIterator, Generator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from langchain.chat_models import init_chat_model
from langchain_core.callbacks import UsageMetadataCallbackHandler
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.runnables import RunnableConfig

from answering.model import (
    ModelSettingsError,
    ModelUnavailableError,
    Patience,
    Prompt,
    Spend,
    Trouble,
    Usage,
)
from prompts import load

# An answer is three sentences: what is longer is no answer. Tokens asked for, letters accepted.
_TOKENS, _LETTERS = 700, 6_000
# Letters of Vietnamese that make a token, where the server does not count.
_LETTERS_A_TOKEN = 2.5
# Tokens a local server must keep in view: the passages and the rules take about four thousand.
_WINDOW = 8_192
_CALLS, _PAUSE = 2, 0.5
# How often a waiting answer looks whether anybody still waits for it, in seconds.
_LOOK = 0.2
_RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})

# What each provider calls the same things, and the host it talks to where none is named.
_OLLAMA = "http://127.0.0.1:11434"
_COMMON: Mapping[str, Any] = {"temperature": 0}
_KNOWN: Mapping[str, Mapping[str, Any]] = {
    "ollama": {"num_predict": _TOKENS, "num_ctx": _WINDOW, "reasoning": False},
    "openai": {"max_tokens": _TOKENS, "max_retries": 0},
    "anthropic": {"max_tokens": _TOKENS, "max_retries": 0},
    "google_genai": {"max_tokens": _TOKENS, "max_retries": 1},  # 1 is its first call
}
# Where one of these is set, LangChain sends every prompt to its maker's own service as well.
_TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
_KEYS = {
    "openai": ("OPENAI_API_KEY",),
    "anthropic": ("ANTHROPIC_API_KEY",),
    "google_genai": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
}
_SCHEMA: dict[str, Any] = {
    "title": "answer",
    "description": "Sentences, each with the tokens of the passages it rests on.",
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "tokens": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["text", "tokens"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text as it comes; the last piece of a call has none, and holds what ended it."""

    text: str = ""
    ended: bool = False


def open_model(name: str, *, url: str, key: str, timeout: float) -> "LangchainModel":
    """`name` is provider:model. Raises ModelSettingsError for what cannot be a model here."""
    provider, colon, model = name.partition(":")
    if not (colon and model and provider in _KNOWN):
        raise ModelSettingsError(load("errors/model_name", known=", ".join(_KNOWN)))
    for variable in _TRACING:
        os.environ.pop(variable, None)
    inside = is_inside(_host(provider, url))
    if not (key or inside or provider == "ollama" or any(map(os.environ.get, _KEYS[provider]))):
        raise ModelSettingsError(load("errors/model_key", provider=provider))
    more: dict[str, Any] = {"base_url": url} if url else {}
    if provider == "ollama":
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        more["client_kwargs"] = {"timeout": timeout, "headers": headers}
    else:
        more["timeout"] = timeout
        # A provider's client wants a key even for a server of one's own that asks for none, and one's own
        # server is not told the key of the provider that the environment holds.
        more |= {"api_key": key or "none"} if key or url else {}
    try:
        chat = init_chat_model(model, model_provider=provider, **_COMMON, **_KNOWN[provider], **more)
    except ImportError as error:
        message = load("errors/model_package", provider=provider, extra=provider.replace("_", "-"))
        raise ModelSettingsError(message) from error
    except ValueError as error:
        raise ModelSettingsError(load("errors/model_key", provider=provider)) from error
    profile = chat.profile or {}
    structured = provider == "ollama" or bool(profile.get("structured_output"))
    return LangchainModel(name, chat, inside=inside, structured=structured)


def is_inside(host: str) -> bool:
    """Whether all addresses of a host are of this machine or a private network; not for an unknown name."""
    try:
        found = socket.getaddrinfo(host, None) if host else []
    except OSError:
        return False
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    return bool(addresses) and all(address.is_loopback or address.is_private for address in addresses)


def _host(provider: str, url: str) -> str:
    """The host that is talked to; "" for a provider's own."""
    if provider == "ollama" and not url:
        url = os.environ.get("OLLAMA_HOST") or _OLLAMA
    return urlsplit(url if "//" in url else f"//{url}").hostname or ""


class LangchainModel:
    """One chat model. Its calls run on a loop of their own, so that one can be broken off at any moment."""

    def __init__(self, name: str, chat: BaseChatModel, *, inside: bool, structured: bool) -> None:
        """`structured` asks for sentences in the provider's own form for structured output."""
        self.name = name
        self.inside = inside
        self._chat = chat
        self._structured = chat.with_structured_output(_SCHEMA, method="json_schema") if structured else None
        self._opening = threading.Lock()

    def write(self, prompt: Prompt, patience: Patience, spend: Spend) -> Generator[str]:
        return self._call(prompt, patience, spend, structured=False)

    def draft(self, prompt: Prompt, patience: Patience, spend: Spend) -> Generator[str]:
        return self._call(prompt, patience, spend, structured=self._structured is not None)

    def _call(self, prompt: Prompt, patience: Patience, spend: Spend, *, structured: bool) -> Generator[str]:
        """One retry, as long as nothing has come yet and the trouble may pass."""
        for call in range(_CALLS):
            given = 0
            try:
                for text in self._once(prompt, patience, spend, structured=structured):
                    given += len(text)
                    yield text
                    if given > _LETTERS:
                        raise ModelUnavailableError(Trouble.NONSENSE)
                if given:
                    return
                raise ModelUnavailableError(Trouble.NONSENSE)
            except _PassingError as error:
                if given or call + 1 == _CALLS or error.wait >= patience.left:
                    raise ModelUnavailableError(error.trouble) from error
                _wait(error.wait, patience)
            except ModelUnavailableError as error:
                if given or call + 1 == _CALLS or error.trouble is not Trouble.NONSENSE:
                    raise

    def _once(self, prompt: Prompt, patience: Patience, spend: Spend, *, structured: bool) -> Generator[str]:
        pieces: queue.SimpleQueue[_Piece] = queue.SimpleQueue()
        counted = UsageMetadataCallbackHandler()
        pumping = self._pump(prompt, pieces, counted, structured=structured)
        running = asyncio.run_coroutine_threadsafe(pumping, self._loop)
        running.add_done_callback(lambda _: pieces.put(_Piece(ended=True)))
        letters = 0
        try:
            while not (piece := _next(pieces, patience)).ended:
                letters += len(piece.text)
                yield piece.text
            _raise_failure(running)
        finally:
            running.cancel()
            spend(_usage(counted, prompt, letters))

    async def _pump(
        self,
        prompt: Prompt,
        pieces: queue.SimpleQueue[_Piece],
        counted: UsageMetadataCallbackHandler,
        *,
        structured: bool,
    ) -> None:
        messages = [SystemMessage(prompt.rules), HumanMessage(prompt.words)]
        config: RunnableConfig = {"callbacks": [counted]}
        if structured and self._structured is not None:
            async for text in _sentences(self._structured.astream(messages, config), prompt.nothing):
                pieces.put(_Piece(text))
            return
        async for message in self._chat.astream(messages, config):
            text = str(message.text)
            if text:
                pieces.put(_Piece(text))

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        with self._opening:
            if "_loop" in self.__dict__:
                return self.__dict__["_loop"]  # type: ignore[no-any-return]
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="model", daemon=True).start()
            self.__dict__["_loop"] = loop
            return loop


class _PassingError(Exception):
    """Trouble that may be over in `wait` seconds."""

    def __init__(self, trouble: Trouble, wait: float) -> None:
        self.trouble, self.wait = trouble, wait
        super().__init__(trouble.value)


def _next(pieces: queue.SimpleQueue[_Piece], patience: Patience) -> _Piece:
    while True:
        if patience.gone.is_set():
            raise ModelUnavailableError(Trouble.GONE)
        if patience.left <= 0:
            raise ModelUnavailableError(Trouble.SLOW)
        try:
            return pieces.get(timeout=min(_LOOK, patience.left))
        except queue.Empty:
            continue


def _wait(seconds: float, patience: Patience) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if patience.gone.wait(min(_LOOK, left)):
            raise ModelUnavailableError(Trouble.GONE)


def _raise_failure(running: Future[None]) -> None:
    """What a provider's package raises is its own, and told apart by what it holds of the response."""
    error = running.exception()
    if error is None:
        return
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    if status is None:
        unreadable = isinstance(error, ValueError | TypeError | LookupError)
        trouble = Trouble.NONSENSE if unreadable else Trouble.DOWN
        raise _PassingError(trouble, _PAUSE) from error
    if status not in _RETRIED:
        raise ModelUnavailableError(Trouble.DOWN) from error
    trouble = Trouble.BUSY if status == 429 else Trouble.DOWN
    raise _PassingError(trouble, _asked_to_wait(getattr(response, "headers", {}))) from error


def _asked_to_wait(headers: Mapping[str, str]) -> float:
    """The seconds of Retry-After; a date, which servers of models do not send, is taken for a long time."""
    asked = headers.get("retry-after", "")
    if not asked:
        return _PAUSE
    return max(float(asked), _PAUSE) if asked.replace(".", "", 1).isdigit() else 3_600.0


def _usage(counted: UsageMetadataCallbackHandler, prompt: Prompt, letters: int) -> Usage:
    told = [(each["input_tokens"], each["output_tokens"]) for each in counted.usage_metadata.values()]
    if told:
        return Usage(sum(read for read, _ in told), sum(written for _, written in told))
    asked = len(prompt.rules) + len(prompt.words)
    return Usage(round(asked / _LETTERS_A_TOKEN), round(letters / _LETTERS_A_TOKEN))


async def _sentences(growing: AsyncIterator[Any], nothing: str) -> AsyncIterator[str]:
    """Each sentence once the next one has begun, as a line of plain text; `nothing` for an empty answer."""
    given, last, said = 0, [], False
    async for state in growing:
        said = True
        last = _read(state)
        if sum(len(str(each.get("text"))) for each in last) > _LETTERS:
            raise ValueError("far more than an answer")
        while given < len(last) - 1:
            yield _line(last[given])
            given += 1
    for sentence in last[given:]:
        yield _line(sentence)
    if said and not last:
        yield nothing


def _read(state: Any) -> list[Mapping[str, Any]]:
    found = state.get("sentences") if isinstance(state, Mapping) else None
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _line(sentence: Mapping[str, Any]) -> str:
    text = " ".join(str(sentence.get("text") or "").split())
    tokens = sentence.get("tokens")
    listed = tokens if isinstance(tokens, list) else []
    return f"{text} {''.join(f'[{token}]' for token in listed)}\n"
