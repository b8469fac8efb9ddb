"""A server of one's own for a measurement: `hoiphuong serve` in a process of its own, on a free port."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from settings import ROOT

_PATIENCE_S = 60.0


class NotReadyError(RuntimeError):
    """The server did not get ready in time, or ended before."""


@dataclass(frozen=True, slots=True)
class OwnServer:
    """`url` without a slash at its end; `ready_s` is how long it took to get ready."""

    url: str
    pid: int
    ready_s: float


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "bot", *words]


def environment(data: Path, **settings: object) -> dict[str, str]:
    """That of this process with a data folder and settings of its own: `port=8000`."""
    given = {f"HOIPHUONG_{name.upper()}": str(value) for name, value in settings.items()}
    return {**os.environ, "HOIPHUONG_DATA": str(data), **given}


@contextmanager
def own_server(data: Path, **settings: object) -> Iterator[OwnServer]:
    """The server once it is ready, for as long as it is needed. Raises NotReadyError."""
    port, quiet = _free_port(), subprocess.DEVNULL
    began = time.perf_counter()
    given = environment(data, port=port, **settings)
    server = subprocess.Popen(command("serve"), env=given, cwd=ROOT, stdout=quiet, stderr=quiet)
    try:
        _wait_until_ready(server, port)
        yield OwnServer(f"http://127.0.0.1:{port}", server.pid, time.perf_counter() - began)
    finally:
        server.terminate()
        server.wait(timeout=_PATIENCE_S)


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as reply:
                if reply.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise NotReadyError(
        f"port {port}: the server is not ready after {_PATIENCE_S:.0f} s; run: hoiphuong serve"
    )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
