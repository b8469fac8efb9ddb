"""A record → a Procedure: its text line by line, and every value with the line it stands on."""

import re
from collections.abc import Iterable, Iterator

from corpus.document import Section
from corpus.procedure import Basis, Paper, Procedure, Told, Way
from ingest.procedures import basis, papers, ways
from ingest.procedures.page import whole
from ingest.procedures.record import NOTHING, Record

# The portal's own names of the parts of a page.
_ABOUT = "Thông tin chung"
_STEPS = "Trình tự thực hiện"
_WAYS = "Cách thức thực hiện"
_PAPERS = "Thành phần hồ sơ"
_CONDITIONS = "Yêu cầu, điều kiện thực hiện"
_RESULTS = "Kết quả xử lý"
_BASIS = "Căn cứ pháp lý"
_LABELS = {
    "code": "Mã thủ tục",
    "field": "Lĩnh vực",
    "level": "Cấp thực hiện",
    "decision": "Số quyết định",
    "applicants": "Đối tượng thực hiện",
    "authority": "Cơ quan có thẩm quyền",
    "place": "Địa chỉ tiếp nhận hồ sơ",
    "agency": "Cơ quan thực hiện",
}
# A result ends with its code; what a page offers to choose from follows the last.
_RESULT_CODE = re.compile(
    r"Mã:\s?(?:(?:[A-Z\d]+[.-])+[A-Z]*\d+(?:_\d+)?|\w{1,12}(?=Từ khóa))|Từ khóa.*", re.DOTALL
)  # Giấy khai sinhMã: KQ.G15.000031Từ khóa…


def lay_out(record: Record) -> Procedure:
    """What the portal leaves empty, or says it has nothing of, is absent."""
    read = whole(record)
    page = _Page()
    name = page.line(" ".join(read.name.split()))
    page.open(_ABOUT)
    about = {part: page.labelled(label, getattr(read, part)) for part, label in _LABELS.items()}
    about.pop("code")
    return Procedure(
        code=read.code,
        name=name,
        ways=page.ways(read.ways),
        papers=page.papers(read.papers),
        steps=page.listed(_STEPS, _own_lines(read.steps)),
        conditions=page.listed(_CONDITIONS, _own_lines(read.conditions)),
        results=page.listed(_RESULTS, _results(read.results)),
        basis=page.basis(read.basis),
        url=read.url,
        checked=read.checked,
        sections=tuple(page.sections),
        lines=tuple(page.lines),
        **about,
    )


class _Page:
    """The text of a procedure while it is laid out."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.sections: list[Section] = []

    def line(self, text: str) -> Told:
        self.lines.append(text)
        return Told(text, len(self.lines))

    def open(self, title: str) -> None:
        self.lines.append(title)
        self.sections.append(Section(title, title, "", len(self.lines)))

    def labelled(self, label: str, value: str) -> Told | None:
        text = _one_line(value)
        if not text:
            return None
        self.lines.append(f"{label}\t{text}")
        return Told(text, len(self.lines))

    def listed(self, title: str, texts: Iterable[str]) -> tuple[Told, ...]:
        shown = [text for text in texts if text and text != NOTHING]
        if not shown:
            return ()
        self.open(title)
        return tuple(self.line(text) for text in shown)

    def row(self, *cells: str) -> tuple[Told | None, ...]:
        """The cells of one line, which stand between tabs; what is empty is absent."""
        texts = [_one_line(cell) for cell in cells]
        self.lines.append("\t".join(texts))
        return tuple(Told(text, len(self.lines)) if text else None for text in texts)

    def ways(self, text: str) -> tuple[Way, ...]:
        read = ways.rows(text)
        if not read:
            self.listed(_WAYS, _own_lines(text))
            return ()
        self.open(_WAYS)
        self.line("\t".join(ways.HEAD))
        made = []
        for row in read:
            how, time, fee, note = self.row(row.how, row.time, row.fee + row.fee_note, row.note)
            assert how is not None
            fee_note = _one_line(row.fee_note) if fee else ""
            only = Told(_one_line(row.fee), how.line) if fee and _one_line(row.fee) else None
            made.append(Way(how, time, only, Told(fee_note, how.line) if fee_note else None, note))
        return tuple(made)

    def papers(self, text: str) -> tuple[Paper, ...]:
        read = papers.rows(text)
        if not read:
            self.listed(_PAPERS, _own_lines(text))
            return ()
        self.open(_PAPERS)
        self.line("\t".join(papers.HEAD))
        made: list[Paper] = []
        case: Told | None = None
        for row in read:
            if row.case != (case.text if case else ""):
                case = self.line(row.case) if row.case else None
            name, form, copies = self.row(row.name, row.form, row.copies)
            if name is not None:
                made.append(Paper(name, copies, form, case))
        return tuple(made)

    def basis(self, text: str) -> tuple[Basis, ...]:
        read = [row for row in basis.rows(text) if row.name != NOTHING]
        if not read:
            return ()
        self.open(_BASIS)
        self.line("\t".join(basis.HEAD))
        return tuple(Basis(*self.row(row.name, row.number)) for row in read)


def _one_line(value: str) -> str:
    text = " ".join(value.split())
    return "" if text == NOTHING else text


def _own_lines(text: str) -> Iterator[str]:
    return (" ".join(line.split()) for line in text.split("\n"))


def _results(text: str) -> Iterator[str]:
    return (" ".join(part.split()) for part in _RESULT_CODE.split(text))
