"""The machine and the libraries of a measurement, as a report names them."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version

import psutil  # type: ignore[import-untyped]  # ships no types


@dataclass(frozen=True, slots=True)
class Machine:
    cores: int
    memory_gb: float
    system: str
    python: str
    libraries: dict[str, str]


def this_machine(libraries: Iterable[str]) -> Machine:
    return Machine(
        cores=os.cpu_count() or 1,
        memory_gb=round(psutil.virtual_memory().total / 1e9, 1),
        system=platform.system(),
        python=platform.python_version(),
        libraries={name: version(name) for name in libraries},
    )
