"""Why a value may differ although nothing was changed: what is not here, or other versions."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from replicard.metrics import METRICS, Family
from replicard.pipeline.verifying.claim import Claim, file_records
from replicard.pipeline.verifying.recomputing import NEEDS_EXTRA, Recomputed
from replicard.pipeline.verifying.walking import ABSENT, Leaf

_DIGEST = "inputs_sha256"
_OF_WHOLE_SET = frozenset(
    spec.id.value for spec in METRICS.values() if spec.family is Family.FITTED_SET
)
_DEFINITIONS = frozenset({"passports", "normalisations", "measures"})
_OR_UNREAD = ", or cannot be read without an extra that is not installed"
_VERSIONS = re.compile(r" \([^()]{0,300}\)$")
_AGREEMENT = frozenset({"repeats", "uncertainty", "annotators"})
_PAIRS = ("datasets", "independence", "random_splits", "similarity")


@dataclass(frozen=True, slots=True)
class Excuses:
    """Knows what is not here, and what is of another version.

    Attributes
    ----------
    same_program
        Whether the evidence was written by this version of the program.
    same_software
        Whether it was computed with the same versions of all libraries.
    shares
        For each section of the evidence, how many of its files are absent, and of how many.
    retyped
        Text files that have the line ends of another operating system here.
    changed
        Files whose bytes are not those of the evidence.
    """

    claim: Claim
    recomputed: Recomputed
    same_program: bool
    same_software: bool
    shares: Mapping[str, tuple[int, int]]
    retyped: Collection[str] = ()
    changed: Collection[str] = ()

    def of_versions(self, leaf: Leaf) -> str | None:
        """Return why a value differs if that is because it names or covers versions."""
        if leaf.tokens[-1] == _DIGEST and ABSENT not in (leaf.claimed, leaf.found):
            return self._of_digest(leaf)
        if leaf.tokens[0] in _DEFINITIONS and leaf.tokens[-1] == "library":
            texts = [_VERSIONS.sub("", str(one)) for one in (leaf.claimed, leaf.found)]
            if not self.same_software and texts[0] == texts[1]:
                return "they name the versions of libraries"
        return None

    def _of_digest(self, leaf: Leaf) -> str | None:
        """Return why a digest of everything that results follow from may differ."""
        if self._absent_files(leaf):
            return None
        if not (self.same_software and self.same_program):
            return "the digest covers the versions of libraries, too"
        part = self.claim.document.get(leaf.tokens[0], {}).get(leaf.tokens[1], {})
        if any(record["path"] in self.retyped for record in file_records(part)):
            return "the digest covers a file of which only the line ends differ"
        return None

    def why_digest(self, leaf: Leaf) -> str:
        """Return what a digest covers, if it is not what the evidence says."""
        part = self.claim.document.get(leaf.tokens[0], {}).get(leaf.tokens[1], {})
        if any(record["path"] in self.changed for record in file_records(part)):
            return "the digest covers files that changed, as told above"
        return "the digest covers settings of the card, files, and the code of the program"

    def of(self, leaf: Leaf) -> str | None:
        """Return why a value that differs proves nothing; None if it is a change."""
        return self._absent_files(leaf) or self._other_version(leaf) or self._failed_extra(leaf)

    def why_failed(self, leaf: Leaf) -> str | None:
        """Return the message of what could not be computed at all."""
        if leaf.found is not ABSENT:
            return None
        for at, problems in self.recomputed.failures.items():
            if _is_of(at, leaf.tokens):
                return f"it cannot be computed: {problems[0].file}: {problems[0].message}"
        return None

    def _failed_extra(self, leaf: Leaf) -> str | None:
        why = self.why_failed(leaf)
        return why if why is not None and NEEDS_EXTRA in why else None

    def _absent_files(self, leaf: Leaf) -> str | None:
        section = self._section_of(leaf)
        absent, all_files = self.shares.get(section, (0, 0))
        if not absent or self._is_computed_from_files_here(leaf):
            return None
        noun = "file" if all_files == 1 else "files"
        return (
            f"{absent} of {all_files} {noun} that it follows from {_are(absent)} not here"
            f"{_OR_UNREAD if self.recomputed.unread else ''}"
        )

    def _is_computed_from_files_here(self, leaf: Leaf) -> bool:
        """Say whether a value of one image came out, which other images do not bear on."""
        if "per_image" not in leaf.tokens or ABSENT in (leaf.claimed, leaf.found):
            return False
        name = leaf.tokens[1]
        kinds = [
            validations[name].label_kind if name in validations else None
            for validations in (
                self.claim.evidence.validations,
                self.recomputed.evidence.validations,
            )
        ]
        return leaf.metric not in _OF_WHOLE_SET and kinds[0] is kinds[1]

    def _section_of(self, leaf: Leaf) -> str:
        head, *rest = leaf.tokens
        if head in {"validations", "datasets", "models", "readings"} and rest:
            return f"{head}.{rest[0]}"
        if head in _PAIRS and rest:
            names = rest[0].strip("[]").split(", ")
            sections = [f"datasets.{name}" for name in names]
            return max(sections, key=lambda each: self.shares.get(each, (0, 0))[0])
        return "all"

    def _other_version(self, leaf: Leaf) -> str | None:
        if self.same_program:
            return None
        if leaf.tokens[0] in _DEFINITIONS or leaf.are_texts:
            return "it was worded by another version of this program"
        return None


def shares_absent(claim: Claim, recomputed: Recomputed) -> dict[str, tuple[int, int]]:
    """Return for each section of the evidence how many of its files are absent."""
    absent = recomputed.here.absent | recomputed.unread
    found = {}
    for head in ("validations", "datasets", "models", "readings"):
        for name, part in claim.document.get(head, {}).items():
            paths = {record["path"] for record in file_records(part)}
            if head == "validations":
                paths |= _of_data_set(claim, part)
            found[f"{head}.{name}"] = (len(paths & absent), len(paths))
    found["all"] = (len(absent), len(claim.records))
    return found


def needs_extra(record: Sequence[Leaf]) -> str | None:
    """Return why a record differs if an extra is not installed here, or was not there.

    That the authors lacked an extra excuses only a record in which they claim no number.
    """
    for leaf in record:
        if isinstance(leaf.found, str) and NEEDS_EXTRA in leaf.found:
            return f"not computed here: {leaf.found}"
    if any(leaf.tokens[-1] == "value" and leaf.claimed is not ABSENT for leaf in record):
        return None
    for leaf in record:
        if isinstance(leaf.claimed, str) and NEEDS_EXTRA in leaf.claimed:
            return f"not computed by the authors: {leaf.claimed}"
    return None


def _of_data_set(claim: Claim, validation: Mapping[str, Any]) -> set[str]:
    # An evidence file from which pairs were taken out still names the files of the data set.
    part = claim.document.get("datasets", {}).get(validation.get("dataset"), {})
    return {record["path"] for record in file_records(part)}


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _is_of(place: str, tokens: tuple[str, ...]) -> bool:
    """Say whether a failure at a place leaves out the part of the evidence at others."""
    head, _, rest = place.removesuffix(".agreement").partition(".")
    if head in {"sources", "bibliography"}:
        return tokens[0] == "readings"
    if place.endswith(".agreement"):
        return tokens[:2] == (head, rest) and bool(_AGREEMENT & set(tokens[2:3]))
    return ".".join(tokens).startswith(place)
