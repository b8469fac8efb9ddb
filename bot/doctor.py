"""What works, what does not and what to do: one line a finding, for an official to read."""

import asyncio

from bot.checkup import Finding, check_up
from bot.inbox import Inbox
from bot.lines import configured, wire
from bot.message import Channel, Reach
from prompts import load
from settings import Settings

_WELL = {Reach.FINE, Reach.UNTRIED}


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Looks at everything that the settings switch on; changes nothing. Raises StateUnavailableError."""
    found = check_up(settings)
    channels = configured(settings)
    if not channels:
        return (*found, Finding(load("doctor/channels_none"), is_well=True))
    return (*found, *(finding for channel in channels for finding in _channel(channel, settings)))


def _channel(channel: Channel, settings: Settings) -> tuple[Finding, ...]:
    reach, polled = asyncio.run(_reach(channel, settings))
    how = load("doctor/polled" if polled else "doctor/hooked")
    told = load(f"doctor/channel_{reach}", channel=channel, how=how)
    return (Finding(told, reach in _WELL), *_tally(channel, settings))


async def _reach(channel: Channel, settings: Settings) -> tuple[Reach, bool]:
    line = wire(channel, settings, address=settings.public_url).line
    try:
        return await line.reach(), line.is_polled
    finally:
        await line.close()


def _tally(channel: Channel, settings: Settings) -> tuple[Finding, ...]:
    tally = Inbox(settings.data).tally(channel)
    counts = {name: getattr(tally, name) for name in ("received", "answered", "unsure", "lost", "waiting")}
    findings = [Finding(load("doctor/tally", **counts), is_well=not tally.lost)]
    if channel is Channel.ZALO and settings.zalo_monthly:
        share = tally.sent_this_month / settings.zalo_monthly
        counts = {"sent": tally.sent_this_month, "monthly": settings.zalo_monthly}
        words = load("doctor/quota", **counts, share=f"{share:.0%}")
        findings.append(Finding(words, is_well=share < 0.8))
    return tuple(findings)
