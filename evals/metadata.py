"""The score of the metadata: what the texts of laws print of themselves, against hand-checked labels."""

import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from corpus.vietnamese import fold
from evals.questions import DATA
from ingest.extract.text import read_text
from ingest.letterhead import letterhead
from ingest.structure import structure

LABELS = DATA / "laws" / "metadata.jsonl"
FIELDS = ("kind", "number", "date", "issuer", "subject", "last_article")

_ARTICLE = re.compile(r"(?:^|> )Điều (\d+)$")
# A regulation that is issued with a decree counts its own articles.
_ISSUED_WITH = re.compile(r"[A-ZĐ]{3}|Phụ lục")


@dataclass(frozen=True, slots=True)
class Printed:
    """What one text prints of itself; None for what it does not print. The subject is without its kind."""

    file: str
    kind: str
    number: str | None
    date: str | None
    issuer: str | None
    subject: str
    last_article: int


def read_labels(path: Path) -> tuple[Printed, ...]:
    return tuple(Printed(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())


def read_printed(path: Path) -> Printed:
    """What the ingest reads of a text. Raises IngestError."""
    lines = read_text(path, file=path.name).lines
    front = letterhead(lines)
    opening = f"{front.kind} số {front.number}" if front.number else front.kind
    articles = [
        int(match[1])
        for section in structure(lines).sections
        if (match := _ARTICLE.search(section.path)) and not _ISSUED_WITH.match(section.path)
    ]
    return Printed(
        path.name,
        front.kind,
        front.number,
        front.date,
        front.issuer,
        front.title.removeprefix(opening).strip(),
        max(articles, default=0),
    )


def agrees(field: str, read: Printed, label: Printed) -> bool:
    """Whether a field is read as labelled; of a long subject its beginning, without regard to case."""
    told, meant = getattr(read, field), getattr(label, field)
    if field == "subject":
        return _plain(told).startswith(_plain(meant)) or _plain(meant).startswith(_plain(told).rstrip("… "))
    return bool(told == meant)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("evals metadata")
    parser.add_argument("folder", type=Path, help="the folder of the labelled texts")
    options = parser.parse_args(argv)
    pairs = [(read_printed(options.folder / label.file), label) for label in read_labels(LABELS)]
    right = 0
    for field in FIELDS:
        good = [agrees(field, read, label) for read, label in pairs]
        right += sum(good)
        print(f"{field:<16} {sum(good):>4} / {len(good)}")
        for (read, label), is_right in zip(pairs, good, strict=True):
            if not is_right:
                print(f"  {label.file}: {getattr(read, field)!r}, labelled {getattr(label, field)!r}")
    whole = sum(all(agrees(field, read, label) for field in FIELDS) for read, label in pairs)
    print(f"{'all fields':<16} {whole:>4} / {len(pairs)}")
    print(f"{'fields':<16} {right:>4} / {len(pairs) * len(FIELDS)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
