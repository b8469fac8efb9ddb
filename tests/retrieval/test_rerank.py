"""A cross-encoder over what was found first."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval.rerank import (
    RERANKED,
    CrossEncoderReranker,
    RerankerUnavailableError,
    open_reranker,
    reranked,
)


class Longest:
    """Likes long texts."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        return [float(len(text)) for text in texts]


class Broken:
    """Has no memory left."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        raise RuntimeError("out of memory")


def test_the_first_take_the_order_of_the_model_and_the_rest_stay_behind() -> None:
    texts = ["a" * place for place in range(1, RERANKED + 3)]

    order = reranked(Longest(), "hỏi", texts)

    assert order == [*reversed(range(RERANKED)), RERANKED, RERANKED + 1]


def test_a_model_that_fails_leaves_the_order() -> None:
    assert reranked(Broken(), "hỏi", ["một", "hai"]) == [0, 1]


def test_without_a_name_there_is_none() -> None:
    assert open_reranker("") is None


@pytest.mark.filterwarnings("default")
def test_a_model_that_cannot_load_is_told_in_vietnamese(tmp_path: Path) -> None:
    with pytest.raises(RerankerUnavailableError, match="HOIPHUONG_RERANKER"):
        open_reranker(str(tmp_path / "khong-co"))


@pytest.mark.filterwarnings("default")
def test_any_cross_encoder_opens_from_its_folder(tmp_path: Path) -> None:
    from transformers import BertConfig, BertForSequenceClassification  # noqa: PLC0415 - seconds to import

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "khai", "sinh"]
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "BertTokenizer"}))

    reranker = open_reranker(str(tmp_path))

    assert isinstance(reranker, CrossEncoderReranker)
    scores = reranker.scores("khai sinh", ["khai sinh", "sinh", "khai " * 100])
    assert len(scores) == 3
    assert scores == pytest.approx(reranker.scores("khai sinh", ["khai sinh", "sinh", "khai " * 100]))
