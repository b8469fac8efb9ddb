"""The words: every text a user reads, and every prompt a model reads. One file each, filled by name."""

import hashlib
from functools import cache
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent


def load(name: str, **values: object) -> str:
    """The text of `prompts/<name>.md` with `$name` places filled; a missing value raises KeyError."""
    return _template(name).substitute({key: str(value) for key, value in values.items()})


@cache
def digest(folder: str) -> str:
    """Twelve hex digits that change with any file of a folder, to tell later which wording was in use."""
    files = sorted((_FOLDER / folder).glob("*.md"))
    told = b"".join(path.name.encode() + b"\0" + path.read_bytes() + b"\0" for path in files)
    return hashlib.sha256(told).hexdigest()[:12]


@cache
def _template(name: str) -> Template:
    return Template((_FOLDER / f"{name}.md").read_text(encoding="utf-8").strip())
