"""Names of what other packages bring: the package, a colon, and a name of its choice."""

import re

PATTERN = r"[a-z0-9][a-z0-9-]{0,99}:[a-z0-9][a-z0-9_.-]{0,99}"
"""``distribution:name``; the distribution is spelled as package indexes normalise it."""
_ID = re.compile(PATTERN)


def is_plug_in_id(name: str) -> bool:
    """Say whether a name is one that only another package can have.

    >>> [is_plug_in_id(name) for name in ("lab-metrics:surface_error", "f1", "C:/lists/a.yaml")]
    [True, False, False]
    """
    return _ID.fullmatch(name) is not None
