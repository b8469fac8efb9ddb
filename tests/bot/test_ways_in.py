"""Ways to the page: a box on another website, an icon on a telephone, a poster."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pydantic import ValidationError

from settings import Settings
from tests.browsing import a_chromium
from tests.conftest import EMBED_SITE, Running


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, without a log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        pass


@contextmanager
def a_site(folder: Path) -> Iterator[int]:
    """Another website; gives its port."""
    site = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    try:
        yield site.server_address[1]
    finally:
        site.shutdown()
        thread.join()
        site.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.mark.browser
def test_a_site_that_is_named_shows_the_box_and_it_answers(
    chromium: Browser, server: Running, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(f'<h1>Phường</h1><script src="{server.url}/nhung.js"></script>')
    with a_site(tmp_path) as port:
        page = chromium.new_page()
        page.goto(f"http://localhost:{port}/")
        frame = page.frame_locator("iframe")

        frame.locator("#q").fill("Phường có bao nhiêu tổ dân phố?")
        frame.locator("#ask [type=submit]").click()

        assert "108" in frame.locator("article .text").inner_text()
        assert frame.locator("article a.open").first.get_attribute("href").startswith("/van-ban/")
        page.wait_for_function("document.querySelector('iframe').clientHeight > 700")
        page.close()


@pytest.mark.browser
@pytest.mark.parametrize(("host", "path"), [("127.0.0.1", "/nhung"), ("localhost", "/")])
def test_another_site_or_page_is_not_framed(
    chromium: Browser, server: Running, tmp_path: Path, host: str, path: str
) -> None:
    (tmp_path / "index.html").write_text(f'<iframe src="{server.url}{path}"></iframe>')
    with a_site(tmp_path) as port:
        page = chromium.new_page()
        page.goto(f"http://{host}:{port}/")

        assert page.frame_locator("iframe").locator("#q").count() == 0
        page.close()


def test_only_the_box_may_be_framed(server: Running) -> None:
    with server.client() as client:
        box, home, script = (client.get(path) for path in ("/nhung", "/", "/nhung.js"))

    assert box.headers["Content-Security-Policy"].endswith(f"frame-ancestors {EMBED_SITE}")
    assert "X-Frame-Options" not in box.headers
    assert home.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert home.headers["X-Frame-Options"] == "DENY"
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_box_is_public_whoever_asks(server: Running) -> None:
    with server.client() as public, server.client(internal=True) as internal:
        assert internal.get("/nhung").text == public.get("/nhung").text


@pytest.mark.parametrize("sites", ["phuong.vn", "https://phuong.vn/trang", "https://a.vn; script-src *", "*"])
def test_a_site_that_is_none_stops_the_start(sites: str) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, embed_sites=sites)


def test_a_telephone_can_put_the_page_on_its_home_screen(server: Running) -> None:
    with server.client() as client:
        manifest = client.get("/manifest.webmanifest").json()
        icons = [client.get(icon["src"]) for icon in manifest["icons"]]

    assert manifest["start_url"] == "/"
    assert manifest["display"] == "standalone"
    assert {icon.headers["Content-Type"] for icon in icons} == {"image/png"}


def test_the_poster_bears_the_address_it_was_opened_at(server: Running) -> None:
    with server.client() as client:
        sheet = client.get("/ap-phich", params={"noi": "Quầy <b>một cửa</b>"}).text
        picture = client.get("/ap-phich/ma-qr.svg")

    assert f"{server.url}/" in sheet
    assert "Quầy &lt;b&gt;một cửa" in sheet
    assert "chỉ mở được trên chính máy này" in sheet
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert "<svg" in picture.text
