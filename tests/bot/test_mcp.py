"""The MCP server over HTTP and on stdio, with the SDK's own client."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from settings import ROOT
from tests.conftest import INTERNAL_KEY, Running

REPORT = "bao-cao-so-ket-01-nam-phuong-bach-mai.txt"
ASKED = "Phường có bao nhiêu tổ dân phố?"
TOOLS = {"ask", "search_passages", "lookup_document", "list_documents", "get_section"}


def over_http(running: Running, use: Callable[[Client], Awaitable[Any]], *, internal: bool = False) -> Any:
    """What a client that is connected over HTTP gets."""

    async def connected() -> Any:
        headers = {"Authorization": f"Bearer {INTERNAL_KEY}"} if internal else {}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=30) as http,
            Client(streamable_http_client(f"{running.url}/mcp", http_client=http)) as client,
        ):
            return await use(client)

    return asyncio.run(connected())


async def everything(client: Client) -> dict[str, Any]:
    """The names of the tools, and what each gives."""
    tools = (await client.list_tools()).tools
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
    calls: dict[str, dict[str, Any]] = {
        "ask": {"question": ASKED},
        "search_passages": {"query": "tổ dân phố", "limit": 3},
        "lookup_document": {"number": "qd 1808"},
        "list_documents": {},
        "get_section": {"document": REPORT, "section": "III.8"},
    }
    told = {name: (await client.call_tool(name, given)) for name, given in calls.items()}
    assert not any(result.is_error for result in told.values())
    return {
        "tools": {tool.name for tool in tools},
        **{name: result.structured_content for name, result in told.items()},
    }


def check(told: dict[str, Any]) -> None:
    assert told["tools"] == TOOLS
    assert "108" in told["ask"]["text"]
    assert len(told["search_passages"]["passages"]) == 3
    assert told["lookup_document"]["entries"][0]["number"] == "1808/QĐ-UBND"
    assert REPORT in [each["file"] for each in told["list_documents"]["documents"]]
    assert all(each["section"].startswith("III.8") for each in told["get_section"]["passages"])


def test_a_client_calls_every_tool_over_http(server: Running) -> None:
    check(over_http(server, everything))


def test_a_client_calls_every_tool_on_stdio(corpus_data: Path) -> None:
    started = StdioServerParameters(
        command=sys.executable,
        args=["-m", "bot", "mcp"],
        env={"HOIPHUONG_DATA": str(corpus_data)},
        cwd=ROOT,
    )

    async def connected() -> dict[str, Any]:
        async with Client(stdio_client(started)) as client:
            return await everything(client)

    check(asyncio.run(connected()))


def test_a_document_is_read_as_a_resource(server: Running) -> None:
    async def read(client: Client) -> str:
        templates = await client.list_resource_templates()
        assert [each.uri_template for each in templates.resource_templates] == [
            "hoiphuong://documents/{name}"
        ]
        found = await client.read_resource(f"hoiphuong://documents/{REPORT}")
        return str(found.contents[0].text)  # type: ignore[union-attr]

    with server.client() as client:
        lines = client.get(f"/api/documents/{REPORT}").json()["lines"]
    assert over_http(server, read).split("\n") == lines


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("ask", {"question": ""}),
        ("ask", {"question": "🙂"}),
        ("search_passages", {"query": " "}),
        ("lookup_document", {"number": "…"}),
        ("get_section", {"document": "khac.txt", "section": "I"}),
        ("get_section", {"document": REPORT, "section": "XX"}),
        ("search_passages", {"query": "tổ dân phố", "limit": 1_000}),
    ],
)
def test_what_cannot_be_answered_is_a_refusal_of_the_tool(
    server: Running, tool: str, given: dict[str, Any]
) -> None:
    async def call(client: Client) -> bool:
        return bool((await client.call_tool(tool, given)).is_error)

    assert over_http(server, call) is True


def test_a_wrong_key_is_refused(server: Running) -> None:
    with server.client() as client:
        response = client.post("/mcp", json={}, headers={"Authorization": "Bearer wrong"})

    assert response.status_code == 401


def test_other_methods_are_not_allowed(server: Running) -> None:
    with server.client() as client:
        assert client.get("/mcp").status_code == 405


def test_a_key_opens_the_internal_edition(server: Running) -> None:
    async def passages(client: Client) -> int:
        found = await client.call_tool("get_section", {"document": REPORT})
        return len((found.structured_content or {})["passages"])

    assert over_http(server, passages, internal=True) > over_http(server, passages)
