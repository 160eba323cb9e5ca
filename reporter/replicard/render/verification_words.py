"""The outcome of a verification in words, the same on a terminal, in Markdown and in HTML."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from replicard_schema.verification import (
    Agreement,
    ChangedValue,
    ClaimKind,
    Verification,
    VerifiedItem,
)

_HASH = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b")
_HASH_SHOWN = 12
_NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Items that cannot be checked, or differ and are no fault, for one reason."""

    kind: ClaimKind
    because: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tolerated:
    """Items with numbers that are not equal and count as the same."""

    kind: ClaimKind
    tolerance: str
    n: int
    largest: float | None


def verdict(found: Verification) -> str:
    """Return what came out, as one sentence."""
    n = sum(1 for _ in found.having(Agreement.CHANGED))
    if not n:
        if not any(found.having(Agreement.SAME, Agreement.WITHIN_TOLERANCE)):
            return "Nothing could be checked here."
        if found.n_scores and not found.n_scores_computed:
            return "No score can be checked here; what else can be is as the evidence says."
        whole = "Everything" if found.is_complete else "Everything that can be checked here"
        return f"{whole} is as the evidence says."
    if found.files_alone_changed:
        files = [i for i in found.having(Agreement.CHANGED) if i.kind is ClaimKind.FILES]
        return (
            f"Changed: {_count(len(files), 'file is', 'files are')} not what the evidence names, "
            f"but every score that could be computed again ({found.n_scores_computed:,}) came "
            "out the same."
        )
    return f"Changed: {_count(n, 'claim does', 'claims do')} not hold."


def counted(found: Verification) -> list[str]:
    """Return how many claims came out how, and what share was checked, as phrases."""
    counts = found.counts()
    n = sum(counts.values()) - counts[Agreement.SURROUNDINGS]
    told = [
        f"{counts[each]:,} {each.value}" for each in Agreement if each is not Agreement.SURROUNDINGS
    ]
    share = f"files here: {found.n_files_here:,} of {found.n_files:,}"
    return [f"{_count(n, 'claim', 'claims')}: {', '.join(told)}", share, *_scores(found)]


def _scores(found: Verification) -> list[str]:
    if not found.n_scores:
        return []
    n, differing = found.n_scores_computed, found.n_scores_computed - found.n_scores_same
    outcome = f"{differing:,} of them differ" if differing else "all of them the same"
    again = f"scores of single images computed again: {n:,} of {found.n_scores:,}"
    return [f"{again}, {outcome}" if n else again]


def sources(found: Verification) -> str:
    """Return what was verified, with which versions."""
    versions = f"evidence of {found.evidence_date} by Replicard {found.claimed_version}"
    here = f"verified by Replicard {found.version}"
    libraries = "the same" if found.same_software else "other"
    report = f"; report: {found.report}" if found.report else "; no report is here"
    return f"{versions}, {here} with {libraries} versions of libraries{report}"


def by_kind(items: Iterable[VerifiedItem]) -> Iterator[tuple[ClaimKind, list[VerifiedItem]]]:
    """Yield the items of each kind together, in the order of kinds."""
    groups: dict[ClaimKind, list[VerifiedItem]] = defaultdict(list)
    for item in items:
        groups[item.kind].append(item)
    yield from ((kind, groups[kind]) for kind in ClaimKind if kind in groups)


def not_checked(found: Verification) -> list[NotChecked]:
    """Return what could not be checked, by kind and reason."""
    groups: dict[tuple[ClaimKind, str], list[str]] = defaultdict(list)
    for kind, items in by_kind(found.having(Agreement.NOT_CHECKED)):
        for item in items:
            groups[kind, item.because or "the reason is not known"].append(item.place)
    return [NotChecked(*key, tuple(places)) for key, places in groups.items()]


def tolerated(found: Verification) -> list[Tolerated]:
    """Return what is the same within a tolerance, by kind and tolerance."""
    groups: dict[tuple[ClaimKind, str], list[float | None]] = defaultdict(list)
    for item in found.having(Agreement.WITHIN_TOLERANCE):
        key = item.kind, item.tolerance or item.because or ""
        groups[key].append(item.largest_difference)
    return [
        Tolerated(*key, len(found), max((d for d in found if d is not None), default=None))
        for key, found in groups.items()
    ]


def surroundings(found: Verification) -> tuple[list[VerifiedItem], list[NotChecked]]:
    """Return what differs between there and here: facts, and what differs only thereby."""
    items = list(found.having(Agreement.SURROUNDINGS))
    groups: dict[tuple[ClaimKind, str], list[str]] = defaultdict(list)
    for item in items:
        if item.because is not None:
            groups[item.kind, item.because].append(item.place)
    facts = [item for item in items if item.because is None]
    return facts, [NotChecked(*key, tuple(places)) for key, places in groups.items()]


def summary_rows(found: Verification) -> list[tuple[ClaimKind, list[int]]]:
    """Return for each kind how many claims came out how, in the order of `Agreement`."""
    return [
        (kind, [sum(item.agreement is each for item in items) for each in Agreement])
        for kind, items in by_kind(found.items)
    ]


def shown(value: JsonValue) -> str:
    """Write one value; long hashes by their beginning.

    >>> shown(None), shown(0.25), shown("a" * 64), shown([2, 3])
    ('nothing', '0.25', 'aaaaaaaaaaaa…', '[2, 3]')
    """
    if value is None:
        return _NOTHING
    if isinstance(value, str):
        return _HASH.sub(lambda match: f"{match[0][:_HASH_SHOWN]}…", value)
    return json.dumps(value, ensure_ascii=False)


def pairs_shown(changes: Sequence[ChangedValue]) -> list[tuple[str, str, str]]:
    """Return place, claimed and found value of each change, as text."""
    return [(each.place, *_apart(each)) for each in changes]


def _apart(change: ChangedValue) -> tuple[str, str]:
    """Return both values; in full where their short forms are alike."""
    one, other = shown(change.claimed), shown(change.found)
    return (one, other) if one != other else (str(change.claimed), str(change.found))


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"
