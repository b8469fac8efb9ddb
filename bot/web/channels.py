"""How the chat channels are doing, for programs that watch over the ward's machine."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from bot.inbox import Inbox
from bot.message import Channel
from bot.web.api import Caller
from bot.web.errors import not_found
from corpus.audience import Audience
from prompts import load


class ChannelShape(BaseModel):
    """Messages since midnight by how they ended; what waits, for how many seconds; sends this month."""

    model_config = ConfigDict(from_attributes=True)

    received: int
    answered: int
    unsure: int
    lost: int
    waiting: int
    waits: float
    sent_this_month: int


router = APIRouter()


@router.get("/api/channels", summary=load("api/channels"))
def channels(request: Request, caller: Caller) -> dict[Channel, ChannelShape]:
    """Nothing for the public: that something waits is nobody else's business."""
    if caller is not Audience.INTERNAL:
        raise not_found()
    inbox: Inbox = request.app.state.inbox
    return {channel: ChannelShape.model_validate(inbox.tally(channel)) for channel in Channel}
