"""What can be used is documented, and what is documented is there."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import replicard
from replicard.cli import commands
from replicard.metrics.reference import metrics_reference
from replicard.pipeline.demo import example_names

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in replicard.__all__ if not name.isupper()])
def test_every_public_name_is_there_and_documented(name: str) -> None:
    assert getattr(replicard, name).__doc__


def test_public_names_are_sorted_and_complete() -> None:
    upper = [name for name in replicard.__all__ if name.isupper()]
    classes = [name for name in replicard.__all__ if name[0].isupper() and not name.isupper()]
    rest = [name for name in replicard.__all__ if name[0].islower()]

    assert list(replicard.__all__) == [*sorted(upper), *sorted(classes), *sorted(rest)]
    assert set(replicard._HOMES) == set(replicard.__all__)
    assert dir(replicard) == sorted(replicard.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'unheard_of'"):
        _ = replicard.unheard_of


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_stands_in_the_readme_and_has_a_help_text(name: str) -> None:
    assert f"`replicard {name}" in README
    assert commands.commands[name].help


def test_every_example_stands_on_the_page_of_examples() -> None:
    page = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")

    assert all(name in page for name in example_names())


def test_the_page_about_metrics_is_the_table(golden: Callable[[Path, str], None]) -> None:
    golden(ROOT / "reporter" / "metrics.md", metrics_reference())


def test_every_link_of_our_pages_leads_to_a_file() -> None:
    pages = [ROOT / "README.md", *ROOT.glob("*/README.md"), *ROOT.glob(".github/*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
