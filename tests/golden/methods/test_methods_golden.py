"""Methods texts of whole cards, word for word; rewrite them with ``--update-golden``."""

from collections.abc import Callable
from pathlib import Path

import pytest

from replicard.loading import load_card
from replicard.render.citations import references_bibtex
from replicard.render.methods import methods_markdown, methods_trace, write_methods
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsText

CASES = sorted(folder for folder in Path(__file__).parent.iterdir() if folder.is_dir())
Golden = Callable[[Path, str], None]

every_case = pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)


def written(folder: Path) -> MethodsText:
    file = folder / "evidence.json"
    evidence = Evidence.model_validate_json(file.read_bytes()) if file.exists() else None
    return write_methods(load_card(folder / "card.yaml").card, evidence)


@every_case
def test_methods_text_is_the_expected_one(folder: Path, golden: Golden) -> None:
    golden(folder / "methods.md", methods_markdown(written(folder)))


@every_case
def test_bibtex_is_the_expected_one(folder: Path, golden: Golden) -> None:
    golden(folder / "references.bib", references_bibtex(written(folder).references))


def test_trace_is_the_expected_one(golden: Golden) -> None:
    folder = Path(__file__).parent / "instance-segmentation"

    golden(folder / "methods.trace.json", methods_trace(written(folder)))
