"""The load itself, short: a crowd before one seat is answered or told to come again, nothing else."""

from pathlib import Path
from shutil import copytree

from evals.load import Plan, draw, measure, public_questions, told
from evals.load_figures import Reply, Sample, Told, course, figures
from evals.own_server import own_server

FEW = Plan(users=20, seconds=3, spawn=0, think_least=0.5, think_most=1.0, seed=3)


def test_a_crowd_before_one_seat_is_answered_or_told_when_to_come_again(
    corpus_data: Path, tmp_path: Path
) -> None:
    data = copytree(corpus_data, tmp_path / "data")

    with own_server(data, model="", limit_asking="", seats=1, queue=0) as server:
        loaded = measure(server, FEW, public_questions())

    found = loaded.figures
    assert found.errors == {}
    assert found.answered > 0
    assert found.shed > 0
    assert found.answered + found.shed == found.asked
    assert found.health_p99_ms is not None
    assert found.rss_peak_mb >= found.rss_start_mb > 0


def test_figures_are_of_the_time_when_all_are_there_and_errors_of_all_of_it() -> None:
    replies = [
        Reply(1.0, 9_000.0, Told.ANSWERED),
        Reply(2.0, 3.0, Told.ERROR, "status 500"),
        *[Reply(10.0 + place / 10, float(place), Told.ANSWERED) for place in range(1, 101)],
        *[Reply(15.0, 7.0, Told.SHED)] * 25,
        Reply(31.0, 9_000.0, Told.ANSWERED),
    ]
    probes = [
        Reply(1.0, 900.0, Told.ANSWERED),
        Reply(12.0, 4.0, Told.ANSWERED),
        Reply(13, 1, Told.ERROR, "x"),
    ]
    samples = [Sample(0.0, 100.0, 10, 20), Sample(15.0, 180.0, 14, 90), Sample(30.0, 120.0, 12, 30)]

    found = figures(replies, probes=probes, samples=samples, since=10.0, until=30.0)

    assert (found.asked, found.answered, found.shed, found.share_shed) == (125, 100, 25, 0.2)
    assert (found.answered_p50_ms, found.answered_p95_ms, found.shed_p99_ms) == (50.5, 95.0, 7.0)
    assert found.answers_a_second == 5.0
    assert found.health_p99_ms == 4.0
    assert found.errors == {"status 500": 1, "/healthz: x": 1}
    assert (found.rss_start_mb, found.rss_peak_mb, found.rss_end_mb) == (100.0, 180.0, 120.0)
    assert (found.threads_peak, found.files_peak) == (14, 90)


def test_what_was_not_measured_is_told_as_nothing() -> None:
    found = figures([], probes=[], samples=[Sample(0.0, 100.0, 10, 20)], since=0.0, until=3.0)

    assert found.answered_p95_ms is None
    assert "p95 – ms" in told(FEW, found)


def test_the_course_is_drawn_with_its_gaps(tmp_path: Path) -> None:
    replies = [Reply(0.5, 20.0, Told.ANSWERED), Reply(0.6, 30.0, Told.SHED), Reply(2.2, 40.0, Told.ANSWERED)]

    moments = course(replies, [Sample(0.1, 100.0, 10, 20)], until=3.0, step=1.0)
    draw(tmp_path / "load.svg", moments)

    assert [each.answers_a_second for each in moments] == [1.0, 0.0, 1.0]
    assert [each.shed_a_second for each in moments] == [1.0, 0.0, 0.0]
    assert [each.answered_p95_ms for each in moments] == [20.0, None, 40.0]
    assert "</svg>" in (tmp_path / "load.svg").read_text(encoding="utf-8")
