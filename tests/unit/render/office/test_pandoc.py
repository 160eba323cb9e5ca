"""Which pandoc is used, and what is said where there is none."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from replicard.render.office import OfficeUnavailableError, find_pandoc, pandoc

posix_only = pytest.mark.skipif(os.name == "nt", reason="stand-ins are shell scripts")


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    find_pandoc.cache_clear()
    yield
    find_pandoc.cache_clear()


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "_from_wheel", lambda: None)


def program(folder: Path, lines: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "pandoc"
    file.write_text(f"#!{sys.executable}\n{lines}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))
    return file


@pytest.mark.usefixtures("no_wheel")
def test_without_pandoc_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(OfficeUnavailableError, match=r"pip install 'replicard\[word\]'"):
        find_pandoc()


@pytest.mark.usefixtures("no_wheel")
@posix_only
@pytest.mark.parametrize(("said", "tree"), [("pandoc 2.17.1", (1, 22)), ("pandoc 3.1", (1, 23))])
def test_a_pandoc_on_path_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, tree: tuple[int]
) -> None:
    file = program(tmp_path / "bin", f"print({said!r})", monkeypatch)

    found = find_pandoc()

    assert found.path == str(file)
    assert found.tree_version == tree


@pytest.mark.usefixtures("no_wheel")
@posix_only
@pytest.mark.parametrize("said", ["pandoc 2.9", "pandoc 4.0"])
def test_a_version_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str
) -> None:
    program(tmp_path / "bin", f"print({said!r})", monkeypatch)

    with pytest.raises(OfficeUnavailableError, match=said):
        find_pandoc()


@pytest.mark.usefixtures("no_wheel")
@posix_only
def test_a_program_in_the_working_folder_is_never_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program(tmp_path, "print('pandoc 3.1')", monkeypatch)
    monkeypatch.chdir(tmp_path)
    for path in (str(tmp_path), "."):
        monkeypatch.setenv("PATH", path)
        with pytest.raises(OfficeUnavailableError):
            find_pandoc()


@posix_only
@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            "import sys; sys.exit('no such style')",
            r"pandoc 3\.1 failed: no such style \(`pip install",
        ),
        ("import time; time.sleep(20)", "took longer than 1 s"),
        ("raise SystemExit(3)", "it says nothing"),
    ],
)
def test_what_goes_wrong_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lines: str, message: str
) -> None:
    file = program(tmp_path / "bin", lines, monkeypatch)
    used = pandoc.Pandoc(str(file), (3, 1))

    with pytest.raises(OfficeUnavailableError, match=message):
        pandoc.run_pandoc("{}", b"", to="docx", pandoc=used, seconds=1)


def test_a_program_that_is_gone_is_said(tmp_path: Path) -> None:
    used = pandoc.Pandoc(str(tmp_path / "gone"), (3, 1))

    with pytest.raises(OfficeUnavailableError, match="cannot be run"):
        pandoc.run_pandoc("{}", b"", to="docx", pandoc=used)
