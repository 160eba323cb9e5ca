"""Notices as workflow commands of GitHub Actions, which show them beside the lines they are about.

A command is one line, ``::error file=…,line=…,col=…,title=…::message``. Text that could end a
value or start another command is written with percent codes, as the runner reads it:
https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterable, Mapping

from replicard.files.escape import printable
from replicard.render.notices import Notice, NoticeLevel

_COMMANDS = {
    NoticeLevel.ERROR: "error",
    NoticeLevel.WARNING: "warning",
    NoticeLevel.NOTE: "notice",
}
_IN_MESSAGE: Mapping[str, str] = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}


def render_workflow_commands(notices: Iterable[Notice]) -> str:
    """Return one command a line; empty if there is no notice."""
    return "".join(f"{_command(notice)}\n" for notice in notices)


def _command(notice: Notice) -> str:
    properties = {
        "file": notice.file,
        "line": str(notice.position.line),
        "col": str(notice.position.column),
        "title": notice.title,
    }
    joined = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = [notice.message, *([f"help: {notice.hint}"] if notice.hint else [])]
    message = "\n".join(printable(line) for line in lines)
    return f"::{_COMMANDS[notice.level]} {joined}::{_encoded(message, _IN_MESSAGE)}"


def _property(text: str) -> str:
    return _encoded(printable(text), _IN_PROPERTY)


def _encoded(text: str, codes: Mapping[str, str]) -> str:
    r"""Replace the characters that the runner takes for signs of its own.

    >>> _encoded("100 % sure:\nyes", _IN_MESSAGE)
    '100 %25 sure:%0Ayes'
    """
    return "".join(codes.get(character, character) for character in text)
