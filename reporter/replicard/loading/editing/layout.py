"""Where the parts of a YAML text begin and end, and putting things between them."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

_Loader: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Insertion: TypeAlias = tuple[int, int, str]
"""Start and end of what is replaced, and what comes there."""


def root_of(text: str) -> MappingNode | None:
    """Return the mapping that a text is, or None for a text of nothing but comments.

    Raises
    ------
    ValueError
        If it is something else.
    """
    root = yaml.compose(text, Loader=_Loader)
    if root is not None and is_null(root):
        return None
    if root is not None and not isinstance(root, MappingNode):
        raise ValueError("fields can only be added to a mapping")
    return root


def entry_of(node: MappingNode, key: str) -> Node | None:
    """Return the value of a key; None if there is no such key."""
    return next((value for name, value in node.value if name.value == key), None)


def is_null(node: Node) -> bool:
    """Say whether a key has no value."""
    return isinstance(node, ScalarNode) and not node.style and node.tag.endswith(":null")


def end_of(node: Any, text: str) -> int:  # noqa: ANN401 - PyYAML's nodes are untyped
    """Return where a value ends; to the parser, block collections end at the next one."""
    if isinstance(node, ScalarNode) or node.flow_style or not node.value:
        start = int(node.start_mark.index)
        return start + len(text[start : node.end_mark.index].rstrip())
    last = node.value[-1]
    return end_of(last[1] if isinstance(node, MappingNode) else last, text)


def _last_scalar(node: Any) -> ScalarNode | None:  # noqa: ANN401 - PyYAML's nodes are untyped
    while not isinstance(node, ScalarNode):
        if node.flow_style or not node.value:
            return None
        node = node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1]
    return node


@dataclass(slots=True)
class Insertions:
    """What is put into a text, and where; of several at one place the first comes first."""

    text: str
    _planned: list[_Insertion] = field(default_factory=list)

    @property
    def eol(self) -> str:
        """The line end of the text."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def put(self, start: int, content: str, *, end: int | None = None) -> None:
        """Plan to put ``content`` at ``start``, in place of what stands up to ``end``."""
        self._planned.append((start, start if end is None else end, content))

    def put_lines_below(self, node: MappingNode, lines: list[str]) -> None:
        """Plan to put lines behind the last entry of a mapping in block style.

        A text block at its end may own the blank lines below it, or become another text if
        the file goes on behind it; then the lines go below the blank lines, or above it.
        """
        last = _last_scalar(node)
        is_block = last is not None and last.style in {"|", ">"}
        if last is None or not is_block:
            self.put_lines_after(end_of(node, self.text), lines)
            return
        index = int(last.end_mark.index)
        if not self.text[:index].endswith(("\n", "\r")):
            index = self.line_start(node.value[-1][0].start_mark.index)
        elif "+" not in self.text[last.start_mark.index : self.line_end(last.start_mark.index)]:
            self.put_lines_after(end_of(node, self.text), lines)
            return
        self.put(index, "".join(line + self.eol for line in lines))

    def put_lines_after(self, index: int, lines: list[str]) -> None:
        """Plan to put lines below the line of the character at ``index``."""
        self.put(self.line_end(index), "".join(self.eol + line for line in lines))

    def put_at_end(self, lines: list[str]) -> None:
        """Plan to put lines at the end of the text."""
        gap = "" if not self.text or self.text.endswith(("\n", "\r")) else self.eol
        self.put(len(self.text), gap + "".join(line + self.eol for line in lines))

    def applied(self) -> str:
        """Return the text with everything put in."""
        ordered = sorted(self._planned, key=lambda insertion: insertion[:2])
        text = self.text
        # From the end, so that places stay true; of several at one place the last first.
        for start, end, content in reversed(ordered):
            text = text[:start] + content + text[end:]
        return text

    def line_end(self, index: int) -> int:
        """Return where the line of a character ends."""
        ends = [at for mark in "\r\n" if (at := self.text.find(mark, index)) >= 0]
        return min(ends, default=len(self.text))

    def line_start(self, index: int) -> int:
        """Return where the line of a character starts."""
        return max(self.text.rfind(mark, 0, index) for mark in "\r\n") + 1
