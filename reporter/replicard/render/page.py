"""A plain HTML page around a fragment, in the style of the report."""

from markupsafe import Markup

from replicard.render.environment import environment
from replicard.render.style_sheets import sha256_source, style


def page(*, title: str, body: str, language: str = "en") -> str:
    """Write a page that fetches nothing and runs no script.

    Parameters
    ----------
    title
        Title as plain text.
    body
        HTML fragment whose headings begin at level 2.
    language
        Language tag of the text.
    """
    sheet = f"{style('report/report.css')}\n{style('report/screen.css')}"
    return (
        environment()
        .get_template("shared/page.html.j2")
        .render(
            title=title,
            language=language,
            body=Markup(body),  # noqa: S704 - written by our own templates
            style=Markup(sheet),  # noqa: S704 - our own style sheets
            style_hash=sha256_source(sheet),
        )
    )
