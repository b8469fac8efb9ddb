"""The measured facts of an edition, by the sentence or cell they stand in."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.figures import Measured, measured
from corpus.passage import Passage

_Sentence = tuple[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Facts:
    """The passages of an edition by id, and their facts by sentence, both in reading order."""

    passages: dict[str, Passage]
    facts: dict[_Sentence, list[Measured]]
    sentences: dict[str, list[tuple[int, int]]]

    def sentences_of(self, passage: Passage) -> list[list[Measured]]:
        return [self.facts[passage.id, sentence] for sentence in self.sentences[passage.id]]

    def beside(self, fact: Measured) -> list[Measured]:
        return self.facts[fact.passage, fact.sentence]

    def words_of(self, fact: Measured) -> str:
        """The sentence or cell of a fact."""
        return self.passages[fact.passage].text[slice(*fact.sentence)]

    def __iter__(self) -> Iterator[Measured]:
        return (fact for beside in self.facts.values() for fact in beside)


def read_facts(passages: Iterable[Passage]) -> Facts:
    read = Facts({}, defaultdict(list), defaultdict(list))
    for passage in passages:
        read.passages[passage.id] = passage
        for fact in measured(passage):
            if fact.sentence not in read.sentences[fact.passage]:
                read.sentences[fact.passage].append(fact.sentence)
            read.facts[fact.passage, fact.sentence].append(fact)
    return read
