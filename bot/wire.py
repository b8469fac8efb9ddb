"""What a broken connection means for what was being sent."""

import httpx

from bot.message import Fate, Outcome


class NotFetchedError(Exception):
    """A file that was sent to the bot could not be had. Its address is a secret, so nothing more is told."""


def broken(error: BaseException | None) -> Outcome:
    """LATER for what never left and for a server that failed; UNSURE for what left and was not answered."""
    match error:
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.PoolTimeout():
            return Outcome(Fate.LATER, reason="connect")
        case httpx.TimeoutException():
            return Outcome(Fate.UNSURE, reason="timeout")
        case httpx.TransportError():
            return Outcome(Fate.UNSURE, reason="broken")
        case _:
            return Outcome(Fate.LATER, reason="server")


def of_status(status: int) -> Outcome:
    """What an answer means that is not in the platform's own form: a page of a gateway, or nothing at all."""
    match status:
        case 401:
            return Outcome(Fate.CLOSED, reason="token")
        case 504:
            # A gateway that gave up waiting may have passed the message on.
            return Outcome(Fate.UNSURE, reason="gateway")
        case _ if 400 <= status < 500:
            return Outcome(Fate.REFUSED, reason="bad_request")
        case _ if status >= 500:
            return Outcome(Fate.LATER, reason="server")
        case _:
            return Outcome(Fate.LATER, reason="garbled")
