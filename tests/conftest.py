"""Fixtures that several tests share."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that is busy with something else makes no test fail.
settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the expected texts of golden tests; review the difference like code",
    )


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep results of a test apart from those of others and of whoever runs it."""
    monkeypatch.setenv("REPLICARD_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return a function that compares a text with a file, or rewrites the file if asked to."""
    is_update = bool(request.config.getoption("--update-golden"))

    def compare(file: Path, text: str) -> None:
        if is_update:
            file.write_text(text, encoding="utf-8", newline="\n")
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data sets that tests read in place; skip without it.

    The sets are too large to ship. ``REPLICARD_TEST_DATA`` names their folder; a
    folder ``shared/data`` beside the checkout is found without it.
    """
    named = os.environ.get("REPLICARD_TEST_DATA")
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(named) if named else beside
    if not folder.is_dir():
        pytest.skip("real data sets are not here (set REPLICARD_TEST_DATA)")
    return folder
