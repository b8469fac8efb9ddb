"""Where others reach these pages: as the browser that asks does."""

from fastapi import Request

_OWN_MACHINE = {"127.0.0.1", "localhost", "::1"}


def address_of(request: Request, path: str) -> str:
    """The whole address of a page."""
    return str(request.base_url).rstrip("/") + path


def way_in(request: Request) -> str:
    """The address of the meeting room as one types it."""
    return address_of(request, "/hop").partition("://")[2]


def reaches_only_itself(request: Request) -> bool:
    """Whether the address in use is one that leads every telephone to itself."""
    return request.url.hostname in _OWN_MACHINE
