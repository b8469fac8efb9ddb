"""The language model that the settings name: what opens, what is refused, how it is guarded."""

import os
from collections.abc import Generator

import pytest

from answering.guarded import AT_ONCE, FAILURES, GuardedModel
from answering.langchain_model import is_inside, open_model
from answering.model import (
    ModelSettingsError,
    ModelUnavailableError,
    Patience,
    Prompt,
    Spend,
    Trouble,
    Usage,
)
from answering.wiring import open_writer
from evals.model_server import Personality, speaking
from settings import Settings

PROMPT = Prompt("Quy tắc", "x\nCâu hỏi\nx", "không")


class Scripted:
    """A model that says one thing, or fails in one way, and uses ten tokens."""

    name, inside = "scripted", True

    def __init__(self, trouble: Trouble | None = None) -> None:
        self.trouble, self.calls = trouble, 0

    def write(self, _prompt: Prompt, _patience: Patience, spend: Spend) -> Generator[str]:
        self.calls += 1
        spend(Usage(7, 3))
        if self.trouble:
            raise ModelUnavailableError(self.trouble)
        yield "một"

    draft = write


def written(model: GuardedModel) -> str:
    return "".join(model.draft(PROMPT, Patience.of(5), lambda _: None))


def trouble_of(model: GuardedModel) -> Trouble:
    with pytest.raises(ModelUnavailableError) as raised:
        written(model)
    return raised.value.trouble


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("qwen3", "ollama:qwen3:4b"),
        ("openai:", "ollama:qwen3:4b"),
        ("nobody:model", "ollama:qwen3:4b"),
        ("anthropic:claude", "HOIPHUONG_MODEL_KEY"),
        ("openai:gpt", "HOIPHUONG_MODEL_KEY"),
        ("ollama:qwen3:4b", "pip install"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_at_start(
    name: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.delenv(key, raising=False)

    with pytest.raises(ModelSettingsError, match=says):
        open_writer(Settings(_env_file=None, model=name))


def test_a_refusal_at_start_repeats_no_key() -> None:
    with pytest.raises(ModelSettingsError) as raised:
        open_model("nobody:x", url="", key="a-secret", timeout=1)

    assert "a-secret" not in str(raised.value)


def test_no_prompt_goes_to_a_service_that_only_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")

    open_model("openai:x", url="http://127.0.0.1:9/v1", key="", timeout=1)

    assert "LANGSMITH_TRACING" not in os.environ


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("192.168.1.20", True),
        ("10.0.0.5", True),
        ("8.8.8.8", False),
        ("nobody.invalid", False),
        ("", False),
    ],
)
def test_a_host_is_inside_when_all_its_addresses_are(host: str, *, inside: bool) -> None:
    assert is_inside(host) is inside


def test_what_a_server_does_not_count_is_reckoned() -> None:
    spent: list[Usage] = []

    with speaking(Personality(recast=lambda _: "mười hai chữ")) as serving:
        said = "".join(serving.model(timeout=30).write(PROMPT, Patience.of(30), spent.append))

    assert said == "mười hai chữ"
    assert spent == [Usage(round((len(PROMPT.rules) + len(PROMPT.words)) / 2.5), round(12 / 2.5))]


def test_a_model_rests_after_failures_and_is_tried_again() -> None:
    now = [0.0]
    scripted = Scripted(Trouble.DOWN)
    model = GuardedModel(scripted, now=lambda: now[0])

    failed = [trouble_of(model) for _ in range(FAILURES)]
    resting = trouble_of(model)
    now[0] += 31
    scripted.trouble = None

    assert failed == [Trouble.DOWN] * FAILURES
    assert resting is Trouble.RESTING
    assert written(model) == "một"
    assert scripted.calls == FAILURES + 1


def test_who_goes_away_is_no_failure_of_the_model() -> None:
    model = GuardedModel(Scripted(Trouble.GONE))

    assert {trouble_of(model) for _ in range(2 * FAILURES)} == {Trouble.GONE}


def test_the_tokens_of_a_day_are_used_once() -> None:
    day = ["2026-01-01"]
    model = GuardedModel(Scripted(), tokens_a_day=15, today=lambda: day[0])

    written(model)
    written(model)
    spent = trouble_of(model)
    day[0] = "2026-01-02"

    assert spent is Trouble.SPENT
    assert written(model) == "một"


def test_further_answers_do_without_a_model_that_is_busy() -> None:
    model = GuardedModel(Scripted())
    waiting = [model.draft(PROMPT, Patience.of(5), lambda _: None) for _ in range(AT_ONCE)]
    for each in waiting:
        next(each)

    assert trouble_of(model) is Trouble.BUSY
    waiting[0].close()
    assert written(model) == "một"
