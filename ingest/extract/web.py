"""Web pages → lines: a line a block, a table row with tabs; nothing that runs, nothing that is hidden."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from ingest.errors import Reason, UnreadableError
from ingest.extract.cleaning import clean_lines
from ingest.extract.extracted import Extracted, Method, Page
from ingest.extract.text import decoded

_NAMES_OF_BLOCKS = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header html li main ol p pre section summary tbody tfoot thead title ul"
)
_NAMES_OF_SKIPPED = (
    "script style template noscript iframe object embed svg math head select textarea nav button dialog"
)
_NAMES_OF_VOID = "area base br col embed hr img input link meta source track wbr"
_BLOCKS = frozenset(_NAMES_OF_BLOCKS.split())
_SKIPPED = frozenset(_NAMES_OF_SKIPPED.split())
_VOID = frozenset(_NAMES_OF_VOID.split())
# Elements that end without an end tag where one of these begins, as browsers read them.
_ENDED_BY = {
    "p": _BLOCKS | {"table", "hr"},
    "li": frozenset({"li"}),
    **dict.fromkeys(("dt", "dd"), frozenset({"dt", "dd"})),
    **dict.fromkeys(("td", "th"), frozenset({"td", "th", "tr"})),
    "tr": frozenset({"tr"}),
}
_HIDDEN = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0\s*(?:;|$)"
    r"|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|$)"
    r"|color\s*:\s*(?:#fff(?:fff)?|white)\s*(?:;|$))",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(?P<name>[\w-]+)", re.IGNORECASE)
_OLD_CHARSETS = {
    "windows-1258": "cp1258",
    "cp1258": "cp1258",
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
}
_SPACES = re.compile(r"[ \n\r\f\v]+")


def read_web_page(path: Path, *, file: str) -> Extracted:
    """Raises UnreadableError when the page says nothing."""
    reading = _Reading()
    reading.feed(_decoded(path.read_bytes(), file=file))
    reading.close()
    lines = clean_lines(reading.finished(), file=file)
    if not any(line.strip() for line in lines):
        raise UnreadableError(Reason.NO_TEXT, file=file)
    return Extracted((Page(lines, Method.MARKUP),))


def _decoded(data: bytes, *, file: str) -> str:
    told = _CHARSET.search(data[:2048])
    encoding = _OLD_CHARSETS.get(told["name"].decode("ascii").lower()) if told else None
    try:
        return decoded(data, file=file)
    except UnreadableError:
        if encoding is None:
            raise
        return data.decode(encoding, errors="replace")


@dataclass(slots=True)
class _Table:
    """The row that is being read; `cells` is None between rows, `in_cell` between <td> and its end."""

    cells: list[str] | None = None
    in_cell: bool = False


class _Reading(HTMLParser):
    """Collects lines while the parser walks the page; what stands in a hidden element is not heard."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.hidden: list[str] = []
        self.tables: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        while self.hidden and tag in _ENDED_BY.get(self.hidden[-1], ()):
            self.hidden.pop()
        if tag in _VOID:
            if tag == "br" and not self.hidden:
                self._break()
        elif self.hidden or tag in _SKIPPED or "hidden" in told or _HIDDEN.search(told.get("style") or ""):
            self.hidden.append(tag)
        else:
            self.open.append(tag)
            self._begin(tag)

    def _begin(self, tag: str) -> None:
        if tag == "table":
            self._break()
            self.tables.append(_Table())
        elif tag in {"tr", "td", "th"} and self.tables:
            self._end_cell()
            if tag == "tr" or self.tables[-1].cells is None:
                self._end_row()
                self.tables[-1].cells = []
            self.tables[-1].in_cell = tag != "tr"
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            while self.hidden.pop() != tag:
                pass
        elif tag in self.open:
            # What holds a hidden element ends it too.
            self.hidden.clear()
            while self.open.pop() != tag:
                pass
            self._end(tag)
        elif not self.hidden:
            self._end(tag)

    def _end(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"} and self.tables:
            self._end_cell()
            if tag in {"tr", "table"}:
                self._end_row()
            if tag == "table":
                self.tables.pop()
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)

    def finished(self) -> list[str]:
        while self.tables:
            self._end("table")
        self._break()
        return self.lines

    def _break(self) -> None:
        """The end of a block is the end of a line, but inside a cell a space."""
        if self.tables and self.tables[-1].in_cell:
            self.words.append(" ")
        elif text := self._taken():
            self.lines.append(text)

    def _end_cell(self) -> None:
        table = self.tables[-1]
        if table.in_cell and table.cells is not None:
            table.cells.append(self._taken())
            table.in_cell = False
        elif text := self._taken():
            self.lines.append(text)

    def _end_row(self) -> None:
        table = self.tables[-1]
        if table.cells and any(table.cells):
            filled = [cell for cell in table.cells if cell]
            self.lines.append("\t".join(table.cells) if len(table.cells) > 1 else filled[0])
        table.cells = None

    def _taken(self) -> str:
        text = _SPACES.sub(" ", "".join(self.words).replace("\t", " ")).strip()
        self.words = []
        return text
