"""Ids of the items of shipped checklists, read without a parser.

The card's own rules need them, and the card format knows no YAML. The files are ours: the
id of an item opens a line of its own.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_ID = re.compile(r"""^  - id: (['"]?)([^'"\n]+)\1$""", re.MULTILINE)
_NO_CHECKLISTS = frozenset({"concepts", "guidance"})


@cache
def shipped_items() -> Mapping[str, tuple[str, ...]]:
    """Return the ids of all items of each shipped checklist, by the id of the list.

    >>> shipped_items()["dome-1.0"][:3]
    ('D1', 'D2', 'D3')
    """
    found = {}
    for file in files("replicard_schema").joinpath("checklists").iterdir():
        name = file.name.removesuffix(".yaml")
        if file.name.endswith(".yaml") and name not in _NO_CHECKLISTS:
            found[name] = tuple(match[1] for match in _ID.findall(file.read_text("utf-8")))
    return dict(sorted(found.items()))
