"""The embedding: the bundled one, the same through sentence-transformers, and any other by name."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from corpus.vietnamese import terms
from retrieval.embedding import BUNDLED, EmbeddingUnavailableError, TransformerEmbedding, open_embedding
from retrieval.static_embedding import BrokenEmbeddingError, StaticEmbedding

TEXTS = [
    "Thủ tục đăng ký khai sinh thực hiện tại Ủy ban nhân dân cấp xã nơi cư trú của người cha hoặc người mẹ.",
    "nop ho so dang ky tam tru o dau",
    "Điều 12. Thời hạn giải quyết là 05 ngày làm việc, kể từ ngày nhận đủ hồ sơ hợp lệ.",
    "Nghị quyết số 41/2025/NQ-HĐND\u200b",
    "???",
    "",
]


@pytest.fixture(scope="module")
def bundled() -> StaticEmbedding:
    return StaticEmbedding.open(BUNDLED)


def _similar(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    return float(left @ right)


@pytest.mark.filterwarnings("default")
def test_sentence_transformers_gives_the_same_vectors_from_the_same_folder(bundled: StaticEmbedding) -> None:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - ten seconds to import

    model = SentenceTransformer(str(BUNDLED), device="cpu")

    theirs = model.encode([" ".join(dict.fromkeys(terms(text))) for text in TEXTS])

    assert np.allclose(bundled.passages(TEXTS), theirs, atol=1e-5)


def test_the_bundled_embedding_needs_no_torch() -> None:
    code = (
        "import sys\n"
        "from retrieval.embedding import open_embedding\n"
        "embedder = open_embedding('')\n"
        "embedder.passages(['Thủ tục hành chính']), embedder.query('nộp ở đâu')\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'sklearn'} & set(sys.modules)))\n"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"


def test_every_text_with_a_known_word_has_a_vector_of_length_one(bundled: StaticEmbedding) -> None:
    vectors = bundled.passages(TEXTS)

    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), bundled.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 1, 0, 0], abs=1e-6)


@pytest.mark.parametrize("text", ["", "   \n", "???", "zzqxw qqzzx", "\ud800", "🙂"])
def test_a_text_without_a_known_word_has_the_zero_vector(text: str, bundled: StaticEmbedding) -> None:
    assert not bundled.query(text).any()


def test_no_texts_have_no_vectors(bundled: StaticEmbedding) -> None:
    assert bundled.passages([]).shape == (0, bundled.dimension)


@pytest.mark.parametrize(
    "typed",
    [
        "thu tuc dang ky khai sinh",
        "THỦ TỤC ĐĂNG KÝ KHAI SINH",
        "Thu\u0309 tu\u0323c đăng ký khai sinh?",  # accents apart from their letters, as a Mac types them
        "thủ tục, đăng ký – khai sinh",
    ],
)
def test_accents_case_and_signs_change_nothing(typed: str, bundled: StaticEmbedding) -> None:
    assert _similar(bundled.query(typed), bundled.query("Thủ tục đăng ký khai sinh")) == pytest.approx(1)


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        (
            "con mới đẻ thì làm giấy tờ ở đâu",
            "Cha hoặc mẹ có trách nhiệm đăng ký khai sinh cho con tại Ủy ban nhân dân nơi cư trú.",
            "Tàu thuyền đánh bắt thủy sản phải có giấy phép khai thác tại vùng biển ven bờ.",
        ),
        (
            "bị phạt bao nhiêu tiền khi không đội mũ bảo hiểm",
            "Xử phạt người điều khiển xe mô tô, xe gắn máy vi phạm quy tắc giao thông đường bộ.",
            "Hồ sơ đề nghị cấp giấy phép hoạt động của tổ chức tín dụng gồm đơn đề nghị và điều lệ.",
        ),
        (
            "người già được trợ cấp hằng tháng thế nào",
            "Mức trợ giúp xã hội đối với người cao tuổi thuộc hộ nghèo không có người phụng dưỡng.",
            "Yêu cầu kỹ thuật của phương tiện đo khí thải và việc kiểm định định kỳ.",
        ),
    ],
)
def test_other_words_for_the_same_matter_are_nearer(
    question: str, near: str, far: str, bundled: StaticEmbedding
) -> None:
    asked = bundled.query(question)

    assert _similar(asked, bundled.query(near)) > _similar(asked, bundled.query(far)) + 0.05


def test_the_name_tells_two_trainings_apart(bundled: StaticEmbedding, tmp_path: Path) -> None:
    folder = tmp_path / BUNDLED.name
    folder.mkdir()
    (folder / "tokenizer.json").write_bytes((BUNDLED / "tokenizer.json").read_bytes())
    tensors = load_file(BUNDLED / "model.safetensors")
    save_file({**tensors, "embeddings": -tensors["embeddings"]}, folder / "model.safetensors")

    other = StaticEmbedding.open(folder)

    assert bundled.name.startswith("phuong-static-v1@")
    assert other.name != bundled.name


@pytest.mark.parametrize("missing", ["model.safetensors", "tokenizer.json"])
def test_a_missing_file_is_named(missing: str, tmp_path: Path) -> None:
    for name in {"model.safetensors", "tokenizer.json"} - {missing}:
        (tmp_path / name).write_bytes((BUNDLED / name).read_bytes())

    with pytest.raises(BrokenEmbeddingError, match=missing):
        StaticEmbedding.open(tmp_path)


@pytest.mark.parametrize("broken", [b"", b"{}", b"\xff\xfe", b'{"model": {"vocab": {"thu": 0}}}'])
def test_broken_terms_are_an_error(broken: bytes, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes((BUNDLED / "model.safetensors").read_bytes())
    (tmp_path / "tokenizer.json").write_bytes(broken)

    with pytest.raises(BrokenEmbeddingError):
        StaticEmbedding.open(tmp_path)


def test_torn_vectors_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_bytes((BUNDLED / "tokenizer.json").read_bytes())
    (tmp_path / "model.safetensors").write_bytes((BUNDLED / "model.safetensors").read_bytes()[:-7])

    with pytest.raises(BrokenEmbeddingError):
        StaticEmbedding.open(tmp_path)


@pytest.fixture(scope="module")
def small_transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of random weights that knows a few syllables, saved as sentence-transformers does."""
    from transformers import BertConfig, BertModel  # noqa: PLC0415 - ten seconds to import

    folder = tmp_path_factory.mktemp("small-transformer")
    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        "hoi",
        "doan",
        "query",
        "passage",
        ":",
        "thu",
        "tuc",
        "khai",
        "sinh",
    ]
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "BertTokenizer"}))
    return folder


@pytest.mark.filterwarnings("default")
def test_any_sentence_transformers_model_opens_from_its_folder(small_transformer: Path) -> None:
    embedder = open_embedding(str(small_transformer))

    vectors = embedder.passages(["thu tuc khai sinh", "khai sinh"])

    assert isinstance(embedder, TransformerEmbedding)
    assert embedder.name == str(small_transformer)
    assert vectors.shape == (2, embedder.dimension) == (2, 16)
    assert vectors.dtype == embedder.query("khai sinh").dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert np.allclose(embedder.query("khai sinh"), vectors[1], atol=1e-5)
    assert embedder.passages([]).shape == (0, 16)


@pytest.mark.filterwarnings("default")
def test_a_model_is_given_the_prompts_it_defines(small_transformer: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - ten seconds to import

    model = SentenceTransformer(str(small_transformer), prompts={"query": "hoi: ", "document": "doan: "})
    model.save(str(tmp_path / "prompted"))
    plain = open_embedding(str(small_transformer))

    prompted = open_embedding(str(tmp_path / "prompted"))

    assert np.allclose(prompted.query("khai sinh"), plain.query("hoi: khai sinh"), atol=1e-5)
    assert np.allclose(prompted.passages(["khai sinh"]), plain.passages(["doan: khai sinh"]), atol=1e-5)


@pytest.mark.filterwarnings("default")
def test_an_e5_model_is_given_the_prompts_its_files_leave_out(
    small_transformer: Path, tmp_path: Path
) -> None:
    shutil.copytree(small_transformer, tmp_path / "multilingual-e5-nho")
    plain = open_embedding(str(small_transformer))

    e5 = open_embedding(str(tmp_path / "multilingual-e5-nho"))

    assert np.allclose(e5.query("khai sinh"), plain.query("query: khai sinh"), atol=1e-5)
    assert np.allclose(e5.passages(["khai sinh"]), plain.passages(["passage: khai sinh"]), atol=1e-5)


@pytest.mark.filterwarnings("default")
def test_a_model_that_cannot_load_is_told_in_vietnamese(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingUnavailableError, match="Không mở được mô hình") as told:
        open_embedding(str(tmp_path / "khong-co"))

    assert str(tmp_path / "khong-co") in str(told.value)
    assert "HOIPHUONG_EMBEDDING" in str(told.value)


def test_without_a_name_it_is_the_bundled_one() -> None:
    assert open_embedding("").name == StaticEmbedding.open(BUNDLED).name
