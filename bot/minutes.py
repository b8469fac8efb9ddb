"""The minutes of a meeting as a .docx: what was asked, what was answered and where that stands."""

import re
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Sheet
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from answering.answer import Source
from bot.console import lines_label
from bot.moments import clock_label
from bot.proceedings import Item, Proceedings
from corpus.audience import Audience
from corpus.clause import place_name
from prompts import load

# What an administrative document is set in (Decree 30/2020): the sheet, its margins and its letters.
_FONT, _SIZE, _SMALL = "Times New Roman", Pt(13), Pt(12)
_PAGE = (Cm(21), Cm(29.7))
_MARGINS = {"top_margin": Cm(2), "bottom_margin": Cm(2), "left_margin": Cm(3), "right_margin": Cm(1.5)}

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_minutes(held: Proceedings) -> bytes:
    """A meeting that goes on has minutes so far."""
    sheet = _sheet(held)
    _head(sheet, held)
    for number, item in enumerate(held.discussed, start=1):
        _discussed(sheet, item, number)
    if not held.discussed:
        _paragraph(sheet, load("minutes/nothing"))
    if held.left_open:
        _heading(sheet, load("minutes/left_open"))
        for item in held.left_open:
            _paragraph(sheet, f"– {item.question}")
            if item.note:
                _paragraph(sheet, load("minutes/note", words=item.note), indent=True)
    _foot(sheet)
    written = BytesIO()
    sheet.save(written)
    return written.getvalue()


def source_line(source: Source) -> str:
    """Where a quote stands: title, section, page, lines."""
    section = source.section and (place_name(source.section) or load("cli/section", path=source.section))
    page = load("minutes/page", page=source.page) if source.page else ""
    lines = load("minutes/lines", lines=lines_label(source.lines))
    return ", ".join(filter(None, (source.title, section, page, lines)))


def _sheet(held: Proceedings) -> Sheet:
    sheet = Document()
    plain = sheet.styles["Normal"]
    plain.font.name, plain.font.size = _FONT, _SIZE
    plain.paragraph_format.space_after = Pt(6)
    section = sheet.sections[0]
    section.page_width, section.page_height = _PAGE
    for name, width in _MARGINS.items():
        setattr(section, name, width)
    about = sheet.core_properties
    about.title, about.author, about.comments = _clean(held.title), load("page/name"), ""
    about.language = "vi-VN"
    about.created = about.modified = datetime.fromtimestamp(held.closed or held.opened, UTC).replace(
        tzinfo=None
    )
    return sheet


def _head(sheet: Sheet, held: Proceedings) -> None:
    if held.cell:
        _paragraph(sheet, held.cell.upper(), bold=True)
    if held.audience is Audience.INTERNAL:
        _paragraph(sheet, load("minutes/internal"), bold=True)
    _paragraph(sheet, load("minutes/title"), bold=True, centred=True)
    _paragraph(sheet, held.title, bold=True, centred=True)
    ended = clock_label(held.closed) if held.closed else load("minutes/going_on")
    _paragraph(
        sheet, load("minutes/when", day=f"{held.day:%d/%m/%Y}", began=clock_label(held.opened), ended=ended)
    )
    if held.attending is not None:
        _paragraph(sheet, load("minutes/attending", count=held.attending))
    _paragraph(sheet, load("minutes/phones", count=held.phones))
    _paragraph(sheet, load("minutes/counted", discussed=len(held.discussed), left=len(held.left_open)))


def _discussed(sheet: Sheet, item: Item, number: int) -> None:
    _heading(sheet, load("minutes/question", number=number, question=item.question))
    origin = load(f"minutes/origin_{item.origin}")
    _paragraph(sheet, load("minutes/shown", origin=origin, moment=clock_label(item.shown)), small=True)
    if item.answer is None:
        return
    for place, line in enumerate(filter(None, item.answer.text.split("\n"))):
        _paragraph(sheet, load("minutes/answer", text=line) if place == 0 else line)
    for note in item.answer.notes:
        _paragraph(sheet, load("minutes/remark", words=note))
    for source in item.answer.sources:
        _paragraph(sheet, load("minutes/source", where=source_line(source)), small=True, indent=True)
        _paragraph(sheet, f"“{source.quote}”", small=True, indent=True, italic=True)
    if item.note:
        _paragraph(sheet, load("minutes/note", words=item.note))


def _foot(sheet: Sheet) -> None:
    _paragraph(sheet, load("minutes/automatic"), small=True, italic=True)
    table = sheet.add_table(rows=1, cols=2)
    for cell, name in zip(table.rows[0].cells, ("minutes/secretary", "minutes/chair"), strict=True):
        signed = cell.paragraphs[0]
        signed.alignment = WD_ALIGN_PARAGRAPH.CENTER
        signed.add_run(load(name)).bold = True


def _heading(sheet: Sheet, text: str) -> None:
    heading = _paragraph(sheet, text, bold=True)
    heading.paragraph_format.space_before = Pt(10)
    heading.paragraph_format.keep_with_next = True


def _paragraph(
    sheet: Sheet,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    centred: bool = False,
    small: bool = False,
    indent: bool = False,
) -> Paragraph:
    paragraph = sheet.add_paragraph()
    run = paragraph.add_run(_clean(text))
    run.bold, run.italic = bold, italic
    if small:
        run.font.size = _SMALL
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        paragraph.paragraph_format.left_indent = Cm(0.8)
    return paragraph


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)
