"""What lets a telephone put the page on its home screen."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from bot.web.templating import asset
from prompts import load

_PAPER, _ACCENT = "#faf8f4", "#9a1b1e"

router = APIRouter(include_in_schema=False)


@router.api_route("/manifest.webmanifest", methods=["GET", "HEAD"])
def manifest() -> Response:
    """The web app manifest."""
    sizes = ("192", "512")
    icons = [
        {"src": asset(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in sizes
        for purpose in ("any", "maskable")
    ]
    name = load("page/name")
    content = {
        "name": name,
        "short_name": name,
        "description": load("page/lead"),
        "lang": "vi",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _ACCENT,
        "icons": icons,
    }
    return JSONResponse(content, media_type="application/manifest+json")
