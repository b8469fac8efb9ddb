"""Upper- and lower-case letters of Vietnamese, for character classes: À-Ỹ would take in both cases."""

_LATIN = [chr(code) for code in (*range(0x41, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA))]

UPPER = "".join(letter for letter in _LATIN if letter.isupper())
LOWER = "".join(letter for letter in _LATIN if letter.islower())
