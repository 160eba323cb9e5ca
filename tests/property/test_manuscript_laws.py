"""A generated text says all of its card and contradicts nothing; a changed number is found."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from replicard.loading import load_card
from replicard.manuscript import Comparison, compare
from replicard.manuscript.document import Reader
from replicard.manuscript.latex import read_latex
from replicard.manuscript.markup import read_markdown, read_text
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "methods"
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if (folder / "methods.md").exists())
EXAMPLES = ("denoising", "nuclei-segmentation", "third-party-model")

_NUMBER = re.compile(r"(?<!\w)\d+(?:\.\d+)*")
_CITED = re.compile(r"\[[\d,]*$")
# Numbers that no fact of a card or of its evidence stands behind.
_OF_NO_FACT = re.compile(
    r"at least \d+ are needed|given: \d+|n = \d+|p = [\d.]+|Intervals \(\d+|least \d+ groups"
    r"|[\d,]{5,7} times|th percentiles|zenodo\.org|10\.\d{4}/"
)
_EVERY = 3
_NEAR = 130
_UNMEASURED = 0.05


@dataclass(frozen=True)
class Case:
    """A card with its evidence and the text that was generated from it."""

    card: Card
    evidence: Evidence | None
    text: str

    def compared(self, text: str) -> Comparison:
        return compare(read_markdown("methods.md", text.encode()), self.card, self.evidence)


@cache
def case(name: str) -> Case:
    folder = GOLDEN / name
    file = folder / "evidence.json"
    evidence = Evidence.model_validate_json(file.read_bytes()) if file.exists() else None
    text = (folder / "methods.md").read_text(encoding="utf-8")
    return Case(load_card(folder / "card.yaml").card, evidence, text)


@pytest.mark.parametrize("name", CASES)
def test_generated_text_says_everything_and_contradicts_nothing(name: str) -> None:
    outcome = case(name).compared(case(name).text)
    missing = [fact.field for fact in outcome.missing]

    assert outcome.contradictions == ()
    # A new card may say something in words that nobody has measured yet.
    assert name not in RECALL or missing == []
    assert len(missing) <= _UNMEASURED * (len(missing) + len(outcome.found)), missing


@pytest.mark.parametrize("name", EXAMPLES)
def test_text_of_an_example_contradicts_nothing(name: str) -> None:
    card = load_card(ROOT / "examples" / "replicard_examples" / name / "card.yaml").card
    text = (ROOT / "examples" / "outputs" / name / "methods.md").read_bytes()
    outcome = compare(read_markdown("methods.md", text), card)

    assert outcome.contradictions == ()


def changed(number: str) -> str:
    """Return a number with another last digit."""
    digit = int(number[-1])
    return f"{number[:-1]}{digit + 3 if digit < 7 else digit - 3}"


def mutations(text: str) -> list[tuple[re.Match[str], str]]:
    body = text.partition("## References")[0]
    return [
        (found, text[: found.start()] + changed(found[0]) + text[found.end() :])
        for found in _NUMBER.finditer(body)
        if not _CITED.search(body[: found.start()])
        and not _OF_NO_FACT.search(body[max(0, found.start() - 12) : found.end() + 12])
    ]


def is_at(place_line: int, column: int, text: str, found: re.Match[str]) -> bool:
    line = text.count("\n", 0, found.start()) + 1
    start = found.start() - (text.rfind("\n", 0, found.start()) + 1)
    return place_line == line and abs(column - start) <= _NEAR


# Share of changed numbers that are found, measured; a change that lowers one is looked at.
RECALL = {
    "classification": 0.75,
    "denoising": 0.60,
    "instance-segmentation": 0.75,
    "no-ground-truth": 0.75,
    "several-models": 0.60,
    "third-party": 0.60,
    "tracking": 0.60,
}


@pytest.mark.parametrize("name", RECALL)
def test_changed_number_is_found_and_nothing_else(name: str) -> None:
    study = case(name)
    hits = total = 0
    for found, text in mutations(study.text)[::_EVERY]:
        total += 1
        outcome = study.compared(text)
        places = [
            (each.place.position.line, each.place.position.column)
            for each in outcome.contradictions
            if each.place.position is not None
        ]
        here = [is_at(line, column, text, found) for line, column in places]
        assert all(here), f"{found[0]} changed, something else contradicts"
        hits += any(here)

    assert hits >= RECALL[name] * total


@pytest.mark.parametrize("read", [read_latex, read_text, read_markdown])
def test_any_text_is_read_and_compared_without_a_traceback(read: Reader) -> None:
    pieces = ["\\section{", "# ", "63×", "{", "$", "`", "|", "0.18 µm", "1e999", "10^999", "\t"]
    study = case("minimal")
    for at in range(len(pieces)):
        text = " ".join(pieces[at:] + pieces[:at] * 2)
        compare(read("m", f"Text {text}".encode()), study.card, study.evidence)
