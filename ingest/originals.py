"""Originals: the PDFs of which an edition withholds nothing, kept beside it for their pages to be drawn."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from corpus.document import Document
from ingest.blocks import Structured
from ingest.extract.extracted import Method
from ingest.health import Grade, Health
from retrieval.seal import file_sha256

_PDF = ".pdf"


def may_be_drawn(document: Document, structured: Structured, health: Health) -> bool:
    """Whether a page of the file shows no more than this edition of it tells.

    Nothing is withheld and nothing masked, and every page has letters of its own: what a scan shows beside
    what was told from it, nobody knows.
    """
    whole = document.lines == tuple(structured.lines)
    read = all(page.method is Method.PDF and page.grade is not Grade.ASIDE for page in health.pages)
    return document.file.lower().endswith(_PDF) and whole and read


def keep_same(document: Document, *, before: Path | None, source: Path | None, to: Path) -> None:
    """Puts a document's file where it belongs: a second name for the one kept before, or else a copy.

    What is no longer the file that was read is passed over.
    """
    for origin in (before, source):
        if origin is None or not origin.is_file() or file_sha256(origin) != document.sha256:
            continue
        to.parent.mkdir(exist_ok=True)
        if origin is before:
            with suppress(OSError):  # a disk without links
                os.link(origin, to)
                return
        shutil.copyfile(origin, to)
        return
