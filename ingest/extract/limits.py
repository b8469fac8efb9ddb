"""What reading one file may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one file; of a scan, of each page. Beyond any of them it is set aside and the others go on."""

    seconds: int = 45
    memory_mb: int = 1024
    pages: int = 2000
    file_mb: int = 100
