"""Several checklists in one file, and as tables of a terminal."""

import csv
import io
import json

import pytest

from replicard.render.forms.combined import (
    checklists_csv,
    checklists_json,
    checklists_markdown,
    checklists_page,
    summary_csv,
)
from replicard.render.terminal.checklists import render_tallies, render_verdicts
from replicard_schema.report import Answer, ChecklistResult, ItemResult
from replicard_schema.vocabulary import Origin, Verdict


def result(name: str, *verdicts: Verdict) -> ChecklistResult:
    read = Answer(field="study.title", value="x", origin=Origin.READ, place="there")
    items = [
        ItemResult(
            id=f"I{n}",
            section="One | two" if n == 1 else "Three",
            level="must" if n == 1 else "should",
            text="It is said.",
            verdict=verdict,
            answers=(read,) if verdict is Verdict.REPORTED else (),
        )
        for n, verdict in enumerate(verdicts, start=1)
    ]
    return ChecklistResult(
        id=name,
        title=f"List <{name}>",
        source_title="A leaflet",
        licence_note="Own words.",
        levels={"must": "has to", "should": "can"},
        items=tuple(items),
    )


@pytest.fixture
def results() -> list[ChecklistResult]:
    return [
        result("a", Verdict.REPORTED, Verdict.MISSING),
        result("much-longer", Verdict.NOT_APPLICABLE, Verdict.REPORTED, Verdict.REPORTED),
    ]


def test_markdown_has_a_table_of_all_and_each_below_a_heading_of_its_own(
    results: list[ChecklistResult],
) -> None:
    lines = checklists_markdown(results).splitlines()

    assert [line for line in lines if line.startswith("#")] == [
        "# Reporting checklists",
        "## List \\<a\\>",
        "### One \\| two",
        "### Three",
        "## List \\<much-longer\\>",
        "### One \\| two",
        "### Three",
    ]
    assert "| List \\<a\\>           |        1 |      0 |       1 |" in "\n".join(lines)


def test_the_page_leads_from_the_table_to_each_list(results: list[ChecklistResult]) -> None:
    page = checklists_page(results)

    for name in ("a", "much-longer"):
        assert f'<a href="#checklist-{name}">List &lt;{name}&gt;</a>' in page
        assert page.count(f'id="checklist-{name}"') == 1
    assert "<script" not in page


def test_the_table_of_items_names_the_list_of_each(results: list[ChecklistResult]) -> None:
    rows = list(csv.reader(io.StringIO(checklists_csv(results))))

    assert rows[0][:3] == ["checklist", "item", "section"]
    assert [row[:2] for row in rows[1:4]] == [["a", "I1"], ["a", "I2"], ["much-longer", "I1"]]
    assert {len(row) for row in rows} == {len(rows[0])}


def test_json_can_be_read_back(results: list[ChecklistResult]) -> None:
    document = json.loads(checklists_json(results))

    assert [each["id"] for each in document["checklists"]] == ["a", "much-longer"]
    assert document["checklists"][0]["summary"]["all"]["origins"]["read"] == 1


def test_the_summary_counts_every_list_level_and_section(results: list[ChecklistResult]) -> None:
    rows = list(csv.reader(io.StringIO(summary_csv(results))))

    assert rows[0] == [
        *("checklist", "part", "name"),
        *("reported", "partly", "missing", "not applicable", "items"),
        *("stated", "read", "computed"),
    ]
    assert [row[1] for row in rows[1:6]] == ["all", "level", "level", "section", "section"]
    for row in rows[1:]:
        assert sum(map(int, row[3:7])) == int(row[7])


def test_one_list_is_a_sentence(results: list[ChecklistResult]) -> None:
    assert render_verdicts(results[:1]) == "incomplete: a has 2 items: 1 reported, 1 missing\n"
    assert render_verdicts([]) == ""


def test_several_lists_are_a_table_that_lines_up(results: list[ChecklistResult]) -> None:
    assert render_verdicts(results).splitlines() == [
        "checklist    reported  partly  missing  not applicable  items",
        "a                   1       0        1               0      2  incomplete",
        "much-longer         2       0        0               1      3  complete",
    ]


def test_levels_and_sections_are_counted_one_below_the_other(
    results: list[ChecklistResult],
) -> None:
    lines = render_tallies(results[:1]).splitlines()

    assert lines[0] == "a: List <a>"
    assert [line.split()[0] for line in lines if line.startswith("  ")] == [
        *("level", "must", "should", "section", "One", "Three")
    ]


def test_names_that_would_steer_a_terminal_do_not(results: list[ChecklistResult]) -> None:
    evil = [each.model_copy(update={"id": "\x1b[31m"}) for each in results]

    assert "\x1b" not in render_verdicts(evil) + render_tallies(evil)
