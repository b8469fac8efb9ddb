"""Where in a text we are: the sections, titles and lists that are open."""

from dataclasses import dataclass, field, replace

from corpus.document import UNDER, Section
from ingest.blocks import NO_BLOCK
from ingest.labels import ARTICLE_RANK, Label, Style

# A title without a number that only heads the list after it; see `ingest.shape.names_list`.
LIST_TITLE_RANK = 2


_CLAUSES = {Style.DECIMAL: "khoản", Style.LETTER: "điểm"}


@dataclass(frozen=True, slots=True)
class _Open:
    label: Label
    path: str
    heading: int


@dataclass(frozen=True, slots=True)
class Level:
    """A list that is open: the style of its marks (None: a paragraph leads it), last block, group.

    `clause` is the last item's name where it has one: "khoản 2", "điểm a".
    """

    style: Style | None
    block: int
    group: int = 0
    clause: str = ""


@dataclass(slots=True)
class Outline:
    """The open part of a text while it is read from top to bottom; `sections` are all that were opened."""

    sections: list[Section] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _titles: list[tuple[int, int]] = field(default_factory=list)
    _paths: set[str] = field(default_factory=set)

    @property
    def path(self) -> str:
        return self._open[-1].path if self._open else ""

    @property
    def above(self) -> tuple[int, ...]:
        """The heading blocks that hold here, outermost first."""
        return (
            *(one.heading for one in self._open if one.heading >= 0),
            *(block for _, block in self._titles),
        )

    @property
    def place(self) -> str:
        """The path down to the clause and point of an article: "Chương II > Điều 5 > khoản 2 > điểm a"."""
        return UNDER.join([self.path, *(level.clause for level in self.levels if level.clause)])

    @property
    def clause(self) -> str:
        """The path down to the clause of an article, without its points."""
        clauses = [level.clause for level in self.levels if level.style is Style.DECIMAL and level.clause]
        return UNDER.join([self.path, *clauses])

    @property
    def article(self) -> int:
        """The heading block of the article we are in; none where its first words are no heading."""
        inner = self._open[-1] if self._open else None
        return inner.heading if inner and inner.label.rank == ARTICLE_RANK else NO_BLOCK

    @property
    def in_article(self) -> bool:
        return any(one.label.rank == ARTICLE_RANK for one in self._open)

    def clause_of(self, label: Label) -> str:
        """What a clause or point of an article is called; "" outside one, and for other marks."""
        name = _CLAUSES.get(label.style, "")
        plain = label.number.isdigit() or label.style is Style.LETTER
        return f"{name} {label.number}" if name and plain and self.in_article else ""

    def enter(self, label: Label, *, title: str, line: int) -> None:
        """Open the section of a label under what stays open; a path that was there before gets a count."""
        self._leave(label.rank)
        path, count = self._path_of(label), 1
        unique = path
        while unique in self._paths:
            count += 1
            unique = f"{path} ({count})"
        self._paths.add(unique)
        self.sections.append(Section(unique, title, self.path, line))
        self._open.append(_Open(label, unique, NO_BLOCK))

    def headed_by(self, block: int) -> None:
        """The heading of the section that was opened last stands in this block."""
        self._open[-1] = replace(self._open[-1], heading=block)

    def title(self, rank: int, block: int) -> None:
        """A title without a number holds until a section opens or a title of its rank or above comes."""
        self._titles.append((rank, block))

    def end_titles(self, rank: int) -> None:
        self._titles = [title for title in self._titles if title[0] < rank]
        self.levels.clear()

    def end_list_titles(self) -> None:
        self._titles = [title for title in self._titles if title[0] != LIST_TITLE_RANK]

    def close(self) -> None:
        self._open.clear()
        self._titles.clear()
        self.levels.clear()

    def _leave(self, rank: int) -> None:
        while self._open and self._open[-1].label.rank >= rank:
            self._open.pop()
        self._titles.clear()
        self.levels.clear()

    def _path_of(self, label: Label) -> str:
        """ "III" + "8.1" → "III.8.1"; "Chương II" + "Điều 5" → "Chương II > Điều 5"."""
        if not self._open:
            return label.number
        if label.style is not Style.DECIMAL:
            return f"{self.path}{UNDER}{label.number}"
        anchor = next((one for one in reversed(self._open) if one.label.style is not Style.DECIMAL), None)
        if anchor is None:
            return label.number
        return f"{anchor.path}{'.' if anchor.label.style is Style.ROMAN else UNDER}{label.number}"

    def join_list(self, style: Style, line: int) -> int:
        """The group of an item: that of the open list of its style, else a new one named by this line."""
        for depth, level in enumerate(self.levels):
            if level.style is style:
                del self.levels[depth:]
                return level.group
        return line

    def end_inner_lists(self) -> None:
        """Close the lists that cannot go on after a paragraph of a legal text; its numbered clauses can."""
        while self.levels and self.levels[-1].style is not Style.DECIMAL:
            self.levels.pop()
