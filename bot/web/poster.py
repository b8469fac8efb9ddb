"""A sheet to hang up: the address of this page as a picture that a telephone reads."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from bot.web.address import address_of, reaches_only_itself
from bot.web.qr import qr_picture
from bot.web.templating import page
from prompts import load

router = APIRouter(include_in_schema=False)


@router.api_route("/ap-phich", methods=["GET", "HEAD"])
def poster(request: Request, noi: Annotated[str, Query(max_length=60)] = "") -> Response:
    """`noi` is what stands above: the counter, the house of the neighbourhood."""
    return page(
        request,
        "poster.html",
        above=" ".join(noi.split()),
        address=address_of(request, "/"),
        own_machine=reaches_only_itself(request),
        steps=load("page/poster_steps").split("\n"),
    )


@router.api_route("/ap-phich/ma-qr.svg", methods=["GET", "HEAD"])
def picture(request: Request) -> Response:
    return qr_picture(address_of(request, "/"))
