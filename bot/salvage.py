"""A damaged state at the start of a server: set aside, so that answers go on, and the way back to it told."""

import secrets
import sqlite3
import time
from pathlib import Path

from bot.backup import SET_ASIDE, last_backup
from bot.state import STATE, holds_whole_state
from prompts import load


def set_damaged_aside(data: Path) -> str:
    """What to tell whoever keeps the machine; "" for a state that is whole or not there yet. Raises OSError.

    One that cannot be opened is no damaged one: whoever uses it next tells why.
    """
    state = data / STATE
    try:
        if not state.exists() or holds_whole_state(state):
            return ""
    except sqlite3.OperationalError:
        return ""
    aside = data / f"{SET_ASIDE[1]}{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}"
    aside.mkdir()
    for name in (STATE, f"{STATE}-wal", f"{STATE}-shm"):
        if (data / name).exists():
            (data / name).rename(aside / name)
    backup = last_backup(data)
    advice = load("errors/state_backup", file=backup) if backup else load("errors/state_no_backup")
    return load("errors/state_set_aside", aside=aside, advice=advice)
