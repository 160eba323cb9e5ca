"""A grammar checker reads every golden text; its false alarms are listed with a reason each.

Harper checks offline and without Java, see decision 60. Its spell checking is not used:
it takes the words of microscopy for mistakes, and typos are found by the linters anyway.
Nor does it know whether a noun and its verb agree: that is a law in
``tests/property/test_methods_laws.py``.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from harper import Dialect, Lint, Linter

from replicard.loading import load_card
from replicard.render.methods import write_methods
from replicard_schema import Evidence
from replicard_schema.report import Sentence, SpanStyle

GOLDEN = Path(__file__).parent.parent
CARDS = sorted(path.parent for path in GOLDEN.glob("methods/*/card.yaml"))
EXAMPLES = sorted(GOLDEN.parent.parent.glob("examples/outputs/*/methods.md"))
NOT_ASKED = frozenset({"Spelling", "Typo"})
FALSE_ALARMS = tuple(
    (re.compile(kind), re.compile(text), reason)
    for kind, text, reason in (
        ("WordChoice", r"data sets?", "written as two words throughout"),
        ("WordChoice", r"ms|s on|B", "a unit, or a name"),
        ("WordChoice", r"dropout", "a term of the field"),
        ("Style", r"min", "the unit of time"),
        ("Style", r"[\w-]+", "lists have no comma before *and*, as in British journals"),
        ("Miscellaneous", r"over all|every one", "two words that mean what they say"),
        ("Miscellaneous", r"a", "the id of a data set, as in *screen-a*"),
        ("Capitalization", r"i|py", "part of a name or a command"),
        ("Grammar", r"poolings|their", "right as it stands"),
        ("Readability", r".*± .*", "scores of several candidates side by side"),
        ("Readability", r"P-values come .*|None of the .*", "a test or a check named in full"),
    )
)


def shown(sentence: Sentence) -> str:
    """Return a sentence with plain blanks, a word for each address, and no citations."""
    words = {SpanStyle.LINK: "the page", SpanStyle.CITATION: ""}
    text = "".join(words.get(span.style, span.text) for span in sentence.spans)
    return plain(text)


def plain(text: str) -> str:
    return re.sub(r" +(?=[ ,.;)])", "", re.sub(r"[\u202f\u00a0]", " ", text))


def sentences_of(folder: Path) -> Iterator[str]:
    file = folder / "evidence.json"
    found = Evidence.model_validate_json(file.read_bytes()) if file.exists() else None
    for section in write_methods(load_card(folder / "card.yaml").card, found).sections:
        for paragraph in section.paragraphs:
            yield from map(shown, paragraph.sentences)


def lines_of(file: Path) -> Iterator[str]:
    text = file.read_text("utf-8").partition("## References")[0]
    unlinked = re.sub(r" ?\[[0-9,–]+\]", "", re.sub(r"<https?://[^>]*>", "the page", text))
    for line in unlinked.replace("\\", "").replace("*", "").splitlines():
        if line and not line.startswith("#"):
            yield plain(line)


def alarms(lines: Iterator[str]) -> Iterator[str]:
    linter = Linter(dialect=Dialect.BRITISH)
    for line in lines:
        for lint in linter.lint(line):
            if lint.lint_kind not in NOT_ASKED and not is_false(lint):
                yield f"{lint.lint_kind}: {lint.message} ({lint.problem_text}) in: {line}"


def is_false(lint: Lint) -> bool:
    return any(
        kind.fullmatch(lint.lint_kind) and text.fullmatch(lint.problem_text)
        for kind, text, _ in FALSE_ALARMS
    )


@pytest.mark.parametrize("folder", CARDS, ids=lambda folder: folder.name)
def test_golden_texts_pass_the_grammar_checker(folder: Path) -> None:
    assert list(alarms(sentences_of(folder))) == []


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_texts_of_the_examples_pass_the_grammar_checker(file: Path) -> None:
    assert list(alarms(lines_of(file))) == []


@pytest.mark.parametrize(
    "wrong",
    ["A image was taken.", "Scores were computed by by the program.", "The model was ran twice ."],
)
def test_the_checker_finds_what_is_wrong(wrong: str) -> None:
    assert list(alarms(iter([wrong])))
