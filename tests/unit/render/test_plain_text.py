from replicard.render.methods import methods_text
from replicard_schema.report import (
    MethodsSection,
    MethodsText,
    NumberedReference,
    Paragraph,
    Sentence,
    Source,
    Span,
    SpanStyle,
)
from replicard_schema.vocabulary import Origin

SOURCES = (Source(field="models.net", origin=Origin.STATED),)


def sentence(*spans: Span) -> Sentence:
    return Sentence(spans=spans, sources=SOURCES)


def text(*sentences: Sentence, title: str | None = None) -> MethodsText:
    section = MethodsSection(
        title="Network", paragraphs=(Paragraph(title=title, sentences=sentences),)
    )
    entry = NumberedReference(
        number=1,
        key="A2020",
        label="1.",
        spans=(
            Span(text="A. Title. J 1 (2020). "),
            Span(text="https://doi.org/10.1/a", style=SpanStyle.LINK),
        ),
        doi="10.1/a",
    )
    return MethodsText(sections=(section,), references=(entry,))


def test_a_paragraph_is_one_line_and_references_are_numbered() -> None:
    first, second = sentence(Span(text="It is a net.")), sentence(Span(text="It was trained."))

    assert methods_text(text(first, second, title="A model")).split("\n") == [
        "Methods",
        "",
        "Network",
        "",
        "A model. It is a net. It was trained.",
        "",
        "References",
        "",
        "1. A. Title. J 1 (2020). https://doi.org/10.1/a",
        "",
    ]


def test_what_stands_above_the_line_is_set_apart() -> None:
    cited = Span(text="1", style=SpanStyle.CITATION, keys=("A2020",), is_raised=True)
    power = Span(text="-4", style=SpanStyle.RAISED)
    letter = Span(text="n", style=SpanStyle.RAISED)

    line = methods_text(text(sentence(Span(text="10"), power, Span(text=", 2"), letter, cited)))

    assert "10⁻⁴, 2^n [1]" in line


def test_a_unit_keeps_to_its_number_with_a_space_that_every_form_knows() -> None:
    assert "0.32\u00a0µm" in methods_text(text(sentence(Span(text="0.32\u202fµm."))))
