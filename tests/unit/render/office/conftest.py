import pytest

from replicard.render.office import OfficeUnavailableError, find_pandoc


@pytest.fixture
def _pandoc() -> None:
    """Skip where no pandoc can be used."""
    try:
        find_pandoc()
    except OfficeUnavailableError as error:
        pytest.skip(str(error))
