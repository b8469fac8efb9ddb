"""Figures for whoever watches over the server, in the form of Prometheus: counts and times, never words."""

import ipaddress
import logging
import secrets
import time
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import Response
from opentelemetry import trace
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.inbox import Inbox
from bot.message import Channel
from bot.pause import Pause
from bot.web.access import audience_here
from bot.web.errors import not_found
from corpus.audience import Audience

_log = logging.getLogger(__name__)
_tracer = trace.get_tracer(__name__)

_SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
# What matches no route is counted as one, so that nobody fills the memory with addresses.
_NO_ROUTE = "-"

router = APIRouter(include_in_schema=False)


class Metrics:
    """What one process has counted since it began."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("hoiphuong_requests", "Requests.", labels, registry=self.registry)
        self.seconds = Histogram(
            "hoiphuong_request_seconds",
            "Time to the whole answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.paused = Gauge("hoiphuong_paused", "1 while answers are paused.", registry=self.registry)
        self.ready = Gauge("hoiphuong_ready", "1 once the library is open.", registry=self.registry)
        self.waiting = Gauge(
            "hoiphuong_chat_waiting", "Messages not answered yet.", ("channel",), registry=self.registry
        )


class Measured:
    """ASGI middleware: counts, times and logs every request by its route, and gives it a number."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number, started, status = secrets.token_hex(6), time.perf_counter(), HTTPStatus.INTERNAL_SERVER_ERROR

        async def send_with_number(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", number.encode())]
            await send(message)

        with _tracer.start_as_current_span("request") as span:
            try:
                await self._app(scope, receive, send_with_number)
            finally:
                took, route = time.perf_counter() - started, _route(scope)
                self._metrics.requests.labels(_method(scope), route, str(int(status))).inc()
                self._metrics.seconds.labels(route).observe(took)
                span.set_attributes({"http.route": route, "http.response.status_code": int(status)})
                told = (number, scope["method"], route, status, took * 1000)
                _log.info("request id=%s method=%s route=%s status=%d took_ms=%.1f", *told)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """For this machine, and for who reads the internal edition; nobody else learns that it is there."""
    if not _is_here(request) and await audience_here(request) is not Audience.INTERNAL:
        raise not_found()
    found: Metrics = request.app.state.metrics
    pause: Pause = request.app.state.pause
    inbox: Inbox = request.app.state.inbox
    found.paused.set(pause.current() is not None)
    found.ready.set(request.app.state.opening.desk is not None)
    for channel in Channel:
        found.waiting.labels(channel).set(inbox.tally(channel).waiting)
    return Response(generate_latest(found.registry), media_type=CONTENT_TYPE_LATEST)


def _is_here(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _route(scope: Scope) -> str:
    """The pattern, not the path: a path may name a document."""
    return getattr(scope.get("route"), "path", _NO_ROUTE)


def _method(scope: Scope) -> str:
    """One of those that are known, so that nobody makes up more."""
    method = scope["method"]
    return method if method in {"GET", "HEAD", "POST", "OPTIONS"} else _NO_ROUTE
