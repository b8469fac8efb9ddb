"""The checks of the doctor: what is well, what is not, and what to do."""

from pathlib import Path

import pytest

from bot.checkup import check_up, disk, library, model, state
from evals.model_server import Personality, speaking
from settings import Settings


def settings(data: Path, **more: object) -> Settings:
    return Settings(_env_file=None, data=data, model_timeout=20, **more)


def test_all_is_well_without_a_model(corpus_data: Path) -> None:
    found = check_up(settings(corpus_data))

    assert all(each.is_well for each in found)
    assert "HOIPHUONG_MODEL" in found[-1].text


def test_a_model_is_asked_and_its_speed_told(tmp_path: Path) -> None:
    with speaking(Personality(say=lambda _: "Tôi đang hoạt động.")) as serving:
        found = model(settings(tmp_path, model="openai:qwen3:4b", model_url=serving.url))

    assert found.is_well
    assert "trong mạng của phường" in found.text
    assert "token mỗi giây" in found.text


@pytest.mark.parametrize(
    ("personality", "says"),
    [
        (Personality(status=404), "HOIPHUONG_MODEL_URL"),
        (Personality(body=b"<html>"), "không đọc được"),
        (Personality(status=429, headers={"Retry-After": "60"}), "quá tải"),
    ],
)
def test_a_model_that_fails_is_ill(tmp_path: Path, personality: Personality, says: str) -> None:
    with speaking(personality) as serving:
        found = model(settings(tmp_path, model="openai:qwen3:4b", model_url=serving.url))

    assert not found.is_well
    assert says in found.text


def test_a_wrong_name_of_a_model_is_ill(tmp_path: Path) -> None:
    assert not model(settings(tmp_path, model="qwen3")).is_well


def test_a_folder_without_documents_is_ill(tmp_path: Path) -> None:
    assert not library(settings(tmp_path)).is_well
    assert state(settings(tmp_path)).is_well
    assert disk(settings(tmp_path / "not-there-yet")).text


def test_a_state_that_cannot_be_written_is_ill(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"no database at all, but long enough to be read as one" * 20)

    assert not state(settings(tmp_path)).is_well
