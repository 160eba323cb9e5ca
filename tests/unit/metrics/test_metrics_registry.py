import re

import pytest

from replicard.metrics.normalisation import describe_normalisation
from replicard.metrics.registry import (
    METRICS,
    applicable_metrics,
    default_metrics,
    library_versions,
    passports_of,
)
from replicard_schema.passports import NORMALISATIONS
from replicard_schema.vocabulary import Direction, MetricId, NormalisationMethod, Task

STATED_ONLY = {Task.SUPER_RESOLUTION, Task.TRACKING, Task.REGISTRATION}


def test_every_metric_of_the_vocabulary_has_one_row() -> None:
    assert set(METRICS) == set(MetricId)
    assert all(spec.passport.id is metric for metric, spec in METRICS.items())


def test_names_are_distinct() -> None:
    names = [spec.passport.name for spec in METRICS.values()]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("metric", list(MetricId))
def test_every_passport_is_complete(metric: MetricId) -> None:
    passport = METRICS[metric].passport

    assert re.fullmatch(r"doi:10\.\d{4,9}/\S+", passport.reference)
    for sentence in (
        passport.definition,
        passport.undefined_when,
        passport.empty_rule,
        passport.n,
        passport.aggregation,
        *passport.parameters.values(),
    ):
        assert sentence[0].isupper() or sentence[0].isdigit(), sentence
    assert passport.definition.endswith(".")
    assert passport.aggregation.endswith(".")
    assert passport.n.endswith(".")


@pytest.mark.parametrize("task", list(Task))
def test_defaults_are_applicable_and_lead_with_a_metric_that_ranks(task: Task) -> None:
    chosen = default_metrics(task)

    assert set(chosen) <= set(applicable_metrics(task))
    assert (not chosen) == (task in STATED_ONLY)
    if chosen:
        assert METRICS[chosen[0]].passport.direction is not Direction.NEITHER


def test_every_metric_is_applicable_to_some_task() -> None:
    assert {metric for task in Task for metric in applicable_metrics(task)} == set(MetricId)


def test_passports_for_the_evidence_name_the_versions_in_use() -> None:
    passports = passports_of([MetricId.SSIM])

    versions = library_versions()
    assert f"scipy {versions['scipy']}" in passports["ssim"].library
    assert f"replicard {versions['replicard']}" in passports["ssim"].library
    assert METRICS[MetricId.SSIM].passport.library != passports["ssim"].library


def test_accuracy_says_that_some_call_it_ap() -> None:
    assert "average precision (AP)" in (METRICS[MetricId.ACCURACY].passport.note or "")


@pytest.mark.parametrize("metric", [MetricId.NRMSE, MetricId.NRMSE_MEAN, MetricId.NRMSE_EUCLIDEAN])
def test_each_nrmse_names_its_denominator(metric: MetricId) -> None:
    assert "denominator" in METRICS[metric].passport.parameters


@pytest.mark.parametrize("task", list(Task))
def test_the_legacy_value_is_never_a_default(task: Task) -> None:
    assert MetricId.LEGACY_ZEROCOST_NRMSE not in default_metrics(task)
    assert "Legacy" in METRICS[MetricId.LEGACY_ZEROCOST_NRMSE].passport.name


@pytest.mark.parametrize("method", list(NormalisationMethod))
def test_every_normalisation_has_a_complete_passport(method: NormalisationMethod) -> None:
    passport = NORMALISATIONS[method]

    assert passport.id is method
    assert re.fullmatch(r"doi:10\.\d{4,9}/\S+", passport.reference)
    for sentence in (passport.definition, passport.constant_rule, passport.n):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
    takes_percentiles = "percentiles" in passport.parameters
    assert takes_percentiles == (describe_normalisation(method).percentiles is not None)
