"""What may be typed on the command line. The help is Vietnamese text from the prompts folder."""

import argparse
from pathlib import Path
from typing import NoReturn

from bot.errors import UsageError
from prompts import load

# Each is a module of `evals` with a `main`.
EVALUATIONS = (
    "answers",
    "attacks",
    "register",
    "retrieval",
    "bench",
    "crash",
    "fit",
    "fuzz",
    "soak",
    "streams",
    "fit_search",
    "table",
    "intake",
    "load",
    "metadata",
    "oracle",
    "peers",
    "personalities",
    "procedures",
    "renderings",
    "scale",
    "torture",
)


class _Parser(argparse.ArgumentParser):
    def format_help(self) -> str:
        return load(f"cli/help_{'_'.join(self.prog.split()[1:]) or 'all'}") + "\n"

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse's words are English
        raise UsageError(self.format_help())


def parse(argv: list[str]) -> argparse.Namespace:
    """Raises UsageError; prints help and raises SystemExit for -h."""
    parser = _Parser("hoiphuong", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_ask(commands.add_parser("ask", allow_abbrev=False))
    for name, count in (("ingest", "*"), ("watch", "+")):
        intake = commands.add_parser(name, allow_abbrev=False)
        intake.add_argument("paths", nargs=count, type=Path)
        intake.add_argument("--prune", action="store_true")
    _add_register(commands.add_parser("register", allow_abbrev=False))
    _add_conflicts(commands.add_parser("conflicts", allow_abbrev=False))
    _add_access(commands.add_parser("access", allow_abbrev=False))
    _add_procedures(commands.add_parser("procedures", allow_abbrev=False))
    commands.add_parser("serve", allow_abbrev=False)
    for name in ("backup", "restore"):
        commands.add_parser(name, allow_abbrev=False).add_argument("file", type=Path)
    doctor = commands.add_parser("doctor", allow_abbrev=False)
    doctor.add_argument("what", nargs="?", choices=("wall",))
    doctor.add_argument("paths", nargs="*", type=Path)
    commands.add_parser("retention", allow_abbrev=False)
    commands.add_parser("pause", allow_abbrev=False).add_argument("words", nargs="+")
    commands.add_parser("resume", allow_abbrev=False)
    mcp = commands.add_parser("mcp", allow_abbrev=False)
    mcp.add_argument("--as", dest="audience", default="public")
    commands.add_parser("bot", allow_abbrev=False).add_argument("channel", choices=("telegram", "zalo"))
    evals = commands.add_parser("evals", allow_abbrev=False)
    evals.add_argument("name", choices=EVALUATIONS)
    # What follows the name belongs to the evaluation, options included.
    if argv[:1] == ["evals"] and len(argv) > 1 and argv[1] not in {"-h", "--help"}:
        evals.set_defaults(rest=argv[2:])
        return parser.parse_args(argv[:2])
    return parser.parse_args(argv)


def _add_ask(ask: argparse.ArgumentParser) -> None:
    ask.add_argument("words", nargs="*")
    ask.add_argument("--as", dest="audience", default="public")
    ask.add_argument("--json", action="store_true")
    ask.add_argument("--batch", type=Path)
    ask.add_argument("--out", type=Path)


def _add_register(register: argparse.ArgumentParser) -> None:
    actions = register.add_subparsers(dest="action", required=True)
    show = actions.add_parser("show", allow_abbrev=False)
    show.add_argument("numbers", nargs="+")
    export = actions.add_parser("export", allow_abbrev=False)
    export.add_argument("file", type=Path)
    for action in (show, actions.add_parser("list", allow_abbrev=False), export):
        action.add_argument("--as", dest="audience", default="public")
        action.add_argument("--json", action="store_true")


def _add_conflicts(conflicts: argparse.ArgumentParser) -> None:
    conflicts.add_argument(
        "action", nargs="?", default="list", choices=("list", "confirm", "dismiss", "note")
    )
    conflicts.add_argument("id", nargs="?", default="")
    conflicts.add_argument("words", nargs="*")
    conflicts.add_argument("--as", dest="audience", default="public")
    conflicts.add_argument("--json", action="store_true")


def _add_access(access: argparse.ArgumentParser) -> None:
    access.add_argument("action", choices=("new", "list", "revoke", "reset"))
    access.add_argument("words", nargs="*")
    access.add_argument("--as", dest="audience", default="internal")
    access.add_argument("--days", type=int)
    access.add_argument("--role", default="official")
    access.add_argument("--cell", default="")
    access.add_argument("--json", action="store_true")


def _add_procedures(procedures: argparse.ArgumentParser) -> None:
    actions = procedures.add_subparsers(dest="action", required=True)
    take_in = actions.add_parser("import", allow_abbrev=False)
    take_in.add_argument("file", type=Path)
    take_in.add_argument("--checked", default="")
    actions.add_parser("clear", allow_abbrev=False)
    for name, many in (("list", "*"), ("show", "+")):
        action = actions.add_parser(name, allow_abbrev=False)
        action.add_argument("words", nargs=many)
        action.add_argument("--json", action="store_true")
