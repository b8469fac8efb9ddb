"""The checks of what every answer needs: documents, state, disk, language model."""

import shutil
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from answering.model import Model, ModelSettingsError, ModelUnavailableError, Patience, Prompt, Usage
from answering.wiring import open_writer
from bot.state import State, StateUnavailableError
from corpus.audience import Audience
from prompts import load
from retrieval.embedding import EmbeddingUnavailableError, open_embedding
from retrieval.generation import Generations, NoGenerationError, outdated
from settings import Settings

# An ingest writes a whole generation beside the one that answers.
_ENOUGH = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One line, in Vietnamese; `is_well` is False where someone has to do something, which it says."""

    text: str
    is_well: bool


Check = Callable[[Settings], Finding]


def library(settings: Settings) -> Finding:
    if outdated(settings.data):
        return Finding(load("doctor/library_old"), is_well=False)
    try:
        generation = Generations(settings.data, open_embedding(settings.embedding)).current()
    except NoGenerationError:
        return Finding(load("doctor/library_none"), is_well=False)
    except EmbeddingUnavailableError as error:
        return Finding(str(error), is_well=False)
    public, internal = (generation.edition(audience).library for audience in Audience)
    told = load(
        "doctor/library",
        generation=generation.number,
        documents=internal.document_count,
        passages=internal.passage_count,
        public=public.passage_count,
    )
    return Finding(told, is_well=True)


def state(settings: Settings) -> Finding:
    try:
        kept = State(settings.data, tables="")
        with kept.writing():
            pass
    except StateUnavailableError as error:
        return Finding(str(error), is_well=False)
    return Finding(load("doctor/state", size=f"{kept.file.stat().st_size / 1024:.0f}"), is_well=True)


def disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data if settings.data.is_dir() else settings.data.parent).free
    name = "doctor/disk" if free >= _ENOUGH else "doctor/disk_full"
    told = load(name, free=f"{free / 1024**3:.1f}".replace(".", ","))
    return Finding(told, is_well=free >= _ENOUGH)


def model(settings: Settings) -> Finding:
    """Asks the language model one question."""
    try:
        writer = open_writer(settings)
    except ModelSettingsError as error:
        return Finding(str(error), is_well=False)
    if writer is None:
        return Finding(load("doctor/model_none"), is_well=True)
    place = load("doctor/model_inside" if writer.model.inside else "doctor/model_outside")
    try:
        tried = _try(writer.model, settings.model_timeout)
    except ModelUnavailableError as error:
        reason = load(f"doctor/trouble_{error.trouble}")
        told = load("doctor/model_down", model=settings.model, place=place, reason=reason)
        return Finding(told, is_well=False)
    first, whole = (f"{seconds:.1f}".replace(".", ",") for seconds in (tried.first, tried.whole))
    told = load(
        "doctor/model",
        model=settings.model,
        place=place,
        first=first,
        whole=whole,
        speed=f"{tried.speed:.0f}",
    )
    return Finding(told, is_well=True)


CHECKS: tuple[Check, ...] = (library, state, disk, model)


def check_up(settings: Settings) -> tuple[Finding, ...]:
    """What every check has found, in their order."""
    return tuple(check(settings) for check in CHECKS)


@dataclass(frozen=True, slots=True)
class _Tried:
    """Seconds to the first piece and to the end of an answer, and its tokens a second."""

    first: float
    whole: float
    speed: float


def _try(asked: Model, timeout: float) -> _Tried:
    used: list[Usage] = []

    def note(usage: Usage) -> None:
        used.append(usage)

    started = time.monotonic()
    prompt = Prompt(load("doctor/rules"), load("doctor/question"))
    with closing(asked.write(prompt, Patience.of(timeout), note)) as pieces:
        next(pieces)
        first = time.monotonic() - started
        for _ in pieces:
            pass
    whole = time.monotonic() - started
    return _Tried(first, whole, sum(usage.written for usage in used) / max(whole, 0.001))
