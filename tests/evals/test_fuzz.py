"""Every way in, pages and forms included, stands what its description allows and forbids."""

from pathlib import Path

import pytest

from evals.fuzz import fuzz, write_spec
from tests.conftest import INTERNAL_KEY, Running


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spec") / "openapi.json"
    write_spec(path)
    return path


def test_no_request_breaks_the_server(server: Running, spec: Path) -> None:
    found = fuzz(server.url, spec, examples=1, phases=("coverage",), seed=1, key=INTERNAL_KEY)

    assert found.failures == []
    assert found.operations > 60
    assert found.cases > 500
