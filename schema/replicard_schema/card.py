"""The reporting card: all that a study says about its use of deep learning."""

from itertools import islice
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from replicard_schema.base import Section
from replicard_schema.paths import FilePath
from replicard_schema.rules import violations
from replicard_schema.scalars import Id, Many, Text
from replicard_schema.sections.clinical import Clinical
from replicard_schema.sections.dataset import Dataset
from replicard_schema.sections.deposit import Code
from replicard_schema.sections.design import Statistics
from replicard_schema.sections.figures import Figures
from replicard_schema.sections.model import Baseline, Model
from replicard_schema.sections.output import Output
from replicard_schema.sections.people import Study
from replicard_schema.sections.validation import Validation

CARD_VERSION = "1.0"
_MAX_LISTED = 20


class Card(Section):
    """One study: its data sets, models, validations and code."""

    card_version: Literal["1.0"] = Field(json_schema_extra={"enum": ["1.0", 1.0]})
    """Version of the card format."""
    study: Study
    """The work that the card reports on."""
    datasets: dict[Id, Dataset] = {}
    """Image data, by id."""
    models: dict[Id, Model] = {}
    """Models, by id."""
    baselines: dict[Id, Baseline] = {}
    """Methods that predictions are compared with, by id."""
    validations: dict[Id, Validation] = {}
    """Comparisons of predictions with what is known, by id."""
    code: tuple[Code, ...] = ()
    """Custom code of the study."""
    statistics: Statistics | None = None
    """Statistics of the study beyond the scores."""
    figures: Figures | None = None
    """How the figures of the manuscript show images."""
    clinical: Clinical | None = None
    """What only studies with patients have to say."""
    intended_use: Text | None = None
    """What the results can be used for."""
    limitations: Text | None = None
    """Known limits of the study."""
    not_applicable: dict[str, Text] = {}
    """Checklist items or fields that do not apply, each with the reason."""
    bibliography: Many[FilePath] = ()
    """BibTeX (.bib) or CSL-JSON (.json) files with records of papers that the card cites."""
    output: Output | None = None
    """How the results are written."""

    def _repr_html_(self) -> str:
        """Show the card in a notebook."""
        from replicard_schema.notebook import card_html  # noqa: PLC0415 - notebooks only

        return card_html(self)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        found = tuple(islice(violations(self.model_dump(exclude_none=True)), _MAX_LISTED))
        if found:
            lines = "; ".join(f"{'.'.join(map(str, v.field))}: {v.message}" for v in found)
            raise PydanticCustomError("rule", "{text}", {"text": lines})
        return self
