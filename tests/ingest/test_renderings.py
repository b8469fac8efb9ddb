"""Renderings: a text printed to PDF or written as a Word file gives the same passages as the text itself."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.audience import Audience
from ingest.extract.anyfile import extract
from ingest.extract.extracted import Extracted
from ingest.extract.limits import Limits
from ingest.manifest import Entry
from ingest.pipeline import default_corpus
from ingest.reading import taken_in
from ingest.split import edition
from ingest.structure import structure
from tests.files import a_docx, a_page, paragraph, table

REPORT = "bao-cao-so-ket-01-nam-phuong-bach-mai.txt"


@pytest.fixture(scope="module")
def text() -> Extracted:
    return extract(default_corpus() / REPORT, file=REPORT, limits=Limits())


def passages(found: Extracted) -> Counter[str]:
    structured = structure(found.lines, pages=found.page_of_line, joined=found.joined)
    read = edition(structured, Entry("a", title="a"), Audience.INTERNAL)
    assert read is not None
    return Counter(passage.text for passage in read.passages)


def parts(lines: Sequence[str]) -> Iterator[str | list[list[str]]]:
    """Paragraphs, and the rows of each table together."""
    rows: list[list[str]] = []
    for line in lines:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            yield rows
            rows = []
        if line.strip():
            yield line
    if rows:
        yield rows


def printed(path: Path, lines: Sequence[str]) -> Path:
    """Indented, justified paragraphs, tables with rules; each of many pages with its number."""
    pdf = a_page()
    for part in parts(lines):
        if isinstance(part, str):
            pdf.multi_cell(w=0, h=7, text=f"      {part}", align="J", new_x="LMARGIN", new_y="NEXT")
            pdf.ln(1.5)
            continue
        width = max(map(len, part))
        with pdf.table(first_row_as_headings=False, col_widths=(35, 75, 50)[:width]) as drawn:
            for row in part:
                cells = drawn.row()
                for cell in [*row, *[""] * (width - len(row))]:
                    cells.cell(cell)
    pdf.output(str(path))
    return path


def equal(one: Counter[str], other: Counter[str]) -> float:
    return sum((one & other).values()) / sum(one.values())


def test_a_word_file_gives_the_same_passages(text: Extracted, tmp_path: Path) -> None:
    blocks = [paragraph(part) if isinstance(part, str) else table(part) for part in parts(text.lines)]
    path = a_docx(tmp_path / "a.docx", *blocks)

    found = taken_in(extract(path, file=path.name, limits=Limits()), file=path.name)

    assert passages(found.text) == passages(text)


@pytest.mark.filterwarnings("ignore")  # the font lacks a letter that the report has by mistake
def test_a_pdf_gives_the_same_passages(text: Extracted, tmp_path: Path) -> None:
    path = printed(tmp_path / "a.pdf", text.lines)

    found = taken_in(extract(path, file=path.name, limits=Limits()), file=path.name)

    assert len(found.health.pages) > 40
    assert equal(passages(text), passages(found.text)) >= 0.97
