"""Where new fields go in the text of a card, and what is put there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from replicard.loading.editing.spelling import lines_of, spell
from replicard.loading.reader import Typed, read_document
from replicard.loading.source import source_of

_Loader: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STEP = 2


@dataclass(frozen=True, slots=True)
class Addition:
    """A field to be added.

    Attributes
    ----------
    path
        Keys from the root of the card to the field.
    value
        What it holds: text as it is typed, or lists and mappings of such texts.
    comment
        What is said about it, on one line; usually where it was read.
    """

    path: tuple[str, ...]
    value: Typed
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after fields were added.

    Attributes
    ----------
    added
        What was added.
    kept
        What was not, because the card has a value there already, or something that is no
        mapping stands where the field would have to go.
    """

    text: str
    added: tuple[Addition, ...]
    kept: tuple[Addition, ...]


@dataclass(slots=True)
class _Branch:
    """Fields that go below one key that the text does not have, or has without a value."""

    leaf: Addition | None = None
    branches: "dict[str, _Branch]" = field(default_factory=dict)


_Insertion: TypeAlias = tuple[int, int, str]
"""Start and end of what is replaced, and what comes there."""


def add_fields(text: str, additions: Sequence[Addition]) -> Edited:
    """Add fields to the text of a card; nothing that is there changes.

    Parameters
    ----------
    text
        A card that ``read_document`` reads without problems, without byte order mark.
    additions
        New fields, in the order in which they shall stand. Of two with one path the
        first is taken.

    Returns
    -------
    Edited
        The new text, with its own line ends.

    Raises
    ------
    ValueError
        If the text is not a mapping, or the edit does not read back as intended.
    """
    root = yaml.compose(text, Loader=_Loader)
    if root is not None and not isinstance(root, MappingNode):
        raise ValueError("fields can only be added to a mapping")
    added, kept, tree = _sorted_out(root, additions)
    if not added:
        return Edited(text, (), tuple(kept))
    eol = "\r\n" if "\r\n" in text else "\n"
    plan = _Plan(text, eol)
    plan.fill(root, tree)
    edited = plan.applied()
    _require_same(text, edited, added)
    return Edited(edited, tuple(added), tuple(kept))


def _sorted_out(
    root: MappingNode | None, additions: Sequence[Addition]
) -> tuple[list[Addition], list[Addition], _Branch]:
    added: list[Addition] = []
    kept: list[Addition] = []
    tree = _Branch()
    for addition in additions:
        is_free = _is_free(root, addition.path) and _graft(tree, addition)
        (added if is_free else kept).append(addition)
    return added, kept, tree


def _is_free(root: Node | None, path: Sequence[str]) -> bool:
    node = root
    for key in path:
        if node is None or _is_null(node):
            return True
        if not isinstance(node, MappingNode):
            return False
        node = _entry(node, key)
    return node is None or _is_null(node)


def _graft(tree: _Branch, addition: Addition) -> bool:
    branch = tree
    for key in addition.path:
        if branch.leaf is not None:
            return False
        branch = branch.branches.setdefault(key, _Branch())
    if branch.leaf is not None or branch.branches:
        return False
    branch.leaf = addition
    return True


@dataclass(slots=True)
class _Plan:
    """Insertions into one text."""

    text: str
    eol: str
    insertions: list[_Insertion] = field(default_factory=list)

    def fill(self, node: MappingNode | None, tree: _Branch) -> None:
        """Plan all that goes below a mapping."""
        if node is None:
            self._append(tree.branches, indent=0)
            return
        new: dict[str, _Branch] = {}
        for key, branch in tree.branches.items():
            entry = _entry(node, key)
            if entry is None:
                new[key] = branch
            elif isinstance(entry, MappingNode):
                self.fill(entry, branch)
            else:
                self._fill_empty(node, key, entry, branch)
        if new:
            self._extend(node, new)

    def applied(self) -> str:
        """Return the text with everything inserted."""
        ordered = sorted(self.insertions, key=lambda insertion: insertion[:2])
        text = self.text
        # From the end, so that places stay true; of several at one place the last first.
        for start, end, insertion in reversed(ordered):
            text = text[:start] + insertion + text[end:]
        return text

    def _append(self, branches: Mapping[str, _Branch], *, indent: int) -> None:
        """Put fields at the end of a text that has none."""
        lines = [line for key, branch in branches.items() for line in _lines(key, branch, indent)]
        gap = "" if not self.text or self.text.endswith(("\n", "\r")) else self.eol
        content = gap + self.eol.join(lines) + self.eol
        self.insertions.append((len(self.text), len(self.text), content))

    def _extend(self, node: MappingNode, branches: Mapping[str, _Branch]) -> None:
        """Put fields behind the last one of a mapping."""
        if node.flow_style:
            last = _end(node.value[-1][1], self.text) if node.value else node.start_mark.index + 1
            entries = ", ".join(f"{spell(k)}: {spell(_value(b))}" for k, b in branches.items())
            lead = ", " if node.value else ""
            self.insertions.append((last, last, lead + entries))
            self._remark(node, branches)
            return
        indent = node.value[0][0].start_mark.column
        at = self._line_end(_end(node, self.text))
        lines = [line for key, branch in branches.items() for line in _lines(key, branch, indent)]
        self.insertions.append((at, at, "".join(self.eol + line for line in lines)))

    def _remark(self, node: MappingNode, branches: Mapping[str, _Branch]) -> None:
        """Say above the line of a bracketed mapping where the new fields come from."""
        comments = [leaf.comment for b in branches.values() for leaf in _leaves(b) if leaf.comment]
        start = self._line_start(node.start_mark.index)
        line = self.text[start : self._line_end(start)]
        margin = line[: len(line) - len(line.lstrip())]
        remarks = [f"{margin}# {comment}{self.eol}" for comment in dict.fromkeys(comments)]
        self.insertions.append((start, start, "".join(remarks)))

    def _fill_empty(self, parent: MappingNode, key: str, entry: Node, branch: _Branch) -> None:
        """Give a value to a key that has none."""
        start, end = entry.start_mark.index, entry.end_mark.index
        if parent.flow_style:
            space = "" if self.text[start - 1 : start].isspace() else " "
            self.insertions.append((start, end, space + spell(_value(branch))))
            self._remark(parent, {key: branch})
            return
        indent = next(k.start_mark.column for k, _ in parent.value if k.value == key)
        if branch.leaf is None:
            line_end = self._line_end(end)
            inner = [ln for k, b in branch.branches.items() for ln in _lines(k, b, indent + _STEP)]
            self.insertions.append((line_end, line_end, "".join(self.eol + ln for ln in inner)))
            if end > start:
                self.insertions.append((start, end, ""))
            return
        space = "" if self.text[start - 1 : start].isspace() else " "
        rest = self.text[end : self._line_end(end)]
        remark = f"  # {branch.leaf.comment}" if branch.leaf.comment and not rest.strip() else ""
        self.insertions.append((start, end, space + spell(branch.leaf.value) + remark))
        if branch.leaf.comment and not remark:
            at = self._line_start(start)
            line = f"{' ' * indent}# {branch.leaf.comment}{self.eol}"
            self.insertions.append((at, at, line))

    def _line_end(self, index: int) -> int:
        ends = [at for mark in "\r\n" if (at := self.text.find(mark, index)) >= 0]
        return min(ends, default=len(self.text))

    def _line_start(self, index: int) -> int:
        return max(self.text.rfind(mark, 0, index) for mark in "\r\n") + 1


def _lines(key: str, branch: _Branch, indent: int) -> Iterator[str]:
    if branch.leaf is not None:
        yield from lines_of(key, branch.leaf.value, indent=indent, comment=branch.leaf.comment)
        return
    yield f"{' ' * indent}{spell(key)}:"
    for name, inner in branch.branches.items():
        yield from _lines(name, inner, indent + _STEP)


def _value(branch: _Branch) -> Typed:
    if branch.leaf is not None:
        return branch.leaf.value
    return {key: _value(inner) for key, inner in branch.branches.items()}


def _leaves(branch: _Branch) -> Iterator[Addition]:
    if branch.leaf is not None:
        yield branch.leaf
    for inner in branch.branches.values():
        yield from _leaves(inner)


def _entry(node: MappingNode, key: str) -> Node | None:
    return next((value for name, value in node.value if name.value == key), None)


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.style and node.tag.endswith(":null")


def _end(node: Any, text: str) -> int:  # noqa: ANN401 - PyYAML's nodes are untyped
    """Return where a value ends; block collections of the parser end at the next one."""
    if isinstance(node, ScalarNode) or node.flow_style or not node.value:
        start = int(node.start_mark.index)
        return start + len(text[start : node.end_mark.index].rstrip())
    last = node.value[-1]
    return _end(last[1] if isinstance(node, MappingNode) else last, text)


def _require_same(before: str, after: str, added: Sequence[Addition]) -> None:
    """Read the edit back: the card must hold what it held and what was added, no more."""
    wanted = _read(before)
    merged: dict[str, Typed] = wanted if isinstance(wanted, dict) else {}
    for addition in added:
        place = merged
        for key in addition.path[:-1]:
            inner = place.get(key)
            if not isinstance(inner, dict):
                inner = {}
                place[key] = inner
            place = inner
        place[addition.path[-1]] = addition.value
    if _read(after) != merged:
        raise ValueError("the edited card does not read back as intended")


def _read(text: str) -> Typed:
    document = read_document(source_of(text.encode(), shown_as="card", noun="card"))
    if document.problems:
        raise ValueError(str(document.problems[0]))
    return document.value
