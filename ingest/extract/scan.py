"""Pictures of pages → lines, by Tesseract with its Vietnamese letters; pictures are opened with Pillow."""

import csv
import io
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from ingest.errors import Reason, UnreadableError
from ingest.extract.cleaning import clean_lines
from ingest.extract.extracted import Extracted, Method, Page
from ingest.extract.layout import Word, page_lines
from ingest.extract.pdf import open_pdf

TESSERACT = "tesseract"
_PACKAGE = "tesseract-ocr-vie"
_DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72
_MOST_PIXELS = 30_000_000
# Letters of fewer dots than a page of this width gives are told better when the picture is drawn larger.
_NARROW = 1_400
_LEAST_CONFIDENCE = 60.0
_FEWEST_WORDS = 5
# A page whose darkest dot is hardly darker than its brightest has nothing on it.
_LEAST_CONTRAST = 40


def pictures(path: Path, *, file: str, most_pages: int) -> Extracted:
    """A page for each picture of an image file, still to be read. Raises UnreadableError."""
    try:
        with Image.open(path) as image:
            count = int(getattr(image, "n_frames", 1))
            width, height = image.size
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise UnreadableError(Reason.DAMAGED, file=file) from error
    if count > most_pages:
        raise UnreadableError(Reason.TOO_LARGE, file=file, what=f"{count:,}", most=f"{most_pages:,}")
    if width * height > 4 * _MOST_PIXELS:
        most = f"{4 * _MOST_PIXELS:,}"
        raise UnreadableError(Reason.TOO_LARGE, file=file, what=f"{width * height:,}", most=most)
    return Extracted(tuple(Page((), Method.NONE, n + 1) for n in range(count)))


def read_picture(path: Path, *, page: int, file: str) -> Page:
    """One page of a PDF or image file, counted from 1; turned upright if it lies on its side.

    A page with nothing on it has method BLANK. Raises UnreadableError, also without Tesseract.
    """
    if shutil.which(TESSERACT) is None:
        raise UnreadableError(Reason.NEEDS_TOOL, file=file, tool="Tesseract OCR", package=_PACKAGE)
    image = _picture(path, page=page, file=file)
    darkest, brightest = image.getextrema()
    if isinstance(darkest, int) and isinstance(brightest, int) and brightest - darkest < _LEAST_CONTRAST:
        return Page((), Method.BLANK, page)
    found = _recognised(image, file=file)
    if found.confidence < _LEAST_CONFIDENCE or len(found.words) < _FEWEST_WORDS:
        for turned in _turned(image, file=file):
            again = _recognised(turned, file=file)
            found = again if again.confidence > found.confidence else found
    laid = page_lines(found.words)
    return Page(
        clean_lines(laid.lines, file=file), Method.OCR, page, round(found.confidence, 1), fits=laid.fits
    )


@dataclass(frozen=True, slots=True)
class _Recognised:
    words: tuple[Word, ...]
    confidence: float


def _picture(path: Path, *, page: int, file: str) -> Image.Image:
    """The page in shades of grey, at the size at which letters are told best."""
    try:
        if path.suffix.lower() == ".pdf" or file.lower().endswith(".pdf"):
            return _drawn(path, page=page, file=file)
        with Image.open(path) as opened:
            opened.seek(page - 1)
            image = ImageOps.exif_transpose(opened).convert("L")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, EOFError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(Reason.DAMAGED, file=file) from error
    if image.width < _NARROW:
        times = -(-_NARROW // image.width)
        image = image.resize((image.width * times, image.height * times), Image.Resampling.LANCZOS)
    return image


def _drawn(path: Path, *, page: int, file: str) -> Image.Image:
    document = open_pdf(path, file=file)
    try:
        sheet = document[page - 1]
        width, height = sheet.get_size()
        scale = _DOTS_PER_INCH / _POINTS_PER_INCH
        scale = min(scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        image: Image.Image = sheet.render(scale=scale, grayscale=True, draw_annots=True).to_pil()
        return image.convert("L")
    finally:
        document.close()


def _recognised(image: Image.Image, *, file: str) -> _Recognised:
    table = _tesseract(image, "-l", "vie", "--psm", "3", "tsv", file=file)
    words: list[Word] = []
    told: list[float] = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") == "5" and text:
            left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
            words.append(Word(text, left, top, left + width, top + height))
            told.append(float(row["conf"]))
    return _Recognised(_of_one_height(words), statistics.fmean(told) if told else 0.0)


def _of_one_height(words: Sequence[Word]) -> tuple[Word, ...]:
    """Specks that were taken for letters go; what is left is measured by the letters' usual height."""
    if not words:
        return ()
    usual = statistics.median(word.height for word in words)
    return tuple(
        word for word in words if 0.25 * usual < word.height < 4 * usual or any(map(str.isalnum, word.text))
    )


def _turned(image: Image.Image, *, file: str) -> Iterator[Image.Image]:
    """The picture turned as its letters stand; in every way where too few letters tell how."""
    told = _tesseract(image, "--psm", "0", file=file)
    turns = [line.rpartition(" ")[2] for line in told.splitlines() if line.startswith("Rotate:")]
    for turn in turns or ["90", "270", "180"]:
        if turn != "0":
            yield image.rotate(-int(turn), expand=True, fillcolor=255)


def _tesseract(image: Image.Image, *arguments: str, file: str) -> str:
    drawn = io.BytesIO()
    image.save(drawn, "PPM")
    command = [TESSERACT, "stdin", "stdout", "--dpi", str(_DOTS_PER_INCH), *arguments]
    environment = {"OMP_THREAD_LIMIT": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    done = subprocess.run(  # noqa: S603 - fixed words, no shell
        command, input=drawn.getvalue(), capture_output=True, check=False, env=environment
    )
    if done.returncode and arguments[0] == "-l":
        if b"vie" in done.stderr and b"load" in done.stderr:
            raise UnreadableError(Reason.NEEDS_TOOL, file=file, tool="Tesseract OCR", package=_PACKAGE)
        raise UnreadableError(Reason.NO_TEXT, file=file)
    return done.stdout.decode("utf-8", errors="replace")
