"""Errors in the shape that clients of the OpenAI protocol read."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi.responses import JSONResponse

_CODES = {"wrong_key": "invalid_api_key"}


def refusal(
    status: int,
    code: str,
    message: str,
    *,
    param: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """What the door refuses with 422 is a bad request here: clients know no other."""
    bad = status == HTTPStatus.UNPROCESSABLE_ENTITY
    kind = "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
    body = error_body(message, code=_CODES.get(code, code), kind=kind, param=param)
    return JSONResponse(body, HTTPStatus.BAD_REQUEST if bad else status, headers)


def error_body(message: str, *, code: str, kind: str, param: str | None = None) -> dict[str, object]:
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
