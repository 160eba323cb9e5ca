"""The README beside the models says what the models say."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from replicard_schema.fields import all_fields
from replicard_schema.own_checklist import OwnChecklist
from replicard_schema.reference import field_reference, unchecked_rules

README = Path(__file__).resolve().parents[3] / "schema" / "README.md"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("fields", field_reference()),
        ("rules", unchecked_rules()),
        ("checklist", field_reference(OwnChecklist, title="The checklist")),
    ],
)
def test_generated_part_of_the_readme_is_fresh(
    part: str, expected: str, golden: Callable[[Path, str], None]
) -> None:
    between = re.compile(rf"(?s)(<!-- {part}: [^\n]*-->\n).*?(<!-- end of {part} -->)")

    text, count = between.subn(
        lambda found: f"{found[1]}\n{expected}\n{found[2]}", README.read_text(encoding="utf-8")
    )

    assert count == 1
    golden(README, text)


def test_every_field_of_the_card_is_described() -> None:
    text = field_reference()

    for field in all_fields():
        name = field.path.rsplit(".", 1)[-1]
        assert name == "*" or f"| `{name}` |" in text, field.path
        assert field.description, field.path
