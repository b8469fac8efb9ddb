"""A text as a reader of blocks sees it."""

from dataclasses import dataclass

from corpus.audience import Audience
from corpus.passage import Passage
from ingest.manifest import Entry, WholeLines, WholeSection, Words
from ingest.split import Edition, edition
from ingest.structure import structure


@dataclass(frozen=True, slots=True)
class Text:
    """Both editions of a short text."""

    lines: tuple[str, ...]
    internal: tuple[WholeLines | WholeSection | Words, ...] = ()
    mask: tuple[str, ...] = ()

    def edition(self, audience: Audience) -> Edition:
        entry = Entry(
            "a.txt", "Văn bản", "", audience=Audience.PUBLIC, internal=self.internal, mask=self.mask
        )
        made = edition(structure(self.lines), entry, audience)
        assert made is not None
        return made


def passages(text: str) -> tuple[Passage, ...]:
    """The passages of a text that hides nothing; "¶" stands between lines."""
    return Text(tuple(text.split("¶"))).edition(Audience.INTERNAL).passages


def texts(text: str) -> list[str]:
    return [passage.text for passage in passages(text)]
