"""What is kept, for how long, and how to see and delete it."""

import json
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from answering.question import MAX_QUESTION
from bot.audit import AuditTrail
from bot.door import read_words
from bot.feedback import Feedback
from bot.moments import moment_label, now
from bot.receipts import Deletion, Receipts, new_receipt
from bot.retention import Days
from bot.web.access import session_of
from bot.web.office import SignedIn, check_origin
from bot.web.templating import page
from prompts import load

_LONGEST_RECEIPT = 20
_WAY = "web"

router = APIRouter(include_in_schema=False)


@router.api_route("/quyen-rieng-tu", methods=["GET", "HEAD"])
def privacy_page(request: Request, bien_nhan: str = "") -> Response:
    return _page(request, told=_told(request, bien_nhan[:_LONGEST_RECEIPT]) if bien_nhan.strip() else "")


@router.post("/quyen-rieng-tu")
def delete(request: Request, cau: Annotated[str, Form()] = "") -> Response:
    """Deletes at once what was asked in just these words. Raises InputError."""
    check_origin(request)
    words = read_words(cau, limit=MAX_QUESTION)
    feedback: Feedback = request.app.state.feedback
    receipt = new_receipt()
    deleted = feedback.forget_question(words, Deletion(receipt, now(), _WAY, 0))
    return _page(request, told=load("page/privacy_deleted", deleted=deleted, receipt=receipt))


@router.get("/quyen-rieng-tu/du-lieu.json")
def own_data(request: Request, session: SignedIn) -> Response:
    """All that is kept of an account: who has none has no data here."""
    trail: AuditTrail = request.app.state.audit
    kept = {
        "account": asdict(session.account),
        "acts": [asdict(act) for act in trail.of(session.account.name)],
    }
    return Response(
        json.dumps(kept, ensure_ascii=False, indent=1),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="du-lieu.json"'},
    )


def _page(request: Request, *, told: str = "") -> Response:
    days: Days = request.app.state.days
    return page(request, "privacy.html", days=days, told=told, signed_in=session_of(request) is not None)


def _told(request: Request, receipt: str) -> str:
    receipts: Receipts = request.app.state.receipts
    days: Days = request.app.state.days
    found = receipts.find(receipt)
    if found is None:
        return load("page/privacy_no_receipt", audit=days.audit)
    return load(
        "page/privacy_receipt", receipt=found.receipt, deleted=found.deleted, at=moment_label(found.at)
    )
