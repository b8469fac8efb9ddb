"""The ward's own words by the page: abbreviations and synonyms that questions are read with."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from answering.own_words import read_own_words
from bot.door import InputError
from bot.errors import FormError
from bot.own_words import LONGEST_LIST, keep_words, kept_words
from bot.web.api import OpenDesk
from bot.web.office import Official, OfficialSender, office_page
from corpus.audience import Audience

router = APIRouter(include_in_schema=False)


@router.api_route("/quan-tri/tu-ngu", methods=["GET", "HEAD"])
def words_page(request: Request, session: Official, desk: OpenDesk) -> Response:
    text = kept_words(request.app.state.data)
    return _page(request, session, desk, text)


@router.post("/quan-tri/tu-ngu")
def keep(
    request: Request, session: OfficialSender, desk: OpenDesk, danh_sach: Annotated[str, Form()] = ""
) -> Response:
    try:
        keep_words(request.app.state.data, danh_sach, by=session.account.name)
    except (FormError, InputError) as refused:
        return _page(request, session, desk, danh_sach, refused=refused.message)
    return _page(request, session, desk, kept_words(request.app.state.data), kept=True)


def _page(
    request: Request,
    session: Official,
    desk: OpenDesk,
    text: str,
    *,
    refused: str = "",
    kept: bool = False,
) -> Response:
    """Lines that lead to nothing the documents say are pointed out: they are kept, and help nobody yet."""
    lines = [line for line in read_own_words(text) if line.flaw is None]
    return office_page(
        request,
        "words.html",
        session,
        status=422 if refused else 200,
        text=text,
        count=len(lines),
        idle=[]
        if refused
        else [line.text for line in lines if not desk.tells(Audience.INTERNAL, line.found)],
        refused=refused,
        kept=kept,
        longest=LONGEST_LIST,
    )
