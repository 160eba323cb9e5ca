"""The table of all rules, and the list of all findings."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from replicard.findings.acquisition import acquisition_differs_from_files
from replicard.findings.agreement import (
    annotators_without_label_sets,
    better_than_annotators,
    doubtful_objects,
    few_repeats,
    left_out_beside_scores,
    maps_without_meaning,
    repeats_without_difference,
    unhelpful_maps,
    unusual_disagreement,
)
from replicard.findings.answers import contradicted_reasons, empty_reasons, empty_words
from replicard.findings.cautions import domain_shift, hallucination, intensity, own_test_set
from replicard.findings.images import ungrouped_images, unshown_examples
from replicard.findings.independence import (
    evaluated_on_training_data,
    same_source,
    shared_images,
    unchecked_claims,
)
from replicard.findings.items import unclear_items
from replicard.findings.likeness import near_copies, random_splits, shared_groups
from replicard.findings.pixel_size import (
    distances_in_pixels,
    pixel_size_differs,
    unused_tolerance,
)
from replicard.findings.readings import disagreeing_sources, unreadable_sources
from replicard.findings.scores import (
    acceptance_not_reached,
    acceptance_within_interval,
    good_agreement,
)
from replicard.findings.sharing import (
    data_without_deposit,
    uncommitted_changes,
    unpushed_commits,
    without_licence,
)
from replicard.findings.similarity import acquisition_differs, data_differ
from replicard.findings.training import (
    epochs_disagree,
    training_log_signs,
    unnamed_training_data,
    unnamed_weights,
    unread_training_log,
    without_model,
)
from replicard.findings.uncertainty import interval_width, unclear_difference
from replicard.findings.validation import (
    few_groups,
    few_images,
    ground_truth_exists,
    no_acceptance,
    raw_input_wins,
    single_metric,
    useless_object_table,
    useless_thresholds,
    without_validation,
)
from replicard.findings.versions import (
    libraries_without_version,
    model_without_version,
    other_libraries_installed,
    software_without_version,
    used_before_obtained,
)
from replicard_schema.card import Card
from replicard_schema.checklist import Checklist
from replicard_schema.evidence import Evidence
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

Rule = Callable[[Card, Evidence | None], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    evaluated_on_training_data,
    shared_images,
    near_copies,
    acceptance_not_reached,
    acceptance_within_interval,
    left_out_beside_scores,
    raw_input_wins,
    pixel_size_differs,
    acquisition_differs_from_files,
    better_than_annotators,
    repeats_without_difference,
    unusual_disagreement,
    doubtful_objects,
    unhelpful_maps,
    ground_truth_exists,
    without_model,
    disagreeing_sources,
    unreadable_sources,
    without_validation,
    few_images,
    few_groups,
    no_acceptance,
    maps_without_meaning,
    hallucination,
    intensity,
    software_without_version,
    model_without_version,
    used_before_obtained,
    unnamed_training_data,
    training_log_signs,
    epochs_disagree,
    unread_training_log,
    data_differ,
    unnamed_weights,
    acquisition_differs,
    empty_reasons,
    unchecked_claims,
    shared_groups,
    same_source,
    random_splits,
    ungrouped_images,
    unshown_examples,
    few_repeats,
    annotators_without_label_sets,
    single_metric,
    interval_width,
    unclear_difference,
    good_agreement,
    domain_shift,
    own_test_set,
    useless_object_table,
    useless_thresholds,
    unused_tolerance,
    distances_in_pixels,
    libraries_without_version,
    data_without_deposit,
    without_licence,
    uncommitted_changes,
    unpushed_commits,
    other_libraries_installed,
    contradicted_reasons,
    empty_words,
)
"""Every rule, the weightiest first."""

_SEVERITIES = list(Severity)


def all_findings(
    card: Card,
    evidence: Evidence | None,
    checklists: Sequence[Checklist] = (),
    *,
    besides: Iterable[Finding] = (),
) -> tuple[Finding, ...]:
    """Return every finding, errors first, each once.

    What was found in the files while they were read stands before what the rules find.

    Parameters
    ----------
    evidence
        What was computed; None leaves out what only files can show.
    checklists
        The checklists that are answered.
    besides
        What was found elsewhere; it stands last among findings of one severity.
    """
    found = list(_seen_in_files(evidence))
    for rule in RULES:
        found += rule(card, evidence)
    found += unclear_items(card, checklists)
    found += besides
    unique: dict[tuple[str, str, str], Finding] = {}
    for finding in found:
        unique.setdefault((finding.code, finding.field, finding.message), finding)
    return tuple(sorted(unique.values(), key=lambda finding: _SEVERITIES.index(finding.severity)))


def _seen_in_files(evidence: Evidence | None) -> Iterator[Finding]:
    if evidence is None:
        return
    yield from evidence.findings
    for validation in evidence.validations.values():
        yield from validation.findings
