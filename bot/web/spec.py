"""The whole of what is served, pages, forms and hooks too, as OpenAPI: `python -m bot.web.spec` prints it.

What programs may rely on stands at /openapi.json. This one is for whoever tests every way in.
"""

import json
import tempfile
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import NoReturn

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from bot.web.app import create_app
from bot.web.opening import Opening
from ingest.errors import IngestError


def whole_spec(app: FastAPI) -> dict[str, object]:
    """Every route of an application but its static files and what is no HTTP of ours."""
    found: list[APIRoute] = []
    for context in iter_route_contexts(app.routes):
        given = context.original_route
        if not isinstance(given, APIRoute):
            continue
        for method in sorted(given.methods or ()):
            route = copy(given)
            route.include_in_schema, route.methods = True, {method}
            route.operation_id = f"{given.name}_{method}_{len(found)}"
            found.append(route)
    return get_openapi(title=app.title, version=app.version, routes=found)


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        app = create_app(Opening(), internal_key="", data=Path(data), take_in=_take_nothing)
        print(json.dumps(whole_spec(app)))  # noqa: T201 - for another program


def _take_nothing(paths: Sequence[Path], by: str) -> NoReturn:
    raise IngestError(f"nothing is served: {len(paths)} files of {by}")


if __name__ == "__main__":
    main()
