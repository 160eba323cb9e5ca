"""Where new fields go in the text of a card, and what is put there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from yaml.nodes import MappingNode, Node

from replicard.loading.editing.layout import Insertions, end_of, entry_of, is_null, root_of
from replicard.loading.editing.spelling import comment_lines, lines_of, one_line, spell
from replicard.loading.reader import Typed, read_document
from replicard.loading.source import source_of

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
    root = root_of(text)
    added, kept, tree = _sorted_out(root, additions)
    if not added:
        return Edited(text, (), tuple(kept))
    insertions = Insertions(text)
    _Plan(insertions).fill(root, tree)
    edited = insertions.applied()
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
        if node is None or is_null(node):
            return True
        if not isinstance(node, MappingNode):
            return False
        node = entry_of(node, key)
    return node is None or is_null(node)


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
    """Fills mappings of one text."""

    into: Insertions

    def fill(self, node: MappingNode | None, tree: _Branch) -> None:
        """Plan all that goes below a mapping."""
        if node is None:
            lines = [
                line for key, branch in tree.branches.items() for line in _lines(key, branch, 0)
            ]
            self.into.put_at_end(lines)
            return
        new: dict[str, _Branch] = {}
        for key, branch in tree.branches.items():
            entry = entry_of(node, key)
            if entry is None:
                new[key] = branch
            elif isinstance(entry, MappingNode):
                self.fill(entry, branch)
            else:
                self._fill_empty(node, key, entry, branch)
        if new:
            self._extend(node, new)

    def _extend(self, node: MappingNode, branches: Mapping[str, _Branch]) -> None:
        """Put fields behind the last one of a mapping."""
        if node.flow_style:
            last = (
                end_of(node.value[-1][1], self.into.text)
                if node.value
                else node.start_mark.index + 1
            )
            entries = ", ".join(f"{spell(k)}: {spell(_value(b))}" for k, b in branches.items())
            lead = ", " if node.value else ""
            self.into.put(last, lead + entries)
            self._remark(node, branches)
            return
        indent = node.value[0][0].start_mark.column
        lines = [line for key, branch in branches.items() for line in _lines(key, branch, indent)]
        self.into.put_lines_below(node, lines)

    def _remark(self, node: MappingNode, branches: Mapping[str, _Branch]) -> None:
        """Say above the line of a bracketed mapping where the new fields come from."""
        comments = [leaf.comment for b in branches.values() for leaf in _leaves(b) if leaf.comment]
        start = self.into.line_start(node.start_mark.index)
        line = self.into.text[start : self.into.line_end(start)]
        margin = line[: len(line) - len(line.lstrip())]
        remarks = [line for text in dict.fromkeys(comments) for line in comment_lines(text, margin)]
        self.into.put(start, "".join(f"{line}{self.into.eol}" for line in remarks))

    def _fill_empty(self, parent: MappingNode, key: str, entry: Node, branch: _Branch) -> None:
        """Give a value to a key that has none."""
        start, end = entry.start_mark.index, entry.end_mark.index
        if parent.flow_style:
            space = "" if self.into.text[start - 1 : start].isspace() else " "
            self.into.put(start, space + spell(_value(branch)), end=end)
            self._remark(parent, {key: branch})
            return
        indent = next(k.start_mark.column for k, _ in parent.value if k.value == key)
        if branch.leaf is None:
            inner = [ln for k, b in branch.branches.items() for ln in _lines(k, b, indent + _STEP)]
            self.into.put_lines_after(end, inner)
            if end > start:
                self.into.put(start, "", end=end)
            return
        space = "" if self.into.text[start - 1 : start].isspace() else " "
        rest = self.into.text[end : self.into.line_end(end)]
        comment = one_line(branch.leaf.comment)
        remark = f"  # {comment}" if comment and not rest.strip() else ""
        self.into.put(start, space + spell(branch.leaf.value) + remark, end=end)
        if comment and not remark:
            at = self.into.line_start(start)
            line = f"{' ' * indent}# {comment}{self.into.eol}"
            self.into.put(at, line)


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
