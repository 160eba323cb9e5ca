"""The report shows every answer where the checklists say that it stands."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from replicard.checklist import CHECKLIST_NAMES, answer_checklist, load_checklist
from replicard.loading import LoadedCard, load_card
from replicard.render.report.page import render_report_html
from replicard_schema import Evidence
from replicard_schema.report import MethodsText, Report
from replicard_schema.vocabulary import Origin

HERE = Path(__file__).parent
# Dates and quantities are shown in words.
_SECTIONS = (
    "study",
    "datasets",
    "models",
    "validations",
    "code",
    "statistics",
    "figures",
    "clinical",
)
_NOT_SHOWN = frozenset({"date", "exposure", "magnification", "pixel_size", "power", "source_files"})


@pytest.fixture(scope="module")
def loaded() -> LoadedCard:
    return load_card(HERE / "card.yaml")


@pytest.fixture(scope="module")
def page(loaded: LoadedCard) -> str:
    evidence = Evidence.model_validate_json((HERE / "evidence.json").read_text("utf-8"))
    report = Report(
        card=loaded.card,
        evidence=evidence,
        evidence_sha256="0" * 64,
        findings=(),
        open_questions=(),
        checklists=(),
        methods=MethodsText(sections=()),
    )
    return render_report_html(report)


def texts(node: object, at: str = "") -> Iterator[tuple[str, str]]:
    """Yield every sentence of a plain document, with its place."""
    if isinstance(node, dict):
        for key, child in node.items():
            if key not in _NOT_SHOWN:
                yield from texts(child, f"{at}.{key}")
    elif isinstance(node, (list, tuple)):
        for position, child in enumerate(node):
            yield from texts(child, f"{at}.{position}")
    elif isinstance(node, str) and " " in node:
        yield at, node


def test_every_sentence_of_the_card_stands_in_the_report(loaded: LoadedCard, page: str) -> None:
    shown = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    document = loaded.card.model_dump(mode="json", exclude_none=True)

    missing = [
        place
        for section in _SECTIONS
        for place, text in texts(document.get(section, {}), section)
        if " ".join(text.split()) not in shown
    ]

    assert missing == []


@pytest.mark.parametrize("name", CHECKLIST_NAMES)
def test_sections_that_checklists_point_to_exist(name: str, loaded: LoadedCard, page: str) -> None:
    result = answer_checklist(load_checklist(name), loaded.card, None, place=loaded.place)
    anchors = {
        answer.section.anchor
        for item in result.items
        for answer in item.answers
        if answer.section is not None and answer.origin is Origin.STATED
    }

    assert anchors
    assert [anchor for anchor in sorted(anchors) if f'id="{anchor}"' not in page] == []
