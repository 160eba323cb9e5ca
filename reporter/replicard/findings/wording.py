"""Small pieces of sentences that several rules need."""

from collections.abc import Mapping, Sequence

SHOWN = 5


def counted(n: int, noun: str) -> str:
    """Write a number with its noun.

    >>> counted(1, "image"), counted(3, "image")
    ('1 image', '3 images')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def listed(names: Sequence[str]) -> str:
    """Join names as in a sentence; of many, the first few are named and the rest counted.

    >>> listed(["a"]), listed(["a", "b", "c"]), listed(list("abcdefgh"))
    ('a', 'a, b and c', 'a, b, c, d, e and 3 more')
    """
    if len(names) > SHOWN:
        return f"{', '.join(names[:SHOWN])} and {len(names) - SHOWN} more"
    return " and ".join([*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]])


def verb(names: Sequence[object], singular: str, plural: str) -> str:
    """Choose the form of a verb by the number of names."""
    return singular if len(names) == 1 else plural


def in_words(value: object) -> str:
    """Write a value on one line, as a message shows it.

    >>> in_words(["256", "256"]), in_words({"factor": "0.5"}), in_words("3e-4")
    ('256, 256', 'factor 0.5', '3e-4')
    """
    match value:
        case Mapping():
            return ", ".join(f"{key} {in_words(entry)}" for key, entry in value.items())
        case list() | tuple():
            return ", ".join(map(in_words, value))
        case _:
            return str(value)
