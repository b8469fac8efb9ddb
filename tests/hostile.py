"""Hostile and broken files, made by code: each with the ways in which reading it may end."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import Reason
from tests.files import CONTENT_TYPES, a_docx, a_pdf, a_raw_pdf, a_zip, an_xlsx, paragraph, word_part

SENTENCE = "Đảng ủy phường báo cáo kết quả kiểm tra, giám sát quý III năm 2025."
CANARY = "KHÔNG-AI-ĐƯỢC-ĐỌC"
DAMAGED, TOO_LONG, TOO_LARGE, NO_TEXT = Reason.DAMAGED, Reason.TOO_LONG, Reason.TOO_LARGE, Reason.NO_TEXT
READ = None
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
OLD_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Hostile:
    """`ends` are the reasons that may be given; READ among them when the file may also be read."""

    name: str
    make: Callable[[Path], object]
    ends: frozenset[Reason | None]


def hostile() -> Iterator[Hostile]:
    for name, make, *ends in (*_PDF, *_WORD, *_SHEETS, *_TEXT, *_PICTURES):
        yield Hostile(name, make, frozenset(ends))


def written(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def cut(make: Callable[[Path], Path], length: int) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(make(path).read_bytes()[:length])


def packed(**parts: str) -> Callable[[Path], object]:
    return lambda path: a_zip(path, {"[Content_Types].xml": CONTENT_TYPES, **parts})


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def one_page(content: bytes, *more: bytes, entries: bytes = b"", resources: bytes = b"") -> bytes:
    """A PDF of one page, its content the fourth object; `more` begin with the fifth."""
    font = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << %s %s >> >>"
    return a_raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % entries,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page % (font, resources),
            content,
            *more,
        ]
    )


TOO_MUCH_PROMISED = b"<< /Length 2147483647 >>\nstream\nq\nendstream"
OFF_PAGE = stream(f"BT /F1 9 Tf 900 900 Td ({CANARY}) Tj ET".encode())
HELLO = stream(b"BT /F1 12 Tf 20 200 Td (Phuong hop ngay mai) Tj ET")


def many_pages() -> bytes:
    kids = b"3 0 R " * 5_000
    pages = b"<< /Type /Pages /Kids [%s] /Count 5000 >>" % kids
    return a_raw_pdf([CATALOG, pages, b"<< /Type /Page /Parent 2 0 R >>"])


def deep_pages() -> bytes:
    depth = 5_000
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 3) for n in range(depth)]
    return a_raw_pdf([CATALOG, *nodes, b"<< /Type /Page >>"])


def run_length_bomb() -> bytes:
    packed = zlib.compress(b"\x81\x00" * 4_000_000)
    return one_page(stream(packed, b"/Filter [/FlateDecode /RunLengthDecode]"))


def flate_bomb() -> bytes:
    packer = zlib.compressobj(1)
    block = b" " * 10_000_000
    packed = b"".join(packer.compress(block) for _ in range(60)) + packer.flush()
    return one_page(stream(zlib.compress(packed), b"/Filter [/FlateDecode /FlateDecode]"))


def exponential_forms() -> bytes:
    """Each form draws the next ten times: 10^20 letters of a few kilobytes."""
    forms = []
    for n in range(20):
        drawn = b"/X Do " * 10 if n < 19 else b"BT /F1 9 Tf (x) Tj ET"
        uses = b"/Resources << /XObject << /X %d 0 R >> >>" % (6 + n)
        forms.append(stream(drawn, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] %s" % uses))
    return one_page(stream(b"/X Do"), *forms, resources=b"/XObject << /X 5 0 R >>")


def nested_arrays() -> bytes:
    return one_page(HELLO, b"[" * 100_000 + b"]" * 100_000)


def endless_operators() -> bytes:
    packed = zlib.compress(b"q " * 10_000_000)
    return one_page(stream(packed, b"/Filter /FlateDecode"))


_PDF = (
    ("header.pdf", written(b"%PDF-1.4\n"), DAMAGED),
    (
        "cut.pdf",
        lambda path: path.write_bytes(a_pdf(path, [SENTENCE]).read_bytes()[:700]),
        DAMAGED,
        NO_TEXT,
    ),
    ("random.pdf", written(random.Random(1).randbytes(200_000)), Reason.MISMATCH),
    ("junk-before.pdf", written(b"\x01junk\n" + one_page(HELLO)), DAMAGED, READ),
    ("password.pdf", lambda path: a_pdf(path, [SENTENCE], password="x"), Reason.LOCKED),
    ("no-pages.pdf", written(a_raw_pdf([b"<< /Type /Catalog >>"])), DAMAGED, NO_TEXT),
    ("blank.pdf", written(one_page(stream(b""))), NO_TEXT),
    (
        "own-parent.pdf",
        written(a_raw_pdf([CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"])),
        DAMAGED,
        NO_TEXT,
    ),
    ("xref-loop.pdf", written(b"%PDF-1.4\nxref\n0 1\ntrailer\n<< /Prev 9 >>\nstartxref\n9\n%%EOF"), DAMAGED),
    ("many-pages.pdf", lambda path: path.write_bytes(many_pages()), TOO_LARGE),
    ("deep-pages.pdf", lambda path: path.write_bytes(deep_pages()), DAMAGED, NO_TEXT),
    ("run-length.pdf", lambda path: path.write_bytes(run_length_bomb()), NO_TEXT, TOO_LONG, DAMAGED),
    ("flate.pdf", lambda path: path.write_bytes(flate_bomb()), NO_TEXT, TOO_LONG, DAMAGED),
    ("forms.pdf", lambda path: path.write_bytes(exponential_forms()), TOO_LONG),
    ("arrays.pdf", lambda path: path.write_bytes(nested_arrays()), READ, DAMAGED),
    ("operators.pdf", lambda path: path.write_bytes(endless_operators()), NO_TEXT, TOO_LONG),
    (
        "length.pdf",
        written(one_page(b"<< /Length 2147483647 >>\nstream\nq\nendstream")),
        DAMAGED,
        NO_TEXT,
    ),
    (
        "inline.pdf",
        written(one_page(stream(b"BI /W 9999 /H 9999 /BPC 8 /CS /RGB ID " + b"x" * 99))),
        NO_TEXT,
        DAMAGED,
    ),
    ("outline.pdf", written(one_page(HELLO, b"<< /Next 5 0 R >>", entries=b"/Outlines 5 0 R")), READ),
    (
        "script.pdf",
        written(one_page(HELLO, b"<< /S /JavaScript /JS (app.launchURL) >>", entries=b"/OpenAction 5 0 R")),
        READ,
    ),
    (
        "launch.pdf",
        written(one_page(HELLO, b"<< /S /Launch /F (../../evil.exe) >>", entries=b"/OpenAction 5 0 R")),
        READ,
    ),
    (
        "off-page.pdf",
        written(one_page(OFF_PAGE)),
        NO_TEXT,
    ),
)


def with_document(document: str, **parts: str) -> Callable[[Path], object]:
    content = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": document, **parts}
    return lambda path: a_zip(path, content)


def entity(declared: str, used: str) -> str:
    body = word_part(f"<w:body><w:p><w:r><w:t>{SENTENCE}{used}</w:t></w:r></w:p></w:body>")
    return body.replace("?>", f"?><!DOCTYPE x [{declared}]>", 1)


QUADRATIC = entity(f'<!ENTITY a "{"a" * 50_000}">', "&a;" * 20_000)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))


def many_parts(path: Path) -> object:
    return a_docx(path, SENTENCE, parts={f"word/media/{n}.bin": b"" for n in range(3_000)})


def twice(path: Path) -> None:
    a_docx(path, SENTENCE)
    other = path.with_suffix(".other")
    a_docx(other, CANARY)
    with zipfile.ZipFile(other) as archive:
        content = archive.read("word/document.xml")
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("word/document.xml")
        archive._didModify = True
        archive.NameToInfo.pop("word/document.xml")
        archive.writestr(info, content)
    other.unlink()


def protected(path: Path) -> object:
    """A Word file with a password is an old compound file with this stream in it."""
    return path.write_bytes(OLD_FILE + bytes(600) + "EncryptedPackage".encode("utf-16-le"))


_WORD = (
    ("empty.docx", written(b""), Reason.EMPTY),
    (
        "cut.docx",
        lambda path: path.write_bytes(a_docx(path, SENTENCE).read_bytes()[:300]),
        DAMAGED,
        Reason.MISMATCH,
    ),
    (
        "no-document.docx",
        packed(**{"word/x.xml": "x"}),
        DAMAGED,
    ),
    ("entity.docx", with_document(entity('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")), DAMAGED),
    ("laughs.docx", with_document(entity(LAUGHS, "&l9;")), DAMAGED),
    (
        "quadratic.docx",
        with_document(entity(f'<!ENTITY a "{"a" * 50_000}">', "&a;" * 20_000)),
        DAMAGED,
        TOO_LARGE,
    ),
    ("bomb.docx", lambda path: a_docx(path, SENTENCE, parts={"word/x.xml": bytes(50_000_000)}), TOO_LARGE),
    ("parts.docx", many_parts, TOO_LARGE),
    ("slip.docx", lambda path: a_docx(path, SENTENCE, parts={"../../../evil.txt": "evil"}), DAMAGED),
    ("absolute.docx", lambda path: a_docx(path, SENTENCE, parts={"/etc/evil": "evil"}), DAMAGED),
    ("twice.docx", twice, DAMAGED),
    (
        "deep.docx",
        with_document(word_part(f"<w:body>{'<w:tbl>' * 3000}{'</w:tbl>' * 3000}</w:body>")),
        DAMAGED,
    ),
    ("torn.docx", with_document("<w:document><w:body>"), DAMAGED),
    ("protected.docx", protected, Reason.LOCKED, Reason.MISMATCH),
    ("macro.docx", lambda path: a_docx(path, SENTENCE, parts={"word/vbaProject.bin": b"MZ"}), READ),
    ("hidden.docx", lambda path: a_docx(path, SENTENCE, paragraph(CANARY, run="<w:vanish/>")), READ),
    ("tags.docx", lambda path: a_docx(path, SENTENCE + "".join(chr(0xE0000 + ord(c)) for c in "evil")), READ),
)


def laughing_sheet(path: Path) -> object:
    an_xlsx(path, [["ha", "b"], ["c", "d"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode().rpartition("?>")[2]
    laughing = sheet.replace("<sheetData>", "<sheetData><row><c t='inlineStr'><is><t>&l9;</t></is></c></row>")
    parts["xl/worksheets/sheet1.xml"] = f"<!DOCTYPE x [{LAUGHS}]>{laughing}".encode()
    return a_zip(path, parts)


_SHEETS = (
    ("laughs.xlsx", laughing_sheet, DAMAGED, TOO_LONG),
    (
        "cut.xlsx",
        lambda path: path.write_bytes(an_xlsx(path, [["a", "b"]]).read_bytes()[:900]),
        DAMAGED,
        Reason.MISMATCH,
    ),
    (
        "no-book.xlsx",
        packed(**{"xl/x.xml": "x"}),
        DAMAGED,
    ),
    ("wide.csv", written(b"a," * 500_000), TOO_LARGE),
    ("cell.csv", written(b'a,b\n"' + b"x" * 3_000_000 + b'",c\n'), DAMAGED),
)
_TEXT = (
    ("marks.txt", written(("a" + "\u0300\u0323" * 100_000).encode()), Reason.BINARY),
    ("nul.txt", written(b"abc\x00def"), Reason.BINARY),
    ("program.txt", written(b"\x7fELF\x02\x01\x01"), Reason.BINARY),
    ("half-utf16.txt", written(SENTENCE.encode("utf-16")[:-1]), Reason.ENCODING),
    ("surrogate.txt", written(b"\xed\xa0\x80 abc"), Reason.ENCODING),
    ("line.txt", written(b"phuong " * 1_000_000), TOO_LARGE),
    ("brackets.txt", written(b"(" * 300_000 + SENTENCE.encode()), READ),
    ("stars.md", written(b"*" * 100_000 + SENTENCE.encode() + b"<" * 100_000), READ),
    ("directions.txt", written(f"{SENTENCE}\u202e{CANARY[::-1]}".encode()), READ),
    ("divs.html", written(b"<div>" * 200_000 + SENTENCE.encode()), READ),
    ("hidden.html", written(f"<p>{SENTENCE}<p style='display:none'>{CANARY}".encode()), READ),
    ("old.doc", written(OLD_FILE + bytes(9_000)), DAMAGED, Reason.NEEDS_TOOL),
    ("picture.svg", written(b"<svg/>"), Reason.UNKNOWN),
)


def claimed_size(width: int, height: int) -> bytes:
    """A PNG that is all promise."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    out = io.BytesIO(b"")
    out.write(b"\x89PNG\r\n\x1a\n")
    for kind, content in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")):
        out.write(struct.pack(">I", len(content)) + kind + content)
        out.write(struct.pack(">I", zlib.crc32(kind + content)))
    return out.getvalue()


_PICTURES = (
    ("nested.zip", lambda path: a_zip(path, {"x.txt": SENTENCE}), Reason.UNKNOWN),
    ("huge.png", written(claimed_size(60_000, 60_000)), TOO_LARGE, DAMAGED),
    ("torn.jpg", written(b"\xff\xd8\xff\xe0" + bytes(50)), DAMAGED),
    ("random.png", written(b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(1000)), DAMAGED),
)
