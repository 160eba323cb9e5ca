import subprocess
import sys
import types

import pytest

from replicard_schema.attribute_docs import attribute_docs
from replicard_schema.base import Document
from replicard_schema.sections.software import Algorithm, Software


class Parent(Document):
    """A parent."""

    first: int = 1
    """Text over
    two lines."""
    silent: int = 2

    class Inner(Document):
        """A class in a class."""

        deep: int = 0
        """Deep text."""


class Child(Parent):
    """A child."""

    first: int = 3
    """Another text."""
    last: int = 4
    """Last text."""


def test_text_below_a_field_is_its_meaning() -> None:
    assert attribute_docs(Parent) == {"first": "Text over two lines."}
    assert attribute_docs(Parent.Inner) == {"deep": "Deep text."}


def test_fields_of_the_parent_are_included() -> None:
    assert attribute_docs(Child) == {"first": "Another text.", "last": "Last text."}
    assert attribute_docs(Software).items() <= attribute_docs(Algorithm).items()


def test_class_in_a_function_is_found() -> None:
    class Local(Document):
        field: int = 0
        """Local text."""

    assert attribute_docs(Local) == {"field": "Local text."}


def test_class_without_source_has_no_texts() -> None:
    made = types.new_class("Made", (Document,))
    made.__module__ = "made.nowhere"

    assert attribute_docs(made) == {}


@pytest.mark.parametrize("module", ["replicard_schema.card", "replicard.loading"])
def test_start_reads_no_source(module: str) -> None:
    program = (
        "import ast\n"
        "def refuse(*_, **__): raise AssertionError('source was parsed')\n"
        f"ast.parse = refuse\nimport {module}\nprint('done')"
    )

    done = subprocess.run(  # noqa: S603 - the program is written above
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout == "done\n"
