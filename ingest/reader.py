"""The program that opens files nobody vouches for: a process a file, with little time, room and rights.

`python -m ingest.reader` reads a request a line, forks for each, and answers with a line how it ended. What
the child has read it leaves in a file. Knows nothing of libraries or passages.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import UnreadableError
from ingest.extract.anyfile import extract
from ingest.extract.drawing import draw_page
from ingest.extract.extracted import Extracted, Method, Page, to_json
from ingest.extract.kinds import kind_of
from ingest.extract.limits import Limits
from ingest.extract.office import ENDINGS, MEMORY_TIMES, SOFFICE
from ingest.extract.package import Package
from ingest.extract.scan import TESSERACT, read_picture

DONE, FAILED, REFUSED, NOT_WRITTEN = 0, 1, 3, 4
_OUTPUT_BYTES = 100_000_000
UNPACK = -1
_TOOLS = frozenset({TESSERACT, SOFFICE})
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_PARENT_DEATH_SIGNAL = 1
_WATCH_SECONDS = 0.002
_FORBIDDEN = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "os.system", "ctypes.dlopen"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True, slots=True)
class Request:
    """`page` is 0 for a whole file, else the page whose picture is to be read; `out` takes the result.

    UNPACK for an archive: its files go beside the result, numbered, and the result is their names. With
    `picture` the page is drawn into a file of that name beside the result.
    """

    path: str
    file: str
    page: int
    out: str
    picture: str
    limits: Limits


def main() -> None:
    """Serves until its input ends: whoever asked is gone then."""
    _die_with_parent()
    for line in sys.stdin:
        values = json.loads(line)
        request = Request(**{**values, "limits": Limits(**values["limits"])})
        sys.stdout.write(f"{_forked(request)}\n")
        sys.stdout.flush()


def _forked(request: Request) -> int:
    """How the child ended: its exit code, or a negative number when it was stopped."""
    child = os.fork()
    if child == 0:
        _as_child(request)
    deadline = time.monotonic() + request.limits.seconds
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            _end_group(child)
            return os.waitstatus_to_exitcode(status)
        time.sleep(_WATCH_SECONDS)
    _end_group(child)
    os.waitpid(child, 0)
    return -signal.SIGKILL


def _end_group(child: int) -> None:
    """The child and whatever it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)


def _as_child(request: Request) -> None:
    """Never returns: the child ends as a process does, so that nothing of the parent is cleaned up twice."""
    os.setsid()
    _die_with_parent()
    code = FAILED
    try:
        _give_up_rights(request)
        code = _read(request)
    finally:
        os._exit(code)


def _read(request: Request) -> int:
    try:
        if request.page == UNPACK:
            found = _unpacked(request)
        elif request.picture:
            picture = Path(request.out).parent / request.picture
            drawn = draw_page(Path(request.path), page=request.page, file=request.file, picture=picture)
            found = Extracted((drawn,))
        elif request.page:
            found = Extracted((read_picture(Path(request.path), page=request.page, file=request.file),))
        else:
            found = extract(Path(request.path), file=request.file, limits=request.limits)
    except UnreadableError as error:
        return _written(json.dumps({"reason": error.reason, "message": str(error)}), request, REFUSED)
    return _written(to_json(found), request, DONE)


def _unpacked(request: Request) -> Extracted:
    kind_of(Path(request.path), file=request.file)
    package = Package(Path(request.path), file=request.file)
    try:
        for place, name in enumerate(package.names):
            package.write_out(name, Path(request.out).parent / str(place))
    finally:
        package.close()
    return Extracted((Page(package.names, Method.NONE),))


def _written(result: str, request: Request, code: int) -> int:
    try:
        Path(request.out).write_text(result, encoding="utf-8")
    except OSError:
        return NOT_WRITTEN
    return code


def _give_up_rights(request: Request) -> None:
    """Limits that the system keeps, no network, and no file to write but the result and its own folder."""
    limits = request.limits
    room = Path(request.out).parent
    tempfile.tempdir = str(room)
    os.chdir(room)
    os.nice(5)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    _without_network()
    times = MEMORY_TIMES if request.file.lower().endswith(ENDINGS) else 1
    memory = times * limits.memory_mb * 1_000_000
    _at_most(resource.RLIMIT_AS, memory)
    _at_most(resource.RLIMIT_CPU, limits.seconds)
    _at_most(resource.RLIMIT_FSIZE, _OUTPUT_BYTES)
    _at_most(resource.RLIMIT_CORE, 0)
    sys.addaudithook(_guard(room))


def _at_most(kind: int, most: int) -> None:
    """A limit that is narrower already stays."""
    held = resource.getrlimit(kind)[1]
    most = most if held == resource.RLIM_INFINITY else min(most, held)
    resource.setrlimit(kind, (most, most))


def _guard(room: Path) -> Callable[[str, tuple[object, ...]], None]:
    """A hook that stops the forbidden. What a library does beneath Python, the system's limits stop."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITING and not _is_inside(path, room):
                raise PermissionError(str(path))
        elif event == "subprocess.Popen":
            if _named(arguments[0]) not in _TOOLS:
                raise PermissionError(str(arguments[0]))
        elif event in _FORBIDDEN:
            raise PermissionError(event)

    return hook


def _named(program: object) -> str:
    return Path(os.fsdecode(program)).name if isinstance(program, str | bytes | os.PathLike) else ""


def _is_inside(path: object, room: Path) -> bool:
    if isinstance(path, int):
        return True
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    place = Path(os.fsdecode(path))
    return place == Path(os.devnull) or place.resolve().is_relative_to(room.resolve())


def _without_network() -> None:
    """Where the system allows it; elsewhere the hook is all there is."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NETWORK) != 0:
        libc.unshare(_NEW_USER | _NEW_NETWORK)


def _die_with_parent() -> None:
    ctypes.CDLL(None, use_errno=True).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


if __name__ == "__main__":
    main()
