"""Which images belong to one well, specimen or donor."""

from replicard.errors import DataError, Problem
from replicard.files import NamePattern


def group_of(name: str, pattern: str) -> str | None:
    """Return the group of an image by the name of its pair.

    Names for which the placeholders of ``pattern`` catch the same are one group.

    Parameters
    ----------
    name
        Name of the pair, see ``FilePair.name``.
    pattern
        Pattern of the whole name, such as ``{well}_s{field}_*``.

    Returns
    -------
    str or None
        What the placeholders caught, joined by a slash; None if the name does not match.

    Raises
    ------
    DataError
        If the pattern is not one, or has no placeholder.

    Examples
    --------
    >>> group_of("B05_s7_w1", "{well}_s{field}_*"), group_of("overview", "{well}_s{field}_*")
    ('B05/7', None)
    """
    parsed = NamePattern.parse(pattern)
    if not parsed.words:
        message = "the pattern of the groups has no placeholder"
        hint = "put the part that a group shares into braces, such as {well}_*"
        raise DataError([Problem(pattern, message, code="bad-pattern", hint=hint)])
    caught = parsed.match(name)
    return None if caught is None else "/".join(caught.values())
