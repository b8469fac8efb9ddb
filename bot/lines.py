"""Which channels the settings switch on, put together; and all of them running until they are stopped."""

# ruff: noqa: PLC0415 - a platform's library is loaded only by who uses the platform

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import Awaitable, Sequence
from pathlib import Path

from bot.access import Access
from bot.channels import ChannelTakenError, Wired, only_here, run_channel
from bot.chat_answer import Places
from bot.chat_documents import ChatDocuments
from bot.conversation import Conversation
from bot.desk import Desk
from bot.errors import SettingsUnusableError
from bot.feedback import Feedback
from bot.hook import Hooks
from bot.lanes import Patience
from bot.message import Channel
from bot.pace import Limits
from bot.pause import Pause
from bot.rates import Often, Rates
from bot.render import for_telegram, for_zalo
from bot.uploads import Uploads
from bot.wire import NotFetchedError
from prompts import load
from settings import Settings

_log = logging.getLogger(__name__)

# Answering takes the processor; more at once would only make each of them later.
_THINKING = 4
_AGAIN, _TAKEN = 10.0, 30.0
_STOPPING = 6.0
_FETCHING = 120.0


def configured(settings: Settings) -> tuple[Channel, ...]:
    """The channels that the settings name an account for."""
    accounts = {
        Channel.TELEGRAM: settings.telegram_token.get_secret_value(),
        Channel.ZALO: settings.zalo_token.get_secret_value(),
        Channel.ZALO_OA: settings.zalo_oa_app,
    }
    return tuple(channel for channel, account in accounts.items() if account)


def wire(channel: Channel, settings: Settings, *, address: str) -> Wired:
    """A channel as the settings want it. `address` is where the platform reaches us, "" for polling."""
    webhook = f"{address.rstrip('/')}/hooks/{channel}" if address else ""
    match channel:
        case Channel.TELEGRAM:
            return _telegram(settings, webhook)
        case Channel.ZALO:
            return _zalo(settings, webhook)
        case Channel.ZALO_OA:
            return _zalo_oa(settings)


def _telegram(settings: Settings, webhook: str) -> Wired:
    from bot.telegram import Telegram

    secret = settings.telegram_secret.get_secret_value()
    line = Telegram(
        settings.telegram_token.get_secret_value(),
        settings.telegram_url,
        webhook=webhook if secret else "",
        secret=secret,
    )
    limits = Limits(a_second=25, apart=1.0, group_a_minute=18)
    return Wired(Channel.TELEGRAM, line, for_telegram, limits, fetch=line.fetch)


def _zalo(settings: Settings, webhook: str) -> Wired:
    from bot.zalo_bot import ZaloBot

    secret = settings.zalo_secret.get_secret_value()
    line = ZaloBot(
        settings.zalo_token.get_secret_value(),
        settings.zalo_url,
        name=settings.zalo_name,
        webhook=webhook if secret else "",
        secret=secret,
    )
    return Wired(Channel.ZALO, line, for_zalo, Limits(a_second=10, apart=1.0), settings.zalo_monthly)


def _zalo_oa(settings: Settings) -> Wired:
    from bot.zalo_oa import Account, ZaloOA

    account = Account(
        settings.zalo_oa_app,
        app_secret=settings.zalo_oa_app_secret.get_secret_value(),
        hook_secret=settings.zalo_oa_secret.get_secret_value(),
        refresh_token=settings.zalo_oa_refresh_token.get_secret_value(),
    )
    line = ZaloOA(account, url=settings.zalo_oa_url, login_url=settings.zalo_oa_login_url, data=settings.data)
    return Wired(Channel.ZALO_OA, line, for_zalo, Limits(a_second=30, apart=1.0))


def converse(desk: Desk, settings: Settings, channels: Sequence[Wired], uploads: Uploads) -> Conversation:
    """The one conversation of all channels, on the side of the wall that the ward has set.

    Called in the event loop in which the channels will run.
    """
    return Conversation(
        desk,
        settings.data,
        places=Places(settings.public_url),
        access=Access(settings.data) if settings.chat_internal else None,
        feedback=Feedback(settings.data),
        documents=_documents(settings, channels, uploads) if settings.chat_documents else None,
        pause=Pause(settings.data),
        rates=Rates(settings.data, Often.of(settings)),
    )


def _documents(settings: Settings, channels: Sequence[Wired], uploads: Uploads) -> ChatDocuments | None:
    loop = asyncio.get_running_loop()
    fetch = next((wired.fetch for wired in channels if wired.fetch), None)
    if fetch is None:
        return None

    def fetched(file: str) -> bytes:
        """From a thread that answers, while the loop goes on."""
        try:
            return asyncio.run_coroutine_threadsafe(_within(fetch(file)), loop).result()
        except TimeoutError:
            raise NotFetchedError from None

    return ChatDocuments(settings.data, uploads, fetch=fetched)


async def _within(fetching: Awaitable[bytes]) -> bytes:
    return await asyncio.wait_for(fetching, _FETCHING)


async def run_channels(
    channels: Sequence[Wired], conversation: Conversation, data: Path, hooks: Hooks, *, patience: Patience
) -> None:
    """Until cancelled. A channel that fails begins anew; the others do not notice."""
    thinking = asyncio.Semaphore(_THINKING)
    async with asyncio.TaskGroup() as tasks:
        for wired in channels:
            tasks.create_task(_run(wired, conversation, data, hooks, thinking, patience))


async def _run(
    wired: Wired,
    conversation: Conversation,
    data: Path,
    hooks: Hooks,
    thinking: asyncio.Semaphore,
    patience: Patience,
) -> None:
    try:
        while True:
            try:
                await run_channel(
                    wired,
                    data=data,
                    conversation=conversation,
                    thinking=thinking,
                    on_hook=lambda hook: hooks.open(wired.channel, hook),
                    patience=patience,
                )
            except ChannelTakenError:
                _log.warning(load("errors/cli_channel_taken", channel=wired.channel))
                await asyncio.sleep(_TAKEN)
            except Exception:  # noqa: BLE001 - a channel must not stay silent because of one defect
                _log.exception("channel=%s failed, begins anew", wired.channel)
                await asyncio.sleep(_AGAIN)
    finally:
        await wired.line.close()


def run_alone(channel: Channel, desk: Desk, settings: Settings) -> None:
    """One channel in this process, polled, until it is told to stop. Raises SettingsUnusableError."""
    if channel not in configured(settings):
        setting = channel.upper().replace("-", "_")
        raise SettingsUnusableError(load("errors/cli_channel_off", channel=channel, setting=setting))
    try:
        with only_here(settings.data, channel):
            pass
    except ChannelTakenError as error:
        raise SettingsUnusableError(load("errors/cli_channel_taken", channel=channel)) from error
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_alone(channel, desk, settings))


async def _alone(channel: Channel, desk: Desk, settings: Settings) -> None:
    from bot.intake import taking_uploads

    wired = wire(channel, settings, address="")
    uploads = Uploads(settings.data, take_in=taking_uploads(settings))
    conversation = converse(desk, settings, (wired,), uploads)
    running = asyncio.current_task()
    assert running is not None
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, running.cancel)
    await run_channels([wired], conversation, settings.data, Hooks(), patience=Patience())


class Background:
    """The channels beside the web server: their own thread and event loop, stopped cleanly."""

    def __init__(self, settings: Settings, hooks: Hooks, uploads: Uploads) -> None:
        self._settings = settings
        self._hooks = hooks
        self._uploads = uploads
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running: asyncio.Task[None] | None = None
        self._thread: threading.Thread | None = None

    def start(self, desk: Desk) -> None:
        """Begins to listen and to answer what waits; without a channel in the settings, nothing."""
        if configured(self._settings):
            self._thread = threading.Thread(target=self._run, args=(desk,), daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Returns once what had begun to leave has left."""
        if self._thread and self._loop and self._running:
            self._loop.call_soon_threadsafe(self._running.cancel)
            self._thread.join(timeout=_STOPPING)

    def _run(self, desk: Desk) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(self._all(desk))

    async def _all(self, desk: Desk) -> None:
        self._loop, self._running = asyncio.get_running_loop(), asyncio.current_task()
        settings = self._settings
        channels = [wire(each, settings, address=settings.public_url) for each in configured(settings)]
        talk = converse(desk, settings, channels, self._uploads)
        await run_channels(channels, talk, settings.data, self._hooks, patience=Patience())
