"""Methods texts of whole cards, and a hostile one, compiled as they are delivered."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from replicard.loading import load_card
from replicard.render.citations import references_bibtex
from replicard.render.methods import methods_latex, methods_latex_body, write_methods
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsText

Compile = Callable[..., str]

ROOT = Path(__file__).resolve().parents[4]
CASES = sorted((ROOT / "tests" / "golden" / "methods").glob("*/card.yaml"))
HOSTILE = r"""
card_version: "1.0"
study:
  title: '\input{/etc/passwd} 100% ^^M #1 $x$ & {a} \end{document} 漢'
  authors: [{name: 'A \and B % C'}, {name: "Łukasz Müller_Ñ"}]
datasets:
  set: {description: '\input{/etc/passwd} is no command. 50 % of # ^^M } \\ $ & ~ _ stays.'}
models:
  net:
    task: denoising
    provenance: trained
    algorithm: {name: '\write18{id} U-Net%', references: [10.1007/978-3-319-24574-4_28]}
limitations: 'None of \catcode`\%=12 \iffalse, <b>, "q", --flag, 10⁻⁴, Ωβ, σ ≤ 2, and Ж is run.'
"""


def text_of(card: Path) -> MethodsText:
    file = card.with_name("evidence.json")
    evidence = Evidence.model_validate_json(file.read_bytes()) if file.exists() else None
    return write_methods(load_card(card).card, evidence)


@pytest.mark.parametrize("card", CASES, ids=lambda card: card.parent.name)
def test_a_methods_text_compiles_with_its_references(card: Path, compiled: Compile) -> None:
    text = text_of(card)
    bibliography = references_bibtex(text.references) if text.references else None

    shown = compiled(methods_latex(text, title="A study"), bibliography=bibliography)

    assert "A study" in shown
    assert "[?]" not in shown
    # LaTeX numbers as our own list does: in the order of first citation.
    numbers = re.findall(r"\[(\d+)\]", shown.rpartition("References")[2])
    assert numbers == [str(reference.number) for reference in text.references]


def test_a_hostile_card_is_shown_and_does_nothing(tmp_path: Path, compiled: Compile) -> None:
    file = tmp_path / "card.yaml"
    file.write_text(HOSTILE, encoding="utf-8")
    card = load_card(file).card
    text = write_methods(card)

    shown = compiled(
        methods_latex(text, title=card.study.title, authors=[a.name for a in card.study.authors]),
        bibliography=references_bibtex(text.references),
    )

    flat = "".join(shown.split())
    assert "root:" not in flat
    assert r"\input{/etc/passwd}100%^^M#1$x$&{a}\end{document}U+6F22" in flat
    assert r"\input{/etc/passwd}isnocommand.50%of#^^M}\\$&~_stays." in flat
    assert r"\write18{id}U-Net%" in flat


def test_the_part_for_a_manuscript_compiles_in_it(compiled: Compile) -> None:
    text = text_of(CASES[1])
    manuscript = (
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{textcomp,url}\n"
        "\\begin{document}\n"
        f"{methods_latex_body(text)}"
        "\\bibliographystyle{unsrt}\\bibliography{references}\n\\end{document}\n"
    )

    shown = compiled(manuscript, bibliography=references_bibtex(text.references))

    assert "Network and training" in shown
