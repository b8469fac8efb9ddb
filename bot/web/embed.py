"""The ask box on a website of the ward's own: a script that puts it there, and the page it shows."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from bot.web.api import OpenDesk
from bot.web.asking import AskView
from bot.web.headers import policy
from bot.web.templating import FOLDER, page

router = APIRouter(include_in_schema=False)


@router.api_route("/nhung.js", methods=["GET", "HEAD"])
def script() -> Response:
    """Other sites load it, so it is not kept to our own pages as all else is."""
    headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-cache"}
    return FileResponse(FOLDER / "static" / "embed.js", media_type="text/javascript", headers=headers)


@router.api_route("/nhung", methods=["GET", "HEAD"])
def box(request: Request, desk: OpenDesk) -> Response:
    """The public box, whoever is logged in; only the sites that the settings name may frame it."""
    sites: tuple[str, ...] = request.app.state.embed_sites
    headers = {"Content-Security-Policy": policy(framed_by=sites)}
    return page(request, "embed.html", headers=headers, view=AskView(examples=desk.examples()[:3]))
