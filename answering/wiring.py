"""The one place that picks real parts."""

from pathlib import Path

from answering.assistant import Assistant
from answering.guarded import GuardedModel
from answering.phrases import Phrases, read_lines
from answering.synonyms import Group, Synonyms, abbreviated, read_groups
from answering.writer import Writer
from corpus.abbreviations import load_abbreviations
from retrieval.embedding import open_embedding
from retrieval.generation import Generations
from retrieval.rerank import open_reranker
from settings import ROOT, Settings

_SYNONYMS = ROOT / "corpus" / "synonyms.txt"
_CLOSED = ROOT / "corpus" / "closed_topics.txt"


def open_assistant(settings: Settings) -> Assistant:
    """An assistant over the data folder of the settings; the folder may still be empty.

    Raises ModelSettingsError where the settings name a language model that cannot be used.
    """
    generations = Generations(
        settings.data, open_embedding(settings.embedding), open_reranker(settings.reranker)
    )
    synonyms, closed = load_synonyms(_SYNONYMS), load_phrases(_CLOSED)
    return Assistant(generations, synonyms, closed, data=settings.data, writer=open_writer(settings))


def open_writer(settings: Settings) -> Writer | None:
    """The language model of the settings, guarded; None where none is set. Raises ModelSettingsError."""
    if not settings.model:
        return None
    # Takes seconds to import: nobody who set no model waits for it.
    from answering.langchain_model import open_model  # noqa: PLC0415

    model = open_model(
        settings.model,
        url=settings.model_url,
        key=settings.model_key.get_secret_value(),
        timeout=settings.model_timeout,
    )
    guarded = GuardedModel(model, tokens_a_day=settings.model_tokens)
    return Writer(guarded, timeout=settings.model_timeout, internal=settings.model_internal)


def load_phrases(path: Path) -> Phrases:
    """The phrases of an editable list, one a line."""
    return Phrases.of(read_lines(path.read_text(encoding="utf-8")))


def load_synonyms(path: Path) -> Synonyms:
    """The ward's synonyms; an abbreviation stands for its long forms there and wherever they have others."""
    groups = read_groups(read_lines(path.read_text(encoding="utf-8")))
    short = load_abbreviations().forms
    own = [Group((each, long)) for each, longs in short.items() for long in longs]
    return Synonyms.of([*abbreviated(groups, short), *own])
