"""The server as a person starts it."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data: Path, port: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "HOIPHUONG_DATA": str(data), "HOIPHUONG_PORT": str(port)}
    command = [sys.executable, "-m", "bot", "serve"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, encoding="utf-8")


def ask_until_ready(url: str) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return True
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    return False


def test_it_becomes_ready_answers_and_stops_cleanly(corpus_data: Path) -> None:
    port = free_port()
    running = start(corpus_data, port)
    try:
        assert ask_until_ready(f"http://127.0.0.1:{port}")
        answer = httpx.post(f"http://127.0.0.1:{port}/api/ask", json={"question": "Phường có bao nhiêu dân?"})
        assert answer.status_code == 200
        assert "server" not in answer.headers
    finally:
        running.terminate()
        _, told = running.communicate(timeout=30)

    assert running.returncode == 0
    assert "Traceback" not in told
    assert "bao nhiêu dân" not in told


def test_it_says_why_it_cannot_open_a_library(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.write_text("a file, not a folder", encoding="utf-8")

    running = start(data, free_port())
    _, told = running.communicate(timeout=60)

    assert running.returncode == 1
    assert "Traceback" not in told


def test_it_says_when_its_address_is_taken(corpus_data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        running = start(corpus_data, port)
        _, told = running.communicate(timeout=60)

    assert running.returncode == 1
    assert f"cổng {port}" in told
    assert "Traceback" not in told
