"""The list of findings: order, uniqueness, and what a clean card yields."""

from collections.abc import Callable

import pytest

from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

Find = Callable[..., list[Finding]]

SEEN = {
    "code": "inverted-contrast",
    "severity": "warning",
    "message": "unet: the contrast is inverted",
    "field": "validations.nuclei",
}


def test_a_clean_card_has_no_finding(find: Find) -> None:
    assert find() == []


def test_errors_come_first_and_hints_last(find: Find) -> None:
    found = find(
        {
            "models.unet.algorithm.version": None,
            "models.unet.training.libraries": {"torch": None},
            "validations.nuclei.dataset": "train",
        }
    )

    assert [finding.severity for finding in found] == [
        Severity.ERROR,
        Severity.WARNING,
        Severity.HINT,
    ]


def test_what_was_seen_in_files_is_listed_once(
    find: Find, validated: Callable[..., dict[str, object]]
) -> None:
    evidence = {**validated(findings=[SEEN]), "findings": [SEEN]}

    assert [finding.code for finding in find(**evidence)].count("inverted-contrast") == 1


MESSAGES = (
    {"models.unet.algorithm.version": None},
    {"models.unet.provenance": "third-party"},
    {"validations.nuclei.dataset": "train"},
    {"validations.nuclei.acceptance": None},
    {"validations": None},
    {"datasets.train.deposit": None},
    {"datasets.train.deposit.license": None},
    {"models.unet.training": None},
    {"models.unet.task": "super-resolution"},
    {"datasets.train.description": "tbd"},
    {"not_applicable": {"L24": "n/a"}},
)


@pytest.mark.parametrize("changes", MESSAGES)
def test_messages_are_sentences_and_hints_are_not(find: Find, changes: dict[str, object]) -> None:
    found = find(changes)

    assert found
    for finding in found:
        assert finding.message.endswith(".")
        assert "  " not in finding.message
        assert "None" not in finding.message
        assert finding.hint is None or not finding.hint.endswith(".")
