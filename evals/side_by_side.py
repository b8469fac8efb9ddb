"""The score with a language model beside the score without, and what became of its sentences."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from answering.answer import Answer
from answering.assistant import Assistant
from answering.question import Question
from answering.steps import Ended, Tally
from answering.writer import Writer
from evals.outcomes import Outcome, ask_all
from evals.questions import Case


@dataclass
class Writing:
    """Asks with the model, and keeps how each draft went."""

    assistant: Assistant
    tallies: list[Tally] = field(default_factory=list)

    def ask(self, question: Question) -> Answer:
        ended = [step for step in self.assistant.steps(question) if isinstance(step, Ended)][-1]
        if ended.tally is not None:
            self.tallies.append(ended.tally)
        return ended.answer


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcomes of the same questions, and how the model's drafts went."""

    quoted: list[Outcome]
    written: list[Outcome]
    tallies: tuple[Tally, ...]


def compare(
    assistant: Assistant, writer: Writer, cases: Sequence[Case], *, variant: str, seed: int, corpus: Path
) -> Comparison:
    """Asks everything twice: in the documents' words, then in the model's."""
    quoting, writing = assistant.with_writer(None), Writing(assistant.with_writer(writer))
    quoted = ask_all(quoting, cases, variant=variant, seed=seed, corpus=corpus)
    written = ask_all(writing, cases, variant=variant, seed=seed, corpus=corpus)
    return Comparison(quoted, written, tuple(writing.tallies))


def drafts(tallies: Sequence[Tally]) -> list[str]:
    """What became of the model's sentences, and what they cost, a line each."""
    flaws = Counter(flaw for tally in tallies for flaw in tally.dropped)
    troubles = Counter(tally.trouble for tally in tallies if tally.trouble)
    rows = {
        "drafts": len(tallies),
        "sentences let through": sum(tally.grounded for tally in tallies),
        "sentences dropped": flaws.total(),
        "replaced by a quote": sum(tally.replaced for tally in tallies),
        "tokens read": sum(tally.usage.read for tally in tallies),
        "tokens written": sum(tally.usage.written for tally in tallies),
        **{f"dropped for {flaw}": count for flaw, count in flaws.most_common()},
        **{f"failed: {trouble}": count for trouble, count in troubles.most_common()},
    }
    return [f"{name:<24}{count:>8}" for name, count in rows.items()]
