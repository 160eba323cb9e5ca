"""The masked card, its evidence and its files, from which a blind bundle is made."""

import datetime as dt
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from replicard.blinding import BlindCard, Masker, Surroundings, blind_card
from replicard.errors import DataError, Problem, ReplicardError
from replicard.execution import Workers
from replicard.files import read_hashed
from replicard.loading import LoadedCard, load_card
from replicard.pipeline.bundling.inventory import data_files, written_sources
from replicard.pipeline.citing import citing_of
from replicard.pipeline.evaluate import evaluate_loaded
from replicard.render.our_words import our_words
from replicard_schema.evidence import Evidence, Repository

_CARD = "card.yaml"
_MAX_SOURCE = 64 << 20
_USER = ("USER", "LOGNAME", "USERNAME")
_HOME = re.compile(r"[\\/](?:home|Users)[\\/]([^\\/]+)")
_HIDDEN = "masked for review in which authors stay unknown"


class BlindingError(ReplicardError):
    """A card that is no card any more once it is masked."""


@dataclass(frozen=True, slots=True)
class BlindStudy:
    """A study whose card, evidence and file names are masked.

    Attributes
    ----------
    names
        Masked path of each data file, by its path.
    """

    loaded: LoadedCard
    evidence: Evidence
    blind: BlindCard
    names: Mapping[str, str]


def blinded_study(
    loaded: LoadedCard,
    evidence: Evidence,
    folder: Path,
    environ: Mapping[str, str],
    *,
    workers: Workers | None = None,
) -> BlindStudy:
    """Write a masked study into a folder: the card, and its files under masked names.

    Files are linked, not copied, where the file system allows it; nothing writes to them.

    Raises
    ------
    BlindingError, DataError
        If the masked card is not valid, or two files get one name.
    """
    blind = blind_card(loaded.card, _surroundings(loaded, evidence, environ))
    names = _staged(loaded, evidence, folder, blind.masker)
    path = folder / _CARD
    path.write_text(blind.text, encoding="utf-8", newline="\n")
    try:
        masked = load_card(path, shown_as=_CARD)
    except ReplicardError as error:
        raise BlindingError(f"the card is not valid once it is masked: {error}") from error
    # Seeds and digests follow from names and settings, so they must follow from the masked ones.
    today = dt.date.fromisoformat(evidence.date)
    found = evaluate_loaded(masked, workers=workers, today=today, environ=environ).evidence
    return BlindStudy(masked, _masked_evidence(found, masked, blind.masker), blind, names)


def _surroundings(
    loaded: LoadedCard, evidence: Evidence, environ: Mapping[str, str]
) -> Surroundings:
    accounts = {environ[name] for name in _USER if environ.get(name)}
    accounts |= set(_HOME.findall(str(loaded.path.resolve())))
    known = evidence.repository if isinstance(evidence.repository, Repository) else None
    return Surroundings(
        accounts=tuple(sorted(accounts)),
        addresses=(known.remote,) if known is not None and known.remote else (),
        commits=(known.commit,) if known is not None else (),
        words=our_words(),
        cited=_cited_surnames(loaded),
    )


def _cited_surnames(loaded: LoadedCard) -> frozenset[str]:
    """Return surnames of authors of cited papers, folded."""
    from replicard.blinding.spelling import folded  # noqa: PLC0415 - with the rest of blinding
    from replicard.pipeline.manuscript import write_manuscript  # noqa: PLC0415 - slow to import

    text = write_manuscript(loaded, None, None, citing=citing_of(loaded, None))
    found: set[str] = set()
    for reference in text.methods.references:
        people = reference.record.get("author", [])
        for person in people if isinstance(people, list) else []:
            if isinstance(person, dict):
                found |= set(re.findall(r"\w+", folded(str(person.get("family", "")))))
    return frozenset(found)


def _staged(loaded: LoadedCard, evidence: Evidence, folder: Path, masker: Masker) -> dict[str, str]:
    root = loaded.path.parent
    files = data_files(evidence, root)
    sources = written_sources(loaded)
    if clashes := masker.collisions([*files, *sources]):
        message = f"{clashes[0]} gets the name of another file once names are masked"
        raise DataError([Problem(loaded.shown_as, message, "clashing-names")])
    names = {path: masker.text(path) for path in files if (root / path).is_file()}
    for path, name in names.items():
        _link(root / path, folder / name)
    for path in sources:
        content = read_hashed(root, path, max_bytes=_MAX_SOURCE).content
        target = folder / masker.text(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = masker.text(content.decode("utf-8", "replace"))
        target.write_text(text, encoding="utf-8", newline="")
    return names


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source.resolve(), target)
    except OSError:
        shutil.copyfile(source, target)


def _masked_evidence(evidence: Evidence, masked: LoadedCard, masker: Masker) -> Evidence:
    document = masker.document(evidence.model_dump(mode="json", exclude_none=True))
    content = masked.text.encode()
    document["card"] = {
        "path": _CARD,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }
    document["repository"] = {"unavailable_because": _HIDDEN}
    document["findings"] = _without_repository(document.get("findings", []))
    try:
        return Evidence.model_validate(document)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise BlindingError(f"the evidence is not valid once it is masked, at {where}") from error


def _without_repository(findings: Iterable[Mapping[str, object]]) -> Sequence[object]:
    return [each for each in findings if not str(each.get("code", "")).startswith("repository")]
