"""The ward's documents for agents: a server of the Model Context Protocol that only reads."""

import importlib.metadata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Self

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field

from answering.question import MAX_QUESTION
from bot.desk import Desk
from bot.door import InputError, read_question, read_words
from bot.pause import Pause, PausedError
from bot.shapes import AnswerShape, RegisterShape, TitleShape, TitlesShape
from corpus.audience import Audience
from corpus.document import Document
from corpus.passage import Passage
from prompts import load

NAME = "hoi-phuong"
DOCUMENTS = "hoiphuong://documents/{name}"

_MOST_FOUND = 20
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Asked = Annotated[str, Field(description=load("api/field_question"), max_length=MAX_QUESTION)]
Words = Annotated[str, Field(description=load("mcp/field_query"), max_length=MAX_QUESTION)]
Most = Annotated[int, Field(description=load("mcp/field_limit"), ge=1, le=_MOST_FOUND)]
Number = Annotated[str, Field(description=load("mcp/field_number"), max_length=MAX_QUESTION)]
Name = Annotated[str, Field(description=load("api/field_name"), max_length=MAX_QUESTION)]
Path = Annotated[str, Field(description=load("mcp/field_section"), max_length=MAX_QUESTION)]


class PassageShape(BaseModel):
    """A passage, verbatim, and where it stands."""

    document: str
    title: str
    section: str
    lines: tuple[int, int]
    text: str

    @classmethod
    def of(cls, passage: Passage, document: Document) -> Self:
        return cls(
            document=document.file,
            title=document.title,
            section=passage.section,
            lines=(passage.first_line, passage.last_line),
            text=passage.text,
        )


class PassagesShape(BaseModel):
    """Passages, best first, or in reading order."""

    passages: list[PassageShape]


def mcp_server(desk: Desk, audience: Audience, pause: Pause | None = None) -> MCPServer:
    """A server for one side of the wall; made anew for each use, it keeps nothing of who asked before.

    While answers are paused it tells the reason alone; without `pause` whoever made it has looked.
    """
    server = MCPServer(
        NAME,
        title=load("page/name"),
        instructions=load("mcp/instructions"),
        version=importlib.metadata.version(NAME),
        log_level="WARNING",
    )
    _add_asking(server, desk, audience, pause)
    _add_reading(server, desk, audience, pause)
    return server


def _add_asking(server: MCPServer, desk: Desk, audience: Audience, pause: Pause | None) -> None:
    @server.tool(title=load("mcp/ask_title"), description=load("mcp/ask"), annotations=_READS)
    def ask(question: Asked) -> AnswerShape:
        with _refusing(pause):
            put = read_question(question, audience=audience)
        return AnswerShape.of(desk.ask(put))

    @server.tool(title=load("mcp/search_title"), description=load("mcp/search"), annotations=_READS)
    def search_passages(query: Words, limit: Most = 8) -> PassagesShape:
        with _refusing(pause):
            words = read_words(query, limit=MAX_QUESTION)
        found = desk.search(audience, words, limit=limit)
        return PassagesShape(passages=[PassageShape.of(each.passage, each.document) for each in found])

    @server.tool(title=load("mcp/lookup_title"), description=load("mcp/lookup"), annotations=_READS)
    def lookup_document(number: Number) -> RegisterShape:
        with _refusing(pause):
            words = read_words(number, limit=MAX_QUESTION)
        return RegisterShape.of(desk.register(audience).look_up(words, limit=_MOST_FOUND))


def _add_reading(server: MCPServer, desk: Desk, audience: Audience, pause: Pause | None) -> None:
    @server.tool(title=load("mcp/list_title"), description=load("mcp/list"), annotations=_READS)
    def list_documents() -> TitlesShape:
        with _refusing(pause):
            return TitlesShape(documents=[TitleShape.of(held) for held in desk.documents(audience)])

    @server.tool(title=load("mcp/section_title"), description=load("mcp/section"), annotations=_READS)
    def get_section(document: Name, section: Path = "") -> PassagesShape:
        with _refusing(pause):
            held = desk.document(audience, document)
        passages = desk.section(audience, held, section) if held else ()
        if held is None or not passages:
            raise ToolError(load("mcp/no_section"))
        return PassagesShape(passages=[PassageShape.of(passage, held) for passage in passages])

    @server.resource(
        DOCUMENTS,
        name="document",
        title=load("mcp/document_title"),
        description=load("mcp/document"),
        mime_type="text/plain",
    )
    def text_of(name: str) -> str:
        with _refusing(pause):
            held = desk.document(audience, name)
        if held is None:
            raise ToolError(load("mcp/no_section"))
        return "\n".join(held.lines)


@contextmanager
def _refusing(pause: Pause | None) -> Iterator[None]:
    """What the door refuses is told as the tool's own refusal, and so is why nothing is answered now."""
    try:
        if pause:
            pause.check()
        yield
    except (InputError, PausedError) as refused:
        raise ToolError(str(refused)) from refused
