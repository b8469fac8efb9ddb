"""Letters: those of Vietnamese, for regular expressions, and those of others that look like them."""

from collections.abc import Mapping

# A range such as À-Ỹ holds both cases.

CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
SMALL = f"a-z{CAPITALS[3:].lower()}"

# Letters of other alphabets that look like Latin ones, by the Latin one.
LOOKALIKES = dict(
    zip("аеорсухіАВЕКМНОРСТУХІαοροΑΒΕΗΙΚΜΝΟΡΤΥΧ", "aeopcyxiABEKMHOPCTYXIaopoABEHIKMNOPTYX", strict=True)
)
# Ｐｈường: letters, figures and signs as wide as a Chinese one.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LATIN: Mapping[int, int | str] = {**_WIDE, **{ord(other): latin for other, latin in LOOKALIKES.items()}}


def in_latin(text: str) -> str:
    """The text with wide letters, and those of other alphabets that look Latin, as Latin ones."""
    return text.translate(_LATIN)
