"""Files of every format for tests, made from words: what a test does not name is plain."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from fpdf import FPDF

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def paragraph(text: str, *, properties: str = "", run: str = "") -> str:
    """One <w:p>; `properties` and `run` are XML of its own and of its run's properties."""
    shown = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>{shown}</w:r></w:p>"


def table(rows: Iterable[Sequence[str]], *, ruled: bool = True) -> str:
    sides = "single" if ruled else "nil"
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f'<w:tbl><w:tblPr><w:tblBorders><w:top w:val="{sides}"/></w:tblBorders></w:tblPr>{cells}</w:tbl>'


def word_part(body: str, *, root: str = "document") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{WORD}">{body}</w:{root}>'


def a_docx(path: Path, *blocks: str, parts: Mapping[str, str | bytes] | None = None) -> Path:
    """`blocks` are paragraphs (words, or XML) and tables; `parts` go into the package beside them."""
    body = "".join(block if block.startswith("<w:") else paragraph(block) for block in blocks)
    document = word_part(f"<w:body>{body}</w:body>")
    return a_zip(path, {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": document, **(parts or {})})


def a_zip(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def an_xlsx(path: Path, rows: Sequence[Sequence[object]], *, hidden: Sequence[Sequence[object]] = ()) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if hidden:
        sheet = book.create_sheet("ẩn")
        sheet.sheet_state = "hidden"
        for row in hidden:
            sheet.append(list(row))
    book.save(path)
    return path


def a_page(*, size: float = 13) -> FPDF:
    """A PDF with its first page open, in a font that has every Vietnamese letter."""
    pdf = FPDF(format="A4")
    pdf.set_margins(30, 20, 20)
    pdf.set_auto_page_break(auto=True, margin=20)
    pdf.add_font("serif", fname=str(FONT))
    pdf.add_page()
    pdf.set_font("serif", size=size)
    return pdf


def a_pdf(path: Path, paragraphs: Sequence[str], *, password: str = "") -> Path:
    """Paragraphs with an indented first line, wrapped and justified as an office prints them."""
    pdf = a_page()
    for text in paragraphs:
        pdf.multi_cell(w=0, h=7, text=f"      {text}", align="J", new_x="LMARGIN", new_y="NEXT")
    if password:
        pdf.set_encryption(owner_password="owner", user_password=password)
    pdf.output(str(path))
    return path


def bytes_of(pdf: FPDF) -> bytes:
    return bytes(pdf.output())


def a_raw_pdf(objects: Sequence[bytes], *, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF put together object by object, the way a hostile one is."""
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))
    return out.getvalue()
