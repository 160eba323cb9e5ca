"""Parts of the sentences that are said about a field."""

from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from replicard_schema.fields import members_of


def words_of(kind: Any) -> list[str]:  # noqa: ANN401 - an annotation has no type
    """Return the words that an annotation allows."""
    words: list[str] = []
    for member in members_of(kind):
        if isinstance(member, type) and issubclass(member, Enum):
            words += [str(word.value) for word in member]
        elif get_origin(member) is Literal:
            words += [str(word) for word in get_args(member)]
    return words


def allowed(field: FieldInfo | None) -> str | None:
    """Return a hint at the words that a field allows, if it is one of few words."""
    words = words_of(field.annotation) if field is not None else []
    return one_of(words) if words else None


def one_of(words: list[str]) -> str:
    """Return a hint that lists words."""
    if len(words) == 1:
        return f'write "{words[0]}"'
    return f"known are {', '.join(words)}"


def folded(word: str) -> str:
    """Return a word without the differences that authors overlook."""
    return " ".join(word[:100].lower().replace("_", " ").replace("-", " ").split())


def lowered(sentence: str) -> str:
    """Return a sentence as part of another one; abbreviations stay in capitals."""
    text = sentence.removesuffix(".")
    is_abbreviation = text[1:2].isupper()
    return text if is_abbreviation else text[:1].lower() + text[1:]
