"""Putting questions into a card, as comments where the answers will stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from yaml.nodes import MappingNode

from replicard.loading.editing.layout import Insertions, entry_of, root_of

_STEP = 2
_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the author is asked.

    Attributes
    ----------
    path
        Keys from the root of the card to the field that would hold the answer.
    text
        The question.
    example
        An answer, as it could stand behind the key.
    items
        Checklist items that the answer closes.
    """

    path: tuple[str, ...]
    text: str
    example: str
    items: tuple[str, ...] = ()


@dataclass(slots=True)
class _Branch:
    questions: list[Question] = field(default_factory=list)
    branches: "dict[str, _Branch]" = field(default_factory=dict)


def add_questions(text: str, questions: Sequence[Question]) -> str:
    """Write questions into the text of a card, each at the end of the part it is about.

    A line that begins with ``#:`` is an example: without these two characters, and with
    a value of the author's own, it is an answer. Nothing but comments is added.

    Parameters
    ----------
    text
        A card that ``read_document`` reads without problems.
    questions
        In the order in which they shall stand.
    """
    tree = _Branch()
    for question in questions:
        branch = tree
        for key in question.path:
            branch = branch.branches.setdefault(key, _Branch())
        branch.questions.append(question)
    into = Insertions(text)
    root = root_of(text)
    if root is None:
        into.put_at_end(list(_lines(tree, margin="", depth=0)))
    else:
        _fill(root, tree, into)
    return into.applied()


def _fill(node: MappingNode, tree: _Branch, into: Insertions) -> None:
    new = _Branch(tree.questions)
    for key, branch in tree.branches.items():
        entry = entry_of(node, key)
        if isinstance(entry, MappingNode) and not entry.flow_style and entry.value:
            _fill(entry, branch, into)
        else:
            new.branches[key] = branch
    lines = list(_lines(new, margin=" " * node.value[0][0].start_mark.column, depth=0))
    if lines:
        into.put_lines_below(node, lines)


def _lines(tree: _Branch, *, margin: str, depth: int) -> Iterator[str]:
    shift = " " * (_STEP * depth)
    # A question stands above its example, whose mark is one character longer.
    mark = "#  " if depth else "# "
    for key, branch in tree.branches.items():
        for question in branch.questions:
            items = f" [{', '.join(question.items)}]" if question.items else ""
            width = _WIDTH - len(margin) - len(shift)
            for part in wrap(question.text + items, max(width, 40), break_on_hyphens=False):
                yield f"{margin}{mark}{shift}{part}"
        if branch.branches:
            yield f"{margin}#: {shift}{key}:"
            yield from _lines(branch, margin=margin, depth=depth + 1)
        elif branch.questions:
            yield f"{margin}#: {shift}{key}: {branch.questions[0].example}"
