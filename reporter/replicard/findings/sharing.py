"""Findings about what others can obtain: data, models, code, and the terms of use."""

from collections.abc import Iterator

from replicard.findings.wording import counted, listed, verb
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, Repository
from replicard_schema.findings import Finding
from replicard_schema.roles import is_own, training_datasets
from replicard_schema.vocabulary import Severity
from replicard_schema.waivers import item_waiver, waiver


def data_without_deposit(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find training data of the authors' models that nobody else can obtain."""
    del evidence
    own = (model for model in card.models.values() if is_own(model))
    for name in dict.fromkeys(name for model in own for name in training_datasets(model)):
        excused = waiver(card, ("datasets", name, "deposit")) or item_waiver(card, "L18")
        if card.datasets[name].deposit is None and excused is None:
            yield Finding(
                code="no-deposit",
                severity=Severity.HINT,
                field=f"datasets.{name}.deposit",
                message=(
                    f"A model was trained on {name}, which is not deposited anywhere. Without the "
                    "images nobody can repeat or judge the training."
                ),
                hint="deposit it, for example in the BioImage Archive or Zenodo, or say why not",
            )


def without_licence(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find deposits and code without terms of use."""
    del evidence
    parts = {f"datasets.{name}.deposit": (name, d.deposit) for name, d in card.datasets.items()}
    parts |= {f"models.{name}.deposit": (name, m.deposit) for name, m in card.models.items()}
    lacking = {
        at: f"The deposit of {name}"
        for at, (name, deposit) in parts.items()
        if deposit is not None and deposit.license is None
    }
    for position, code in enumerate(card.code):
        if code.license is None:
            lacking[f"code[{position}]"] = f"The code at {code.url}" if code.url else "The code"
    for at, title in lacking.items():
        yield Finding(
            code="no-licence",
            severity=Severity.HINT,
            field=f"{at}.license",
            message=f"{title} has no licence, so nobody knows whether it may be used again.",
            hint="add license with an SPDX identifier, such as CC-BY-4.0 for data or MIT for code",
        )


def uncommitted_changes(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find files of the repository that differ from the commit that is recorded."""
    del card
    repository = evidence.repository if evidence is not None else None
    if not isinstance(repository, Repository) or not isinstance(repository.changed_files, tuple):
        return
    changed = repository.changed_files
    if changed:
        yield Finding(
            code="uncommitted-changes",
            severity=Severity.HINT,
            message=(
                f"{counted(len(changed), 'file')} "
                f"{verb(changed, 'differs', 'differ')} from commit "
                f"{repository.commit[:7]}: {listed(changed)}. The commit is not what was used."
            ),
            hint="commit the changes, then run `replicard evaluate` again",
        )


def unpushed_commits(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find commits that only this copy of the repository has."""
    del card
    repository = evidence.repository if evidence is not None else None
    n = repository.unpushed_commits if isinstance(repository, Repository) else None
    if isinstance(repository, Repository) and isinstance(n, int) and n:
        yield Finding(
            code="unpushed-commits",
            severity=Severity.HINT,
            message=(
                f"{counted(n, 'commit')} up to {repository.commit[:7]} "
                f"{'is' if n == 1 else 'are'} in no branch of another copy of the repository, as "
                "far as this copy knows. Others cannot obtain the commit that is recorded."
            ),
            hint="push the branch, then run `replicard evaluate` again",
        )
