"""What a person says of an answer: helped or not, and why."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field, ValidationError

from answering.answer import Status
from answering.question import MAX_QUESTION
from bot.door import read_words
from bot.feedback import Feedback, Verdict
from bot.web.api import Caller
from bot.web.templating import page
from prompts import load

MAX_REASON = 300

router = APIRouter(include_in_schema=False)


class RatingForm(BaseModel):
    """The fields of the form below an answer."""

    question: str
    status: Status
    verdict: Verdict
    reason: str = Field(default="", max_length=MAX_REASON)


async def rating_form(request: Request) -> RatingForm:
    """An own page sends it: browsers say of which site a request is, and another's is refused."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    body = (await request.body()).decode("utf-8", errors="replace")
    try:
        return RatingForm.model_validate(dict(parse_qsl(body, max_num_fields=10)))
    except (ValidationError, ValueError) as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error


@router.post("/danh-gia")
def rate(request: Request, form: Annotated[RatingForm, Depends(rating_form)], caller: Caller) -> Response:
    question = read_words(form.question, limit=MAX_QUESTION)
    feedback: Feedback = request.app.state.feedback
    feedback.record(question, status=form.status, audience=caller, verdict=form.verdict, reason=form.reason)
    message = load("page/rating_thanks")
    if "text/html" in request.headers.get("accept", ""):
        return page(request, "thanks.html", message=message)
    return JSONResponse({"message": message})
