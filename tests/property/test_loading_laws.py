"""Whatever stands in a file, it is a card or a list of problems, each at a place in the file."""

import re

import yaml
from hypothesis import given
from hypothesis import strategies as st

from replicard.errors import ProblemsError
from replicard.loading import read_document, source_of, validate
from replicard.render.terminal.problems import render_problems
from replicard_schema.card import Card

CARD = """\
card_version: "1.0"
study: {title: Nuclei, authors: [{name: Given Family}]}
datasets:
  tiles: {images: "data/*.tif", acquisition: {exposure: 200 ms}}
models:
  nuclei:
    task: denoising
    algorithm: {name: CARE, version: 1.10, references: [10.1038/s41592-018-0216-7]}
    provenance: trained
"""

pieces = st.sampled_from(
    [
        *("a", "b:", ": ", "- ", "\n", "\n  ", "\n    ", "\t", "{", "}", "[", "]", ",", "'", '"'),
        *("&x ", "*x", "!t ", "<<", "? ", "|", ">", "#", " #", "%", "@", "`", "\\", "\\x1b", "---"),
        *("...", "~", "null", "\r", "\r\n", "µ", "細", "🔬", "\ufeff", "\u2028", "1.10", "\x07"),
        *("models", "study", "card_version", "\n\n", "''", '""', "{well}_s{field}", "*.tif"),
    ]
)
snippets = st.lists(pieces, max_size=30).map("".join)


def read(content: bytes) -> str:
    """Read a card as ``load_card`` does, and return what is printed about it."""
    try:
        source = source_of(content, shown_as="card.yaml", noun="card")
    except ProblemsError as error:
        return render_problems(error.problems, sources=error.sources)
    document = read_document(source)
    outcome = validate(document, Card)
    problems = [*document.problems, *(outcome if not isinstance(outcome, Card) else ())]
    lines = re.split(r"\r\n|\r|\n", source.text)
    for problem in problems:
        assert problem.position is None or problem.position.line <= len(lines)
        if problem.position is not None:
            assert 1 <= problem.position.column <= len(lines[problem.position.line - 1]) + 1
        assert problem.message[:1] == problem.message[:1].lower() or problem.code == "unknown-word"
        assert not problem.message.endswith(".")
    return render_problems(problems, sources={"card.yaml": source.text})


@given(st.binary(max_size=200))
def test_any_bytes_are_a_card_or_problems(content: bytes) -> None:
    assert read(content).replace("\n", "").isprintable()


@given(snippets)
def test_any_text_is_a_card_or_problems(text: str) -> None:
    assert read(text.encode()).replace("\n", "").isprintable()


@given(snippets, st.integers(0, len(CARD)), st.integers(0, 20))
def test_any_damage_to_a_card_is_survived(snippet: str, start: int, length: int) -> None:
    damaged = CARD[:start] + snippet + CARD[start + length :]

    assert read(damaged.encode()).replace("\n", "").isprintable()


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Co", "Zl", "Zp"]),
    max_size=20,
)
values = st.recursive(
    st.one_of(st.none(), texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(texts.filter(str.strip), inner, max_size=3)
    ),
    max_leaves=20,
)


@given(st.dictionaries(texts.filter(str.strip), values, min_size=1, max_size=4))
def test_what_yaml_writes_is_read_back_as_text(document: dict[str, object]) -> None:
    text = yaml.safe_dump(document, default_style='"', allow_unicode=True)
    text = re.sub(r'!!null "null"', "null", text)

    found = read_document(source_of(text.encode(), shown_as="card.yaml", noun="card"))

    assert found.problems == ()
    assert found.value == document
