"""Findings about images that belong together without the card saying so."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from replicard.findings.wording import counted
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

MANY_IMAGES = 8
"""Fewer images say little about how their names are formed."""
SHARED_BY = 4
"""Images with one beginning of their names, on average, that suggest one source."""

_SEPARATORS = re.compile(r"[\s_.-]+")
_COUNTED = (
    *("crop", "field", "fov", "frame", "image", "img"),
    *("part", "patch", "roi", "slice", "tile"),
)
_INDEX = re.compile(rf"(?:{'|'.join(_COUNTED)}|[a-z])?[0-9]{{1,9}}")
_NUMBER_AT_END = re.compile(r"[0-9]{1,9}$")


def unshown_examples(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find names of examples that no image with a score bears."""
    for name, found in evidence.validations.items() if evidence is not None else ():
        scored = sorted(pair.name for pair in found.pairs)
        shown = {choice.image for choice in found.examples}
        for image in card.validations[name].examples if found.examples else ():
            if image not in shown:
                near = get_close_matches(image, scored, n=1) or scored[:1]
                yield Finding(
                    code="unshown-example",
                    severity=Severity.WARNING,
                    field=f"validations.{name}.examples",
                    message=f"The example {image} of validation {name} is not shown: no image of "
                    "this name has a score.",
                    hint=f"write the name as in scores-per-image.csv, such as {near[0]}",
                )


def ungrouped_images(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find many images of few names, such as tiles of one field, that are not grouped."""
    for name, found in evidence.validations.items() if evidence is not None else ():
        dataset = card.datasets.get(found.dataset)
        if dataset is None or dataset.groups is not None or len(found.pairs) < MANY_IMAGES:
            continue
        stems = Counter(_beginning(pair.name) for pair in found.pairs)
        if len(stems) * SHARED_BY > len(found.pairs):
            continue
        first = next((stem for stem, _ in stems.most_common(1) if stem), "a number")
        yield Finding(
            code="groups-not-stated",
            severity=Severity.HINT,
            field=f"datasets.{found.dataset}.groups",
            message=(
                f"Validation {name} has {counted(len(found.pairs), 'image')}, but their names "
                f"have {counted(len(stems), 'beginning')} only ({first} …). If images are tiles "
                "of one field or fields of one well, they are not independent, and their number "
                "says more than it should."
            ),
            hint='name what belongs together with groups, such as "{well}_s{field}_*"',
        )


def _beginning(name: str) -> str:
    """Return a name without the numbers at its end that tell images of one source apart.

    >>> _beginning("HeLa_well-B03_tile_2_11"), _beginning("mouse7"), _beginning("0042")
    ('hela well', 'mouse', '')
    """
    words = _SEPARATORS.split(name.casefold())
    while words and (_INDEX.fullmatch(words[-1]) or words[-1] in _COUNTED):
        words.pop()
    if words:
        words[-1] = _NUMBER_AT_END.sub("", words[-1])
    return " ".join(words)
