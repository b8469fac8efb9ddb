"""Signs that are layout and not words: emphasis stars, tags, rules; and look-alike letters for the index."""

import re
import unicodedata

from corpus.letters import LOOKALIKES
from ingest.blocks import Span

_LAYOUT = re.compile(
    r"(?P<kept>\(\*{1,3}\))"  # (*) is a note the author wrote
    r"|\*+"  # **40,74%**
    r"|<!--.*?-->"
    r"|</?[a-zA-Z][^<>]{0,300}>"  # <p>, </i>
    r"|^\s*#{1,6}\s+"  # a Markdown heading
    r"|^\s*>\s+",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s\-–—_=*.…·|~]*")  # -------
# Names such as "… SIGN E" tell what a letter of another alphabet looks like.
_OTHER_SCRIPT = re.compile(r"[^\x00-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u2bff]")


_ACTIVE = re.compile(
    r"<(?P<element>script|style|iframe|object)\b[^>]*>.*?(?:</(?P=element)\s*>|\Z)"  # <script>…</script>
    r"|\(\s*(?:javascript|vbscript|data):[^\s)]*\)*",  # [xem](javascript:alert(1))
    re.IGNORECASE | re.DOTALL,
)


def without_active(text: str) -> str:
    """A text without scripts and links that run; it keeps its lines."""
    return _ACTIVE.sub(lambda match: "\n" * match.group().count("\n"), text)


def is_rule(line: str) -> bool:
    """Whether a line holds no word at all: blank, "-------", "***"."""
    return _RULE.fullmatch(line) is not None


def layout(line: str) -> list[tuple[int, int]]:
    """The column ranges of a line that are layout signs."""
    return [match.span() for match in _LAYOUT.finditer(line) if match["kept"] is None]


def word_spans(number: int, line: str, *, begin: int, marks: list[tuple[int, int]]) -> tuple[Span, ...]:
    """What is left of a line from column `begin` without layout signs and the given ranges, edges trimmed."""
    spans = []
    position = begin
    for start, end in [*sorted([*layout(line), *marks]), (len(line), len(line))]:
        if start > position:
            spans.append(Span(number, position, start))
        position = max(position, end)
    while spans and not line[spans[0].start : spans[0].end].strip():
        spans.pop(0)
    while spans and not line[spans[-1].start : spans[-1].end].strip():
        spans.pop()
    if spans:
        first, last = spans[0], spans[-1]
        spans[0] = Span(number, first.start + _indent(line[first.start : first.end]), first.end)
        last = spans[-1]
        spans[-1] = Span(number, last.start, last.start + len(line[last.start : last.end].rstrip()))
    return tuple(spans)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def repair(text: str) -> str:
    """The text with look-alikes of other scripts turned into Latin letters, or left out."""
    return _OTHER_SCRIPT.sub(lambda match: _latin(match.group()), text)


def _latin(character: str) -> str:
    if character in LOOKALIKES:
        return LOOKALIKES[character]
    name = unicodedata.name(character, "")
    last = name.rpartition(" ")[2]
    return last.lower() if len(last) == 1 and last.isascii() else " "
