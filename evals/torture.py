"""The score of the reading of hostile files: a folder with what a safe reader does with each of its files."""

import argparse
import json
import resource
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.audience import Audience
from ingest.errors import IngestError, Reason, UnreadableError
from ingest.extract.extracted import Method
from ingest.extract.limits import Limits
from ingest.pipeline import ingest
from ingest.reading import Reading, read_file, taken_in
from ingest.sandbox import Sandbox, sandbox
from retrieval.embedding import open_embedding
from retrieval.generation import generation_folder

_UNREADABLE_PICTURES = frozenset({Reason.NO_TEXT, Reason.NEEDS_TOOL, Reason.GARBLED})
_MOST_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Case:
    """A line of the manifest: `expect` is reject, reject_or_ok, needs_ocr, ok_text or ok_clean."""

    file: str
    expect: str
    text: str = ""
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Case
    reading: Reading | None
    reason: Reason | None
    seconds: float

    @property
    def is_safe(self) -> bool:
        """Whether it ended as expected, in time."""
        return self.seconds <= _MOST_SECONDS and self._ended_well()

    def _ended_well(self) -> bool:
        words = "\n".join(self.reading.text.lines) if self.reading else ""
        match self.case.expect:
            case "reject":
                return self.reading is None
            case "reject_or_ok":
                return True
            case "needs_ocr":
                seen = self.reading is not None and self.reading.health.pages[0].method is Method.OCR
                return seen or self.reason in _UNREADABLE_PICTURES
            case "ok_text":
                return unicodedata.normalize("NFC", self.case.text) in words
            case _:
                return self.reading is not None and not any(never in words for never in self.case.never)


def read_cases(folder: Path) -> tuple[Case, ...]:
    """Those of `manifest.jsonl`. Raises OSError, ValueError, KeyError."""
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    records = (json.loads(line) for line in lines if line.strip())
    return tuple(
        Case(
            record["file"], record["expect"], record.get("ref", ""), tuple(record.get("must_not_contain", ()))
        )
        for record in records
    )


def read_one(case: Case, folder: Path, readers: Sandbox) -> Outcome:
    began = time.monotonic()
    reading, reason = None, None
    try:
        found = read_file(folder / case.file, file=case.file, readers=readers)
        reading = taken_in(found, file=case.file)
    except UnreadableError as error:
        reason = error.reason
    return Outcome(case, reading, reason, time.monotonic() - began)


def leaks(folder: Path, cases: Sequence[Case]) -> tuple[str, ...]:
    """What must be nowhere and stands in a file of the generation that the whole folder makes."""
    with tempfile.TemporaryDirectory() as data:
        try:
            report = ingest(
                [folder], data=Path(data), embedder=open_embedding(""), on_progress=lambda _: None
            )
        except IngestError:
            return ()
        made = generation_folder(Path(data), report.generation)
        held = [path.read_bytes() for side in Audience for path in (made / side).rglob("*") if path.is_file()]
    never = {words for case in cases for words in case.never}
    return tuple(words for words in sorted(never) if any(words.encode() in content for content in held))


def main(argv: list[str]) -> int:
    """Prints a line a file and the figures; 1 when a file ended otherwise than it must."""
    parser = argparse.ArgumentParser(prog="hoiphuong evals torture", allow_abbrev=False)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args(argv)
    cases = read_cases(arguments.folder)
    with sandbox(Limits()) as readers:
        outcomes = [read_one(case, arguments.folder, readers) for case in cases]
    for outcome in outcomes:
        ended = outcome.reason or "read"
        sign = "ok  " if outcome.is_safe else "FAIL"
        print(f"{sign} {outcome.seconds:6.2f} s  {outcome.case.expect:12}  {ended:10}  {outcome.case.file}")
    safe = sum(outcome.is_safe for outcome in outcomes)
    # Of the largest process that read a file, and of the largest it started.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    slowest = max((outcome.seconds for outcome in outcomes), default=0.0)
    found = leaks(arguments.folder, cases)
    print(f"{safe} of {len(outcomes)} as expected; slowest {slowest:.1f} s; largest process {peak:.0f} MB")
    print(f"in the library that must be nowhere: {', '.join(map(repr, found)) or 'nothing'}")
    return 0 if safe == len(outcomes) and not found else 1
