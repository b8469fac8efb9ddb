"""Which side of the wall a request stands on: internal with the right key, public without one."""

import hmac
from http import HTTPStatus

from fastapi import HTTPException, Request

from corpus.audience import Audience


def audience_of(request: Request) -> Audience:
    """A key that is given and wrong is refused with 401, and so is any key where none is set."""
    given = request.headers.get("authorization")
    if given is None:
        return Audience.PUBLIC
    expected: str = request.app.state.internal_key
    scheme, _, key = given.partition(" ")
    right = hmac.compare_digest(key.strip().encode(), expected.encode())
    if scheme.lower() != "bearer" or not expected or not right:
        raise HTTPException(HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
    return Audience.INTERNAL
