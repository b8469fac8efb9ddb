"""The MCP server over HTTP at `/mcp`: one request, one server for the audience of its key."""

from fastapi import Request
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from bot.web.access import audience_here
from bot.web.admission import admission_of
from bot.web.gate import gate
from bot.web.opening import desk_of


class McpDoor:
    """An ASGI application without sessions, so that it needs no start and no end of its own."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The protocol's library takes a second to load, which not every ward needs.
        from mcp.server.transport_security import TransportSecuritySettings  # noqa: PLC0415

        from bot.mcp_server import mcp_server  # noqa: PLC0415

        request = Request(scope, receive)
        await gate(request)
        desk = desk_of(request)
        audience = await audience_here(request)
        server = mcp_server(desk, audience)
        server.streamable_http_app(
            streamable_http_path="/mcp",
            stateless_http=True,
            json_response=True,
            # A page of another site can ask us nothing that it could not ask without a browser: the
            # public edition is public, and no browser sends a key, or the login of this host to another.
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
        whole = _read_again(await request.body(), receive)
        async with admission_of(request).questions[audience].seat(request), server.session_manager.run():
            await server.session_manager.handle_request(scope, whole, send)


def _read_again(body: bytes, receive: Receive) -> Receive:
    """A body that has been read, for who reads it next."""
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive_again() -> Message:
        return next(messages, None) or await receive()

    return receive_again


mcp_route = Route("/mcp", McpDoor(), methods=["POST"])
