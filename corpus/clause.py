"""Clauses of a law: where they stand, as an official cites them and as a person asks for them."""

import re
from dataclasses import dataclass

from corpus.document import UNDER

_DIVISION = re.compile(r"(?:Phần|Chương|Mục|Tiểu mục)\s")
_CLAUSE = re.compile(r"(?:Điều|khoản|điểm)\s")
_ARTICLE_ASKED = re.compile(
    r"(?<!\w)(?:điều|dieu)\s+(?:số\s+|so\s+)?(?P<name>\d{1,3}[a-zđ]?)(?!\w)", re.IGNORECASE
)
_CLAUSE_ASKED = re.compile(r"(?<!\w)(?:khoản|khoan)\s+(?P<name>\d{1,3}[a-zđ]?)(?!\w)", re.IGNORECASE)
_POINT_ASKED = re.compile(r"(?<!\w)(?:điểm|diem)\s+(?P<name>[a-zđ])(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """ "điểm a khoản 2 Điều 5" as the parts of a path; "" for a part that is not named."""

    article: str
    clause: str = ""
    point: str = ""

    def is_at(self, path: str) -> bool:
        """Whether a section's path is this clause itself, or stands under it."""
        parts = path.lower().split(UNDER)
        wanted = [f"điều {self.article}"]
        wanted += [f"khoản {self.clause}"] if self.clause else []
        wanted += [f"điểm {self.point}"] if self.point else []
        start = parts.index(wanted[0]) if wanted[0] in parts else len(parts)
        found = parts[start:]
        # Some articles have points without clauses.
        return all(part in found for part in wanted)


@dataclass(frozen=True, slots=True)
class ClauseAsked:
    """The clause a text names, and the text without its name."""

    clause: Clause
    rest: str


def clause_asked(text: str) -> ClauseAsked | None:
    """The one clause that a question names, with or without accents; None for none or for several."""
    articles = list(_ARTICLE_ASKED.finditer(text))
    if len(articles) != 1:
        return None
    clauses, points = list(_CLAUSE_ASKED.finditer(text)), list(_POINT_ASKED.finditer(text))
    if len(clauses) > 1 or len(points) > 1:
        return None
    named = [*articles, *clauses, *points]
    rest = text
    for match in sorted(named, key=lambda match: -match.start()):
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    names = [match["name"].lower() for match in articles]
    names.append(clauses[0]["name"].lower() if clauses else "")
    names.append(points[0]["name"].lower() if points else "")
    return ClauseAsked(Clause(*names), " ".join(rest.split()))


def place_name(path: str) -> str:
    """ "Chương II > Điều 5 > khoản 2 > điểm a" → "điểm a khoản 2 Điều 5"; "" for a bare number or title.

    An article needs no chapter to be found; a regulation that is issued with a decision does.
    """
    if " " not in path or path.isupper():
        return ""
    parts = path.split(UNDER)
    clauses = [part for part in parts if _CLAUSE.match(part)]
    if not clauses:
        return ", ".join(parts)
    whole = [_small(part) for part in parts if not _CLAUSE.match(part) and not _DIVISION.match(part)]
    return " ".join([*reversed(clauses), *reversed(whole)])


def _small(part: str) -> str:
    """ "QUY CHẾ" → "Quy chế"; "Phụ lục II" stays."""
    return part.capitalize() if part.isupper() else part
