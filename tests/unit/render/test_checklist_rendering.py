"""A checklist in each of its forms, read back by a parser of that form."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest

from replicard.render.forms.checklist import (
    checklist_csv,
    checklist_fragment,
    checklist_json,
    checklist_markdown,
    checklist_page,
)
from replicard_schema.report import Answer, ChecklistResult, Gap, ItemResult, ReportPlace
from replicard_schema.vocabulary import Origin, Verdict

HOSTILE = 'a|b *c* <script>alert("1")</script> [x](http://e.org) `d` =1+1'

GAPS = (
    Gap(field="study.title", question="What is the title?", example="title: Nuclei"),
    Gap(field="code[0].url", question="Where is the code public?"),
)


def answer(value: str, origin: Origin = Origin.STATED) -> Answer:
    return Answer(field="study.title", value=value, origin=origin, place="card.yaml, line 3")


def item(name: str, verdict: Verdict, *answers: Answer, **more: object) -> ItemResult:
    return ItemResult.model_validate(
        {
            "id": name,
            "section": "Algorithm" if name < "L03" else "Data",
            "level": "explicit" if name < "L04" else "advice",
            "text": f"{name} is said.",
            "verdict": verdict,
            "answers": answers,
            **more,
        }
    )


@pytest.fixture
def result() -> ChecklistResult:
    return ChecklistResult(
        id="x",
        title="Our list",
        source_title="A paper",
        source_doi="10.1000/1",
        licence_note="Own words.",
        levels={"explicit": "has to be said", "advice": "can be said"},
        items=(
            item("L01", Verdict.REPORTED, answer("StarDist"), answer("F1: 0.9", Origin.COMPUTED)),
            item("L02", Verdict.PARTLY, answer(HOSTILE), reason="not given for cyto2"),
            item("L03", Verdict.MISSING, gaps=GAPS),
            item("L04", Verdict.NOT_APPLICABLE, answer("It is secret."), reason="It is secret."),
            item("L05", Verdict.NOT_APPLICABLE, reason="no model was trained"),
        ),
    )


def test_the_summary_lines_up_in_plain_text(result: ChecklistResult) -> None:
    lines = [line for line in checklist_markdown(result).splitlines() if line.startswith("|")]

    assert [len({len(line) for line in table}) for table in (lines[:5], lines[5:])] == [1, 1]
    assert [" ".join(line.replace("|", " ").split()) for line in lines if "---" not in line] == [
        "Level reported partly missing not applicable items stated read computed",
        "explicit 1 1 1 0 3 2 0 1",
        "advice 0 0 0 2 2 1 0 0",
        "all 1 1 1 2 5 3 0 1",
        "Section reported partly missing not applicable items stated read computed",
        "Algorithm 1 1 0 0 2 2 0 1",
        "Data 0 0 1 2 3 1 0 0",
        "all 1 1 1 2 5 3 0 1",
    ]


def test_an_item_gives_verdict_answers_origin_and_place(result: ChecklistResult) -> None:
    text = checklist_markdown(result)

    assert (
        "**L01, ✓ reported** (explicit): L01 is said.\n\n- StarDist (stated; card.yaml, line 3)\n"
        in text
    )
    assert "- F1: 0.9 (computed; card.yaml, line 3)\n" in text
    assert "Note: not given for cyto2\n" in text
    assert "Open:\n\n- What is the title? (study.title)\n- Where is" in text
    assert "is the code public? (code\\[0\\].url)\n" in text
    assert "Because: no model was trained\n" in text


def test_a_reason_that_is_the_answer_is_not_said_twice(result: ChecklistResult) -> None:
    assert checklist_markdown(result).count("It is secret.") == 1
    assert checklist_page(result).count("It is secret.") == 1


def test_card_text_means_nothing_in_markdown(result: ChecklistResult) -> None:
    (line,) = (line for line in checklist_markdown(result).splitlines() if "=1+1" in line)

    assert re.sub(r"\\(.)", r"\1", line) == f"- {HOSTILE} (stated; card.yaml, line 3)"
    assert not re.search(r"(?<!\\)[|*<\[`]", line.removeprefix("- "))


def test_markdown_has_no_gaps_and_no_trailing_blanks(result: ChecklistResult) -> None:
    text = checklist_markdown(result)

    assert "\n\n\n" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not [line for line in text.splitlines() if line != line.rstrip()]


class Page(HTMLParser):
    """Collects the texts, tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_holds_the_text_unchanged_and_nothing_that_runs(result: ChecklistResult) -> None:
    page = Page(checklist_page(result))

    assert not {"script", "img", "iframe", "link", "object"} & {tag for tag, _ in page.tags}
    assert HOSTILE in "".join(page.texts)
    for word in ("Our list", "Algorithm", "Data", "partly", "missing", "not applicable"):
        assert word in [text.strip() for text in page.texts]


def test_the_page_fetches_nothing(result: ChecklistResult) -> None:
    page = Page(checklist_page(result))
    policies = [a["content"] for tag, a in page.tags if tag == "meta" and "http-equiv" in a]

    assert len(policies) == 1
    assert (policies[0] or "").startswith("default-src 'none'; style-src 'sha256-")
    assert not [attributes for _, attributes in page.tags if "src" in attributes]


def test_the_fragment_is_the_body_of_the_page(result: ChecklistResult) -> None:
    assert str(checklist_fragment(result)) in checklist_page(result)


def test_the_table_has_a_row_for_each_item_and_no_formula(result: ChecklistResult) -> None:
    hostile = result.items[1].model_copy(update={"answers": (answer("=1+1"),)})
    changed = result.model_copy(update={"items": (result.items[0], hostile)})

    rows = list(csv.DictReader(io.StringIO(checklist_csv(changed))))

    assert [row["item"] for row in rows] == ["L01", "L02"]
    assert rows[0]["answer"] == "StarDist; F1: 0.9"
    assert rows[0]["origin"] == "stated; computed"
    assert rows[1]["answer"] == "'=1+1"
    assert rows[1]["reason"] == "not given for cyto2"


def test_the_json_can_be_read_back(result: ChecklistResult) -> None:
    document = json.loads(checklist_json(result))

    counts = document.pop("counts")
    assert document.pop("summary")["sections"][0]["origins"] == {
        "stated": 2,
        "read": 0,
        "computed": 1,
    }
    assert counts == {"reported": 1, "partly": 1, "missing": 1, "not applicable": 2}
    assert ChecklistResult.model_validate(document) == result


def test_an_answer_links_into_the_report(result: ChecklistResult) -> None:
    place = ReportPlace(anchor="study", title="Study")
    shown = answer("Nuclei").model_copy(update={"section": place})
    one = result.model_copy(update={"items": (item("L01", Verdict.REPORTED, shown),)})

    assert '<a href="report.html#study">Study</a>' in checklist_page(one)
    assert '<a href="#study">Study</a>' in checklist_fragment(one)
    assert "; report: [Study](report.html#study))" in checklist_markdown(one)
    assert "report.html#study" in checklist_csv(one)


def test_names_of_levels_and_sections_break_no_table(result: ChecklistResult) -> None:
    named = result.items[0].model_copy(update={"section": "a | b", "level": "must|x"})
    text = checklist_markdown(
        result.model_copy(update={"items": (named,), "levels": {"must|x": "has to be"}})
    )

    assert "| a \\| b  |" in text
    assert "| must\\|x |" in text
