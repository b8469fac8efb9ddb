"""The one place that picks real parts."""

from pathlib import Path

from answering.assistant import Assistant
from answering.phrases import Phrases, read_lines
from answering.synonyms import Group, Synonyms, abbreviated, read_groups
from corpus.abbreviations import load_abbreviations
from retrieval.embedding import open_embedding
from retrieval.generation import Generations
from retrieval.rerank import open_reranker
from settings import ROOT, Settings

_SYNONYMS = ROOT / "corpus" / "synonyms.txt"
_CLOSED = ROOT / "corpus" / "closed_topics.txt"


def open_assistant(settings: Settings) -> Assistant:
    """An assistant over the data folder of the settings; the folder may still be empty."""
    generations = Generations(
        settings.data, open_embedding(settings.embedding), open_reranker(settings.reranker)
    )
    return Assistant(generations, load_synonyms(_SYNONYMS), load_phrases(_CLOSED), data=settings.data)


def load_phrases(path: Path) -> Phrases:
    """The phrases of an editable list, one a line."""
    return Phrases.of(read_lines(path.read_text(encoding="utf-8")))


def load_synonyms(path: Path) -> Synonyms:
    """The ward's synonyms; an abbreviation stands for its long forms there and wherever they have others."""
    groups = read_groups(read_lines(path.read_text(encoding="utf-8")))
    short = load_abbreviations().forms
    own = [Group((each, long)) for each, longs in short.items() for long in longs]
    return Synonyms.of([*abbreviated(groups, short), *own])
