"""Word files (.docx) → lines: a paragraph a line with its number; what is struck or hidden stays out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from ingest.errors import Reason, UnreadableError
from ingest.extract.cleaning import clean_lines
from ingest.extract.extracted import Extracted, Method, Page
from ingest.extract.legacy import from_tcvn3, from_vni
from ingest.extract.numbering import Numbering
from ingest.extract.package import Package

_DOCUMENT = "word/document.xml"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Struck in review, or no words at all.
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "delText", "instrText", "pPr", "rPr", "Fallback", "object", "sdtPr"}
    | {"binData", "delInstrText", "txbxContent", "tblPr", "trPr", "tcPr", "sectPr"}
)
_ON = {"", "1", "true", "on"}
_UNREADABLY_SMALL = 4  # half points
_PART = re.compile(r"word/(?P<kind>header|footer)\d*\.xml")


@dataclass(frozen=True, slots=True)
class _Style:
    hidden: bool = False
    font: str = ""
    list_id: str = ""
    depth: int = 0
    based_on: str = ""


@dataclass(slots=True)
class _Reading:
    """A document while it is read: what its styles say, the numbers counted so far, the page."""

    styles: Mapping[str, _Style]
    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


def read_word(path: Path, *, file: str) -> Extracted:
    """The text, with its boxes where they stand and its notes at the end; page heads are its margins.

    Word keeps no pages: where they break depends on who prints. Raises UnreadableError.
    """
    package = Package(path, file=file)
    try:
        root = package.xml(_DOCUMENT)
        body = root.find("body") if root is not None else None
        if body is None:
            raise UnreadableError(Reason.DAMAGED, file=file)
        styles = _styles(package.xml("word/styles.xml"))
        reading = _Reading(styles, Numbering.of(package.xml("word/numbering.xml")))
        _blocks(body, reading)
        headers = _headers(package, styles)
        notes = [*_notes(package, "footnote", styles), *_notes(package, "endnote", styles)]
    finally:
        package.close()
    lines = clean_lines([*reading.lines, *notes], file=file)
    if not any(line.strip() for line in lines):
        raise UnreadableError(Reason.NO_TEXT, file=file)
    return Extracted((Page(lines, Method.WORD),), clean_lines(headers, file=file))


def _headers(package: Package, styles: Mapping[str, _Style]) -> list[str]:
    """The lines of page headers that say more than a page number, each once."""
    found: dict[str, None] = {}
    for name in package.names:
        part = _PART.fullmatch(name)
        root = package.xml(name) if part and part["kind"] == "header" else None
        if root is not None:
            reading = _Reading(styles, Numbering({}))
            _blocks(root, reading)
            found.update(dict.fromkeys(line for line in reading.lines if re.search(r"[^\W\d_]{2}", line)))
    return list(found)


def _notes(package: Package, kind: str, styles: Mapping[str, _Style]) -> Iterator[str]:
    """Each note as one line behind its number, as a printed page has it at its foot."""
    root = package.xml(f"word/{kind}s.xml")
    for note in root.findall(kind) if root is not None else ():
        number = note.get("id", "")
        if note.get("type") or not number.lstrip("-").isdigit() or int(number) < 1:
            continue
        reading = _Reading(styles, Numbering({}))
        _blocks(note, reading)
        text = " ".join(" ".join(line.split()) for line in reading.lines if line.strip())
        if text:
            yield f"{number.translate(_SUPERSCRIPT)} {text}"


def _blocks(parent: Element, reading: _Reading) -> None:
    """Paragraphs and tables in order, through the wrappers that may stand around them."""
    for child in parent:
        if child.tag == "p":
            _paragraph(child, reading)
        elif child.tag == "tbl":
            _table(child, reading)
        elif child.tag not in _LEFT_OUT:
            _blocks(child, reading)


def _paragraph(paragraph: Element, reading: _Reading) -> None:
    style = _style_of(paragraph, reading.styles)
    words = "".join(_words(paragraph, style, reading))
    mark = _mark(paragraph, style, reading)
    lines = [" ".join(line.split()) for line in words.split("\n")]
    if mark and any(lines):
        lines[0] = f"{mark} {lines[0]}"
    reading.lines += [*lines, *reading.boxes]
    reading.boxes = []


def _mark(paragraph: Element, style: _Style, reading: _Reading) -> str:
    properties = paragraph.find("pPr/numPr")
    list_id, depth = style.list_id, style.depth
    if properties is not None:
        list_id = _value(properties.find("numId")) or list_id
        own = _value(properties.find("ilvl"))
        depth = int(own) if own.isdigit() else depth
    if paragraph.find("pPr/rPr/del") is not None or not list_id:
        return ""
    return reading.numbering.next(list_id, depth)


def _table(table: Element, reading: _Reading) -> None:
    """A row a line, unless the table is only there to set things side by side."""
    if _is_layout(table):
        for cell in table.findall("tr/tc"):
            _blocks(cell, reading)
        reading.lines.append("")
        return
    for row in table.findall("tr"):
        if row.find("trPr/del") is not None:
            continue
        cells = []
        for cell in row.iter("tc"):
            inside = _Reading(reading.styles, reading.numbering)
            _blocks(cell, inside)
            text = " ".join(line for line in inside.lines if line)
            # What spans columns stands above several.
            span = _value(cell.find("tcPr/gridSpan"))
            cells += [text, *[""] * (min(int(span), 60) - 1 if span.isdigit() and int(span) else 0)]
        told = [cell for cell in cells if cell]
        if told:
            reading.lines.append("\t".join(cells) if len(told) > 1 else told[0])
    reading.lines.append("")


def _is_layout(table: Element) -> bool:
    """Whether a table holds other tables, or is the unruled pair of a letterhead or of a signature."""
    if table.find(".//tc//tbl") is not None:
        return True
    rows = table.findall("tr")
    widest = max((len(row.findall("tc")) for row in rows), default=0)
    sides = (*table.iterfind(".//tblBorders/*"), *table.iterfind(".//tcBorders/*"))
    ruled = any(_value(side) not in {"nil", "none", ""} for side in sides)
    ruled = ruled or "Grid" in _value(table.find("tblPr/tblStyle"))
    return widest == 1 or (not ruled and widest <= 3 and len(rows) <= 4)


def _words(parent: Element, style: _Style, reading: _Reading) -> Iterator[str]:
    for child in parent:
        if child.tag == "r":
            if not _is_hidden(child, style, reading.styles):
                yield _run(child, style, reading)
        elif child.tag not in _LEFT_OUT:
            yield from _words(child, style, reading)


def _run(run: Element, style: _Style, reading: _Reading) -> str:
    parts: list[str] = []
    for child in run.iter():
        match child.tag:
            case "t":
                parts.append(child.text or "")
            case "tab":
                parts.append(" ")
            case "br" | "cr" if child.get("type", "textWrapping") == "textWrapping":
                parts.append("\n")
            case "noBreakHyphen":
                parts.append("-")
            case "footnoteReference" | "endnoteReference":
                parts.append(child.get("id", "").translate(_SUPERSCRIPT))
            case "txbxContent":
                inside = _Reading(reading.styles, Numbering({}))
                _blocks(child, inside)
                reading.boxes += inside.lines
    if run.find(".//txbxContent") is not None:
        return ""
    return _in_unicode("".join(parts), run, style)


def _in_unicode(text: str, run: Element, style: _Style) -> str:
    fonts = run.find("rPr/rFonts")
    font = (fonts.get("ascii") or fonts.get("hAnsi") or "") if fonts is not None else style.font
    return unicode_of(text, font=font)


def unicode_of(text: str, *, font: str) -> str:
    """Words set in a font of an old alphabet, as the letters they look like."""
    name = font.lower().rpartition("+")[2]
    if name.startswith(".vn"):
        return from_tcvn3(text, capitals=name.endswith("h"))
    return from_vni(text) if name.startswith("vni") else text


def _is_hidden(run: Element, style: _Style, styles: Mapping[str, _Style]) -> bool:
    """Vanished, white, or too small to be seen."""
    properties = run.find("rPr")
    if properties is None:
        return style.hidden
    vanish = properties.find("vanish")
    own = styles.get(_value(properties.find("rStyle")))
    if vanish is not None:
        return _value(vanish) in _ON
    size = _value(properties.find("sz"))
    small = size.isdigit() and int(size) <= _UNREADABLY_SMALL
    white = _value(properties.find("color")).upper() in {"FFFFFF", "FEFEFE"}
    shaded = properties.find("shd") is not None or properties.find("highlight") is not None
    return style.hidden or bool(own and own.hidden) or small or (white and not shaded)


def _styles(root: Element | None) -> dict[str, _Style]:
    found = {}
    for style in root.findall("style") if root is not None else ():
        fonts, vanish = style.find("rPr/rFonts"), style.find("rPr/vanish")
        depth = _value(style.find("pPr/numPr/ilvl"))
        found[style.get("styleId", "")] = _Style(
            vanish is not None and _value(vanish) in _ON,
            (fonts.get("ascii") or "") if fonts is not None else "",
            _value(style.find("pPr/numPr/numId")),
            int(depth) if depth.isdigit() else 0,
            _value(style.find("basedOn")),
        )
    return found


def _style_of(paragraph: Element, styles: Mapping[str, _Style]) -> _Style:
    """The paragraph's style with what it takes over from those it is based on."""
    name, hidden, font, list_id, depth = _value(paragraph.find("pPr/pStyle")) or "Normal", False, "", "", 0
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        style = styles[name]
        hidden = hidden or style.hidden
        font = font or style.font
        list_id, depth = (list_id, depth) if list_id else (style.list_id, style.depth)
        name = style.based_on
    return _Style(hidden, font, list_id, depth)


def _value(element: Element | None) -> str:
    return "" if element is None else element.get("val", "")
