"""The base of every document: cards, evidence, checklists and reports."""

from pydantic import BaseModel, ConfigDict


class Document(BaseModel):
    """A frozen record that rejects unknown keys.

    Unknown keys are refused because a misspelt field in a card would otherwise
    vanish without a trace, and the report would call it missing.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=True,
        use_attribute_docstrings=True,
        allow_inf_nan=False,
    )
