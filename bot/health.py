"""What is said of how files were read: the pages that are doubtful, the files that were set aside and why."""

from collections.abc import Iterator, Sequence

from ingest.health import Health, PageHealth
from ingest.intake import Intake
from ingest.pipeline import Report
from prompts import load


def report_lines(report: Report) -> Iterator[str]:
    """What is held now; then, where something was not read well, what it was."""
    name = "cli/ingest_unchanged" if report.unchanged else "cli/ingested"
    yield load(name, documents=report.documents, passages=report.passages, generation=report.generation)
    yield from intake_lines(report.intake, missing=report.missing)


def intake_lines(intake: Intake, *, missing: Sequence[str]) -> Iterator[str]:
    if intake.aside:
        yield load("cli/intake_aside", count=len(intake.aside))
        yield from (f"  - {each.aside}" for each in intake.aside)
    if intake.gone:
        files = ", ".join(each.file for each in intake.gone)
        yield load("cli/intake_gone", count=len(intake.gone), files=files)
    for each in intake.superseded:
        yield load("cli/intake_superseded", file=each.file, newer=each.superseded_by)
    for each in intake.copies:
        yield load("cli/intake_copy", file=each.file, original=each.copy_of)
    for each in intake.held:
        if each.health is not None and each.health.aside:
            pages = _numbers(each.health.aside)
            yield load("cli/intake_pages_aside", file=each.file, pages=pages)
        if each.health is not None and each.health.doubtful:
            pages = _numbers(each.health.doubtful)
            yield load("cli/intake_doubtful", file=each.file, pages=pages)
    yield from (load("cli/intake_missing", file=file) for file in missing)


def health_lines(file: str, health: Health) -> Iterator[str]:
    """The report on one file: a line for the whole, and one for each page."""
    yield load(
        "cli/health_file",
        file=file,
        pages=len(health.pages),
        characters=health.characters,
        valid=_percent(health.valid),
    )
    yield from (_page_line(page) for page in health.pages)


def _page_line(page: PageHealth) -> str:
    confidence = "–" if page.confidence is None else f"{page.confidence:.0f}%"
    return load(
        "cli/health_page",
        page="–" if page.number is None else page.number,
        method=load(f"cli/method_{page.method}"),
        characters=page.characters,
        confidence=confidence,
        valid=_percent(page.valid),
        marked=_percent(page.marked),
        grade=load(f"cli/grade_{page.grade}"),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".replace(".", ",") + "%"


def _numbers(pages: Sequence[PageHealth]) -> str:
    """3, 5–7, or the whole file where it has no pages."""
    numbers = [page.number for page in pages if page.number is not None]
    if not numbers:
        return load("cli/health_whole")
    shown: list[str] = []
    first = last = numbers[0]
    for number in [*numbers[1:], 0]:
        if number == last + 1:
            last = number
            continue
        shown.append(str(first) if first == last else f"{first}–{last}")
        first = last = number
    return ", ".join(shown)
