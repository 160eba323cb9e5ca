"""Values of the card, in words that fit a table cell."""

from collections.abc import Mapping
from enum import Enum

from pydantic import BaseModel

from replicard_schema.quantities import Quantity

MAX_LENGTH = 200

# The field that names a record; it stands first and without its own name.
_NAMING = ("name", "target", "metric", "repository", "model", "kind", "by", "funder", "url")


def in_words(value: object) -> str:
    """Write a value as a reader would say it: quantities, dates, lists, records.

    >>> in_words(("flip", "rotation")), in_words(True), in_words(0.80), in_words(())
    ('flip, rotation', 'yes', '0.8', 'none')
    >>> in_words({"tensorflow": "2.12.0", "numpy": None})
    'tensorflow 2.12.0, numpy'
    """
    if isinstance(value, BaseModel):
        return _record(value)
    if isinstance(value, Mapping):
        return _listed([f"{key} {in_words(v)}" if v else str(key) for key, v in value.items()])
    if isinstance(value, tuple):
        return _listed([in_words(child) for child in value]) if value else "none"
    return _single(value)


def capped(text: str, length: int = MAX_LENGTH) -> str:
    """Cut a text between words, with an ellipsis in place of what is left out.

    >>> capped("a long answer in many words", 16)
    'a long answer …'
    """
    if len(text) <= length:
        return text
    return text[: length - 2].rsplit(" ", 1)[0].rstrip(" ,;") + " …"


def _single(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Quantity) and value.unit == "x":
        return f"{value.number}x"
    return " ".join(str(value.value if isinstance(value, Enum) else value).split())


def _record(record: BaseModel) -> str:
    names = (*type(record).model_fields, *(record.model_extra or {}))
    stated = {name: getattr(record, name) for name in names}
    stated = {name: value for name, value in stated.items() if value not in (None, (), {})}
    naming = next((name for name in _NAMING if name in stated), None)
    details = ", ".join(
        f"{name.replace('_', ' ')} {in_words(value)}"
        for name, value in stated.items()
        if name != naming
    )
    if naming is None:
        return details
    title = in_words(stated[naming])
    return f"{title} ({details})" if details else title


def _listed(texts: list[str]) -> str:
    return ("; " if any("," in text for text in texts) else ", ").join(texts)
