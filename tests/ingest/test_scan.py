"""Scans: pictures of pages are read by Tesseract, and what cannot be read is told."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from fpdf import FPDF
from PIL import Image

from ingest.errors import Reason, UnreadableError
from ingest.extract.extracted import Method
from ingest.extract.limits import Limits
from ingest.extract.scan import TESSERACT
from ingest.health import Grade
from ingest.reading import Reading, read_file, taken_in
from ingest.sandbox import Sandbox, sandbox
from tests.files import a_page, a_pdf

needs_tesseract = pytest.mark.skipif(shutil.which(TESSERACT) is None, reason="no Tesseract on this machine")
SENTENCES = (
    "Đảng ủy phường đã lãnh đạo Ủy ban nhân dân phường giải quyết thủ tục hành chính cho người dân.",
    "Trung tâm phục vụ hành chính công mở cửa từ thứ hai đến thứ sáu hằng tuần.",
)


@pytest.fixture(scope="module")
def readers() -> Iterator[Sandbox]:
    with sandbox(Limits()) as opened:
        yield opened


def picture(tmp_path: Path, *, turn: int = 0) -> Image.Image:
    """The sentences as a scanner sees them."""
    document = pypdfium2.PdfDocument(a_pdf(tmp_path / "drawn.pdf", SENTENCES))
    drawn: Image.Image = document[0].render(scale=2.5).to_pil().convert("L").rotate(turn, expand=True)
    document.close()
    return drawn


def scanned(path: Path, *images: Image.Image, words: str = "") -> Path:
    pdf = FPDF(format="A4") if not words else a_page()
    for image in images:
        if not words:
            pdf.add_page()
        held = io.BytesIO(b"")
        image.save(held, "PNG")
        pdf.image(held, x=0, y=0, w=pdf.w)
    if words:
        pdf.text(20, 280, words)
    pdf.output(str(path))
    return path


def read(path: Path, readers: Sandbox) -> Reading:
    return taken_in(read_file(path, file=path.name, readers=readers), file=path.name)


@needs_tesseract
@pytest.mark.parametrize("turn", [0, 180])
def test_a_scan_is_read(tmp_path: Path, readers: Sandbox, turn: int) -> None:
    path = scanned(tmp_path / "scan.pdf", picture(tmp_path, turn=turn))

    reading = read(path, readers)

    (page,) = reading.health.pages
    assert (page.method, page.number, page.grade) == (Method.OCR, 1, Grade.GOOD)
    assert page.confidence is not None
    assert page.confidence > 80
    assert "thứ hai đến thứ sáu hằng tuần" in " ".join(reading.text.lines)


@needs_tesseract
def test_a_page_whose_only_letters_are_a_signature_is_read_as_a_picture(
    tmp_path: Path, readers: Sandbox
) -> None:
    path = scanned(tmp_path / "signed.pdf", picture(tmp_path), words="Ký bởi: UBND PHƯỜNG")

    assert read(path, readers).health.pages[0].method is Method.OCR


@needs_tesseract
def test_an_image_file_is_a_page(tmp_path: Path, readers: Sandbox) -> None:
    path = tmp_path / "anh.png"
    picture(tmp_path).save(path)

    assert "Trung tâm phục vụ hành chính công" in " ".join(read(path, readers).text.lines)


@needs_tesseract
def test_an_empty_page_is_told_and_the_others_are_held(tmp_path: Path, readers: Sandbox) -> None:
    path = scanned(tmp_path / "scan.pdf", picture(tmp_path), Image.new("L", (1240, 1754), 255))

    methods = [page.method for page in read(path, readers).health.pages]

    assert methods == [Method.OCR, Method.BLANK]


@needs_tesseract
def test_a_stamped_secret_in_a_scan_is_refused(tmp_path: Path, readers: Sandbox) -> None:
    pdf = a_page(size=20)
    pdf.set_text_color(200, 0, 0)
    pdf.cell(w=0, h=20, text="TUYỆT MẬT", new_x="LMARGIN", new_y="NEXT")
    pdf.set_text_color(0, 0, 0)
    pdf.set_font_size(13)
    pdf.multi_cell(w=0, h=7, text=SENTENCES[0])
    drawn = pypdfium2.PdfDocument(bytes(pdf.output()))
    image = drawn[0].render(scale=2.5).to_pil().convert("RGB")
    drawn.close()

    with pytest.raises(UnreadableError) as refusal:
        read(scanned(tmp_path / "scan.pdf", image), readers)

    assert refusal.value.reason is Reason.SECRET


def test_a_machine_without_tesseract_says_what_to_install(
    tmp_path: Path, readers: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scanned(tmp_path / "scan.pdf", picture(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))

    with sandbox(Limits()) as bare, pytest.raises(UnreadableError, match="tesseract-ocr-vie") as refusal:
        read(path, bare)

    assert refusal.value.reason is Reason.NEEDS_TOOL
