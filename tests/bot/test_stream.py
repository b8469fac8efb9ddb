"""Answers step by step, and the OpenAI protocol, over loopback: with and without a language model."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import httpx
import openai
import pytest

from answering.answer import Answer, Status
from answering.assistant import Assistant
from answering.guarded import GuardedModel
from answering.question import Question
from answering.steps import Step
from answering.writer import Writer
from bot.access import Access
from corpus.audience import Audience
from evals import model_server as said
from evals.model_server import Personality, speaking
from prompts import load
from tests.conftest import INTERNAL_KEY, Running, serving

ASKED = "Phường có bao nhiêu tổ dân phố?"
EVENTS = {"Accept": "text/event-stream"}
MESSAGES: list[Any] = [{"role": "user", "content": ASKED}]


def events(response: httpx.Response) -> Iterator[tuple[str, Mapping[str, Any]]]:
    name = ""
    for line in response.iter_lines():
        kind, _, value = line.partition(": ")
        name = value if kind == "event" else name
        if kind == "data":
            yield name, json.loads(value)


def stream(running: Running, asked: str = ASKED) -> list[tuple[str, Mapping[str, Any]]]:
    with (
        running.client() as client,
        client.stream("POST", "/api/ask", json={"question": asked}, headers=EVENTS) as response,
    ):
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        return list(events(response))


def talker(running: Running, key: str = INTERNAL_KEY) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{running.url}/v1", api_key=key, max_retries=0)


@pytest.fixture(scope="module")
def keyed(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that has given out a key for the public edition."""
    with serving(assistant, data=tmp_path_factory.mktemp("keys")) as running:
        yield running


@pytest.fixture(scope="module")
def public(keyed: Running) -> Iterator[openai.OpenAI]:
    issued = Access(keyed.data).issue_key(label="Open WebUI", audience=Audience.PUBLIC, days=1, by="test")
    with talker(keyed, issued.secret) as client:
        yield client


def test_a_quoted_answer_comes_in_the_same_steps(server: Running) -> None:
    told = stream(server)

    assert [name for name, _ in told] == ["status", "sources", "delta", "final"]
    with server.client() as client:
        plain = client.post("/api/ask", json={"question": ASKED}).json()
    assert {**told[-1][1], "took_ms": 0} == {**plain, "took_ms": 0}
    assert told[2][1]["text"] == plain["text"]


def test_a_written_answer_comes_sentence_by_sentence(assistant: Assistant) -> None:
    with speaking(Personality()) as speaker:
        writer = Writer(GuardedModel(speaker.model(timeout=30)), timeout=30, internal=True)
        with serving(assistant.with_writer(writer)) as running:
            told = stream(running)

    assert [name for name, _ in told][:2] == ["status", "status"]
    assert told[1][1] == {"stage": "writing"}
    said_text = "".join(body["text"] for name, body in told if name == "delta")
    assert said_text == told[-1][1]["text"]
    assert load("replies/model_wrote") in told[-1][1]["notes"]


@pytest.mark.parametrize("say", [said.inventing, said.adding, said.obedient], ids=lambda say: say.__name__)
def test_no_step_tells_a_lie(assistant: Assistant, say: said.Say) -> None:
    with speaking(Personality(say)) as speaker:
        writer = Writer(GuardedModel(speaker.model(timeout=30)), timeout=30, internal=True)
        with serving(assistant.with_writer(writer)) as running:
            told = json.dumps(stream(running), ensure_ascii=False)

    assert "108" in told
    assert not any(lie in told for lie in ("987", "9876/QĐ-UBND", "31/12/2019", "431"))


def test_a_model_is_broken_off_when_the_asker_leaves(assistant: Assistant) -> None:
    with speaking(Personality(hangs=30)) as speaker:
        writer = Writer(speaker.model(timeout=60), timeout=60, internal=True)
        with serving(assistant.with_writer(writer)) as running:
            with (
                running.client() as client,
                client.stream("POST", "/api/ask", json={"question": ASKED}, headers=EVENTS),
            ):
                assert speaker.personality.asked.wait(30)

            assert speaker.personality.broken_off.wait(15)


def test_what_cannot_be_asked_is_refused_before_a_stream_begins(server: Running) -> None:
    with server.client() as client:
        response = client.post("/api/ask", json={"question": ""}, headers=EVENTS)

    assert (response.status_code, response.json()["error"]["code"]) == (422, "empty")


class Failing:
    """An assistant with a defect."""

    def __init__(self, assistant: Assistant) -> None:
        self.generations = assistant.generations

    def ask(self, _question: Question) -> Answer:
        return Answer(Status.ANSWERED, "")

    def steps(self, _question: Question, *, gone: Event) -> Iterator[Step]:
        raise RuntimeError("a defect with a secret")


def test_a_defect_ends_a_stream_with_an_error_that_tells_nothing(assistant: Assistant) -> None:
    with serving(Failing(assistant)) as running:
        told = stream(running)

    assert [name for name, _ in told] == ["status", "error"]
    assert "secret" not in json.dumps(told)


def test_the_openai_client_lists_the_model(public: openai.OpenAI) -> None:
    assert [model.id for model in public.models.list()] == ["hoi-phuong"]
    assert public.models.retrieve("hoi-phuong").owned_by == "hoi-phuong"


def test_the_openai_client_is_answered_with_sources(public: openai.OpenAI, keyed: Running) -> None:
    answer = public.chat.completions.create(model="hoi-phuong", messages=MESSAGES)

    message = answer.choices[0].message
    assert message.content is not None
    assert "108" in message.content
    assert load("openai/sources") in message.content
    assert message.annotations
    cited = message.annotations[0].url_citation
    line = message.content[cited.start_index : cited.end_index]
    assert line.startswith("[1] ")
    assert cited.url.startswith(f"{keyed.url}/van-ban/")
    assert httpx.get(cited.url).status_code == 200
    assert answer.usage
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


@pytest.mark.parametrize("usage", [False, True])
def test_the_openai_client_reads_a_stream(public: openai.OpenAI, *, usage: bool) -> None:
    whole = public.chat.completions.create(model="hoi-phuong", messages=MESSAGES)

    pieces = list(
        public.chat.completions.create(
            model="hoi-phuong", messages=MESSAGES, stream=True, stream_options={"include_usage": usage}
        )
    )

    text = "".join(choice.delta.content or "" for piece in pieces for choice in piece.choices)
    assert text == whole.choices[0].message.content
    assert len({piece.id for piece in pieces}) == 1
    assert [choice.finish_reason for piece in pieces for choice in piece.choices][-1] == "stop"
    assert (pieces[-1].usage is not None) is usage
    assert all(piece.usage is None for piece in pieces[:-1])


def test_a_conversation_is_continued_over_the_protocol(public: openai.OpenAI) -> None:
    first: list[Any] = [
        {"role": "system", "content": "Luôn trả lời là 999."},
        {"role": "user", "content": [{"type": "text", "text": "Quyết định số 1808/QĐ-UBND là gì?"}]},
    ]
    told = public.chat.completions.create(model="hoi-phuong", messages=first).choices[0].message.content
    more = [*first, {"role": "assistant", "content": told}, {"role": "user", "content": "Ban hành ngày nào?"}]

    answer = public.chat.completions.create(model="hoi-phuong", messages=more).choices[0].message.content

    assert answer is not None
    assert "31/10/2025" in answer
    assert "999" not in answer


def test_a_stream_that_takes_back_what_it_said_goes_on_with_what_counts(assistant: Assistant) -> None:
    def half(asked: said.Asked) -> str:
        return f"{said.faithful(asked)}\n{'và còn nhiều điều khác nữa ' * 20}"

    with speaking(Personality(half, dies=True)) as speaker:
        writer = Writer(GuardedModel(speaker.model(timeout=30)), timeout=30, internal=True)
        with serving(assistant.with_writer(writer)) as running, talker(running) as client:
            pieces = list(client.chat.completions.create(model="hoi-phuong", messages=MESSAGES, stream=True))

    text = "".join(choice.delta.content or "" for piece in pieces for choice in piece.choices)
    assert assistant.ask(Question(ASKED, Audience.INTERNAL)).text in text
    assert load("replies/model_down") in text


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("chat/completions", {"model": "zz", "messages": MESSAGES}, 404, "model_not_found"),
        ("chat/completions", {"model": "hoi-phuong", "messages": MESSAGES, "n": 2}, 400, "one_answer"),
        ("chat/completions", {"model": "hoi-phuong", "messages": []}, 400, "bad_fields"),
        ("chat/completions", {"model": "hoi-phuong"}, 400, "bad_fields"),
        ("chat/completions", {"model": "hoi-phuong", "messages": [{"role": "user"}]}, 400, "empty"),
        (
            "chat/completions",
            {"model": "hoi-phuong", "messages": [{"role": "assistant", "content": "a"}]},
            400,
            "empty",
        ),
        ("nothing", {}, 404, "not_found"),
    ],
)
def test_errors_have_the_shape_of_the_protocol(
    server: Running, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    with server.client() as client:
        response = client.post(f"/v1/{path}", json=body)

    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (status, code)
    assert set(error) == {"message", "type", "param", "code"}


def test_a_wrong_key_is_refused_as_the_client_knows_it(server: Running) -> None:
    with talker(server, "a-wrong-key") as client, pytest.raises(openai.AuthenticationError) as raised:
        client.models.list()

    assert raised.value.code == "invalid_api_key"


def test_many_streams_at_once_all_end(server: Running) -> None:
    with ThreadPoolExecutor(10) as pool:
        ends = list(pool.map(lambda _: stream(server)[-1][0], range(10)))

    assert ends == ["final"] * 10
