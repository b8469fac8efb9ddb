"""An answer as a chat tells it: a screen at a time, one source line, a short link."""

from dataclasses import dataclass, replace

from answering.answer import Answer, Source
from answering.redact import redact
from bot.console import lines_label
from bot.history import Cited, Exchange, Told
from bot.reply import Reply
from bot.split import split
from bot.web.place import section_label, short_title
from bot.web.plain_text import text_blocks
from bot.web.short import short_path
from corpus.audience import Audience
from prompts import load

# What is read on a telephone without scrolling far; the rest comes on demand.
SCREEN = 900


@dataclass(frozen=True, slots=True)
class Places:
    """Where sources can be opened: `address` is that of our own pages, "" if they cannot be reached."""

    address: str = ""

    def link(self, source: Source) -> str:
        return (
            f"{self.address.rstrip('/')}{short_path(source.document_id, source.lines)}"
            if self.address
            else ""
        )


def told(answer: Answer, places: Places) -> Told:
    """The answer in pages, its sources without repetition."""
    parts = [load("cli/understood", question=redact(answer.understood))] if answer.understood else []
    parts += [answer.text, *(load("cli/note", note=note) for note in answer.notes)]
    cited = tuple(Cited(place_of(source), source.quote, places.link(source)) for source in answer.sources)
    return Told(answer.status, split("\n\n".join(parts), SCREEN), cited, answer.suggestions)


def shown(exchange: Exchange) -> Reply:
    """The page of an answer that is to be read now."""
    told = exchange.told
    rest = told.pages[exchange.page + 1 :]
    items = sum(len(block.lines) for page in rest for block in text_blocks(page) if block.is_list)
    mark = load("chat/internal") if exchange.audience is Audience.INTERNAL else ""
    reply = Reply(told.pages[exchange.page], opening=mark, left=items if rest else None, turn=exchange.id)
    if exchange.page or not told.sources:
        return replace(reply, next=() if exchange.page else told.next)
    others = len({cited.place for cited in told.sources} - {told.sources[0].place})
    return replace(reply, source=told.sources[0], others=others, next=told.next, rates=True)


def place_of(source: Source) -> str:
    """ "Báo cáo sơ kết…, mục III.3.2, dòng 292"."""
    parts = [short_title(source.title)]
    parts += [section_label(source.section)] if source.section else []
    parts += [load("chat/page", page=source.page)] if source.page else []
    return ", ".join([*parts, load("chat/lines", lines=lines_label(source.lines))])
