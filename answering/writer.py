"""Who puts answers into a language model's words, and for whom that is allowed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Event

from answering.answer import Answer, Status
from answering.generate import Spent, generate
from answering.material import Material, gather
from answering.model import Model, Patience
from answering.question import Turn
from answering.reader import Reader
from answering.recast import recast
from answering.redact import redact
from answering.rewrite import Rewritten
from answering.steps import Step, quoted
from corpus.audience import Audience

# A question is put in other words where the best passage holds this much of it: less is about another matter.
_NEAR = 0.4
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
        self,
        answer: Answer,
        *,
        text: str,
        reader: Reader,
        whole: Rewritten,
        history: Sequence[Turn],
        gone: Event,
    ) -> Iterator[Step]:
        """The steps of the answer that the reader gave to `text`, in the model's words where these stand.

        What the asker says of a person stays here: the model reads the words without it.
        """
        text = redact(text)
        history = tuple(Turn(redact(turn.question), redact(turn.answer)) for turn in history)
        material = gather(reader, whole, answer=answer) if answer.status in _WRITTEN else None
        if material is None:
            yield from quoted(answer)
            return
        patience = Patience.of(self._timeout, gone)
        spent = Spent()
        near = bool(material.ranked) and material.ranked[0].features.all >= _NEAR
        if whole.changed or (answer.status is Status.UNANSWERABLE and near):
            library = reader.edition.library
            put = recast(
                whole, text, history, model=self.model, library=library, patience=patience, spend=spent
            )
            answer, material = _read_anew(put, whole, answer, material, reader)
        yield from generate(
            material,
            answer,
            material.prompt(history),
            model=self.model,
            reader=reader,
            patience=patience,
            spent=spent,
        )


def _read_anew(
    put: Rewritten | None, whole: Rewritten, answer: Answer, material: Material, reader: Reader
) -> tuple[Answer, Material]:
    """The answer to the question as the model puts it, if there is one; else its passages beside the others.

    The asker's own words are searched for either way.
    """
    if put is None:
        return answer, material
    other = reader.read(put)
    if other.status in _WRITTEN - {Status.UNANSWERABLE}:
        other = replace(other, understood=put.text)
        found = gather(reader, put, answer=other, others=(whole.text,))
        return (other, found) if found else (answer, material)
    return answer, gather(reader, whole, answer=answer, others=(put.text,)) or material
