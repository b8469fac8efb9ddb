"""What a person's words are kept without: telephone and identity numbers, accounts, e-mail addresses."""

import re

from prompts import load

_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")  # an.nguyen@example.vn
# 0912.345.678, +84 912 345 678, 001 085 012 345: no sum of money begins with a nought.
_DIALLED = re.compile(r"(?<![\w/])(?:\+?84|0)(?:[ .-]?\d){8,12}(?![\d/])")
_RUN = re.compile(r"(?<!\d)\d{9,}(?!\d)")  # 012345678, an account number


def redact(text: str) -> str:
    """The text with a word in place of each such number or address; document numbers and sums stay."""
    number = load("page/redacted_number")
    for shape in (_DIALLED, _RUN):
        text = shape.sub(number, text)
    return _MAIL.sub(load("page/redacted_mail"), text)
