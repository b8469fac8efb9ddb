"""Documents by the page: what is held and how well it was read, and bringing in a new one."""

from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from bot.door import read_words
from bot.errors import FormError
from bot.health import intake_lines
from bot.uploads import LARGEST, LONGEST_TITLE, Upload, Uploads
from bot.web.api import OpenDesk
from bot.web.office import Admin, Official, back_to, check_token, office_page
from corpus.audience import Audience
from ingest.extract.kinds import SUPPORTED

router = APIRouter(include_in_schema=False)


@router.api_route("/quan-tri/tai-lieu", methods=["GET", "HEAD"])
def documents_page(request: Request, session: Official, desk: OpenDesk) -> Response:
    uploads: Uploads = request.app.state.uploads
    return office_page(
        request,
        "held.html",
        session,
        documents=desk.documents(Audience.INTERNAL),
        public={held.id for held in desk.documents(Audience.PUBLIC)},
        reading=uploads.last,
        health=tuple(intake_lines(uploads.intake(), missing=())),
        supported=SUPPORTED,
        largest=LARGEST // 1024 // 1024,
    )


@router.post("/quan-tri/tai-lieu")
async def bring_in(request: Request, session: Admin) -> Response:
    """Nothing of the file is read before it is known who sends it."""
    async with request.form(max_files=1, max_fields=10, max_part_size=LARGEST) as form:
        check_token(request, session, str(form.get("ma", "")))
        file = form.get("tep")
        if not isinstance(file, UploadFile) or not file.filename:
            raise FormError("upload_none")
        given = str(form.get("pham_vi", ""))
        if given not in tuple(Audience):
            raise HTTPException(HTTPStatus.BAD_REQUEST)
        title = str(form.get("ten", ""))
        upload = Upload(
            name=file.filename,
            content=await file.read(),
            audience=Audience(given),
            title=read_words(title, limit=LONGEST_TITLE) if title.strip() else "",
        )
    uploads: Uploads = request.app.state.uploads
    await run_in_threadpool(uploads.add, upload, by=session.account.name)
    return back_to("/quan-tri/tai-lieu")
