"""Who puts answers into a language model's words, and for whom that is allowed."""

from collections.abc import Iterator, Sequence
from threading import Event

from answering.answer import Answer, Status
from answering.generate import generate
from answering.material import gather
from answering.model import Model, Patience
from answering.question import Turn
from answering.reader import Reader
from answering.rewrite import Rewritten
from answering.steps import Step, quoted
from corpus.audience import Audience

# What is written anew: all else is exact as it is, from the register or from fixed words.
_WRITTEN = frozenset({Status.ANSWERED, Status.ANSWERED_PARTIAL, Status.UNANSWERABLE})


class Writer:
    """Asks the model for one answer at a time; safe in several threads at once."""

    def __init__(self, model: Model, *, timeout: float, internal: bool) -> None:
        """`timeout` in seconds for a whole answer; `internal` lets a model outside the ward read all."""
        self.model = model
        self._timeout = timeout
        self._internal = internal

    def may_read(self, audience: Audience) -> bool:
        """Whether what this audience asks and reads may stand in a prompt."""
        return audience is Audience.PUBLIC or self.model.inside or self._internal

    def steps(
        self, answer: Answer, *, reader: Reader, whole: Rewritten, history: Sequence[Turn], gone: Event
    ) -> Iterator[Step]:
        """The steps of the answer that the reader gave, in the model's words where these stand."""
        material = gather(reader, whole, answer=answer) if answer.status in _WRITTEN else None
        if material is None:
            yield from quoted(answer)
            return
        patience = Patience.of(self._timeout, gone)
        yield from generate(
            material,
            answer,
            material.prompt(history),
            model=self.model,
            reader=reader,
            patience=patience,
        )
