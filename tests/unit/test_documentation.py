"""What can be used is documented, and what is documented is there."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import replicard
from replicard.cli import commands
from replicard.export.reference import exports_reference
from replicard.importers import IMPORTERS, Importer
from replicard.importers.reference import importers_reference
from replicard.metrics.reference import metrics_reference
from replicard.pipeline.demo import example_names
from replicard.similarity.quantities import QUANTITIES
from replicard_schema.evidence import SignCode

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


def test_every_number_that_images_are_compared_by_stands_on_its_page_with_its_threshold() -> None:
    page = (ROOT / "reporter" / "similarity.md").read_text(encoding="utf-8")
    rows = {cells[1].strip(): line for line in page.splitlines() if (cells := line.split("|"))[1:]}

    for quantity in QUANTITIES.values():
        row = rows[quantity.name]
        assert quantity.definition in row
        assert (f"| {quantity.threshold:g} times |" in row) == (quantity.rule == "factor")


@pytest.mark.parametrize(
    "name",
    [
        "Keras CSVLogger",
        "Lightning CSVLogger",
        "ZeroCostDL4Mic",
        "nnU-Net text log",
        "Cellpose text log",
        "TensorBoard event files",
        "JSON lines",
        "JSON history",
        "printed lines",
        *[code.value for code in SignCode if code not in {SignCode.EXTENT, SignCode.READING}],
    ],
)
def test_every_layout_and_sign_of_a_training_log_stands_on_its_page(name: str) -> None:
    page = (ROOT / "reporter" / "training-logs.md").read_text(encoding="utf-8")

    assert name in page


def test_the_page_about_importers_is_fresh(golden: Callable[[Path, str], None]) -> None:
    golden(ROOT / "reporter" / "importers.md", importers_reference())


def test_the_page_about_exports_is_fresh(golden: Callable[[Path, str], None]) -> None:
    golden(ROOT / "reporter" / "exports.md", exports_reference())


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.format)
def test_every_importer_says_what_it_takes(importer: Importer) -> None:
    assert importer.takes
