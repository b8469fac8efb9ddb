"""Logging in over HTTP: the cookie, the way back, what is refused and how."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from answering.assistant import Assistant
from bot.accounts import Role
from bot.web.access import SESSION_COOKIE
from tests.conftest import Running, serving
from tests.office import Desk, an_account, logged_in

PASSWORD = "mùa thu Hà Nội"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def office(assistant: Assistant, data: Path) -> Iterator[Running]:
    with serving(assistant, data=data) as running:
        yield running


def sign_in(office: Running, name: str, password: str, **fields: str) -> httpx.Response:
    return httpx.post(f"{office.url}/dang-nhap", data={"ten": name, "mat_khau": password, **fields})


def test_the_cookie_is_for_this_host_and_for_no_script(office: Running, data: Path) -> None:
    response = sign_in(office, "lan", an_account(data, "lan", Role.OFFICIAL))

    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"{SESSION_COOKIE}=")
    assert SESSION_COOKIE.startswith("__Host-")
    for part in ("Secure", "HttpOnly", "SameSite=strict", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def test_the_way_back_stays_on_this_site(office: Running, data: Path) -> None:
    desk, drawn = Desk(office.url), an_account(data, "lan", Role.OFFICIAL)
    desk.cookies[SESSION_COOKIE] = sign_in(office, "lan", drawn).cookies[SESSION_COOKIE]
    desk.post("/quan-tri/mat-khau", cu=drawn, moi=PASSWORD, lai=PASSWORD)
    elsewhere = ["", "//evil.example", "/\\evil.example", "https://evil.example", "/x\r\nSet-Cookie: a=b"]

    places = [
        sign_in(office, "lan", PASSWORD, tiep=asked).headers["location"] for asked in ["/hop", *elsewhere]
    ]

    assert places == ["/hop", *["/quan-tri"] * len(elsewhere)]


def test_a_wrong_password_and_an_unknown_name_look_alike(office: Running, data: Path) -> None:
    an_account(data, "lan", Role.OFFICIAL)

    wrong, unknown = sign_in(office, "lan", "x"), sign_in(office, "hoa", "x")
    form = wrong.text.replace('value="lan"', 'value="hoa"')

    assert wrong.status_code == unknown.status_code == 422
    assert form == unknown.text


def test_who_guesses_is_told_how_long_to_wait(office: Running, data: Path) -> None:
    password = an_account(data, "lan", Role.OFFICIAL)
    for _ in range(6):
        sign_in(office, "lan", "x")

    response = sign_in(office, "lan", password)

    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 0
    assert "giây" in response.text


def test_a_first_password_is_changed_at_once(office: Running, data: Path) -> None:
    drawn = an_account(data, "lan", Role.ADMIN)

    response = sign_in(office, "lan", drawn)

    assert response.headers["location"] == "/quan-tri/mat-khau"


def test_logging_out_ends_the_session_for_every_copy_of_the_cookie(office: Running, data: Path) -> None:
    desk = logged_in(office, data, role=Role.OFFICIAL)

    desk.post("/dang-xuat")

    assert desk.get("/quan-tri/mat-khau").headers["location"] == "/dang-nhap?tiep=/quan-tri/mat-khau"


def test_who_is_logged_in_reads_the_internal_edition_and_nobody_else_does(
    office: Running, data: Path
) -> None:
    desk = logged_in(office, data, role=Role.CELL)
    stranger = Desk(desk.url, {SESSION_COOKIE: "x" * 43})

    inside, outside = desk.get("/api/register?limit=200"), stranger.get("/api/register?limit=200")

    assert inside.status_code == outside.status_code == 200
    assert len(inside.json()["entries"]) > len(outside.json()["entries"])


@pytest.mark.parametrize("token", ["", "0" * 64, "ế"])
def test_a_form_that_is_not_from_our_page_is_refused(office: Running, data: Path, token: str) -> None:
    desk = logged_in(office, data, role=Role.ADMIN)

    response = desk.post("/dang-xuat", token=token)

    assert response.status_code == 403
    assert desk.get("/quan-tri/mat-khau").status_code == 200


@pytest.mark.parametrize("path", ["/dang-nhap", "/dang-xuat", "/hop"])
def test_what_another_site_sends_is_refused(office: Running, data: Path, path: str) -> None:
    desk = logged_in(office, data, role=Role.ADMIN)

    response = httpx.post(
        office.url + path,
        data={"ma": desk.token(), "ten": "x"},
        headers={
            "Sec-Fetch-Site": "cross-site",
            "Cookie": f"{SESSION_COOKIE}={desk.cookies[SESSION_COOKIE]}",
        },
    )

    assert response.status_code == 403


def test_the_password_is_changed_by_its_owner(office: Running, data: Path) -> None:
    drawn = an_account(data, "lan", Role.OFFICIAL)
    cookie = sign_in(office, "lan", drawn).cookies[SESSION_COOKIE]
    desk = Desk(office.url, {SESSION_COOKIE: cookie})

    wrong = desk.post("/quan-tri/mat-khau", cu=drawn, moi=PASSWORD, lai="mùa thu Huế")
    right = desk.post("/quan-tri/mat-khau", cu=drawn, moi=PASSWORD, lai=PASSWORD)

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert sign_in(office, "lan", PASSWORD).status_code == 303
