"""Accounts: one refusal for every wrong login, delays for who guesses, sessions that end."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.accounts import Accounts, Refused, Role, Session
from bot.audit import AuditTrail
from bot.errors import FormError
from bot.moments import HOUR, MINUTE
from tests.office import CHEAP

HERE = "192.0.2.7"


@dataclass
class Clock:
    """A clock that a test sets."""

    moment: int = 1_800_000_000

    def __call__(self) -> int:
        return self.moment


@dataclass(frozen=True)
class Office:
    """The accounts of a test, with one that is open."""

    accounts: Accounts
    clock: Clock
    data: Path
    password: str

    def sign_in(
        self, password: str | None = None, *, name: str = "lan", address: str = HERE
    ) -> Session | Refused:
        return self.accounts.sign_in(name, password or self.password, address=address)

    def session(self) -> Session:
        session = self.sign_in()
        assert isinstance(session, Session)
        return session


@pytest.fixture
def office(tmp_path: Path) -> Office:
    clock = Clock()
    accounts = Accounts(tmp_path, clock=clock, hasher=CHEAP)
    password = accounts.open("lan", role=Role.OFFICIAL, cell="Chi bộ 5", by="terminal")
    return Office(accounts, clock, tmp_path, password)


def test_who_has_the_password_is_logged_in(office: Office) -> None:
    session = office.accounts.session(office.session().token)

    assert session is not None
    assert (session.account.name, session.account.role, session.account.cell) == (
        "lan",
        Role.OFFICIAL,
        "Chi bộ 5",
    )


@pytest.mark.parametrize(
    ("name", "password"),
    [("lan", "wrong"), ("nobody", "wrong"), ("lan", "\ud800"), ("", ""), ("lan", "a" * 9_999)],
)
def test_every_wrong_login_is_refused_alike(office: Office, name: str, password: str) -> None:
    assert office.sign_in(password, name=name) == Refused()


def test_a_name_may_be_typed_with_capitals_and_spaces(office: Office) -> None:
    assert isinstance(office.sign_in(name=" Lan "), Session)


def test_who_guesses_on_waits_longer_and_longer(office: Office) -> None:
    for _ in range(5):
        assert office.sign_in("wrong") == Refused()

    first = office.sign_in()
    office.clock.moment += 2
    office.sign_in("wrong")
    second = office.sign_in()

    assert first == Refused(wait=2)
    assert second == Refused(wait=4)


def test_who_guesses_many_times_at_once_is_heard_no_more_often(office: Office) -> None:
    with ThreadPoolExecutor(24) as pool:
        tried = list(pool.map(lambda n: office.sign_in(f"wrong-{n}"), range(24)))

    heard = [each for each in tried if each == Refused()]
    assert len(heard) <= 7
    assert len(AuditTrail(office.data).latest(99)) == len(heard) + 1


def test_another_place_is_kept_waiting_for_half_a_minute_at_most(office: Office) -> None:
    for guess in range(12):
        office.sign_in("wrong", address=f"198.51.100.{guess}")
        office.clock.moment += 31

    office.clock.moment += 31

    assert isinstance(office.sign_in(), Session)


def test_a_session_ends_half_an_hour_after_the_last_request(office: Office) -> None:
    token = office.session().token

    office.clock.moment += 29 * MINUTE
    assert office.accounts.session(token)
    office.clock.moment += 29 * MINUTE
    assert office.accounts.session(token)
    office.clock.moment += 30 * MINUTE
    assert office.accounts.session(token) is None


def test_a_session_ends_after_twelve_hours_whatever_is_done(office: Office) -> None:
    token = office.session().token

    for _ in range(12 * 3 - 1):
        office.clock.moment += 20 * MINUTE
        assert office.accounts.session(token)
    office.clock.moment += 20 * MINUTE

    assert office.accounts.session(token) is None


def test_each_login_has_a_token_of_its_own_and_logging_out_ends_that_one(office: Office) -> None:
    first, second = office.session(), office.session()

    office.accounts.sign_out(first.token)

    assert first.token != second.token
    assert first.form_token != second.form_token
    assert office.accounts.session(first.token) is None
    assert office.accounts.session(second.token) is not None


@pytest.mark.parametrize("token", ["", "x", "\ud800", "ế"])
def test_what_is_no_token_is_nobody(office: Office, token: str) -> None:
    assert office.accounts.session(token) is None


def test_a_new_password_ends_every_session(office: Office) -> None:
    token = office.session().token

    office.accounts.change_password("lan", old=office.password, new="mùa thu Hà Nội")

    assert office.accounts.session(token) is None
    assert office.sign_in() == Refused()
    # The same letters from a keyboard that sends the marks apart.
    session = office.sign_in("mu\u0300a thu Ha\u0300 No\u0323\u0302i")
    assert isinstance(session, Session)
    assert not session.account.given


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("wrong", "a long password", "old_password"),
        ("{now}", "short", "password_length"),
        ("{now}", "a" * 300, "password_length"),
        ("{now}", "{now}", "password_same"),
    ],
)
def test_a_password_that_will_not_do_is_not_taken(office: Office, old: str, new: str, code: str) -> None:
    old, new = (word.replace("{now}", office.password) for word in (old, new))

    with pytest.raises(FormError) as refused:
        office.accounts.change_password("lan", old=old, new=new)

    assert refused.value.code == code
    assert isinstance(office.sign_in(), Session)


def test_a_closed_account_is_like_none(office: Office) -> None:
    token = office.session().token

    assert office.accounts.close("lan", by="terminal")

    assert office.accounts.session(token) is None
    assert office.sign_in() == Refused()
    assert not office.accounts.close("lan", by="terminal")
    with pytest.raises(FormError):
        office.accounts.renew("lan", by="terminal")


@pytest.mark.parametrize("name", ["", "L", "Lan", "lan anh", "-lan", "lan/../x", "l" * 40, "lân"])
def test_a_name_is_short_and_plain(office: Office, name: str) -> None:
    with pytest.raises(FormError, match="chữ thường không dấu"):
        office.accounts.open(name, role=Role.CELL, cell="", by="terminal")


def test_a_name_is_taken_once(office: Office) -> None:
    with pytest.raises(FormError, match="Đã có"):
        office.accounts.open("lan", role=Role.ADMIN, cell="", by="terminal")

    assert [account.role for account in office.accounts.all()] == [Role.OFFICIAL]


def test_the_trail_names_who_came_and_never_what_was_typed(office: Office) -> None:
    office.sign_in("wrong", name="a-password-in-the-wrong-box")
    office.clock.moment += HOUR
    office.session()

    acts = AuditTrail(office.data).latest(9)

    assert [(act.action, act.actor) for act in acts] == [
        ("login", "lan"),
        ("login_refused", ""),
        ("account_opened", "terminal"),
    ]
