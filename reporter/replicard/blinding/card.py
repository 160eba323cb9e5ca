"""The card with everything masked that tells who did the work."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from replicard.blinding.masking import MASK, Masker
from replicard.blinding.people import has_name, is_group, name_of
from replicard.blinding.terms import Surroundings, Terms, terms_of
from replicard_schema.card import Card

_MASKED_TEXT = "Masked for review."
_ADDRESS = "https://masked.invalid/"
_PUBLIC = re.compile(r"\b(?:public|published|benchmark|challenge|others)\b", re.IGNORECASE)
_KNOWN_ARCHIVES = re.compile(
    r"zenodo|figshare|dryad|osf|bioimage archive|bioimage\.io|biostudies|empiar|idr|image data "
    r"resource|git(?:hub|lab)|hugging ?face|software heritage|mendeley data|pypi|python package "
    r"index|bioimage model zoo|codeberg",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://[^\s<>\"')\]}]+|\b10\.[0-9]{4,9}/[^\s\"<>),;]+")
_LITERATURE = ("references", "url", "documentation", "source_code", "support", "doi")


@dataclass(frozen=True, slots=True)
class BlindCard:
    """A masked card.

    Attributes
    ----------
    text
        The card as YAML.
    masker
        What masks everything else of this study in the same way.
    terms
        What must not be told, and what the author has to decide.
    """

    text: str
    masker: Masker
    terms: Terms


def blind_card(card: Card, around: Surroundings) -> BlindCard:
    """Return a card that does not tell who wrote it.

    Parameters
    ----------
    card
        The card.
    around
        What is known beside it.
    """
    document = card.model_dump(mode="json", exclude_defaults=True)
    names = [author.name for author in card.study.authors]
    own = list(dict.fromkeys(_own(document)))
    terms = terms_of(document, own, around)
    masker = Masker(terms)
    _mask_fields(document)
    masked = masker.document(document)
    terms.questions += _undecided(masked)
    terms.questions += _given_names(names, masked)
    dumped = yaml.dump(
        masked, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, line_break="\n"
    )
    return BlindCard(dumped, masker, terms)


class _Dumper(yaml.SafeDumper):
    """Writes YAML without anchors, which a card may not have."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - name of the parent
        return True


def _own(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield addresses, DOIs, accessions and commits of what the authors made."""
    study = document.get("study", {})
    yield from _values(study, "doi")
    yield from (link["url"] for link in study.get("links", ()))
    for code in document.get("code", ()):
        yield from _values(code, "url", "doi", "commit")
        yield from _LINK.findall(" ".join(text for text in code.values() if isinstance(text, str)))
    for deposit in _own_deposits(document):
        yield from _values(deposit, "doi", "url", "accession", "previous_version")
    for model in document.get("models", {}).values():
        if model.get("provenance") != "third-party":
            yield from _values(model, "zoo")
        yield from _LINK.findall(model.get("training", {}).get("code", ""))
    for validation in document.get("validations", {}).values():
        yield from _LINK.findall(validation.get("code", ""))


def _values(record: Mapping[str, Any], *names: str) -> Iterator[str]:
    yield from (record[name] for name in names if isinstance(record.get(name), str))


def _own_deposits(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield deposits of the authors; where it is not said whose they are, they are theirs."""
    for dataset in document.get("datasets", {}).values():
        made = dataset.get("made_for_study")
        is_others = made is False or (made is None and _PUBLIC.search(dataset.get("origin", "")))
        if "deposit" in dataset and not is_others:
            yield dataset["deposit"]
    for model in document.get("models", {}).values():
        if "deposit" in model and model.get("provenance") != "third-party":
            yield model["deposit"]
        if "deposit" in model.get("examples", {}):
            yield model["examples"]["deposit"]
    for validation in document.get("validations", {}).values():
        if "raw_results" in validation:
            yield validation["raw_results"]


def _mask_fields(document: dict[str, Any]) -> None:
    """Mask fields whose whole content tells who did it, in place."""
    _mask_study(document.get("study", {}))
    for deposit in list(_own_deposits(document)):
        _mask_deposit(deposit)
    for code in document.get("code", ()):
        _mask_code(code)
    for dataset in document.get("datasets", {}).values():
        _mask_names(dataset.get("ground_truth", {}), "annotated_by")
    for model in document.get("models", {}).values():
        _mask_names(model, "trained_by")
        if "zoo" in model and model.get("provenance") != "third-party":
            model["zoo"] = _ADDRESS
        _mask_link(model.get("training", {}), "code")
    for validation in document.get("validations", {}).values():
        if "by" in validation.get("visual_check", {}):
            validation["visual_check"]["by"] = MASK
        _mask_link(validation, "code")


def _mask_study(study: dict[str, Any]) -> None:
    study["authors"] = [{"name": "Authors masked for review"}]
    if "grants" in study:
        study.setdefault("funding", _MASKED_TEXT)
    for name in ("grants", "doi", "links"):
        study.pop(name, None)
    for name in ("funding", "funders_role", "acknowledgements", "conflicts", "registration"):
        if name in study:
            study[name] = _MASKED_TEXT


def _mask_deposit(deposit: dict[str, Any]) -> None:
    if "url" in deposit:
        deposit["url"] = _ADDRESS
    if "accession" in deposit or ("doi" in deposit and "url" not in deposit):
        deposit["accession"] = MASK
    deposit.pop("doi", None)
    if "previous_version" in deposit:
        deposit["previous_version"] = MASK
    if not _KNOWN_ARCHIVES.search(deposit.get("repository", "")):
        deposit["repository"] = f"a repository ({MASK})"


def _mask_code(code: dict[str, Any]) -> None:
    if "url" in code or "doi" in code:
        code["url"] = _ADDRESS
    code.pop("doi", None)
    if "commit" in code:
        code["commit"] = MASK
    if "archive" in code and not _KNOWN_ARCHIVES.search(code["archive"]):
        code["archive"] = MASK
    for name, text in code.items():
        if isinstance(text, str) and name != "url":
            code[name] = _LINK.sub(_ADDRESS, text)


def _mask_names(record: dict[str, Any], name: str) -> None:
    if name in record and has_name(record[name]):
        record[name] = "others (masked for review)" if name == "trained_by" else _MASKED_TEXT


def _mask_link(record: dict[str, Any], name: str) -> None:
    if name in record:
        record[name] = _LINK.sub(_ADDRESS, record[name])


def _given_names(names: Iterable[str], masked: Mapping[str, Any]) -> Iterator[str]:
    """Yield a question for each given name of an author that stands alone in a text."""
    texts = [text for _, text in _texts(masked, "")]
    for given in dict.fromkeys(name_of(name).given[0] for name in names if name_of(name).given):
        is_written = len(given.strip(".")) > 1 and not is_group(given)
        if is_written and any(re.search(rf"\b{re.escape(given)}\b", text) for text in texts):
            yield f"the given name “{given}” stands alone in the card, and was not masked."


def _undecided(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield a question for each address in a text of which nobody says whose it is."""
    for path, text in _texts(document, ""):
        if path.rpartition(".")[2].partition("[")[0] in _LITERATURE or path.startswith("code"):
            continue
        for link in _LINK.findall(text):
            if not link.startswith(_ADDRESS):
                yield f"{path} names {link}, which stays: does it tell who you are?"


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, child in value.items():
            yield from _texts(child, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for at, child in enumerate(value):
            yield from _texts(child, f"{path}[{at}]")
