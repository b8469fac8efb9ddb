"""A folder of files such as a ward keeps, made of words of the default corpus: the same for the same seed."""

import random
import zipfile
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

import matplotlib as mpl
import openpyxl
from fpdf import FPDF

from corpus.sentences import sentences
from evals.questions import DATA
from ingest.pipeline import default_corpus

# Of ten files: most are printed to PDF or written in Word.
_KINDS = ("pdf", "docx", "pdf", "txt", "docx", "pdf", "html", "pdf", "xlsx", "docx")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ARTICLES = (2, 14)
_PARAGRAPHS = (2, 5)
_ROWS = 60


def make_files(folder: Path, *, count: int, seed: int = 0) -> None:
    """Each file is another document: a letterhead, then articles of a page or more, or a table."""
    chance = random.Random(seed)
    told = _sentences()
    writers: dict[str, Callable[[Path, list[str]], None]] = {
        "pdf": _write_pdf,
        "docx": _write_word,
        "html": _write_page,
        "txt": _write_text,
        "xlsx": _write_sheet,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for number, kind in enumerate(islice(cycle(_KINDS), count), start=1):
        writers[kind](folder / f"van-ban-{number:04d}.{kind}", _lines(number, told, chance))


def _sentences() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(default_corpus().glob("*.txt"))]
    lines = [line.strip(" *#") for text in texts for line in text.splitlines() if "\t" not in line]
    found = [line[span.start : span.end] for line in lines for span in sentences(line)]
    return [words for words in dict.fromkeys(found) if 40 <= len(words) <= 400]


def _lines(number: int, told: Sequence[str], chance: random.Random) -> list[str]:
    head = (DATA / "letterhead.txt").read_text(encoding="utf-8")
    lines = Template(head).substitute(number=number).splitlines()
    for article in range(1, chance.randint(*_ARTICLES) + 1):
        lines.append(f"Điều {article}. {chance.choice(told)}")
        lines += [
            f"{place}. {' '.join(chance.sample(told, 2))}"
            for place in range(1, chance.randint(*_PARAGRAPHS) + 1)
        ]
    return lines


def _write_pdf(path: Path, lines: list[str]) -> None:
    pdf = FPDF(format="A4")
    pdf.set_margins(30, 20, 20)
    pdf.set_auto_page_break(auto=True, margin=20)
    pdf.add_font("serif", fname=str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf"))
    pdf.add_page()
    pdf.set_font("serif", size=12)
    for line in lines:
        pdf.multi_cell(w=0, h=7, text=f"      {line}", align="J", new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(path))


def _write_text(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines), encoding="utf-8")


def _write_word(path: Path, lines: list[str]) -> None:
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        package.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        )


def _write_page(path: Path, lines: list[str]) -> None:
    body = "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    head = '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Văn bản</title></head>'
    path.write_text(f"{head}<body>\n{body}\n</body></html>", encoding="utf-8")


def _write_sheet(path: Path, lines: list[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["STT", "Nội dung công việc", "Đơn vị thực hiện", "Số lượng"])
    for number, line in enumerate(islice(cycle(lines[6:]), _ROWS), start=1):
        sheet.append([number, line[:150], f"Tổ dân phố số {number}", number * 7 % 100])
    book.save(path)
