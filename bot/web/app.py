"""The web application: routes, errors, headers and limits put together."""

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from bot.web import api, pages
from bot.web.errors import install_errors
from bot.web.headers import SecurityHeaders
from bot.web.limits import BodyLimit
from bot.web.opening import Opening
from bot.web.templating import FOLDER
from prompts import load


def create_app(opening: Opening, *, internal_key: str) -> FastAPI:
    """The application; with an empty `internal_key` nobody is internal."""
    app = FastAPI(
        title=load("page/name"),
        description=load("page/api_intro"),
        docs_url=None,
        redoc_url=None,
    )
    app.state.opening = opening
    app.state.internal_key = internal_key
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    install_errors(app)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    return app
