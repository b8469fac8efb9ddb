"""Who may read a text: the wall has two sides."""

from enum import StrEnum


class Audience(StrEnum):
    """`PUBLIC` reads what the ward publishes; `INTERNAL` reads everything held."""

    PUBLIC = "public"
    INTERNAL = "internal"
