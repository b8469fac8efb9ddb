"""IngestError: why a file or a manifest cannot be taken in, in words for the person who added it."""


class IngestError(Exception):
    """`str(error)` is a Vietnamese sentence that says what is wrong, where, and what to do."""
