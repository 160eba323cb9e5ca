"""Any document of any model is read in the same way as a card."""

import json
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Literal

import pytest
from pydantic import ConfigDict, Field, field_validator

from replicard.errors import ProblemsError
from replicard.loading import load_document
from replicard_schema.base import Document


class Level(StrEnum):
    """How much an item matters."""

    EXPLICIT = "explicit"
    ADVICE = "advice"


class Item(Document):
    """One item."""

    id: str = Field(pattern=r"^L[0-9]+$")
    level: Level
    """How much it matters."""
    weight: int = 1
    share: float = Field(default=0.5, ge=0, le=1)
    is_open: bool = True
    needs: tuple[str, ...] | str = ()
    pair: tuple[int, int] | None = None
    kind: Literal["a", "b"] = "a"

    @field_validator("id")
    @classmethod
    def _is_not_taken(cls, value: str) -> str:
        if value == "L0":
            raise ValueError("L0 is taken")
        return value


class List(Document):
    """A list of items."""

    title: str = Field(max_length=20)
    items: tuple[Item, ...] = Field(min_length=1)
    notes: dict[str, str] = Field(default={})


def problems_of(folder: Path, text: str) -> list[tuple[str, str | None]]:
    path = folder / "list.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load_document(path, List, noun="list")
    assert caught.value.sources == {path.as_posix(): text}
    prefix = f"{path.as_posix()}:"
    return [(str(found).removeprefix(prefix), found.hint) for found in caught.value.problems]


def test_document_is_validated_from_text(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("title: 1.10\nitems: [{id: L1, level: advice, weight: 2, is_open: no}]\n")

    found = load_document(path, List)

    assert found.title == "1.10"
    assert (found.items[0].weight, found.items[0].is_open) == (2, False)


def test_resource_of_a_package_is_read_as_well() -> None:
    class Anything(Document):
        model_config = ConfigDict(extra="ignore")

        id: str

    resource = files("replicard_schema") / "checklists" / "laine-2021.yaml"

    assert load_document(resource, Anything).id == "laine-2021"


def test_every_kind_of_error_is_told_in_plain_words(tmp_path: Path) -> None:
    text = """\
title: A title that is much too long
items:
  - {id: X1, level: explicit, weight: two, share: 1.5, is_open: perhaps}
  - {id: L2, level: Advised, needs: {a: b}, pair: [1], kind: c}
  - {id: L3, level: [advice], pair: [1, 2, 3], share: big, weight: 1.5}
  - {id: L0, level: }
notes: none
"""

    assert problems_of(tmp_path, text) == [
        ("1:8: title: must have at most 20 characters, got 29", None),
        ("3:10: items[0].id: does not have the expected form, got 'X1'", None),
        ("3:39: items[0].weight: expected a whole number, got 'two'", None),
        ("3:51: items[0].share: must be at most 1, got '1.5'", None),
        ("3:65: items[0].is_open: expected true or false, got 'perhaps'", None),
        (
            "4:21: items[1].level: 'Advised' is not known here",
            "did you mean `advice`? known are explicit, advice",
        ),
        (
            "4:37: items[1].needs: expected a list, got a mapping",
            "write `needs: [a, b]`, or one entry per line after a dash",
        ),
        ("4:45: items[1].pair: needs another entry", None),
        ("4:62: items[1].kind: 'c' is not known here", "known are a, b"),
        ("5:21: items[2].level: expected one word, got a list", "known are explicit, advice"),
        ("5:37: items[2].pair: takes at most 2 entries, got 3", None),
        ("5:55: items[2].share: expected a number, got 'big'", None),
        ("5:68: items[2].weight: expected a whole number, got '1.5'", None),
        ("6:10: items[3].id: L0 is taken", None),
        ("6:14: items[3].level: needs a value", "known are explicit, advice"),
        (
            "7:8: notes: expected a mapping, got 'none'",
            "write `name: value` lines below it, indented by two spaces",
        ),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the list is empty"),
        ("- a", "the list is a list, but must be made of fields"),
        ("a", "the list is a single text, but must be made of fields"),
    ],
)
def test_document_is_made_of_fields(tmp_path: Path, text: str, message: str) -> None:
    ((found, _),) = problems_of(tmp_path, text)

    assert found.endswith(message)


def test_yaml_problems_and_wrong_values_are_reported_together(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "title: &x T\nitems: []\nnots: {}\n")

    assert [message for message, _ in found] == [
        "1:8: title: the anchor `&x` is not allowed",
        "2:8: items: needs at least one entry",
        "3:1: unknown field `nots`",
    ]


def test_damaged_field_is_complained_about_once(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "title: *x\nitems: [*x, {id: L1, level: advice}]\n")

    assert [message for message, _ in found] == [
        "1:8: title: `*x` is an alias, and aliases are not allowed",
        "2:9: items[0]: `*x` is an alias, and aliases are not allowed",
    ]


def test_problems_are_plain_data_too(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("title: T\nitems: []\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load_document(path, List)

    assert json.loads(json.dumps(caught.value.problems[0].as_json())) == {
        "code": "too-few",
        "file": path.as_posix(),
        "line": 2,
        "column": 8,
        "field": "items",
        "message": "needs at least one entry",
        "hint": None,
    }
