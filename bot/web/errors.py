"""Every refused or failed request, in Vietnamese and in one shape; nothing of the request is repeated."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from bot.door import InputError
from bot.errors import FormError
from bot.pause import PausedError
from bot.shapes import ErrorDetail, ErrorShape
from bot.state import StateUnavailableError
from bot.web.admission import CrowdedError
from bot.web.headers import SECURITY_HEADERS
from bot.web.openai_errors import refusal
from bot.web.templating import page
from prompts import load

_CODES = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.UNAUTHORIZED: "wrong_key",
    HTTPStatus.FORBIDDEN: "stale_form",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_TIMEOUT: "too_slow",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "not_json",
    HTTPStatus.TOO_MANY_REQUESTS: "too_many",
    HTTPStatus.SERVICE_UNAVAILABLE: "not_ready",
}
_FIELDS = ("question", "history", "answer", "q", "offset", "limit", "trang", "model", "messages")

_log = logging.getLogger(__name__)


def install_errors(app: FastAPI) -> None:
    """Replaces the framework's own error bodies."""
    app.add_exception_handler(InputError, _refused)
    app.add_exception_handler(FormError, _unkept)
    app.add_exception_handler(StateUnavailableError, _stateless)
    app.add_exception_handler(CrowdedError, _crowded)
    app.add_exception_handler(PausedError, _paused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StarletteHTTPException, _failed)
    app.add_exception_handler(Exception, _crashed)


def not_found() -> HTTPException:
    """The same for what does not exist and for what the caller may not know of."""
    return HTTPException(HTTPStatus.NOT_FOUND)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, InputError)
    return _respond(request, HTTPStatus.UNPROCESSABLE_ENTITY, error.code, error.message)


async def _unkept(request: Request, error: Exception) -> Response:
    assert isinstance(error, FormError)
    return _respond(request, HTTPStatus.UNPROCESSABLE_ENTITY, error.code, error.message)


async def _stateless(request: Request, error: Exception) -> Response:
    """The reason names a file of the machine, which is for its keeper's log and not for whoever asks."""
    _log.error("%s", error)
    headers = {"Retry-After": "30"}
    message = load("errors/http_stateless")
    return _respond(request, HTTPStatus.SERVICE_UNAVAILABLE, "stateless", message, headers=headers)


async def _crowded(request: Request, error: Exception) -> Response:
    assert isinstance(error, CrowdedError)
    headers = {"Retry-After": str(error.again)}
    message = load("errors/http_overloaded", seconds=error.again)
    return _respond(request, HTTPStatus.SERVICE_UNAVAILABLE, "overloaded", message, headers=headers)


async def _paused(request: Request, error: Exception) -> Response:
    headers = {"Retry-After": "60"}
    return _respond(request, HTTPStatus.SERVICE_UNAVAILABLE, "paused", str(error), headers=headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    details = error.errors()
    kinds = {detail["type"] for detail in details}
    if "json_invalid" in kinds:
        return _respond(request, HTTPStatus.BAD_REQUEST, "bad_json", load("errors/http_bad_json"))
    if "string_unicode" in kinds:
        return await _refused(request, InputError("broken_text"))
    named = {part for detail in details for part in detail["loc"]}
    fields = ", ".join(field for field in _FIELDS if field in named)
    message = load("errors/http_bad_fields", fields=fields) if fields else load("errors/http_bad_body")
    return _respond(request, HTTPStatus.UNPROCESSABLE_ENTITY, "bad_fields", message)


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteHTTPException)
    code = _CODES.get(HTTPStatus(error.status_code), "bad_request")
    # Only who asks too often is told a number; the other texts have no place for one.
    message = load(f"errors/http_{code}", seconds=(error.headers or {}).get("Retry-After", ""))
    return _respond(request, error.status_code, code, message, headers=error.headers)


async def _crashed(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the framework's signature
    """Answers from outside all middleware, so it brings its own headers."""
    message = load("errors/http_crashed")
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _respond(request, status, "crashed", message, headers=SECURITY_HEADERS)


def _respond(
    request: Request, status: int, code: str, message: str, *, headers: Mapping[str, str] | None = None
) -> Response:
    if _wants_page(request):
        again = (headers or {}).get("Retry-After", "") if status == HTTPStatus.SERVICE_UNAVAILABLE else ""
        return page(request, "message.html", status=status, headers=headers, message=message, again=again)
    if request.url.path.startswith("/v1/"):
        return refusal(status, code, message, headers=headers)
    body = ErrorShape(error=ErrorDetail(code=code, message=message))
    return JSONResponse(body.model_dump(), status, headers)


def _wants_page(request: Request) -> bool:
    return not request.url.path.startswith(("/api/", "/v1/")) and "text/html" in request.headers.get(
        "accept", ""
    )
