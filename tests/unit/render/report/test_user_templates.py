"""Templates of a user: blocks, sections, pictures, the sandbox, and what goes wrong."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from replicard.render.report.page import render_report_html
from replicard.render.report.user_templates import UserTemplateError, UserTemplates
from replicard_schema.report import Report

LOGO = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="
EXTENDED = """\
{% extends "replicard/report/report.html.j2" %}
{% block header %}
<img alt="Institute" src="{{ picture("logo.svg") }}">
{{ super() }}
{% endblock %}
{% block after_references %}
<section id="journal"><h2>For the journal</h2><p>{{ card.study.title }}</p></section>
{% endblock %}
"""

Write = Callable[..., UserTemplates]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(**files: str) -> UserTemplates:
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return UserTemplates(tmp_path)

    return write


def report_with(text: str) -> dict[str, str]:
    return {"report__report.html.j2": text}


def test_blocks_are_overridden_and_sections_added(written: Write, report: Report) -> None:
    templates = written(
        **report_with(EXTENDED), **{"logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'}
    )

    html = render_report_html(report, templates=templates)

    assert f'<img alt="Institute" src="data:image/svg+xml;base64,{LOGO}">' in html
    assert f"<h2>For the journal</h2><p>{report.card.study.title}</p>" in html
    assert "<h1 data-running=" in html
    assert 'id="validations-title"' in html
    assert "Its layout was changed by templates: report/report.html.j2 (SHA-256 " in html


def test_a_single_section_and_the_style_are_replaced(written: Write, report: Report) -> None:
    templates = written(
        **{
            "report__sections__references.html.j2": '<section id="references"></section>',
            "report__extra.css": "h1 { color: #123456; }",
        }
    )

    html = render_report_html(report, templates=templates)

    assert '<section id="references"></section>' in html
    assert "h1 { color: #123456; }\n</style>" in html or "h1 { color: #123456; }</style>" in html


def test_without_templates_nothing_is_said_about_any(report: Report) -> None:
    assert "layout was changed" not in render_report_html(report)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n{{ sudy.title }}", r"report\.html\.j2:2: 'sudy' is undefined"),
        ("\n\n{{ card.study.titel }}", r":3: .*has no attribute 'titel'"),
        ("{% if %}", r":1: Expected an expression"),
        ('{% extends "replicard/report/other.html.j2" %}', "there is no template"),
        ("{{ ''.__class__.__mro__ }}", r":1: .*unsafe.*sandbox"),
        ("{{ card.__init__.__globals__ }}", r":1: .*unsafe.*sandbox"),
        ('{{ picture("../card.yaml") }}', "PNG, JPEG or SVG"),
        ('{{ picture("../logo.svg") }}', "logo.svg"),
        ("{{ 1 / 0 }}", ":1: division by zero"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    written: Write, report: Report, text: str, expected: str
) -> None:
    templates = written(**report_with(text))

    with pytest.raises(UserTemplateError, match=expected) as caught:
        render_report_html(report, templates=templates)

    assert "\n" not in str(caught.value)


def test_an_error_in_a_section_names_the_section(written: Write, report: Report) -> None:
    templates = written(**{"report__sections__study.html.j2": "a\nb\n{{ nothing }}"})

    with pytest.raises(UserTemplateError, match=r"sections/study\.html\.j2:3: 'nothing'"):
        render_report_html(report, templates=templates)


def test_a_style_sheet_cannot_leave_its_element(written: Write, report: Report) -> None:
    templates = written(**{"report__extra.css": "</style><script>alert(1)</script>"})

    with pytest.raises(UserTemplateError, match="holds no </"):
        render_report_html(report, templates=templates)


def test_a_link_out_of_the_folder_is_not_followed(written: Write, report: Report) -> None:
    templates = written(**report_with('{{ picture("out.svg") }}'))
    (templates.folder / "out.svg").symlink_to("/etc/hostname")

    with pytest.raises(UserTemplateError, match=r"out\.svg"):
        render_report_html(report, templates=templates)


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_without_templates_is_refused(tmp_path: Path, *, made: bool) -> None:
    folder = tmp_path / "templates"
    if made:
        folder.mkdir()

    with pytest.raises(UserTemplateError, match=re.escape(str(folder))):
        UserTemplates(folder)
