"""Lines → sections and blocks, for any Vietnamese administrative text: reports, legal texts, articles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import prompts
from corpus.document import Kind, Section
from ingest.blocks import Block, Column, Mark, Span, Structured
from ingest.clean import word_spans
from ingest.flow import Flow, Role, Strand, flow
from ingest.labels import Label, Style, is_inline_list, label_of
from ingest.shape import (
    heads_section,
    is_capital_title,
    is_name,
    is_recipients,
    is_signature,
    is_starred_title,
    is_short_title,
    names_list,
    opens_body,
)
from ingest.tables import Row, table

_ARTICLE = re.compile(r"(?:Điều|ĐIỀU)\s+\d+[a-zđ]?\s*[.:]", re.MULTILINE)
_ARTICLE_RANK = 4
_NO_BLOCK = -1


def structure(lines: Sequence[str], *, pages: Sequence[int | None] = ()) -> Structured:
    """The whole text as sections and blocks; every word of it is in exactly one block.

    `pages[n]` is the page of `lines[n]`, for files that have pages.
    """
    building = _Building(tuple(lines), flow(lines))
    building.run()
    blocks = _in_reading_order(building.blocks)
    return Structured(tuple(lines), tuple(building.sections), blocks, tuple(pages))


@dataclass(frozen=True, slots=True)
class _Open:
    """A section that is still open; `heading` is -1 for a numbered paragraph, which has no title."""

    rank: int
    label: Label
    path: str
    heading: int


@dataclass(frozen=True, slots=True)
class _Level:
    """A list that is still open: the style of its marks, its last item, its group."""

    style: Style | None
    block: int
    group: int


@dataclass(slots=True)
class _Building:
    lines: tuple[str, ...]
    flow: Flow
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)
    open: list[_Open] = field(default_factory=list)
    titles: list[tuple[int, int]] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    signed: bool = False
    legal: bool = False

    def __post_init__(self) -> None:
        self.legal = sum(_ARTICLE.match(line.lstrip()) is not None for line in self.lines) > 1

    # -- the walk over the text ------------------------------------------------------------------------

    def run(self) -> None:
        strands = [strand for strand in self.flow.strands if strand.role is not Role.FOOTNOTE]
        position = self._front(strands)
        while position < len(strands):
            position = self._next(strands, position)
        self._footnotes()

    def _front(self, strands: list[Strand]) -> int:
        """The letterhead and the title make one paragraph; a text that opens with a sentence has none."""
        count = 0
        while (
            count < len(strands)
            and strands[count].role is Role.BODY
            and not opens_body(self._text(strands[count]))
        ):
            count += 1
        if 1 < count < len(strands):
            self._add(Kind.PARAGRAPH, *strands[:count])
            return count
        return 0

    def _next(self, strands: list[Strand], position: int) -> int:
        strand = strands[position]
        text = self._text(strand)
        if strand.role is Role.ROW:
            return self._table(strands, position)
        if is_recipients(text):
            return self._recipients(strands, position)
        if is_signature(text) and position > 0:
            return self._signature(strands, position)
        if position == len(strands) - 1 and position > 2 and is_name(text):
            self._close()
            self._add(Kind.PARAGRAPH, strand, caption=prompts.load("ingest/signature"))
            return position + 1
        following = strands[position + 1] if position + 1 < len(strands) else None
        label = label_of(text)
        if label is None or is_inline_list(text):
            self._plain(strand, text, following)
            return position + 1
        if label.style is Style.LAW:
            return self._legal_heading(strands, position, label)
        self._labelled(strand, label, following)
        return position + 1

    # -- words of a strand -----------------------------------------------------------------------------

    def _spans(self, strand: Strand, *, skip: int = 0) -> tuple[Span, ...]:
        """The words of a strand, less the first `skip` characters of them."""
        spans: list[Span] = []
        for number in strand.lines:
            begin = strand.begin if number == strand.lines[0] else 0
            marks = [(mark.start, mark.end) for mark in self.flow.markers if mark.line == number]
            spans.extend(word_spans(number, self.lines[number - 1], begin=begin, marks=marks))
        while skip and spans:
            first = spans.pop(0)
            taken = min(skip, first.end - first.start)
            skip -= taken
            if first.start + taken < first.end:
                spans.insert(0, Span(first.line, first.start + taken, first.end))
        return tuple(spans)

    def _text(self, strand: Strand) -> str:
        spans = self._spans(strand)
        parts = [self.lines[span.line - 1][span.start : span.end] for span in spans]
        for n in range(1, len(spans)):
            if spans[n].line != spans[n - 1].line:
                parts[n] = " " + parts[n]
        return "".join(parts)

    def _raw(self, strand: Strand) -> str:
        return self.lines[strand.lines[0] - 1]

    # -- blocks ----------------------------------------------------------------------------------------

    def _add(self, kind: Kind, *strands: Strand, skip: int = 0, **extra: object) -> int:
        """A new block of some strands; the marks of strands that are bullets are layout."""
        skips = [skip, *(self._bullet(strand) for strand in strands[1:])]
        spans = tuple(
            span
            for strand, less in zip(strands, skips, strict=True)
            for span in self._spans(strand, skip=less)
        )
        source = tuple(number for strand in strands for number in strand.lines)
        section = self.open[-1].path if self.open else ""
        above = [one.heading for one in self.open if one.heading >= 0] + [block for _, block in self.titles]
        block = Block(kind, spans, source, section=section, above=tuple(above))
        self.blocks.append(replace(block, **extra))  # type: ignore[arg-type]
        return len(self.blocks) - 1

    def _bullet(self, strand: Strand) -> int:
        label = label_of(self._text(strand))
        return label.end if label and label.style in {Style.DASH, Style.PLUS, Style.DOT} else 0

    def _close(self) -> None:
        self.open.clear()
        self.titles.clear()
        self.levels.clear()

    def _enter(self, label: Label, block: int, *, title: str, line: int) -> None:
        """Open the section of a heading (`block`) or of a numbered paragraph (-1) under what stays open."""
        self._leave(label.rank)
        base = self.open[-1] if self.open else None
        anchor = next((one for one in reversed(self.open) if one.label.style is not Style.DECIMAL), None)
        if label.style is Style.DECIMAL and anchor:
            path = f"{anchor.path}{'.' if anchor.label.style is Style.ROMAN else ' > '}{label.number}"
        elif label.style is Style.DECIMAL or base is None:
            path = label.number
        else:
            path = f"{base.path} > {label.number}"
        self._section(label, path, block, title=title, line=line)

    def _leave(self, rank: int) -> None:
        while self.open and self.open[-1].rank >= rank:
            self.open.pop()
        self.titles.clear()
        self.levels.clear()

    def _section(self, label: Label, path: str, block: int, *, title: str, line: int) -> None:
        unique, count = path, 1
        while unique in self.paths:
            count += 1
            unique = f"{path} ({count})"
        self.paths.add(unique)
        parent = self.open[-1].path if self.open else ""
        self.sections.append(Section(unique, title, parent, line))
        self.open.append(_Open(label.rank, label, unique, block))

    # -- headings --------------------------------------------------------------------------------------

    def _legal_heading(self, strands: list[Strand], position: int, label: Label) -> int:
        """Chương, Mục, Điều …: the title may follow on lines of its own, in capitals."""
        count = 1
        strand, text = strands[position], self._text(strands[position])
        if label.rank < _ARTICLE_RANK and not text[label.end :]:
            while position + count < len(strands) and is_capital_title(self._text(strands[position + count])):
                count += 1
        if label.rank == _ARTICLE_RANK and not heads_section(text[label.end :]):
            self._enter(label, _NO_BLOCK, title=label.printed, line=strand.lines[0])
            self._paragraph(strand, skip=label.end, label=label.printed)
            return position + 1
        parts = strands[position : position + count]
        self._heading(label, parts)
        return position + count

    def _heading(self, label: Label, strands: list[Strand]) -> None:
        title = " ".join(self._text(strand) for strand in strands)
        self._enter(label, len(self.blocks), title=title, line=strands[0].lines[0])
        self.open[-1] = replace(self.open[-1], heading=len(self.blocks))
        block = self._add(Kind.HEADING, *strands, label=label.printed)
        self.blocks[block] = replace(self.blocks[block], above=self.blocks[block].above[:-1])

    def _title(self, strand: Strand, rank: int, *, label: Label | None = None) -> None:
        """A heading without a number stands under the section it is in and under weightier titles."""
        self.titles = [title for title in self.titles if title[0] < rank]
        self.levels.clear()
        skip, printed = (label.end, label.printed) if label else (0, "")
        block = self._add(Kind.HEADING, strand, skip=skip, label=printed)
        self.titles.append((rank, block))

    # -- paragraphs and items --------------------------------------------------------------------------

    def _plain(self, strand: Strand, text: str, following: Strand | None) -> None:
        follows = self._text(following) if following else ""
        if is_capital_title(text) and follows:
            if self.signed and not self.open:
                label = Label(Style.LAW, text, text, 0)
                self._heading(label, [strand])
            else:
                self._title(strand, 0)
        elif is_starred_title(self._raw(strand), text):
            self._title(strand, 1)
        elif is_short_title(text, follows) and not self.legal:
            self._title(strand, 1)
        elif names_list(text) and label_of(follows) and not self.legal:
            self._title(strand, 2)
        else:
            self._paragraph(strand)

    def _paragraph(self, strand: Strand, *, skip: int = 0, label: str = "") -> None:
        text = self._text(strand)
        above = self.levels[-1] if self.levels else None
        introduced = above is not None and self._introduces(above.block)
        inherited = above.block if above is not None and introduced else _NO_BLOCK
        self.titles = [title for title in self.titles if title[0] != 2]
        block = self._add(Kind.PARAGRAPH, strand, skip=skip, label=label, lead=inherited)
        if not self.legal:
            self.levels.clear()
        if text.endswith(":") or not self.levels:
            inner = (Style.LETTER, Style.PAREN, Style.DASH, Style.PLUS, Style.DOT, None)
            while self.levels and self.levels[-1].style in inner:
                self.levels.pop()
            self.levels.append(_Level(None, block, 0))

    def _introduces(self, block: int) -> bool:
        if block < 0 or self.blocks[block].kind is Kind.HEADING:
            return False
        spans = self.blocks[block].spans
        return bool(spans) and self.lines[spans[-1].line - 1][: spans[-1].end].endswith(":")

    def _labelled(self, strand: Strand, label: Label, following: Strand | None) -> None:
        text = self._text(strand)
        in_article = self.legal and any(one.rank == _ARTICLE_RANK for one in self.open)
        if label.style in {Style.ROMAN, Style.DECIMAL} and not in_article:
            if heads_section(text[label.end :]) and not self._is_counted_item(label, following):
                self._heading(label, [strand])
                return
            if not self._expects_items(label):
                self._enter(label, _NO_BLOCK, title=label.printed, line=strand.lines[0])
                self._paragraph(strand, skip=label.end, label=label.printed)
                return
        raw_title = is_starred_title(self._raw(strand)[1:].lstrip(), text[label.end :].strip().rstrip(" :"))
        follows = label_of(self._text(following)) if following else label
        if raw_title and text.endswith(":") and follows is None and not self.legal:
            self._title(strand, 3, label=label)
            return
        self._item(strand, label)

    def _is_counted_item(self, label: Label, following: Strand | None) -> bool:
        """Short numbered lines that follow one another at once are a list, not headings without content."""
        after = label_of(self._text(following)) if following else None
        goes_on = any(level.style is label.style for level in self.levels)
        if after is None or after.style is not label.style or after.rank != label.rank:
            return goes_on and label.style is Style.DECIMAL
        return label.style is Style.DECIMAL

    def _expects_items(self, label: Label) -> bool:
        if any(level.style is label.style for level in self.levels):
            return True
        return bool(self.levels) and self._introduces(self.levels[-1].block)

    def _item(self, strand: Strand, label: Label) -> None:
        group = strand.lines[0]
        for depth, level in enumerate(self.levels):
            if level.style is label.style:
                group = level.group
                del self.levels[depth:]
                break
        parent = self.levels[-1].block if self.levels else _NO_BLOCK
        leads = parent >= 0 and (self._introduces(parent) or self.levels[-1].style is not None and self.legal)
        lead = parent if leads else _NO_BLOCK
        block = self._add(Kind.LIST_ITEM, strand, skip=label.end, label=label.printed, lead=lead, group=group)
        self.levels.append(_Level(label.style, block, group))

    # -- recipients, signature, tables, footnotes -------------------------------------------------------

    def _recipients(self, strands: list[Strand], position: int) -> int:
        count = 1
        while position + count < len(strands):
            text = self._text(strands[position + count])
            label = label_of(text)
            if strands[position + count].role is Role.ROW or not (
                (label and label.style in {Style.DASH, Style.PLUS, Style.DOT}) or text.startswith("(")
            ):
                break
            count += 1
        self._close()
        self._add(
            Kind.PARAGRAPH, *strands[position : position + count], caption=prompts.load("ingest/recipients")
        )
        self.signed = True
        return position + count

    def _signature(self, strands: list[Strand], position: int) -> int:
        count = 1
        while position + count < len(strands) and strands[position + count].role is Role.BODY:
            text = self._text(strands[position + count])
            named = is_name(text)
            if not (named or is_capital_title(text) or text.startswith("(")) or label_of(text):
                break
            count += 1
            if named:
                break
        self._close()
        self._add(
            Kind.PARAGRAPH, *strands[position : position + count], caption=prompts.load("ingest/signature")
        )
        self.signed = True
        return position + count

    def _table(self, strands: list[Strand], position: int) -> int:
        count = 1
        while position + count < len(strands) and strands[position + count].role is Role.ROW:
            count += 1
        rows = strands[position : position + count]
        grid = table(self.lines, [strand.lines[0] for strand in rows])
        above = self.levels[-1].block if self.levels else _NO_BLOCK
        introduction = above if above >= 0 and self._introduces(above) else _NO_BLOCK
        lead, prefix, group = introduction, "", rows[0].lines[0]
        for strand, row in zip(rows, grid.rows, strict=True):
            if row.heads_group:
                prefix, group = row.ordinal, row.line
            is_head = row.heads_group or (grid.headed and row is grid.rows[0])
            block = self._row(
                strand, row, grid.headers, prefix=prefix, lead=introduction if is_head else lead, group=group
            )
            if row.heads_group:
                lead = block
        return position + count

    def _row(
        self,
        strand: Strand,
        row: Row,
        headers: tuple[Span | None, ...],
        *,
        prefix: str,
        lead: int,
        group: int,
    ) -> int:
        label = f"{prefix}.{row.ordinal}" if prefix and not row.heads_group else row.ordinal
        first = 1 if row.ordinal else 0
        columns = tuple(
            Column(cell, header if header and header.line != row.line else None)
            for cell, header in list(zip(row.cells, headers, strict=False))[first:]
            if cell.end > cell.start
        )
        whole = self._spans(strand)
        begin = row.cells[first].start if len(row.cells) > first else 0
        spans = tuple(Span(span.line, max(span.start, begin), span.end) for span in whole if span.end > begin)
        block = self._add(
            Kind.TABLE_ROW, strand, label=label.strip("."), lead=lead, group=group, columns=columns
        )
        self.blocks[block] = replace(self.blocks[block], spans=spans)
        return block

    def _footnotes(self) -> None:
        """Footnotes get the place of the block that cites them; a footnote no one cites stands alone."""
        notes = {strand.lines[0]: strand for strand in self.flow.strands if strand.role is Role.FOOTNOTE}
        homes = {number: n for n, block in enumerate(self.blocks) for number in block.source}
        index: dict[int, int] = {}
        for line, strand in notes.items():
            citing = next(
                (homes[mark.line] for mark in self.flow.markers if mark.body == line and mark.line in homes),
                -1,
            )
            home = self.blocks[citing] if citing >= 0 else Block(Kind.FOOTNOTE, (), ())
            index[line] = len(self.blocks)
            self.blocks.append(
                Block(
                    Kind.FOOTNOTE,
                    self._spans(strand),
                    strand.lines,
                    home.section,
                    home.above,
                    label=strand.label,
                )
            )
        for mark in self.flow.markers:
            block = homes.get(mark.line)
            if block is not None:
                cited = Mark(mark.line, mark.start, mark.end, index[mark.body])
                self.blocks[block] = replace(self.blocks[block], marks=(*self.blocks[block].marks, cited))


def _in_reading_order(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks with each footnote behind the block that first cites it, and every index renumbered."""
    places: dict[int, tuple[int, int]] = {}
    for n, block in enumerate(blocks):
        if block.kind is not Kind.FOOTNOTE:
            places[n] = (block.source[0], 0)
            for depth, mark in enumerate(block.marks, start=1):
                places.setdefault(mark.footnote, (block.source[0], depth))
    order = sorted(range(len(blocks)), key=lambda n: places.get(n, (blocks[n].source[0], 0)))
    new = {old: n for n, old in enumerate(order)} | {_NO_BLOCK: _NO_BLOCK}
    return tuple(
        replace(
            blocks[old],
            above=tuple(new[n] for n in blocks[old].above),
            lead=new[blocks[old].lead],
            marks=tuple(replace(mark, footnote=new[mark.footnote]) for mark in blocks[old].marks),
        )
        for old in order
    )
