"""Adding to cards in every style of YAML that an author may use."""

import pytest

from replicard.loading import Typed, read_document, source_of
from replicard.loading.editing import Addition, Question, add_fields, add_questions

STYLES = {
    "comments within brackets": "study: {title: a, # why\n  keywords: [x], # more\n}\nmodels: {}\n",
    "brackets over several lines": "models: {\n  a: {task: x},\n  # end\n}\n",
    "comma behind the last entry": "models: {a: {task: x},}\nstudy: {title: a, }\n",
    "text block that keeps blank lines": (
        "study:\n  title: |+\n    text\n\n\nmodels:\n  a:\n    name: x\n"
    ),
    "the same at the end": "study:\n  title: |+\n    text\n\n\n",
    "the same before a comment": "study:\n  title: |+\n    text\n\n# c\n",
    "text block that strips them": "study:\n  title: |-\n    text\n",
    "folded text without line end": "study:\n  title: >\n    text\n    more",
    "end of document": "study:\n  title: a\n...\n",
    "start of document": "---\nstudy:\n  title: a\n",
    "start and end, and a comment": "%YAML 1.2\n---\nstudy:\n  title: a\n...\n# after\n",
    "nothing but a start": "---\n",
    "comment behind the start": "--- # x\nstudy: {title: a}\n",
    "spaces at line ends": "study:   \n  title: a   \nmodels:  \n",
    "keys in quotes": "\"study\":\n  'title': a\n'models':\n  \"a.b\":\n    name: x\n",
    "keys with dots": "models:\n  a.b:\n    name: x\n",
    "empty": "",
    "only comments": "# a\n# b",
    "only blank lines": "\n\n",
    "keys without values": "study:\nmodels: ~\n",
    "null, and nothing within brackets": "study: null # c\nmodels: {a: , b: {name: }}\n",
    "no line end": "study:\n  title: a",
    "line ends of Windows": "study:\r\n  title: a\r\nmodels:\r\n",
    "line ends of old Macs": "study:\r  title: a\r",
    "tab before a comment": "study:\n  title: a\t# c\nmodels:\n",
    "list as last value": "study:\n  keywords:\n  - a\n  - b\n",
    "list over several lines": "study:\n  keywords: [a,\n    b]\n",
    "text over several lines": "study:\n  title: a\n    b\n    c\nmodels:\n",
    "indented root": "  study:\n    title: a\n  models:\n",
    "root in brackets": "{study: {title: a}}\n",
    "empty root in brackets": "{}\n",
    "comments at the ends of parts": (
        "study:\n  title: a\n  # study\n\n# models\nmodels:\n  a:\n    name: x\n    # tail\n"
    ),
    "one line": "models: {a: {training: {seed: 1}}}",
}
ADDITIONS = [
    Addition(("study", "keywords2"), ["a", "b"], "f.json, k (configured)"),
    Addition(("models", "a", "training", "hyperparameters", "epochs"), "3", "logs/x (observed)"),
    Addition(("models", "a.b", "version"), "1.0", "c"),
    Addition(("code",), [{"url": "https://example.org", "license": "MIT"}], "long " * 40),
    Addition(("study", "note"), "l1\nl2: x", "a\nmodels: b"),
]


def _read(text: str) -> Typed:
    document = read_document(source_of(text.encode(), shown_as="card", noun="card"))
    assert not document.problems
    return document.value


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES)
def test_fields_and_questions_fit_into_every_style(text: str) -> None:
    edited = add_fields(text, ADDITIONS)
    asked = add_questions(edited.text, [Question(("study", "x"), "What?", "y", ("L01",))])

    assert edited.added == tuple(ADDITIONS)
    assert _read(asked) == _read(edited.text)
    rest = iter(edited.text)
    assert all(character in rest for character in text.replace("null", "").replace("~", ""))
    if "\r\n" in text:
        assert edited.text.count("\n") == edited.text.count("\r\n")


@pytest.mark.parametrize("text", ["? study\n: title: a\n", "# x\n--- 1\n", "- a\n"])
def test_what_cannot_be_edited_safely_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"mapping|read back"):
        add_fields(text, ADDITIONS)
