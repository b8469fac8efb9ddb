"""The audit trail: what was done is there in order, and whoever changes a line is found out."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.audit import AUDIT_TABLES, AuditTrail, record
from bot.state import STATE, State


@pytest.fixture
def trail(tmp_path: Path) -> AuditTrail:
    state = State(tmp_path, tables=AUDIT_TABLES)
    for number in range(1, 6):
        with state.writing() as write:
            record(write, at=number, actor="lan", action="login", subject=str(number))
    return AuditTrail(tmp_path)


def tamper(data: Path, *statements: str) -> None:
    with closing(sqlite3.connect(data / STATE)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_the_newest_line_comes_first_and_the_next_page_goes_on(trail: AuditTrail) -> None:
    first = trail.latest(2)

    assert [act.id for act in first] == [5, 4]
    assert [act.id for act in trail.latest(2, before=4)] == [3, 2]
    assert trail.broken_at() is None


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_a_line_is_neither_changed_nor_cut(trail: AuditTrail, tmp_path: Path, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        tamper(tmp_path, statement)

    assert len(trail.latest(9)) == 5


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET actor = 'hoa' WHERE id = 3", 3),
        ("UPDATE audit SET at = 9 WHERE id = 1", 1),
        ("DELETE FROM audit WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 1", 1),
    ],
)
def test_who_gets_round_that_is_found_out(
    trail: AuditTrail, tmp_path: Path, statement: str, broken: int
) -> None:
    tamper(tmp_path, "DROP TRIGGER audit_stays", "DROP TRIGGER audit_remains", statement)

    assert trail.broken_at() == broken


def test_an_act_that_fails_leaves_no_line(trail: AuditTrail, tmp_path: Path) -> None:
    state = State(tmp_path, tables=AUDIT_TABLES)

    with pytest.raises(ZeroDivisionError):
        fail_half_way(state)

    assert len(trail.latest(9)) == 5


def fail_half_way(state: State) -> None:
    with state.writing() as write:
        record(write, at=6, actor="lan", action="login")
        raise ZeroDivisionError
