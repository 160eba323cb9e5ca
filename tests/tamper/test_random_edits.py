"""An edit of any single value of the evidence is told, wherever it is made."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
from pydantic import ValidationError
from tests.tamper.conftest import Study

from replicard.execution import Workers, silent
from replicard.loading import load_card
from replicard.pipeline.verifying.claim import Claim, read_claim
from replicard.pipeline.verifying.recomputing import recompute
from replicard.pipeline.verifying.verify import _outcome
from replicard.render.terminal_verification import render_verification
from replicard_schema.evidence import Evidence

Site: TypeAlias = tuple[str | int, ...]

N_EDITS = 120
NO_CLAIMS = {"environment", "date", "evidence_version", "replicard_version", "computed_with"}
"""Parts that are no claims about data."""


def sites(part: Any, at: Site = ()) -> Iterator[Site]:  # noqa: ANN401 - plain data
    """Yield the place of every value, apart from paths, which say what is to be looked up."""
    if isinstance(part, dict):
        children: list[tuple[str | int, Any]] = [(k, v) for k, v in part.items() if k != "path"]
    else:
        children = list(enumerate(part)) if isinstance(part, list) else []
    for key, child in children:
        yield (*at, key)
        yield from sites(child, (*at, key))


def edited(value: Any, rng: random.Random) -> Any:  # noqa: ANN401 - plain data
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1 if rng.random() < 0.5 else value * 1.0001
    if isinstance(value, str):
        return f"{value}x" if rng.random() < 0.5 else value[:-1]
    return None


def edit(document: Any, site: Site, rng: random.Random) -> None:  # noqa: ANN401 - plain data
    *steps, last = site
    for step in steps:
        document = document[step]
    new = edited(document[last], rng)
    if new is None or rng.random() < 0.2:
        del document[last]
    else:
        document[last] = new


def claims(original: Claim, rng: random.Random) -> Iterator[tuple[Site, Claim]]:
    """Yield evidence with one edit, as far as it is evidence still."""
    places = [site for site in sites(original.document) if site[0] not in NO_CLAIMS]
    while True:
        document = copy.deepcopy(original.document)
        site = rng.choice(places)
        edit(document, site, rng)
        try:
            evidence = Evidence.model_validate_json(json.dumps(document))
        except ValidationError:
            continue
        if evidence != original.evidence:
            yield site, Claim(original.path, evidence, original.sha256s)


@pytest.mark.parametrize("seed", [1, 2])
def test_an_edit_of_any_value_is_told(study: Study, seed: int) -> None:
    loaded, original = load_card(study.card), read_claim(study.card)
    computed = recompute(loaded, original, {}, workers=Workers(1), track=silent, written=[])
    edits = claims(original, random.Random(seed))  # noqa: S311 - no secret

    for _ in range(N_EDITS):
        site, claim = next(edits)
        found = _outcome(loaded, claim, computed, None)

        assert found.exit_code == 1, site
        assert render_verification(found)
