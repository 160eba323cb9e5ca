"""Machine, software and repository: what differs between there and here."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from replicard.capture import is_in_history
from replicard_schema.evidence import Evidence, Repository, Unavailable
from replicard_schema.verification import Agreement, ChangedValue, ClaimKind, VerifiedItem

_MOST_SHOWN = 8
_KERNELS = frozenset({"kernels", "numba"})
"""What no number depends on."""


def same_software(claimed: Evidence, found: Evidence, *, is_whole: bool = True) -> bool:
    """Say whether all libraries that numbers depend on have the versions of the evidence.

    ``found`` was computed here. What computes the kernels does not count: with and
    without numba the numbers are the same.

    Parameters
    ----------
    is_whole
        Whether all of it could be computed; otherwise the packages tell what it lacks.
    """
    packages = {} if is_whole else found.environment.packages
    here = {**packages, **found.computed_with}
    names = {*claimed.computed_with, *found.computed_with} - _KERNELS
    return all(here.get(name) == claimed.computed_with.get(name) for name in names)


def compare_surroundings(claimed: Evidence, found: Evidence) -> Iterator[VerifiedItem]:
    """Yield what is known of machine and software, there and here; nothing is a fault."""
    one, other = (each.model_dump(mode="json", exclude_none=True) for each in (claimed, found))
    packages = [each["environment"].pop("packages") for each in (one, other)]
    versions = [
        {"replicard": each["replicard_version"], **each["computed_with"]} for each in (one, other)
    ]
    yield _side_by_side("environment", one["environment"], other["environment"])
    yield _side_by_side("computed_with", *versions)
    yield _side_by_side("environment.packages", *packages)


def _side_by_side(place: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> VerifiedItem:
    names = [*one, *(name for name in other if name not in one)]
    changes = [
        ChangedValue(place=f"{place}.{name}", claimed=one.get(name), found=other.get(name))
        for name in names
        if one.get(name) != other.get(name)
    ]
    changes.sort(key=lambda change: change.claimed is None or change.found is None)
    return VerifiedItem(
        kind=ClaimKind.ENVIRONMENT,
        place=place,
        agreement=Agreement.SURROUNDINGS if changes else Agreement.SAME,
        n_values=len(names),
        changes=tuple(changes[:_MOST_SHOWN]),
        n_changes=len(changes),
    )


def compare_repository(
    claimed: Repository | Unavailable, found: Repository | Unavailable, project: Path
) -> Iterator[VerifiedItem]:
    """Yield whether the commit of the evidence is here, and its files are unchanged.

    Branch, tag, remote and untracked files are where somebody works, no claims about data.
    """
    if isinstance(claimed, Unavailable):
        yield _item("repository", Agreement.SAME, because="the evidence names no commit")
        return
    if isinstance(found, Unavailable):
        because = f"the history is not here: {found.unavailable_because}"
        yield _item("repository.commit", Agreement.NOT_CHECKED, because=because)
        return
    yield _commit(claimed, found, project)
    yield _changed_files(claimed, found)
    facts = {"branch", "tag", "remote", "untracked_count", "unpushed_commits"}
    one, other = (each.model_dump(mode="json", include=facts) for each in (claimed, found))
    yield _side_by_side("repository", one, other)


def _commit(claimed: Repository, found: Repository, project: Path) -> VerifiedItem:
    place = "repository.commit"
    if claimed.commit == found.commit:
        return _item(place, Agreement.SAME)
    reached = is_in_history(project, claimed.commit)
    if reached is True:
        because = f"it is part of the history of {found.commit[:10]}, which is checked out here"
        return _item(place, Agreement.SAME, because=because)
    if isinstance(reached, Unavailable):
        return _item(place, Agreement.NOT_CHECKED, because=reached.unavailable_because)
    if claimed.remote == found.remote:
        change = ChangedValue(place=place, claimed=claimed.commit, found=found.commit)
        because = "the history of what is checked out here does not hold it"
        return _item(place, Agreement.CHANGED, (change,), because=because)
    because = "the folder lies in another repository here"
    return _item(place, Agreement.NOT_CHECKED, because=because)


def _changed_files(claimed: Repository, found: Repository) -> VerifiedItem:
    place = "repository.changed_files"
    if claimed.commit != found.commit:
        because = "another commit is checked out here than when the evidence was computed"
        return _item(place, Agreement.NOT_CHECKED, because=because)
    if isinstance(found.changed_files, Unavailable):
        because = found.changed_files.unavailable_because
        return _item(place, Agreement.NOT_CHECKED, because=because)
    if claimed.changed_files == found.changed_files:
        return _item(place, Agreement.SAME)
    one, other = (each.model_dump(mode="json")["changed_files"] for each in (claimed, found))
    change = ChangedValue(place=place, claimed=one, found=other)
    return _item(place, Agreement.CHANGED, (change,))


def _item(
    place: str,
    agreement: Agreement,
    changes: tuple[ChangedValue, ...] = (),
    *,
    because: str | None = None,
) -> VerifiedItem:
    return VerifiedItem(
        kind=ClaimKind.REPOSITORY,
        place=place,
        agreement=agreement,
        n_values=1,
        changes=changes,
        n_changes=len(changes),
        because=because,
    )
