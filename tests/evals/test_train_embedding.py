"""Training the embedding, on a few small laws."""

import json
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from corpus.vietnamese import terms
from evals.train_embedding import Pairs, bag, main
from evals.training_texts import Text, choose_terms, number_syllables, read_texts
from retrieval.static_embedding import StaticEmbedding

MATTERS = {
    "Đăng ký khai sinh": "khai sinh trẻ em giấy chứng sinh cha mẹ họ tên",
    "Đăng ký kết hôn": "kết hôn nam nữ tự nguyện tình trạng hôn nhân",
    "Xử phạt giao thông": "xe máy mũ bảo hiểm phạt tiền đường bộ lái xe",
    "Bảo vệ môi trường": "rác thải nước thải ô nhiễm môi trường thu gom",
}


def _laws(*, articles: int) -> list[Text]:
    chance = random.Random(0)
    texts = []
    for heading, words in MATTERS.items():
        for _ in range(articles):
            said = chance.choices(words.split(), k=24)
            texts.append(Text("Luật mẫu", heading, " ".join(said[:12]) + ". " + " ".join(said[12:])))
    return texts


def test_articles_are_one_run_of_folded_syllables() -> None:
    articles = number_syllables(
        [Text("Luật Hộ tịch", "Khai sinh", "Đăng ký tại xã. Nộp tờ khai."), Text("x", "", "Bãi bỏ.")]
    )

    names = [articles.names[number] for number in articles.flow]
    title, heading, body, end = articles.bounds[0]

    assert len(articles.bounds) == 1
    assert names[title:heading] == ["luat", "ho", "tich"]
    assert names[heading:body] == ["khai", "sinh"]
    assert names[body:end] == ["dang", "ky", "tai", "xa", "nop", "to", "khai"]
    assert articles.sentences.tolist() == [body, body + 4]
    assert ["la", "gi"] in [names[start:stop] for start, stop in articles.wrappings]


def test_the_terms_of_a_bag_are_the_terms_we_search_with() -> None:
    texts = _laws(articles=3)
    articles = number_syllables(texts)
    vocabulary = choose_terms(articles, size=10_000, least=1)
    bodies = [[(body, end)] for _, _, body, end in articles.bounds.tolist()]

    bags = bag(bodies, vocabulary)

    starts = [*bags.starts.tolist(), len(bags.rows)]
    for text, (start, stop) in zip(texts, pairwise(starts), strict=True):
        assert {vocabulary.terms[row] for row in bags.rows[start:stop]} == set(terms(text.body))


def test_common_pairs_are_chosen_before_rare_ones() -> None:
    common = [Text("", "", f"thủ tục hành chính số {n}") for n in range(9)]
    rare = [
        Text("", "", "chỉ có một lần " * 50),
        Text("", "", "hai bài cùng nói thế"),
        Text("", "", "hai bài khác nữa thôi"),
    ]

    vocabulary = choose_terms(number_syllables(common + rare), size=0, least=2)
    wider = choose_terms(number_syllables(common + rare), size=len(vocabulary.terms) + 4, least=2)

    pairs = {term for term in wider.terms if "_" in term}
    assert not any("_" in term for term in vocabulary.terms)
    assert pairs == {"thu_tuc", "tuc_hanh", "hanh_chinh", "chinh_so"}


def test_every_pair_drawn_lies_within_its_article() -> None:
    articles = number_syllables(_laws(articles=3))
    asked, passages = Pairs(articles, seed=1).draw(400)
    wrappings = set(articles.wrappings)

    for question, passage in zip(asked, passages, strict=True):
        places = [span for span in question if span not in wrappings] + passage
        owners = {
            int(np.searchsorted(articles.bounds[:, 0], start, side="right"))
            for start, stop in places
            if stop > start
        }
        assert len(owners) == 1
        assert sum(stop - start for start, stop in passage) > 0


def test_whole_documents_are_cut_at_their_articles(tmp_path: Path) -> None:
    long = "Căn cứ luật.\nĐiều 1. Phạm vi\n" + "Quy định này. " * 2000 + "\nĐiều 2. Hiệu lực\nTừ ngày ký."
    rows = [
        {"_id": "a", "title": "Luật A | Điều 5. Đối tượng", "text": "Công dân."},
        {"_id": "b", "title": "Nghị định B", "text": long},
    ]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")

    texts = list(read_texts([corpus], share=1.0, seed=0))
    without = list(read_texts([corpus], share=0.0, seed=0))

    assert [(text.title, text.heading) for text in texts] == [
        ("Luật A", "Đối tượng"),
        ("Nghị định B", "Phạm vi"),
        ("Nghị định B", "Hiệu lực"),
    ]
    assert [text.title for text in without] == ["Luật A"]


@pytest.mark.filterwarnings("default")
def test_a_trained_model_knows_what_belongs_together(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    rows = [
        {"_id": "x", "title": f"{text.title} | {text.heading}", "text": text.body}
        for text in _laws(articles=60)
    ]
    corpus.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    options = ["--size", "300", "--dimension", "16", "--batch", "32", "--steps", "60", "--threads", "1"]

    assert main([str(tmp_path / "model"), str(corpus), *options]) == 0

    model = StaticEmbedding.open(tmp_path / "model")
    headings = model.passages(list(MATTERS))
    words = model.passages(list(MATTERS.values()))
    assert model.dimension == 16
    assert (headings @ words.T).argmax(axis=1).tolist() == list(range(len(MATTERS)))
