"""The soak itself, short: what it counts, and that the bot stands it."""

from pathlib import Path
from shutil import copytree

from evals.soak import run
from evals.soak_platform import Chances


def test_a_short_soak_with_a_kill_answers_everything_once_and_in_order(
    corpus_data: Path, tmp_path: Path
) -> None:
    data = copytree(corpus_data, tmp_path / "data")
    # Answers that are lost are waited for so long that they are left to the long soak.
    chances = Chances(limit=0.0, failure=0.1, page=0.1, lost_answer=0.0, cut_after=0.05, cut_before=0.05)

    soak = run(chances, data=data, messages=60, chats=12, seconds=6, seed=3, kills=1)

    assert (soak.messages, soak.restarts) == (60, 1)
    assert (soak.double, soak.missing, soak.out_of_order, soak.secrets_told) == (0, 0, 0, 0)
    assert soak.answered + soak.unsure >= 60
