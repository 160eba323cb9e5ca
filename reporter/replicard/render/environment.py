"""The Jinja environment that every template is rendered in."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from replicard.render import english
from replicard.render.markdown import escape_markdown


@cache
def environment() -> Environment:
    """Build the environment; an undefined name is an error, not an empty string.

    So is None: a template that prints a fact must first ask whether there is one.
    """
    env = Environment(
        loader=PackageLoader("replicard_templates", package_path=""),
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_refuse_none,
    )
    env.filters.update(
        article=english.article,
        count=english.count,
        date_words=english.date_words,
        listed=english.listed,
        markdown=escape_markdown,
        number=english.number,
        numeral=english.numeral,
        ordinal=english.ordinal,
        percent=english.percent,
        quantity=english.quantity,
        score=english.score,
        spread=english.spread,
        tally=english.tally,
        when=english.when,
    )
    return env


def _refuse_none(value: object) -> object:
    if value is None:
        raise ValueError("a template printed None: ask `is not none` before printing")
    return value
