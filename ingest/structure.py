"""Lines → sections and blocks, for any Vietnamese administrative text: reports, legal texts, articles."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

import prompts
from corpus.document import Kind
from ingest.blocks import NO_BLOCK, Block, Column, Mark, Span, Structured, in_reading_order
from ingest.clean import word_spans
from ingest.flow import Flow, Role, Strand, flow
from ingest.labels import ARTICLE_RANK, BULLETS, Label, Style, is_inline_list, label_of
from ingest.outline import LIST_TITLE_RANK, Level, Outline
from ingest.quotation import NOT_QUOTED, quotation
from ingest.shape import (
    ends_sentence,
    heads_section,
    is_capital_title,
    is_legal,
    is_motto,
    is_name,
    is_recipients,
    is_short_title,
    is_signature,
    is_starred_title,
    names_list,
    opens_body,
    quotes_open,
)
from ingest.tables import Table, is_letterhead_row, table

_LONGEST_ARTICLE_TITLE = 600
# Strands of a law's head: emblem, number, date, kind, title.
_LONGEST_LETTERHEAD = 20


def structure(
    lines: Sequence[str], *, pages: Sequence[int | None] = (), joined: Collection[int] = ()
) -> Structured:
    """The whole text as sections and blocks; every word of it is in exactly one block.

    `pages[n]` is the page of `lines[n]`; `joined` are the lines, from 1, that go on with the one before.
    """
    reading = _Reading(tuple(lines), flow(lines, joined), is_legal(lines))
    reading.run()
    return Structured(
        tuple(lines), tuple(reading.outline.sections), in_reading_order(reading.blocks), tuple(pages)
    )


@dataclass(slots=True)
class _Reading:
    """One walk over the strands of a text, top to bottom. `legal`: the text is made of Điều."""

    lines: tuple[str, ...]
    flow: Flow
    legal: bool
    blocks: list[Block] = field(default_factory=list)
    outline: Outline = field(default_factory=Outline)
    signed: bool = False

    def run(self) -> None:
        strands = [strand for strand in self.flow.strands if strand.role is not Role.FOOTNOTE]
        position = self._letterhead(strands)
        while position < len(strands):
            position += self._next(strands[position:], first=position == 0)
        self._footnotes()

    def _letterhead(self, strands: list[Strand]) -> int:
        """The letterhead and the title make one paragraph; a text that opens with a sentence has none."""
        count = self._before_basis(strands) if self.legal else 0
        for strand in strands[count:]:
            text = self._text(strand)
            if opens_body(text) or (strand.role is Role.ROW and not is_letterhead_row(text)):
                break
            count += 1
        if not 1 < count < len(strands):
            return 0
        self._add(Kind.PARAGRAPH, *strands[:count], caption=prompts.load("ingest/letterhead"))
        return count

    def _before_basis(self, strands: list[Strand]) -> int:
        """The strands before the first legal basis, whatever the title looks like; 0 without one."""
        head = [self._text(strand) for strand in strands[:_LONGEST_LETTERHEAD]]
        count = len(list(takewhile(lambda text: not text.startswith("Căn cứ"), head)))
        labels = (label_of(text) for text in head[:count])
        return count if count < len(head) and not any(label and label.rank for label in labels) else 0

    def _next(self, strands: list[Strand], *, first: bool) -> int:
        """Read the first of the strands that are left, with those that belong to it; how many that were."""
        strand, following = strands[0], strands[1] if len(strands) > 1 else None
        text = self._text(strand)
        if strand.role is Role.ROW:
            return self._table(strands)
        if is_recipients(text):
            return self._recipients(strands)
        if not first and (is_signature(text) or (following is None and is_name(text))):
            return self._signature(strands)
        if self.legal and quotes_open(text) and (quoted := self._quotation(strands)):
            return quoted
        label = label_of(text)
        if label is None or is_inline_list(text):
            self._plain(strand, text, following)
        elif label.style is Style.LAW:
            return self._legal_heading(strands, label)
        else:
            self._labelled(strand, label, following)
        return 1

    # What a strand says.

    def _spans(self, strand: Strand, *, skip: int = 0) -> tuple[Span, ...]:
        """The words of a strand, less the first `skip` characters of its text."""
        spans: list[Span] = []
        for number in strand.lines:
            begin = strand.begin if number == strand.lines[0] else 0
            marks = [(mark.start, mark.end) for mark in self.flow.markers if mark.line == number]
            spans.extend(word_spans(number, self.lines[number - 1], begin=begin, marks=marks))
        while skip > 0 and spans:
            head = spans.pop(0)
            taken = min(skip, head.end - head.start)
            skip -= taken
            if head.start + taken < head.end:
                spans.insert(0, Span(head.line, head.start + taken, head.end))
            elif spans and spans[0].line != head.line:
                skip -= 1  # the space that joins two lines
        return tuple(spans)

    def _text(self, strand: Strand) -> str:
        spans = self._spans(strand)
        parts = [self.lines[span.line - 1][span.start : span.end] for span in spans]
        for n in range(1, len(spans)):
            if spans[n].line != spans[n - 1].line:
                parts[n] = " " + parts[n]
        return "".join(parts)

    def _label_after(self, following: Strand | None) -> Label | None:
        return label_of(self._text(following)) if following else None

    def _introduces(self, block: int) -> bool:
        """Whether a block is a sentence that a list completes: it ends with a colon."""
        if block < 0 or self.blocks[block].kind is Kind.HEADING or not self.blocks[block].spans:
            return False
        last = self.blocks[block].spans[-1]
        return self.lines[last.line - 1][: last.end].endswith(":")

    # Blocks.

    def _add(self, kind: Kind, *strands: Strand, skip: int = 0, label: str = "", caption: str = "") -> int:
        """A new block of some strands at the place we are; bullets after the first are layout."""
        skips = [skip, *(self._bullet(strand) for strand in strands[1:])]
        spans = tuple(
            span
            for strand, less in zip(strands, skips, strict=True)
            for span in self._spans(strand, skip=less)
        )
        source = tuple(number for strand in strands for number in strand.lines)
        here = self.outline
        place = here.path if kind is Kind.HEADING else here.place
        self.blocks.append(Block(kind, spans, source, place, here.above, caption, label))
        return len(self.blocks) - 1

    def _bullet(self, strand: Strand) -> int:
        label = label_of(self._text(strand))
        return label.end if label and label.style in BULLETS else 0

    def _linked(self, block: int, *, lead: int = NO_BLOCK, group: int = 0) -> None:
        self.blocks[block] = replace(self.blocks[block], lead=lead, group=group)

    # Headings.

    def _legal_heading(self, strands: list[Strand], label: Label) -> int:
        """Chương, Mục, Điều …: the title may follow on lines of its own, in capitals."""
        strand, text = strands[0], self._text(strands[0])
        count = 1
        if label.rank < ARTICLE_RANK and not text[label.end :]:
            while count < len(strands) and is_capital_title(self._text(strands[count])):
                count += 1
        if label.rank == ARTICLE_RANK and not self._heads_article(text[label.end :], strands[1:]):
            self._numbered_paragraph(strand, label)
        else:
            self._heading(label, strands[:count])
        return count

    def _heads_article(self, words: str, following: list[Strand]) -> bool:
        """Whether an article's words are its title: they read like one, or clauses follow them at once."""
        first = self._label_after(following[0]) if following else None
        has_clauses = first is not None and first.number in {"1", "a"}
        return heads_section(words) or (has_clauses and len(words) <= _LONGEST_ARTICLE_TITLE)

    def _heading(self, label: Label, strands: list[Strand]) -> None:
        title = " ".join(self._text(strand) for strand in strands)
        self.outline.enter(label, title=title, line=strands[0].lines[0])
        block = self._add(Kind.HEADING, *strands, label=label.printed)
        self.outline.headed_by(block)

    def _title(self, strand: Strand, rank: int, *, label: Label | None = None) -> None:
        """A heading without a number stands under the section it is in and under weightier titles."""
        self.outline.end_titles(rank)
        skip, printed = (label.end, label.printed) if label else (0, "")
        self.outline.title(rank, self._add(Kind.HEADING, strand, skip=skip, label=printed))

    # Paragraphs and items.

    def _plain(self, strand: Strand, text: str, following: Strand | None) -> None:
        follows = self._text(following) if following else ""
        if is_motto(text) or is_motto(follows):
            self._add(Kind.PARAGRAPH, strand)  # the letterhead of what is issued with the document
        elif is_capital_title(text) and follows:
            if self.signed and not self.outline.path:
                self._heading(Label(Style.LAW, "", text, 0), [strand])
            else:
                self._title(strand, 0)
        elif is_starred_title(self.lines[strand.lines[0] - 1], text) or (
            not self.legal and is_short_title(text, follows)
        ):
            self._title(strand, 1)
        elif names_list(text) and label_of(follows) and not self.legal:
            self._title(strand, LIST_TITLE_RANK)
        else:
            self._paragraph(strand)
            after = label_of(follows)
            if self.blocks[-1].lead < 0 and not (after and after.style is Style.LETTER):
                self.blocks[-1] = replace(self.blocks[-1], section=self.outline.clause)

    def _paragraph(self, strand: Strand, *, skip: int = 0, label: str = "") -> None:
        levels = self.outline.levels
        above = levels[-1].block if levels else NO_BLOCK
        self.outline.end_list_titles()
        block = self._add(Kind.PARAGRAPH, strand, skip=skip, label=label)
        lead = above if self._introduces(above) or self._titles_clause(above) else NO_BLOCK
        self._linked(block, lead=lead, group=self._unmarked_list(block, lead))
        if not self.legal:
            levels.clear()
        if self._introduces(block) or not levels:
            self.outline.end_inner_lists()
            levels.append(Level(None, block))

    def _titles_clause(self, block: int) -> bool:
        """Whether a block is a clause of a law that only names what the paragraphs under it rule."""
        if not self.legal or block < 0 or self.blocks[block].kind is not Kind.LIST_ITEM:
            return False
        spans = self.blocks[block].spans[-1:]
        return bool(spans) and not ends_sentence(self.lines[spans[0].line - 1][: spans[0].end])

    def _unmarked_list(self, block: int, lead: int) -> int:
        """The group of a paragraph that a law's sentence with a colon introduces: a list without marks."""
        if not self.legal or not self._introduces(lead) or self._introduces(block):
            return 0
        before = self.blocks[block - 1]
        return before.group if before.lead == lead and before.group else self.blocks[block].source[0]

    def _numbered_paragraph(self, strand: Strand, label: Label) -> None:
        self.outline.enter(label, title=label.printed, line=strand.lines[0])
        self._paragraph(strand, skip=label.end, label=label.printed)

    def _labelled(self, strand: Strand, label: Label, following: Strand | None) -> None:
        text = self._text(strand)
        words = text[label.end :]
        if label.style in {Style.ROMAN, Style.DECIMAL} and not (self.legal and self.outline.in_article):
            if heads_section(words) and not self._is_counted_item(label, following):
                self._heading(label, [strand])
                return
            if not self._expects_items(label):
                self._numbered_paragraph(strand, label)
                return
        raw = self.lines[strand.lines[0] - 1].lstrip()[len(label.printed) :]
        heads = words.endswith(":") and is_starred_title(raw, words.rstrip(" :"))
        if heads and following and not self.legal and self._label_after(following) is None:
            self._title(strand, LIST_TITLE_RANK + 1, label=label)
        else:
            self._item(strand, label)

    def _is_counted_item(self, label: Label, following: Strand | None) -> bool:
        """Short numbered lines that follow one another at once are a list, not headings without content."""
        if label.style is not Style.DECIMAL:
            return False
        after = self._label_after(following)
        if after is not None and after.style is label.style and after.rank == label.rank:
            return True
        return any(level.style is label.style for level in self.outline.levels)

    def _expects_items(self, label: Label) -> bool:
        levels = self.outline.levels
        if any(level.style is label.style for level in levels):
            return True
        return bool(levels) and self._introduces(levels[-1].block)

    def _item(self, strand: Strand, label: Label) -> None:
        levels = self.outline.levels
        group = self.outline.join_list(label.style, strand.lines[0])
        parent = levels[-1] if levels else Level(None, self.outline.article if self.legal else NO_BLOCK)
        # A point of a law always completes its clause, a clause its article; elsewhere only a colon says so.
        leads = self._introduces(parent.block) or (self.legal and bool(parent.style or not levels))
        levels.append(Level(label.style, len(self.blocks), group, self.outline.clause_of(label)))
        block = self._add(Kind.LIST_ITEM, strand, skip=label.end, label=label.printed)
        self._linked(block, lead=parent.block if leads else NO_BLOCK, group=group)

    def _quotation(self, strands: list[Strand]) -> int:
        """Words quoted over several strands belong to what quotes them: their Điều are not this text's own.

        How many strands were read.
        """
        levels = self.outline.levels
        before = levels[-1].block if levels and self._introduces(levels[-1].block) else NO_BLOCK
        first = len(self.blocks)
        quoted = quotation(self._text(strand) for strand in strands)
        for strand, one in zip(strands, quoted, strict=False):
            skip, printed = (one.label.end, one.label.printed) if one.label else (0, "")
            kind = Kind.LIST_ITEM if one.label else Kind.PARAGRAPH
            block = self._add(kind, strand, skip=skip, label=printed)
            lead = before if one.lead == NOT_QUOTED else first + one.lead
            self._linked(block, lead=lead, group=strands[one.group].lines[0])
        return len(quoted)

    # The end of a text, tables, footnotes.

    def _recipients(self, strands: list[Strand]) -> int:
        count = 1
        for strand in strands[1:]:
            text = self._text(strand)
            label = label_of(text)
            bullet = label is not None and label.style in BULLETS
            if strand.role is Role.ROW or not (bullet or text.startswith("(")):
                break
            count += 1
        return self._closing(strands[:count], prompts.load("ingest/recipients"))

    def _signature(self, strands: list[Strand]) -> int:
        count = 1
        for strand in [] if is_name(self._text(strands[0])) else strands[1:]:
            text = self._text(strand)
            named = is_name(text)
            fits = named or text.startswith("(") or (is_capital_title(text) and label_of(text) is None)
            if strand.role is Role.ROW or not fits:
                break
            count += 1
            if named:
                break
        return self._closing(strands[:count], prompts.load("ingest/signature"))

    def _closing(self, strands: list[Strand], caption: str) -> int:
        self.outline.close()
        self._add(Kind.PARAGRAPH, *strands, caption=caption)
        self.signed = True
        return len(strands)

    def _table(self, strands: list[Strand]) -> int:
        count = next((n for n, strand in enumerate(strands) if strand.role is not Role.ROW), len(strands))
        grid = table(self.lines, [strand.lines[0] for strand in strands[:count]])
        levels = self.outline.levels
        above = levels[-1].block if levels else NO_BLOCK
        introduction = above if self._introduces(above) else NO_BLOCK
        lead, prefix, group = introduction, "", strands[0].lines[0]
        for n, strand in enumerate(strands[:count]):
            row = grid.rows[n]
            block = self._row(strand, grid, n, prefix=prefix)
            if row.heads_group:
                lead, prefix, group = block, row.ordinal, row.line
            self._linked(block, lead=introduction if block == lead else lead, group=group)
        return count

    def _row(self, strand: Strand, grid: Table, n: int, *, prefix: str) -> int:
        """The block of one row: its ordinal is its label, "II.4" under the group row II."""
        row = grid.rows[n]
        label = f"{prefix}.{row.ordinal}" if prefix and not row.heads_group else row.ordinal
        first = 1 if row.ordinal else 0
        columns = tuple(
            Column(cell, header if header and header.line != row.line else None)
            for cell, header in list(zip(row.cells, grid.headers, strict=False))[first:]
            if cell.end > cell.start
        )
        begin = row.cells[first].start if len(row.cells) > first else 0
        block = self._add(Kind.TABLE_ROW, strand, label=label)
        spans = tuple(
            Span(span.line, max(span.start, begin), span.end)
            for span in self.blocks[block].spans
            if span.end > begin
        )
        self.blocks[block] = replace(self.blocks[block], spans=spans, columns=columns)
        return block

    def _footnotes(self) -> None:
        """Footnotes get the place of the block that cites them; one that nothing cites stands alone."""
        homes = {number: n for n, block in enumerate(self.blocks) for number in block.source}
        index: dict[int, int] = {}
        for strand in self.flow.strands:
            if strand.role is Role.FOOTNOTE:
                lines = (mark.line for mark in self.flow.markers if mark.body == strand.lines[0])
                home = next((self.blocks[homes[line]] for line in lines if line in homes), None)
                section, above = (home.section, home.above) if home else ("", ())
                index[strand.lines[0]] = len(self.blocks)
                spans = self._spans(strand)
                note = Block(Kind.FOOTNOTE, spans, strand.lines, section, above, label=strand.label)
                self.blocks.append(note)
        for mark in self.flow.markers:
            if mark.line in homes:
                citing = self.blocks[homes[mark.line]]
                cited = Mark(mark.line, mark.start, mark.end, index[mark.body])
                self.blocks[homes[mark.line]] = replace(citing, marks=(*citing.marks, cited))
