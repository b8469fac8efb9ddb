"""The score of the formats: the report as LibreOffice writes and prints it, against the text itself."""

import argparse
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from corpus.audience import Audience
from ingest.extract.anyfile import extract
from ingest.extract.extracted import Extracted
from ingest.extract.limits import Limits
from ingest.manifest import Entry
from ingest.pipeline import default_corpus
from ingest.reading import taken_in
from ingest.split import edition
from ingest.structure import structure

REPORT = "bao-cao-so-ket-01-nam-phuong-bach-mai.txt"
_FORMATS = ("pdf", "docx", "doc", "rtf", "html")
_SECONDS = 300


def read(path: Path) -> Extracted:
    return taken_in(extract(path, file=path.name, limits=Limits()), file=path.name).text


def passages(found: Extracted) -> Counter[str]:
    structured = structure(found.lines, pages=found.page_of_line, joined=found.joined)
    made = edition(structured, Entry("a", title="a"), Audience.INTERNAL)
    return Counter(passage.text for passage in made.passages) if made else Counter()


def write_word(path: Path, lines: Sequence[str]) -> None:
    """As an office writes it: Times 14, justified, an indented first line; lines with tabs as tables."""
    document = docx.Document()
    style, page = document.styles["Normal"], document.sections[0]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(3), Cm(1.5), Cm(2), Cm(2)
    for is_table, group in groupby(lines, key=lambda line: "\t" in line):
        if is_table:
            _add_table(document, [line.split("\t") for line in group])
            continue
        for line in filter(str.strip, group):
            paragraph = document.add_paragraph(line)
            paragraph.paragraph_format.first_line_indent = Cm(1.27)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.save(str(path))


def _add_table(document: "docx.document.Document", rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=max(map(len, rows)))
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text
    # Two tables without a paragraph between them are one to a word processor.
    document.add_paragraph()


def rendered(path: Path, folder: Path) -> Iterator[Path]:
    """The file as LibreOffice writes it, in each format."""
    for ending in _FORMATS:
        into = folder / ending
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", "--headless", profile, "--convert-to", ending, "--outdir", str(into), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        yield into / f"{path.stem}.{ending}"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="hoiphuong evals renderings", allow_abbrev=False)
    parser.add_argument("--verbose", action="store_true", help="tell which passages are not there")
    options = parser.parse_args(argv)
    if shutil.which("soffice") is None:
        print("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
        return 1
    meant = passages(read(default_corpus() / REPORT))
    with tempfile.TemporaryDirectory(prefix="hoiphuong-") as room:
        source = Path(room) / "report.docx"
        write_word(source, read(default_corpus() / REPORT).lines)
        for path in (source, *rendered(source, Path(room))):
            found = passages(read(path))
            equal = sum((meant & found).values())
            name = path.suffix[1:] if path != source else "docx (python-docx)"
            print(f"{name:<20} {equal:>4} / {meant.total()} passages equal  {equal / meant.total():6.1%}")
            for text in sorted(meant - found) if options.verbose else ():
                print(f"  - {text}")
    return 0
