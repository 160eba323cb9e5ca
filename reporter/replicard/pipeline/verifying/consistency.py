"""What can be said of scores whose images are not all here: whether they follow from each other."""

from collections.abc import Iterator

from replicard.metrics import summarise
from replicard.pipeline.verifying.claim import Claim
from replicard.pipeline.verifying.comparing import changed_value
from replicard.pipeline.verifying.excuses import Excuses
from replicard.pipeline.verifying.tolerances import MEANS
from replicard.pipeline.verifying.walking import Leaf, leaves, place_of, words_of
from replicard_schema.evidence import MetricResult
from replicard_schema.verification import Agreement, ClaimKind, VerifiedItem

_BECAUSE = "it does not follow from the scores of single images in the evidence itself"


def inconsistent_summaries(claim: Claim, excuses: Excuses) -> Iterator[VerifiedItem]:
    """Yield an item for each summary that contradicts the claimed scores of its images.

    Only validations with absent files are looked at: all others are computed anew.
    """
    for name, validation in claim.evidence.validations.items():
        if not excuses.shares.get(f"validations.{name}", (0, 0))[0]:
            continue
        for candidate, computed in validation.candidates.items():
            for result in computed.results:
                at = ("validations", name, "candidates", candidate, "results")
                yield from _inconsistent(result, at)


def _inconsistent(result: MetricResult, at: tuple[str, ...]) -> Iterator[VerifiedItem]:
    claimed = result.model_dump(mode="json", exclude_none=True)
    follows = summarise([score.value for score in result.per_image])
    place = (*at, f"[{words_of(claimed)}]", "summary")
    found = follows.model_dump(mode="json", exclude_none=True)
    compared = list(leaves(claimed["summary"], found, place))
    changes = [changed_value(leaf) for leaf in compared if not _is_same(leaf)]
    if changes:
        yield VerifiedItem(
            kind=ClaimKind.SCORES,
            place=place_of(place),
            agreement=Agreement.CHANGED,
            n_values=len(compared),
            changes=tuple(changes[:5]),
            n_changes=len(changes),
            because=_BECAUSE,
        )


def _is_same(leaf: Leaf) -> bool:
    return leaf.is_equal or (leaf.are_numbers and MEANS.allows(leaf.claimed, leaf.found))
