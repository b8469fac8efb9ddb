"""IngestError: why a file or a manifest cannot be taken in, in words for the person who added it."""

from enum import StrEnum

import prompts


class IngestError(Exception):
    """`str(error)` is a Vietnamese sentence that says what is wrong, where, and what to do."""


class Reason(StrEnum):
    """Why a file is not read; the words for it stand in `prompts/errors/file_<reason>.md`."""

    EMPTY = "empty"
    BINARY = "binary"
    ENCODING = "encoding"
    UNKNOWN = "unknown"  # a kind we do not read
    MISMATCH = "mismatch"  # its content is not what its name says
    DAMAGED = "damaged"
    LOCKED = "locked"  # a password
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"  # time or memory ran out
    NO_TEXT = "no_text"  # blank, or nothing that OCR can read
    NEEDS_TOOL = "needs_tool"  # a program that is not installed
    GARBLED = "garbled"  # letters, but hardly a Vietnamese syllable among them
    FOREIGN = "foreign"
    SECRET = "secret"  # marked as a state secret  # noqa: S105 - no password


class UnreadableError(IngestError):
    """One file is set aside; the others go on. `values` fill the places of its reason's words."""

    def __init__(self, reason: Reason, *, file: str, **values: object) -> None:
        super().__init__(prompts.load(f"errors/file_{reason}", file=file, **values))
        self.reason = reason

    @classmethod
    def told(cls, reason: Reason, message: str) -> "UnreadableError":
        """One that another process has put into words."""
        error = cls.__new__(cls)
        Exception.__init__(error, message)
        error.reason = reason
        return error
