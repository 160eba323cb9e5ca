"""Claimed evidence against computed evidence: one item for every record."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pydantic import JsonValue

from replicard.pipeline.verifying.excuses import Excuses, needs_extra
from replicard.pipeline.verifying.tolerances import EXACT, Tolerance, tolerance_of
from replicard.pipeline.verifying.walking import ABSENT, Leaf, Plain, leaves, place_of
from replicard_schema.verification import Agreement, ChangedValue, ClaimKind, VerifiedItem

_MOST_SHOWN = 5
_LONGEST = 160
_APART = frozenset(
    {
        *("evidence_version", "replicard_version", "date", "card", "environment", "repository"),
        "computed_with",
    }
)
"""What is looked at elsewhere."""
_KINDS: Mapping[str, ClaimKind] = MappingProxyType(
    {
        "datasets": ClaimKind.DATA,
        "models": ClaimKind.MODELS,
        "readings": ClaimKind.READINGS,
        "validations": ClaimKind.VALIDATIONS,
        "independence": ClaimKind.INDEPENDENCE,
        "random_splits": ClaimKind.INDEPENDENCE,
        "similarity": ClaimKind.SIMILARITY,
        "passports": ClaimKind.DEFINITIONS,
        "normalisations": ClaimKind.DEFINITIONS,
        "measures": ClaimKind.DEFINITIONS,
        "findings": ClaimKind.FINDINGS,
    }
)
_OF_VALIDATION: Mapping[str, ClaimKind] = MappingProxyType(
    {
        "candidates": ClaimKind.SCORES,
        "comparisons": ClaimKind.COMPARISONS,
        "repeats": ClaimKind.AGREEMENT,
        "uncertainty": ClaimKind.AGREEMENT,
        "annotators": ClaimKind.AGREEMENT,
        "findings": ClaimKind.FINDINGS,
    }
)
_DIGEST = "inputs_sha256"
_WORST_LAST = (
    Agreement.SAME,
    Agreement.SURROUNDINGS,
    Agreement.WITHIN_TOLERANCE,
    Agreement.NOT_CHECKED,
    Agreement.CHANGED,
)


@dataclass(slots=True)
class _Record:
    """What becomes of one record while its values are compared."""

    kind: ClaimKind
    place: str
    agreement: Agreement = Agreement.SAME
    n_values: int = 0
    changes: dict[Agreement, list[ChangedValue]] = field(default_factory=dict)
    largest: float | None = None
    tolerance: Tolerance | None = None
    because: dict[Agreement, str] = field(default_factory=dict)

    def add(self, leaf: Leaf, agreement: Agreement, because: str | None) -> None:
        """Take in one value."""
        self.n_values += 1
        self.agreement = max(self.agreement, agreement, key=_WORST_LAST.index)
        if agreement is Agreement.WITHIN_TOLERANCE:
            difference = abs(leaf.claimed - leaf.found)
            if self.largest is None or difference > self.largest:
                self.largest, self.tolerance = difference, tolerance_of(leaf)
        elif agreement is not Agreement.SAME:
            self.changes.setdefault(agreement, []).append(changed_value(leaf))
        if because is not None:
            self.because.setdefault(agreement, because)

    def item(self) -> VerifiedItem:
        """Return the record as an item."""
        changes = self.changes.get(self.agreement, [])
        return VerifiedItem(
            kind=self.kind,
            place=self.place,
            agreement=self.agreement,
            n_values=self.n_values,
            changes=tuple(changes[:_MOST_SHOWN]),
            n_changes=len(changes),
            largest_difference=self.largest,
            tolerance=self.tolerance.words if self.tolerance else None,
            because=self.because.get(self.agreement),
        )


def compare_documents(
    claimed: Mapping[str, Any], found: Mapping[str, Any], excuses: Excuses
) -> Iterator[VerifiedItem]:
    """Yield an item for every record that one of two evidence documents has.

    Parameters
    ----------
    claimed, found
        Evidence as plain data.
    """
    one, other = (
        {key: part for key, part in document.items() if key not in _APART}
        for document in (claimed, found)
    )
    records: dict[tuple[str, ...], list[Leaf]] = {}
    for leaf in leaves(one, other):
        records.setdefault(_record_tokens(leaf.tokens), []).append(leaf)
    extras = {tokens: needs_extra(values) for tokens, values in records.items()}
    for tokens, values in records.items():
        record = _Record(_kind(tokens), place_of(tokens))
        extra = extras[tokens]
        if extra is None and not any(_is_other_number(leaf) for leaf in values):
            extra = _of_same_library(tokens, extras)
        for leaf in values:
            record.add(leaf, *judged(leaf, excuses, extra=extra))
        yield record.item()


def _is_other_number(leaf: Leaf) -> bool:
    """Say whether both sides have a value, and not the same."""
    return ABSENT not in (leaf.claimed, leaf.found) and not leaf.is_equal


def _of_same_library(
    tokens: tuple[str, ...], extras: Mapping[tuple[str, ...], str | None]
) -> str | None:
    """Return why a record is there on one side only, since others need an extra.

    Averages over classes and curves come from the library of the scores of classes.
    """
    if tokens[2:5:2] == ("candidates", "results"):
        metric = tokens[5].split(",")[0]
        others = [
            at
            for at in extras
            if at[:5] == tokens[:5] and at[5:6] and at[5].split(",")[0] == metric
        ]
    elif tokens[2:5:2] == ("candidates", "score_curves"):
        others = [at for at in extras if at[:4] == tokens[:4]]
    else:
        return None
    return next((why for at in others if (why := extras[at]) is not None), None)


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """Scores of single images: claimed, of these computed here, of these the same."""

    claimed: int
    computed: int
    same: int


def count_scores(
    claimed: Mapping[str, Any], found: Mapping[str, Any], excuses: Excuses
) -> ScoreCounts:
    """Count the scores of single images in two evidence documents."""
    agree = {Agreement.SAME, Agreement.WITHIN_TOLERANCE}
    parts = [{"validations": part["validations"]} for part in (claimed, found)]
    ours = [
        leaf
        for leaf in leaves(parts[0], parts[1])
        if leaf.tokens[2:5:2] == ("candidates", "results") and leaf.tokens[6:7] == ("per_image",)
        if leaf.claimed is not ABSENT and leaf.tokens[-1] in {"value", "undefined_because"}
    ]
    computed = [leaf for leaf in ours if leaf.found is not ABSENT]
    same = [leaf for leaf in computed if judged(leaf, excuses)[0] in agree]
    n = _n_scores(claimed)
    return ScoreCounts(n, len(computed), len(same))


def _n_scores(document: Mapping[str, Any]) -> int:
    """Count scores of single images, also of parts that the other document lacks."""
    return sum(
        len(result["per_image"])
        for validation in document["validations"].values()
        for candidate in validation["candidates"].values()
        for result in candidate["results"]
    )


def judged(
    leaf: Leaf, excuses: Excuses, *, extra: str | None = None
) -> tuple[Agreement, str | None]:
    """Return what became of one value, and why.

    Parameters
    ----------
    extra
        Why its record differs if an extra is not installed here, or was not there.
    """
    if leaf.is_equal:
        return Agreement.SAME, None
    tolerance = tolerance_of(leaf)
    if leaf.are_numbers and tolerance is not EXACT and tolerance.allows(leaf.claimed, leaf.found):
        return Agreement.WITHIN_TOLERANCE, None
    named = excuses.of_versions(leaf)
    if named is not None:
        return Agreement.SURROUNDINGS, named
    excuse = extra or excuses.of(leaf)
    if excuse is not None:
        return Agreement.NOT_CHECKED, excuse
    if leaf.tokens[-1] == _DIGEST and leaf.found is not ABSENT:
        return Agreement.CHANGED, excuses.why_digest(leaf)
    return Agreement.CHANGED, excuses.why_failed(leaf)


def changed_value(leaf: Leaf) -> ChangedValue:
    """Return both values as they are shown; long ones are cut."""
    return ChangedValue(place=leaf.place, claimed=_shown(leaf.claimed), found=_shown(leaf.found))


def _shown(value: Plain) -> JsonValue:
    if value is ABSENT:
        return None
    if isinstance(value, dict | list):
        text = json.dumps(value, ensure_ascii=False)
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"{value[:_LONGEST]} …"
    shown: JsonValue = value
    return shown


def _record_tokens(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the beginning of a place that names its record."""
    head = tokens[0]
    if head == "findings":
        return tokens[:1]
    if head in {"datasets", "models"}:
        return tokens[:3]
    if head != "validations" or len(tokens) < 3:  # noqa: PLR2004 - section, name, part
        return tokens[:2]
    if tokens[2] == "candidates":
        return tokens[:6] if tokens[4:5] == ("results",) else tokens[:5]
    return tokens[:4] if tokens[2] in {"comparisons", "repeats", "uncertainty"} else tokens[:3]


def _kind(tokens: tuple[str, ...]) -> ClaimKind:
    if tokens[0] == "validations":
        if len(tokens) == 2:  # noqa: PLR2004 - a validation as a whole
            return ClaimKind.SCORES
        return _OF_VALIDATION.get(tokens[2], ClaimKind.VALIDATIONS)
    return _KINDS.get(tokens[0], ClaimKind.VALIDATIONS)
