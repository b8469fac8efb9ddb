"""Pages from templates; everything put into one is escaped."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.console import date_label, entry_label, lines_label
from bot.moments import clock_label, day_label, moment_label
from bot.web.address import reaches_only_itself, way_in
from bot.web.contacts import contacts
from bot.web.links import entry_link, original_link, source_link, text_link
from bot.web.place import section_label, short_title
from bot.web.plain_text import text_blocks
from bot.web.reading import level, shown
from prompts import load

FOLDER = Path(__file__).parent


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> Response:
    """A page; `values` are what its template names."""
    return _TEMPLATES.TemplateResponse(request, template, values, status_code=status, headers=headers)


def piece(template: str, **values: object) -> str:
    """A piece of a page, for a script to put in place."""
    return _TEMPLATES.get_template(template).render(values)


@cache
def asset(name: str) -> str:
    """The address of a file of `static/`; it changes with the file, so a browser may keep it."""
    digest = hashlib.sha256((FOLDER / "static" / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:10]}"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(words=load, asset=asset, contacts=contacts)
    environment.globals.update(source_link=source_link, entry_link=entry_link)
    environment.globals.update(original_link=original_link, text_link=text_link)
    environment.globals.update(way_in=way_in, reaches_only_itself=reaches_only_itself)
    environment.filters.update(blocks=text_blocks, shown=shown, level=level)
    environment.filters.update(short_title=short_title, section_label=section_label)
    environment.filters.update(moment_label=moment_label, clock_label=clock_label, day_label=day_label)
    environment.filters.update(lines_label=lines_label, entry_label=entry_label, date_label=date_label)
    return environment


_TEMPLATES = Jinja2Templates(env=_environment())
