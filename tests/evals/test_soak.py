"""The soak itself, short: what it counts, and that the bot stands it on every channel."""

from pathlib import Path
from shutil import copytree

import pytest

from evals.soak import Plan, run
from evals.soak_platform import Chances, Channel


@pytest.mark.parametrize(("channel", "kills"), [("telegram", 1), ("zalo", 0), ("zalo-oa", 0)])
def test_a_short_soak_answers_everything_once_and_in_order(
    channel: str, kills: int, corpus_data: Path, tmp_path: Path
) -> None:
    data = copytree(corpus_data, tmp_path / "data")
    # Answers that are lost, and limits, are waited for so long that they are left to the long soak.
    chances = Chances(limit=0.0, failure=0.1, page=0.1, lost_answer=0.0, cut_after=0.05, cut_before=0.05)

    soak = run(Channel(channel), chances, Plan(40, 10, seconds=4, kills=kills, seed=3), data=data)

    assert (soak.messages, soak.restarts) == (40, kills)
    assert (soak.double, soak.missing, soak.out_of_order, soak.secrets_told) == (0, 0, 0, 0)
    assert soak.answered + soak.unsure >= 40
