"""The command `access`: keys, codes and accounts, as the person at the ward's own machine gives them out."""

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.access import LONGEST_DAYS, LONGEST_LABEL, Access, Grant, Issued, Kind
from bot.accounts import Account, Accounts, Role
from bot.audit import TERMINAL
from bot.door import read_audience, read_words
from bot.errors import FormError, UsageError
from bot.moments import day_label, moment_label, now
from prompts import load

KEY_DAYS = 365
CODE_DAYS = 30


def give(arguments: Namespace, *, data: Path) -> str:
    """What was given, secret included: it is told this once. Raises UsageError, FormError, InputError."""
    kind, *words = arguments.words or [""]
    if not words:
        raise UsageError(load("cli/help_access"))
    match kind:
        case "key":
            days = read_days(KEY_DAYS if arguments.days is None else arguments.days)
            audience = read_audience(arguments.audience)
            return _told(
                Access(data).issue_key(label=_label(words), audience=audience, days=days, by=TERMINAL)
            )
        case "code":
            days = read_days(CODE_DAYS if arguments.days is None else arguments.days)
            return _told(Access(data).issue_code(label=_label(words), days=days, by=TERMINAL))
        case "account" if len(words) == 1:
            cell = read_words(arguments.cell, limit=LONGEST_LABEL) if arguments.cell else ""
            role = read_role(arguments.role)
            secret = Accounts(data).open(words[0].lower(), role=role, cell=cell, by=TERMINAL)
            return load("cli/access_account", account=words[0].lower(), secret=secret)
        case _:
            raise UsageError(load("cli/help_access"))


def renew(words: Sequence[str], *, data: Path) -> str:
    """A new first password. Raises UsageError, FormError."""
    if len(words) != 1:
        raise UsageError(load("cli/help_access"))
    secret = Accounts(data).renew(words[0].lower(), by=TERMINAL)
    return load("cli/access_account", account=words[0].lower(), secret=secret)


def revoke(words: Sequence[str], *, data: Path) -> str:
    """Ends a key, a code or an account. Raises UsageError."""
    if len(words) != 1:
        raise UsageError(load("cli/help_access"))
    name = words[0].lower()
    if not Access(data).revoke(name, by=TERMINAL) and not Accounts(data).close(name, by=TERMINAL):
        raise UsageError(load("errors/cli_unknown_access", given=name))
    return load("cli/access_revoked", given=name)


def listed(data: Path, *, as_json: bool) -> Iterator[str]:
    """A line each, without any secret; a sentence where there is nothing."""
    grants, accounts = Access(data).grants(), Accounts(data).all()
    if not grants and not accounts and not as_json:
        yield load("cli/access_none")
    for account in accounts:
        yield _account_json(account) if as_json else _account_line(account)
    for grant in grants:
        yield _grant_json(grant) if as_json else _grant_line(grant)


def state_of(grant: Grant, moment: int) -> str:
    """In one stable word."""
    if grant.revoked is not None:
        return "revoked"
    if not grant.is_open(moment):
        return "expired"
    return "waiting" if grant.kind is Kind.CODE and grant.redeemed is None else "open"


def read_days(days: int) -> int:
    """Raises FormError."""
    if not 1 <= days <= LONGEST_DAYS:
        raise FormError("days", most=LONGEST_DAYS)
    return days


def read_role(role: str) -> Role:
    """Raises FormError."""
    if role not in tuple(Role):
        raise FormError("role")
    return Role(role)


def _label(words: Sequence[str]) -> str:
    return read_words(" ".join(words), limit=LONGEST_LABEL)


def _told(issued: Issued) -> str:
    grant = issued.grant
    return load(
        f"cli/access_{grant.kind}",
        id=grant.id,
        label=grant.label,
        secret=issued.secret,
        expires=day_label(grant.expires),
        **({"redeem_by": moment_label(grant.redeem_by)} if grant.kind is Kind.CODE else {}),
    )


def _grant_line(grant: Grant) -> str:
    return load(
        "cli/access_line",
        id=grant.id,
        kind=load(f"cli/access_kind_{grant.kind}"),
        label=grant.label,
        audience=load(f"cli/access_audience_{grant.audience}"),
        expires=day_label(grant.expires),
        state=load(f"cli/access_state_{state_of(grant, now())}"),
    )


def _account_line(account: Account) -> str:
    return load(
        "cli/access_account_line",
        account=account.name,
        role=load(f"cli/access_role_{account.role}"),
        cell=account.cell or "–",
        state=load("cli/access_state_open" if account.closed is None else "cli/access_state_closed"),
    )


def _grant_json(grant: Grant) -> str:
    told = {
        "id": grant.id,
        "kind": grant.kind,
        "label": grant.label,
        "audience": grant.audience,
        "expires": day_label(grant.expires),
        "state": state_of(grant, now()),
    }
    return json.dumps(told, ensure_ascii=False)


def _account_json(account: Account) -> str:
    told = {
        "id": account.name,
        "kind": "account",
        "role": account.role,
        "cell": account.cell,
        "state": "open" if account.closed is None else "closed",
    }
    return json.dumps(told, ensure_ascii=False)
