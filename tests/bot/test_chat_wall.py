"""A public chat, whatever it is asked: nothing internal comes out of it."""

import json
from pathlib import Path

import pytest

from answering.assistant import Assistant
from answering.wiring import open_assistant
from bot.conversation import Conversation
from bot.message import Channel, Message
from bot.render import for_telegram, for_zalo
from corpus.vietnamese import fold
from ingest.pipeline import ingest
from retrieval.embedding import open_embedding
from settings import ROOT, Settings
from tests.bot.chatting import conversation
from tests.bot.test_wall import INTERNAL, MANIFEST, NUMBER, PUBLIC, QUESTIONS, SECRETS

FACTS = ROOT.parent / "shared" / "data" / "gold" / "facts_dev.jsonl"
FOLLOWING = ("NGUON", "TIEP", "LAI", "1", "Chi tiết hơn?", "/hop mo Họp", "/hop bien-ban")


def told(talk: Conversation, words: str, *, group: bool) -> str:
    """All that a platform would be given, without what the asker said."""
    parts: list[str] = []
    for channel, render in ((Channel.TELEGRAM, for_telegram), (Channel.ZALO, for_zalo)):
        message = Message("k", channel, "-1" if group else "5", "5", text=words, in_group=group)
        for part in render(talk.reply_to(message), message):
            parts += [part.text, part.plain, part.content.decode("latin-1")]
            parts += [button.label + button.data for row in part.buttons for button in row]
    return "\n".join(parts).replace(words, "").replace(NUMBER, "").replace("777", "")


@pytest.fixture(scope="module")
def walled(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("walled-chat")
    (folder / "bao-cao.txt").write_text(PUBLIC, encoding="utf-8")
    (folder / "noi-bo.txt").write_text(INTERNAL, encoding="utf-8")
    (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    data = folder / "data"
    ingest((folder,), data=data, embedder=open_embedding(""), on_progress=lambda _: None)
    return open_assistant(Settings(_env_file=None, data=data))


@pytest.mark.parametrize("group", [False, True], ids=["private", "group"])
@pytest.mark.parametrize("internal", [False, True], ids=["closed", "codes allowed"])
def test_nothing_internal_reaches_a_chat_without_a_code(
    walled: Assistant, tmp_path: Path, group: bool, internal: bool
) -> None:
    talk = conversation(walled, tmp_path, internal=internal)

    seen = [(words, told(talk, words, group=group)) for words in (*QUESTIONS, *FOLLOWING)]

    assert [(words, secret) for words, text in seen for secret in SECRETS[:2] if secret in text] == []


@pytest.mark.shared
@pytest.mark.skipif(not FACTS.exists(), reason="needs the development data beside the checkout")
def test_a_public_chat_tells_none_of_the_sensitive_facts(assistant: Assistant, tmp_path: Path) -> None:
    talk = conversation(assistant, tmp_path)
    facts = [json.loads(line) for line in FACTS.read_text(encoding="utf-8").splitlines()]
    sensitive = [fact for fact in facts if fact["sensitive"]]

    replies = {fact["id"]: fold(told(talk, fact["question_vi"], group=False)) for fact in sensitive}
    told_all = [
        fact["id"]
        for fact in sensitive
        if all(fold(value) in replies[fact["id"]] for value in fact["answer_values"])
    ]

    assert sensitive
    assert told_all == []
