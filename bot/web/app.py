"""The web application: routes, errors, headers and limits put together."""

from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from bot.access import Access
from bot.accounts import Accounts
from bot.audit import AuditTrail
from bot.concerns import Concerns
from bot.drawings import Drawings
from bot.feedback import Feedback
from bot.hook import Hooks
from bot.inbox import Inbox
from bot.meeting import Meetings
from bot.official import OfficialAnswers
from bot.pause import Pause
from bot.rates import Often, Rates
from bot.receipts import Receipts
from bot.retention import Days
from bot.second_factor import SecondFactor
from bot.security_log import SecurityLog
from bot.uploads import TakeIn, Uploads
from bot.web import (
    admin,
    admin_access,
    admin_answers,
    admin_conflicts,
    admin_documents,
    admin_words,
    api,
    asking,
    channels,
    embed,
    hooks,
    install,
    login,
    meeting,
    meeting_chair,
    metrics,
    openai_api,
    originals,
    pages,
    poster,
    privacy,
    rating,
    register_pages,
    second_factor,
    short,
    vital,
)
from bot.web.admission import Admission, InOffice, Reading, Room
from bot.web.errors import install_errors
from bot.web.gate import gate
from bot.web.headers import SecurityHeaders
from bot.web.limits import BodyLimit
from bot.web.mcp_door import mcp_route
from bot.web.metrics import Measured, Metrics
from bot.web.opening import Opening
from bot.web.templating import FOLDER
from prompts import load

# Questions and drawings take their own seats; what a platform or a supervisor sends takes none. A rating
# reads its body by itself: whoever looks whether its sender is still there takes the body away.
_UNSEATED = (api, openai_api, asking, originals, rating, hooks, vital, metrics)
_READ = (pages, register_pages, privacy, embed, install, poster, short)
_OFFICE = (
    channels,
    login,
    second_factor,
    meeting_chair,
    meeting,
    admin,
    admin_answers,
    admin_conflicts,
    admin_documents,
    admin_words,
    admin_access,
)


def create_app(
    opening: Opening,
    *,
    internal_key: str,
    data: Path,
    take_in: TakeIn,
    embed_sites: tuple[str, ...] = (),
    room: Room = Room(),  # noqa: B008 - a frozen value
    often: Often = Often(),  # noqa: B008 - a frozen value
    days: Days = Days(),  # noqa: B008 - a frozen value
) -> FastAPI:
    """The application; an empty `internal_key` opens nothing.

    `data` is the folder of the state, `take_in` brings an upload in, `embed_sites` may
    frame the box at /nhung and nothing else; `room` is for the questions that are answered at once, `often`
    for who asks too often; `days` say how long what is kept is kept.
    Raises StateUnavailableError.
    """
    app = FastAPI(
        title=load("page/name"),
        description=load("page/api_intro"),
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(gate)],
    )
    app.state.opening = opening
    app.state.admission = Admission(room)
    app.state.internal_key = internal_key
    app.state.embed_sites = embed_sites
    app.state.hooks = Hooks()
    app.state.inbox = Inbox(data)
    app.state.drawings = Drawings()
    app.state.meetings = Meetings(data, ask=opening.ask)
    app.state.uploads = Uploads(data, take_in=take_in)
    app.state.days = days
    app.state.rates = Rates(data, often)
    app.state.metrics = Metrics()
    _keep_state(app, data)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Measured, metrics=app.state.metrics)
    install_errors(app)
    for part in _UNSEATED:
        app.include_router(part.router)
    for part in _READ:
        app.include_router(part.router, dependencies=[Reading])
    for part in _OFFICE:
        app.include_router(part.router, dependencies=[InOffice])
    app.router.routes.append(mcp_route)
    # Pages are small, and hold what someone asked: only what is the same for everybody is compressed.
    app.mount("/static", GZipMiddleware(StaticFiles(directory=FOLDER / "static")), name="static")
    return app


def _keep_state(app: FastAPI, data: Path) -> None:
    app.state.data = data
    app.state.access = Access(data)
    app.state.accounts = Accounts(data)
    app.state.factor = SecondFactor(data)
    app.state.audit = AuditTrail(data)
    app.state.pause = Pause(data)
    app.state.security = SecurityLog(data)
    app.state.receipts = Receipts(data)
    app.state.feedback = Feedback(data)
    app.state.official = OfficialAnswers(data)
    app.state.concerns = Concerns(data, feedback=app.state.feedback, official=app.state.official)
