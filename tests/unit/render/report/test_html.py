"""The page is whole, safe, accessible, and says what the report says."""

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from replicard.render.figures import ExamplePanel, ReportFigures
from replicard.render.report.page import render_report_html
from replicard.render.report.similarity import similarity_table
from replicard.render.typeset import to_html
from replicard_schema.card import Card
from replicard_schema.report import Report

_VOID = {"meta", "br", "img", "link", "hr", "input"}
_HOSTILE = (
    "<script>alert(1)</script>{{ 7 * 7 }} & \"quoted\" 'single' $x^2$ \\textbf{b} עברית 細胞 🔬"
)


class _Page(HTMLParser):
    """Reads a page into elements and text, and checks that elements are nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def html(report: Report, figures: ReportFigures) -> str:
    return render_report_html(report, figures=figures)


@pytest.fixture(scope="module")
def page(html: str) -> _Page:
    return _Page(html)


def _with_card(report: Report, **study: object) -> Report:
    document = report.card.model_dump(mode="json", exclude_none=True)
    document["study"].update(study)
    return report.model_copy(update={"card": Card.model_validate(document)})


def _digest(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def test_the_policy_allows_our_script_and_style_sheet_and_embedded_images_alone(html: str) -> None:
    (sheet,) = re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', html)

    assert policy == (
        f"default-src 'none'; img-src data:; script-src '{_digest(script)}'; "
        f"style-src '{_digest(sheet)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_nothing_on_the_page_would_be_blocked_by_the_policy(page: _Page) -> None:
    tags = {tag for tag, _ in page.elements}

    assert tags.isdisjoint({"link", "iframe", "object", "embed", "form", "base"})
    for _, attributes in page.elements:
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("src", "data:").startswith("data:")


def test_the_style_sheet_fetches_nothing(html: str) -> None:
    (sheet,) = re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL)

    assert "url(" not in sheet
    assert "@import" not in sheet


def test_headings_follow_each_other_without_a_gap(page: _Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_ids_are_unique_and_every_reference_leads_to_one(page: _Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    named = [
        target
        for _, attributes in page.elements
        for target in (
            attributes.get("href", "").removeprefix("#")
            if attributes.get("href", "").startswith("#")
            else "",
            attributes.get("aria-labelledby", ""),
        )
        if target
    ]

    assert len(ids) == len(set(ids))
    assert set(named) <= set(ids)


def test_language_title_and_landmarks_are_there(page: _Page, report: Report) -> None:
    assert page.all("html") == [{"lang": "en-GB"}]
    assert report.card.study.title in page.text
    assert [len(page.all(tag)) for tag in ("main", "header", "nav", "footer")] == [1, 1, 1, 1]
    assert page.elements[[tag for tag, _ in page.elements].index("body") + 1][1] == {
        "class": "skip",
        "href": "#content",
    }


def test_every_table_has_a_caption_and_every_header_a_scope(page: _Page) -> None:
    assert len(page.all("table")) == len(page.all("caption"))
    assert all(header.get("scope") in {"col", "row", "rowgroup"} for header in page.all("th"))


def test_every_drawing_is_an_image_with_a_description(page: _Page) -> None:
    drawings = page.all("svg")

    assert drawings
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert len(drawing["aria-label"]) > 20


def test_tables_and_figures_are_numbered_in_reading_order(page: _Page) -> None:
    for kind in ("Table", "Figure"):
        numbers = [int(found) for found in re.findall(rf"{kind} (\d+)\.", page.text)]

        assert numbers == list(range(1, len(numbers) + 1))


def test_no_absent_value_is_printed(page: _Page) -> None:
    assert not re.search(r"\b(None|nan|undefined|Undefined|unknown|inf)\b", _values(page))


def _values(page: _Page) -> str:
    # Definitions of metrics may speak of undefined scores.
    text = page.text
    before, _, rest = text.partition("Metrics Definitions complete")
    return before + rest.partition("Findings and open questions")[2]


def test_an_undefined_score_shows_its_reason(page: _Page) -> None:
    assert "no value: neither the ground truth nor the prediction holds an object." in page.text
    assert "11 of 12" in page.text


def test_the_summary_names_models_scores_limits_and_hashes(page: _Page, report: Report) -> None:
    summary = page.text.partition("Summary Nuclei were counted")[2].partition("Methods text")[0]

    for words in (
        "StarDist, trained here",
        "F1 (IoU ≥ 0.5)",
        "12 images of evaluation-nuclei",
        "≥ 0.8",
        "Raw input",
        "1 error 1 warning 1 hint 1 open question",
        "2 evaluation images are byte for byte in the training data.",
        report.evidence.card.sha256,
        report.evidence_sha256,
        "replicard build card.yaml",
    ):
        assert words in summary


def test_a_limit_stands_beside_models_only(html: str) -> None:
    rows = re.findall(r"<tr>.*?</tr>", html, flags=re.DOTALL)
    main = [row for row in rows if "Otsu threshold with watershed</td>" in row]

    assert "≥ 0.8" not in main[0]


def test_stated_scores_are_called_stated_and_not_computed(page: _Page) -> None:
    assert "Scores of actin that the authors computed elsewhere stated" in page.text
    assert "Not computed here: there is no ground truth" in page.text


def test_methods_sentences_carry_the_fields_they_came_from(html: str, report: Report) -> None:
    for section in report.methods.sections:
        for paragraph in section.paragraphs:
            for sentence in paragraph.sentences:
                fields = " ".join(source.field for source in sentence.sources)

                assert f'data-fields="{fields}">{to_html(sentence.spans)}</span>' in html


def test_every_file_of_the_evidence_is_in_the_manifest(html: str, report: Report) -> None:
    for pair in report.evidence.validations["nuclei"].pairs:
        for file in (pair.image, pair.target, *pair.predictions.values()):
            assert file is not None
            assert f"{file.path}<br><code>{file.sha256}</code>" in html


def test_files_that_could_not_be_read_are_named_with_the_reason(page: _Page) -> None:
    assert "No image was read: no file matches data/train/images/*.tif." in page.text
    assert "not checked: the training images are not there" in page.text


def test_scores_without_images_have_no_columns_about_images(report: Report) -> None:
    stated = {"phenotype": report.card.validations["phenotype"]}
    computed = {"phenotype": report.evidence.validations["phenotype"]}
    alone = report.model_copy(
        update={
            "card": report.card.model_copy(update={"validations": stated}),
            "evidence": report.evidence.model_copy(update={"validations": computed}),
        }
    )

    page = _Page(render_report_html(alone))

    assert "Mean ± SD" not in page.text
    assert "Median" not in page.text
    assert "Value" in page.text


def test_text_of_a_card_is_never_markup_and_is_found_unchanged(bare_report: Report) -> None:
    hostile = _with_card(bare_report, title=_HOSTILE, description=_HOSTILE, funding=_HOSTILE)

    page = _Page(render_report_html(hostile))

    assert len(page.all("script")) == 1
    assert page.text.count(_HOSTILE) == 4


def test_the_same_report_gives_the_same_page(
    report: Report, panels: tuple[ExamplePanel, ...], html: str
) -> None:
    assert render_report_html(report, panels) == html


def test_a_report_with_nothing_computed_is_still_a_page(bare_report: Report) -> None:
    page = _Page(render_report_html(bare_report))

    assert "nuclei : not computed." in page.text.replace("nuclei: not", "nuclei : not")
    assert "There is none." in page.text


def test_training_images_stand_beside_other_images_with_marks(html: str, report: Report) -> None:
    table = similarity_table(report.evidence, "stardist-nuclei")

    assert table is not None
    assert [(c.dataset, c.role) for c in table.columns] == [
        ("training-nuclei", "trained on"),
        ("evaluation-nuclei", "evaluated on and applied to"),
    ]
    assert [cell.text for cell in table.files[1].cells] == ["–", "96 pixels"]
    assert "<td>30 µm <b>(different)</b></td><td>1.5 times</td>" in html
    assert "Object diameter: of the circle or sphere of the size" in html
    assert similarity_table(report.evidence, "cyto2") is None


def test_the_signs_of_a_training_log_stand_in_a_table(html: str) -> None:
    assert "What the training log of stardist-nuclei shows (ZeroCostDL4Mic, 60 rows)" in html
    assert "<b>Worth a look:</b> The validation loss ends 12 % above" in html
