import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from replicard.render.markdown import escape_markdown

# Controls never reach a renderer: the loader refuses them.
texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\x85"),
    max_size=60,
)
marked_up = st.lists(
    st.sampled_from([*"*_`[]()<>#+-.!|~^$&\\:= 1aé", "https://a.b/", "&amp;", "**", "__", "1. "]),
    max_size=20,
).map("".join)
PARSERS = {
    "commonmark": MarkdownIt("commonmark"),
    "tables and strikethrough": MarkdownIt("commonmark").enable(["table", "strikethrough"]),
}


def shown(markdown: str, parser: MarkdownIt) -> str:
    """Return what a reader sees, provided that it is one plain paragraph."""
    tokens = parser.parse(markdown)
    if not tokens:
        return ""
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children or []} <= {"text", "text_special"}
    return "".join(child.content for child in tokens[1].children or [])


@pytest.mark.parametrize("name", PARSERS)
@given(text=st.one_of(texts, marked_up))
@example(text="1. first")
@example(text="# title")
@example(text="- item")
@example(text="![alt](x)")
@example(text="&copy; <b>")
@example(text="a__b__c _d_")
@example(text="| a | b |")
@example(text="~~gone~~")
def test_text_comes_out_of_a_markdown_parser_unchanged(name: str, text: str) -> None:
    expected = re.sub(" +", " ", text).strip(" \t\xa0\u3000")

    found = shown(escape_markdown(text), PARSERS[name])

    assert re.sub(" +", " ", found).strip(" \t\xa0\u3000") == expected


def test_a_line_break_becomes_a_blank() -> None:
    assert escape_markdown("one\n  two") == "one two"


def test_names_with_underscores_stay_readable() -> None:
    assert escape_markdown("n_rays = 96") == "n_rays = 96"
