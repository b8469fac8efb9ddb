"""The pages of the register: the list, an entry, the list as a spreadsheet."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from bot.desk import Desk
from bot.door import read_words
from bot.register_export import export_register
from bot.web.api import MAX_SEARCH, Caller, OpenDesk
from bot.web.citation_map import CitationMap, citation_map
from bot.web.errors import not_found
from bot.web.links import entry_slug
from bot.web.register_list import Held, Listed, Order, Wanted, listed
from bot.web.templating import page
from corpus.audience import Audience
from corpus.document import Document
from corpus.entry import Entry
from corpus.register import Register

PAGE_SIZE = 25

_SHEETS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Titles:
    """What the documents held are called, by their files, and their files by their ids."""

    by_file: dict[str, str]
    files: dict[str, str]

    @classmethod
    def of(cls, desk: Desk, audience: Audience) -> "Titles":
        held = desk.documents(audience)
        return cls({text.file: text.title for text in held}, {text.id: text.file for text in held})

    def title(self, file: str) -> str:
        return self.by_file.get(file, file)

    def file(self, document: str) -> str:
        return self.files.get(document, document)


@dataclass(frozen=True, slots=True)
class RegisterView:
    """One page of the list. `count` is of all entries there are."""

    count: int
    wanted: Wanted
    found: Listed
    page: int = 1

    @property
    def shown(self) -> tuple[Entry, ...]:
        start = (self.page - 1) * PAGE_SIZE
        return self.found.entries[start : start + PAGE_SIZE]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.found.entries) // PAGE_SIZE))

    def query(self, **changed: object) -> str:
        """The list's own address, as it is asked for here but for what is changed."""
        fields = {
            "q": self.wanted.search,
            "loai": self.wanted.type,
            "co-quan": self.wanted.issuer,
            "nam": self.wanted.year,
            "toan-van": self.wanted.held,
            "xep": self.wanted.order,
        }
        return urlencode({name: value for name, value in {**fields, **changed}.items() if value})


@dataclass(frozen=True, slots=True)
class MapView:
    """The citation map of one document, and the documents that have one."""

    document: Document
    map: CitationMap
    others: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One document of the register and how others stand to it."""

    entry: Entry
    changes: tuple[Entry, ...]
    citing: tuple[Entry, ...]

    @classmethod
    def of(cls, entry: Entry, register: Register) -> "EntryView":
        """`changes` are the documents that a text says this one changes."""
        changed = tuple(
            other
            for other in register.entries
            for change in other.changed_by
            if entry.number is not None and change.number.same_as(entry.number)
        )
        return cls(entry, changed, register.citing(entry))


def wanted(
    q: str = "",
    loai: Annotated[str, Query(max_length=MAX_SEARCH)] = "",
    co_quan: Annotated[str, Query(alias="co-quan", max_length=MAX_SEARCH)] = "",
    nam: Annotated[str, Query(max_length=4)] = "",
    toan_van: Annotated[Held, Query(alias="toan-van")] = Held.ANY,
    xep: Order = Order.AS_READ,
) -> Wanted:
    """Raises InputError."""
    search = read_words(q, limit=MAX_SEARCH) if q.strip() else ""
    return Wanted(search, loai, co_quan, nam, toan_van, xep)


Asked = Annotated[Wanted, Depends(wanted)]


@router.api_route("/so-hieu", methods=["GET", "HEAD"])
def register(
    request: Request,
    desk: OpenDesk,
    caller: Caller,
    asked: Asked,
    trang: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    held = desk.register(caller)
    view = RegisterView(len(held.entries), asked, listed(held, asked), page=trang)
    return page(request, "register.html", view=view)


@router.api_route("/vien-dan", methods=["GET", "HEAD"])
def citations(
    request: Request,
    desk: OpenDesk,
    caller: Caller,
    van_ban: Annotated[str, Query(alias="van-ban", max_length=500)] = "",
) -> Response:
    """The map of the document named, or of the one that cites most."""
    entries = desk.register(caller).entries
    times = Counter(mention.document for entry in entries for mention in entry.mentions)
    citing = tuple(sorted(desk.documents(caller), key=lambda held: -times[held.id]))
    citing = tuple(held for held in citing if times[held.id])
    if not citing:
        return page(request, "citations.html", view=None)
    held = desk.document(caller, van_ban or citing[0].id)
    if held is None:
        raise not_found()
    return page(request, "citations.html", view=MapView(held, citation_map(held, entries), citing))


@router.api_route("/so-hieu.{kind}", methods=["GET", "HEAD"])
def spreadsheet(desk: OpenDesk, caller: Caller, asked: Asked, kind: str) -> Response:
    """The whole list as it is filtered, for Excel."""
    if kind not in _SHEETS:
        raise not_found()
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"so-hieu.{kind}"
        export_register(listed(desk.register(caller), asked).entries, file)
        content = file.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="so-hieu.{kind}"'}
    return Response(content, media_type=_SHEETS[kind], headers=headers)


@router.api_route("/so-hieu/{slug}", methods=["GET", "HEAD"])
def entry(request: Request, desk: OpenDesk, caller: Caller, slug: str) -> Response:
    """Every entry of that number: usually one."""
    held = desk.register(caller)
    views = [EntryView.of(entry, held) for entry in held.entries if entry_slug(entry) == slug]
    if not views:
        raise not_found()
    return page(request, "entry.html", views=views, titles=Titles.of(desk, caller))
