"""Old Word files (.doc) and .rtf → lines: LibreOffice makes a .docx of them, which is read as any other."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ingest.errors import Reason, UnreadableError
from ingest.extract.extracted import Extracted
from ingest.extract.word import read_word

SOFFICE = "soffice"
# What LibreOffice maps is several times what it uses.
MEMORY_TIMES = 4
ENDINGS = (".doc", ".rtf")
_PACKAGE = "libreoffice-writer-nogui"


def read_old_word(path: Path, *, file: str) -> Extracted:
    """Macros are not run, links not followed. Raises UnreadableError, also without LibreOffice."""
    if shutil.which(SOFFICE) is None:
        raise UnreadableError(Reason.NEEDS_TOOL, file=file, tool="LibreOffice", package=_PACKAGE)
    room = Path(tempfile.mkdtemp())
    given = room / f"given{Path(file).suffix.lower()}"
    shutil.copyfile(path, given)
    profile = f"-env:UserInstallation={(room / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(room)]
    subprocess.run(  # noqa: S603 - fixed words and a path of our own, no shell
        [*command, str(given)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env={"HOME": str(room), "PATH": os.environ.get("PATH", os.defpath)},
    )
    made = given.with_suffix(".docx")
    if not made.is_file():
        raise UnreadableError(Reason.DAMAGED, file=file)
    return read_word(made, file=file)
