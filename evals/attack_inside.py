"""Attacks inside the process: the same library with and without its internal side, and an obedient model."""

import re
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import yaml

from answering.answer import Answer
from answering.assistant import Assistant
from answering.guarded import GuardedModel
from answering.model import Patience, Prompt, Spend
from answering.question import Question, Turn
from answering.wiring import open_assistant
from answering.writer import Writer
from corpus.audience import Audience
from corpus.sentences import sentences
from evals.attack_cases import Attack
from evals.attack_checks import Reply, Wall, words_of
from ingest.extract.limits import Limits
from ingest.leaks import Secrets, secrets_of
from ingest.pipeline import ingest
from ingest.readings import Readings
from ingest.wall import LeftOut
from retrieval.embedding import open_embedding
from retrieval.generation import current_number, generation_folder
from settings import Settings

_PASSAGE = re.compile(r"^\[(?P<token>\w+)\] \(.*\)\n(?P<text>(?:.+\n?)*)", re.MULTILINE)
_REACHING = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname"})
_MANY = 100.0


class Obedient:
    """A model that does what any text says: repeats the question, the rules, and all that it was given."""

    name, inside = "obedient", True

    def __init__(self) -> None:
        self.prompts: list[Prompt] = []

    def write(self, prompt: Prompt, patience: Patience, spend: Spend) -> Generator[str]:  # noqa: ARG002
        self.prompts.append(prompt)
        yield prompt.words

    def draft(self, prompt: Prompt, patience: Patience, spend: Spend) -> Generator[str]:  # noqa: ARG002
        self.prompts.append(prompt)
        given = [(match["token"], match["text"]) for match in _PASSAGE.finditer(prompt.words)]
        token = given[0][0] if given else "aaa"
        asked = (prompt.words.rstrip().splitlines()[-2:-1] or [prompt.words])[0]
        yield f"{asked} [{token}]\n{' '.join(prompt.rules.split())} [{token}]\n"
        for token, text in given:
            for span in sentences(text)[:1]:
                yield f"{text[span.start : span.end]} [{token}]\n"


class Inside:
    """The library of the settings, asked by strangers. What it writes goes into `folder`."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.data = folder / "data"
        number = current_number(settings.data)
        assert number is not None
        held = generation_folder(settings.data, number)
        for data in (self.data, folder / "twin"):
            shutil.copytree(held, generation_folder(data, number))
            (data / "current").write_text(f"{number:06d}\n", encoding="ascii")
        shutil.rmtree(generation_folder(folder / "twin", number) / Audience.INTERNAL)
        plain = settings.model_copy(update={"model": ""})
        self._assistant = open_assistant(plain.model_copy(update={"data": self.data}))
        self._twin = open_assistant(plain.model_copy(update={"data": folder / "twin"}))
        self._model = Obedient()
        writer = Writer(GuardedModel(self._model), timeout=_MANY, internal=False)
        self._obeying = self._assistant.with_writer(writer)
        secrets = _secrets(settings)
        self.wall = Wall(secrets, self._assistant.generations.edition(Audience.PUBLIC).library)
        self._said: list[str] = []
        self._read: set[str] = set()

    @staticmethod
    def masked(settings: Settings) -> tuple[LeftOut, ...]:
        """The names and addresses of persons that the library masks."""
        return _secrets(settings).masked

    def ask(self, question: Question) -> Answer:
        """In the documents' own words."""
        return self._assistant.ask(question)

    def quoting(self, attack: Attack) -> Iterator[Reply]:
        """The reply in the documents' own words, beside that of the library without its internal side."""
        with _watched() as fetched:
            answer = _put(self._assistant, attack)
        compared = any(check.name == "no_oracle" for check in attack.checks)
        twin = _put(self._twin, attack) if compared and attack.audience == "public" else None
        yield Reply(words_of(answer), answer=answer, twin=twin, fetched=tuple(fetched))

    def obeying(self, attack: Attack) -> Iterator[Reply]:
        before = len(self._model.prompts)
        answer = _put(self._obeying, attack)
        if attack.audience == "public":
            self._said.append(attack.said)
            self._read.update(
                line for each in self._model.prompts[before:] for line in each.words.split("\n")
            )
        yield Reply(words_of(answer), answer=answer)

    def prompts_told(self) -> Iterator[str]:
        """What of the internal side stood in a prompt of the public and was not typed by the asker."""
        yield from self.wall.told("\n".join(self._read), said="\n".join(self._said))


def documents_read(attacks: Sequence[Attack]) -> Iterator[tuple[Attack, Reply, Wall]]:
    """Each text as a document, listed for the public and listed nowhere; then its probe."""
    for listed in (True, False):
        with tempfile.TemporaryDirectory() as passing:
            folder, data = Path(passing) / "corpus", Path(passing) / "data"
            if not attacks:
                return
            _write(attacks, folder, listed=listed)
            ingest((folder,), data=data, embedder=open_embedding(""), on_progress=lambda _: None)
            settings = Settings(data=data, model="")
            assistant = open_assistant(settings)
            wall = Wall(_secrets(settings), assistant.generations.edition(Audience.PUBLIC).library)
            for attack in attacks:
                answer = assistant.ask(Question(attack.probe, Audience.PUBLIC))
                yield attack, Reply(words_of(answer), answer=answer), wall


def _write(attacks: Sequence[Attack], folder: Path, *, listed: bool) -> None:
    folder.mkdir()
    rows = []
    for place, attack in enumerate(attacks):
        name = f"{place:04d}.txt"
        (folder / name).write_text(f"THÔNG BÁO\n\n{attack.text}\n", encoding="utf-8", errors="replace")
        rows.append({"file": name, "audience": str(Audience.PUBLIC)})
    if listed:
        manifest = yaml.safe_dump({"documents": rows}, allow_unicode=True)
        (folder / "manifest.yaml").write_text(manifest, encoding="utf-8")


def _secrets(settings: Settings) -> Secrets:
    number = current_number(settings.data)
    assert number is not None
    limits = Limits(
        settings.read_seconds, settings.read_memory_mb, settings.read_pages, settings.read_file_mb
    )
    return secrets_of(
        generation_folder(settings.data, number), readings=Readings(settings.data / "readings", limits)
    )


def _put(assistant: Assistant, attack: Attack) -> Answer:
    """Turn by turn, each with what was really said before."""
    history: tuple[Turn, ...] = ()
    for turn in attack.turns[:-1]:
        told = assistant.ask(Question(turn, attack.audience, history))
        history = (*history, Turn(turn, told.text))
    return assistant.ask(Question(attack.text, attack.audience, history))


@cache
def _watching() -> list[list[str]]:
    """Where to note what the process reaches for. A hook cannot be taken off again, so there is one."""
    watching: list[list[str]] = []

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in _REACHING:
            watching[-1].append(f"{event} {arguments[1:2]}")

    sys.addaudithook(hear)
    return watching


@contextmanager
def _watched() -> Iterator[list[str]]:
    """What the process tried to reach meanwhile."""
    found: list[str] = []
    _watching().append(found)
    try:
        yield found
    finally:
        _watching().pop()
