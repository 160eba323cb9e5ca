"""Short texts and statements of the golden cards, word for word (``--update-golden``)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from replicard.loading import load_card
from replicard.pipeline.manuscript import write_manuscript
from replicard.render.methods import methods_markdown
from replicard_schema.evidence import Evidence
from replicard_schema.report import TextKind
from replicard_schema.sections.output import Output

CARDS = Path(__file__).parents[1] / "methods"
CASES = {
    "instance-segmentation": Output(max_words=650),
    "denoising": Output.model_validate({"max_words": 600, "spelling": "American"}),
    "several-models": Output(max_words=500),
    "no-ground-truth": Output(max_words=100),
    "third-party": Output(max_words=1000),
}


@pytest.mark.parametrize("name", CASES)
def test_texts_beside_the_methods_are_the_expected_ones(
    name: str, golden: Callable[[Path, str], None]
) -> None:
    loaded = load_card(CARDS / name / "card.yaml")
    file = CARDS / name / "evidence.json"
    evidence = Evidence.model_validate_json(file.read_bytes()) if file.exists() else None

    manuscript = write_manuscript(loaded, evidence, CASES[name])

    folder = Path(__file__).parent / name
    folder.mkdir(exist_ok=True)
    found = {f"{kind}.md" for kind in manuscript.further}
    for kind, text in manuscript.further.items():
        golden(folder / f"{kind}.md", methods_markdown(text))
    assert {path.name for path in folder.iterdir()} == found
    assert (TextKind.SUPPLEMENT in manuscript.further) == (name != "third-party")
