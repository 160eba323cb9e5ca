"""Lists of Python packages."""

from pathlib import Path

import pytest
from tests.unit.importers.conftest import Import, values


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", "torch==2.3.1  # network\nrequests==2.0\nnumpy>=1.20\n"),
        (
            "environment.yml",
            (
                "name: dl\nchannels: [conda-forge]\ndependencies:\n  - python=3.11\n"
                "  - torch=2.3.1=py311\n  - pip: [requests==2.0]\n"
            ),
        ),
        ("uv.lock", 'version = 1\n[[package]]\nname = "torch"\nversion = "2.3.1"\n'),
        ("poetry.lock", '[[package]]\nname = "torch"\nversion = "2.3.1"\n'),
    ],
)
def test_the_versions_of_main_libraries_are_taken(
    tmp_path: Path, read: Import, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    assert values(read(tmp_path, name)) == {"training.libraries.torch": "2.3.1"}


def test_libraries_without_a_version_are_named(tmp_path: Path, read: Import) -> None:
    (tmp_path / "requirements.txt").write_text("stardist>=0.8\nrequests\n", encoding="utf-8")

    assert read(tmp_path, "requirements.txt").remarks == ("It does not pin stardist to a version.",)


def test_a_lock_file_that_is_no_toml_has_a_reason(tmp_path: Path, read: Import) -> None:
    (tmp_path / "uv.lock").write_text("[[package", encoding="utf-8")

    assert read(tmp_path, "uv.lock").unreadable_because == "is not TOML that can be read"
