"""Readings kept: a file whose bytes have been read is not opened again, however long its pages took."""

import gzip
import hashlib
import secrets
import shutil
from collections.abc import Collection
from pathlib import Path

from ingest.extract import __path__ as _extract
from ingest.extract.extracted import Extracted, from_json, to_json
from ingest.extract.limits import Limits
from ingest.extract.scan import TESSERACT
from retrieval.seal import file_sha256

_ENDING = ".json.gz"


class Readings:
    """In a folder of the data folder, by the SHA-256 of the file; safe in several threads at once.

    They hold what the internal edition holds, and go with the file. A secret never comes here.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._mark = _mark(limits)

    def get(self, sha256: str, *, file: str) -> Extracted | None:
        """None for a file not read yet, or read by other rules."""
        try:
            mark, _, record = gzip.decompress(self._path(sha256, file).read_bytes()).decode().partition("\n")
            return from_json(record) if mark == self._mark else None
        except (OSError, EOFError, ValueError):
            return None

    def put(self, sha256: str, found: Extracted, *, file: str) -> None:
        """Raises OSError when there is no room."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(sha256, file)
        # Two copies of one file are read at the same time.
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
        beside.write_bytes(gzip.compress(f"{self._mark}\n{to_json(found)}".encode(), mtime=0))
        beside.replace(path)

    def keep(self, files: Collection[tuple[str, str]]) -> None:
        """Removes all but those of the given (SHA-256, name)."""
        kept = {self._path(sha256, file).name for sha256, file in files}
        for path in self._folder.glob("*"):
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def _path(self, sha256: str, file: str) -> Path:
        """The ending counts: the same bytes under another may be refused."""
        return self._folder / f"{sha256}{Path(file).suffix.lower()}{_ENDING}"


def _mark(limits: Limits) -> str:
    """The same for the same rules of reading, and the same programs that help with it."""
    digest = hashlib.sha256(repr((limits, shutil.which(TESSERACT))).encode())
    folder = Path(_extract[0])
    for path in (*sorted(folder.glob("*.py")), folder.parent / "reading.py"):
        digest.update(file_sha256(path).encode())
    return digest.hexdigest()[:16]
