"""The base of every document: cards, evidence, checklists and reports."""

from pydantic import BaseModel, ConfigDict, model_validator


class Document(BaseModel):
    """A frozen record that rejects unknown keys.

    Unknown keys are refused because a misspelt field in a card would otherwise
    vanish without a trace, and the report would call it missing. What a field means
    stands below it; ``attribute_docs`` finds it there.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=True,
        allow_inf_nan=False,
        # Building every validator at import would double the start-up time of the
        # program, which needs the card's alone to check a card.
        defer_build=True,
    )


class Section(Document):
    """A part of a card: a key without a value is a key left out."""

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, values: object) -> object:
        if not isinstance(values, dict):
            return values
        known = cls.model_fields
        return {
            name: value
            for name, value in values.items()
            if value is not None or name not in known or known[name].is_required()
        }
