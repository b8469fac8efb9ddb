"""Keys and codes: shown once, kept as hashes, ended when their time or their owner says so."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.access import Access, Issued
from bot.audit import AuditTrail
from bot.moments import DAY, HOUR
from corpus.audience import Audience

CHAT = "5f2b6c0e9a"


@dataclass
class Clock:
    """A clock that a test sets."""

    moment: int = 1_800_000_000

    def __call__(self) -> int:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(tmp_path: Path, clock: Clock) -> Access:
    return Access(tmp_path, clock=clock)


def a_key(access: Access, audience: Audience = Audience.INTERNAL) -> Issued:
    return access.issue_key(label="máy văn phòng", audience=audience, days=30, by="terminal")


def a_code(access: Access) -> Issued:
    return access.issue_code(label="nhóm chi bộ 5", days=30, by="terminal")


@pytest.mark.parametrize("audience", list(Audience))
def test_a_key_reads_the_side_it_was_issued_for(access: Access, audience: Audience) -> None:
    issued = a_key(access, audience)

    assert access.key_audience(issued.secret) is audience


@pytest.mark.parametrize(
    "other", ["", "hp", "hp__", "hp_{id}_", "hp_{id}_wrong", "{secret}x", "ế\ud800", "{id}"]
)
def test_what_is_not_the_key_reads_nothing(access: Access, other: str) -> None:
    issued = a_key(access)

    sent = other.replace("{id}", issued.grant.id).replace("{secret}", issued.secret)

    assert access.key_audience(sent) is None


def test_a_key_ends_with_its_time_and_with_its_revocation(access: Access, clock: Clock) -> None:
    expiring, revoked = a_key(access), a_key(access)

    assert access.revoke(revoked.grant.id, by="admin")
    assert not access.revoke(revoked.grant.id, by="admin")
    assert access.key_audience(revoked.secret) is None
    clock.moment += 30 * DAY - 1
    assert access.key_audience(expiring.secret) is Audience.INTERNAL
    clock.moment += 1
    assert access.key_audience(expiring.secret) is None


def test_no_secret_is_kept(access: Access, tmp_path: Path) -> None:
    key, code = a_key(access), a_code(access)
    access.redeem(code.secret, holder=CHAT)

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    for secret in (key.secret, key.secret.split("_", 2)[2], code.secret, code.secret.replace("-", "")):
        assert secret.encode() not in kept


@pytest.mark.parametrize("spelling", ["{}", " {} ", "{lower}", "{spaced}", "{bare}"])
def test_a_chat_that_redeems_a_code_is_internal_until_its_time(
    access: Access, clock: Clock, spelling: str
) -> None:
    issued = a_code(access)
    secret = issued.secret
    sent = spelling.format(
        secret, lower=secret.lower(), spaced=secret.replace("-", " "), bare=secret.replace("-", "")
    )

    grant = access.redeem(sent, holder=CHAT)

    assert grant is not None
    assert (grant.id, grant.holder) == (issued.grant.id, CHAT)
    assert access.audience_of(CHAT) is Audience.INTERNAL
    clock.moment += 30 * DAY
    assert access.audience_of(CHAT) is Audience.PUBLIC


def test_a_code_serves_one_chat_once(access: Access) -> None:
    code = a_code(access).secret
    access.redeem(code, holder=CHAT)

    assert access.redeem(code, holder="another") is None
    assert access.audience_of("another") is Audience.PUBLIC
    # A platform may deliver the same message twice.
    assert access.redeem(code, holder=CHAT) is not None


def test_a_code_that_nobody_redeems_in_three_days_is_void(access: Access, clock: Clock) -> None:
    code = a_code(access).secret

    clock.moment += 3 * DAY

    assert access.redeem(code, holder=CHAT) is None
    assert access.audience_of(CHAT) is Audience.PUBLIC


def test_who_guesses_codes_is_not_heard_for_an_hour(access: Access, clock: Clock) -> None:
    code = a_code(access).secret
    for guess in range(5):
        access.redeem(f"AAAA-BBBB-CCC{guess}", holder=CHAT)

    assert access.redeem(code, holder=CHAT) is None
    clock.moment += HOUR
    assert access.redeem(code, holder=CHAT) is not None


def test_a_revoked_or_released_chat_is_public_at_once(access: Access) -> None:
    for holder, end in (("one", "revoke"), ("two", "release")):
        issued = a_code(access)
        access.redeem(issued.secret, holder=holder)

        ended = access.revoke(issued.grant.id, by="admin") if end == "revoke" else access.release(holder)

        assert ended
        assert access.audience_of(holder) is Audience.PUBLIC
        assert access.redeem(issued.secret, holder=holder) is None


def test_nobody_in_particular_holds_nothing(access: Access) -> None:
    a_code(access)

    assert access.audience_of("") is Audience.PUBLIC
    assert not access.release("")


def test_what_is_done_to_grants_stands_in_the_trail(access: Access, tmp_path: Path) -> None:
    code = a_code(access)
    access.redeem(code.secret, holder=CHAT)
    access.revoke(code.grant.id, by="admin")

    trail = AuditTrail(tmp_path)

    assert [act.action for act in trail.latest(9)] == ["grant_revoked", "code_redeemed", "code_issued"]
    assert trail.broken_at() is None
