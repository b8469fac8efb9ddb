"""Files that are replaced as a whole: whoever reads one finds the old content or the new, never a part."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """All of the file or none of it; on the disk when this ends."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
