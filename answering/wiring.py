"""The one place that picks real parts."""

from pathlib import Path

from answering.assistant import Assistant
from answering.phrases import read_lines
from answering.synonyms import Synonyms, read_groups
from corpus.abbreviations import load_abbreviations
from retrieval.embedding import open_embedding
from retrieval.generation import Generations
from settings import ROOT, Settings

_SYNONYMS = ROOT / "corpus" / "synonyms.txt"


def open_assistant(settings: Settings) -> Assistant:
    """An assistant over the data folder of the settings; the folder may still be empty."""
    generations = Generations(settings.data, open_embedding(settings.embedding))
    return Assistant(generations, load_synonyms(_SYNONYMS))


def load_synonyms(path: Path) -> Synonyms:
    """The ward's synonyms and abbreviations, as one set of alternatives."""
    groups = read_groups(read_lines(path.read_text(encoding="utf-8")))
    short = [[short, *long] for short, long in load_abbreviations().forms.items()]
    return Synonyms.of([*groups, *short])
