"""What a broken connection means for what was being sent."""

import httpx

from bot.message import Fate, Outcome


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
