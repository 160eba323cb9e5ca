import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalker

from replicard.render.latex import escape_latex, fallback_for, to_latex
from replicard.render.latex.characters import LITERAL
from replicard_schema.report import LabelPart, Span, SpanStyle

printable = st.text(
    st.sampled_from([chr(code) for code in range(0x20, 0x7F)] + sorted(LITERAL)), max_size=40
)
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
CITATION = Span(
    text="[1]",
    style=SpanStyle.CITATION,
    keys=("A2020", "10.1:b_5f"),
    label=(LabelPart(text="[1]", key="A2020"),),
)


# Commands of LaTeX that the parser has no text for.
SIGNS = {
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textasciigrave": "`",
    "textasciicircum": "^",
}


def read(latex: str) -> str:
    stand_ins = {name: chr(0xE000 + number) for number, name in enumerate(SIGNS)}
    for name, stand_in in stand_ins.items():
        latex = latex.replace(f"\\{name}{{}}", stand_in)
    text = LatexNodes2Text(math_mode="text").latex_to_text(latex)
    for name, stand_in in stand_ins.items():
        text = text.replace(stand_in, SIGNS[name])
    return "".join(text.split())


@given(printable)
def test_text_is_read_again_unchanged(text: str) -> None:
    # What a reader of LaTeX makes of straight quotes is typography.
    assert read(escape_latex(text)).replace("''", "”") == "".join(text.split()).replace("''", "”")


@given(any_text)
def test_no_text_becomes_a_command_or_leaves_its_group(text: str) -> None:
    latex = escape_latex(text)
    nodes, _, length = LatexWalker(latex, tolerant_parsing=False).get_latex_nodes()

    assert length == len(latex)
    assert "\\input" not in latex.replace(r"\textbackslash{}input", "")
    assert "%" not in latex.replace(r"\%", "")
    assert "\n" not in latex
    assert all(not node.isNodeType(type(None)) for node in nodes)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("10⁻⁴", r"10\textsuperscript{$-$4}"),
        ("CO₂", r"CO\textsubscript{2}"),
        ("0.5\u202fµm", r"0.5\,\textmu{}m"),
        ("a\u00a0b", "a~b"),
        ("σ ≤ 2", r"$\sigma$ $\leq$ 2"),
        ("--seed", "-{}-seed"),
        ("x̄", r"\={x}"),
        ("e\u0301", "é"),
        ("\u2028", " "),
        ("a\u200db", "a\\replicardchar{\u200d}{}b"),
    ],
)
def test_characters_have_their_commands(text: str, latex: str) -> None:
    assert escape_latex(text) == latex


def test_a_citation_names_its_keys_and_keeps_to_the_word_before() -> None:
    spans = [Span(text="It is a U-Net "), CITATION, Span(text=".")]

    assert to_latex(spans) == r"It is a U-Net~\cite{A2020,10.1:b_5f}."


def test_a_raised_citation_is_parted_from_its_word() -> None:
    raised = CITATION.model_copy(update={"is_raised": True})

    assert to_latex([Span(text="U-Net"), raised]) == r"U-Net~\cite{A2020,10.1:b_5f}"


def test_a_key_that_latex_could_misread_is_shown_as_its_label() -> None:
    hostile = CITATION.model_copy(update={"keys": ("a}\\input{x",)})

    assert to_latex([Span(text="see "), hostile]) == "see [1]"


def test_hyphens_of_neighbouring_spans_stay_apart() -> None:
    assert to_latex([Span(text="a-"), Span(text="-b")]) == "a-{}-b"


def test_styles_are_commands() -> None:
    spans = [
        Span(text="in "),
        Span(text="vivo", style=SpanStyle.ITALIC),
        Span(text=" 2"),
        Span(text="n", style=SpanStyle.RAISED),
        Span(text=" x", style=SpanStyle.BOLD),
    ]

    assert to_latex(spans) == r"in \emph{vivo} 2\textsuperscript{n}\textbf{ x}"


@given(any_text)
def test_an_address_cannot_leave_its_command(text: str) -> None:
    latex = to_latex([Span(text=text, style=SpanStyle.LINK)])

    assert latex.startswith(r"\url{")
    assert latex.isascii()
    assert not set(latex[5:-1]) & set("{}\\^` \n")


def test_the_command_for_other_characters_is_defined_where_it_is_used() -> None:
    assert fallback_for(escape_latex("é")) == ""
    assert r"\providecommand{\replicardchar}" in fallback_for(escape_latex("漢"))
