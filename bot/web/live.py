"""A piece of a page that is fetched again and again, and sent only when it is another one."""

import hashlib
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import Response

from bot.web.templating import page

# The browser sends back the mark of the piece it shows; both sides treat it as opaque.
MARK = "X-Mark"


def is_shown(request: Request, version: int) -> bool:
    """Whether the browser shows what was rendered of this very version."""
    return request.headers.get(MARK, "").partition(".")[0] == str(version)


def unchanged(mark: str) -> Response:
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={MARK: mark})


def live_piece(request: Request, template: str, *, version: int, **values: object) -> Response:
    """The rendered piece with its mark; nothing but the mark where the browser shows the same already."""
    rendered = page(request, template, status=HTTPStatus.OK, headers=None, **values)
    digest = hashlib.sha256(bytes(rendered.body)).hexdigest()[:16]
    mark = f"{version}.{digest}"
    if request.headers.get(MARK, "").partition(".")[2] == digest:
        return unchanged(mark)
    rendered.headers[MARK] = mark
    return rendered
