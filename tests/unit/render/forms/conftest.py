"""Answered checklists of a sample card, and one of text that breaks careless writers."""

from pathlib import Path

import pytest

from replicard.checklist import answer_checklist, load_checklist
from replicard.loading import load_card
from replicard.render.forms.head import FormHead
from replicard_schema import Evidence
from replicard_schema.report import Answer, ChecklistResult, Gap, ItemResult
from replicard_schema.sections.people import Person
from replicard_schema.vocabulary import Origin, Verdict

SAMPLE = Path(__file__).parents[3] / "golden" / "checklist"
HOSTILE = "]]> a|b *c* <script>alert(\"1\")</script> {{ 7 * 7 }} & 'd' `e` =1+1"


@pytest.fixture(scope="session")
def results() -> tuple[ChecklistResult, ...]:
    loaded = load_card(SAMPLE / "card.yaml")
    evidence = Evidence.model_validate_json((SAMPLE / "evidence.json").read_text("utf-8"))
    return tuple(
        answer_checklist(load_checklist(name), loaded.card, evidence, place=loaded.place)
        for name in ("laine-2021", "quarep-wg12-2023")
    )


@pytest.fixture(scope="session")
def head() -> FormHead:
    return FormHead(
        manuscript="Nuclei counting in migrating breast cancer cells",
        authors=(Person(name="Ada Beispiel", orcid="0000-0002-1825-0097"), Person(name="Bo Li")),
        doi="10.1000/182",
        date="2024-05-03",
        card_path="card.yaml",
        card_sha256="0123456789ab" + "c" * 52,
        version="0.1.0",
        licence="CC-BY-4.0",
    )


@pytest.fixture(scope="session")
def hostile() -> ChecklistResult:
    item = ItemResult(
        id="Q1",
        section=HOSTILE,
        level="must",
        text=HOSTILE,
        verdict=Verdict.PARTLY,
        answers=(Answer(field="a", value=HOSTILE, origin=Origin.READ, place=HOSTILE),),
        reason=HOSTILE,
        gaps=(Gap(field="study.title", question=HOSTILE),),
    )
    bare = ItemResult(id="Q2", section="S", level="must", text="T", verdict=Verdict.MISSING)
    return ChecklistResult(
        id="own",
        title=HOSTILE,
        source_title=HOSTILE,
        source_doi='10.1/" & x',
        licence_note=HOSTILE,
        levels={"must": HOSTILE},
        items=(item, bare),
    )
