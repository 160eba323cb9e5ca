"""Whatever a card holds, an annotation stays one line and one command."""

import re

from hypothesis import given
from hypothesis import strategies as st

from replicard.errors import Position
from replicard.render.notices import Notice, NoticeLevel
from replicard.render.terminal.workflow_commands import render_workflow_commands

HOSTILE = st.text(
    st.one_of(st.sampled_from("%:,;\r\n\t\x1b\u2028\x85#[]=0123456789ABCDEF"), st.characters())
) | st.sampled_from(
    ["\n::error::x", "::stop-commands::t", "%0A::add-mask::x", "a,line=9::b", "##[error]x", "%25"]
)
COMMAND = re.compile(r"::(error|warning|notice) ([^:\r\n]*)::([^\r\n]*)\n")


def as_runner_reads(line: str) -> tuple[dict[str, str], str]:
    """Take a command apart in the order in which the runner does it."""
    found = COMMAND.fullmatch(line)
    assert found is not None
    pairs = [pair.split("=", 1) for pair in found[2].split(",")]
    values = {key: decoded(value, ":,") for key, value in pairs}
    return values, decoded(found[3], "")


def decoded(text: str, more: str) -> str:
    for sign in (*more, "\r", "\n", "%"):
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text


@given(message=HOSTILE, hint=HOSTILE, file=HOSTILE, code=HOSTILE)
def test_no_text_leaves_its_place(message: str, hint: str, file: str, code: str) -> None:
    notice = Notice(NoticeLevel.ERROR, code, message, file, Position(3, 4), hint=hint)

    line = render_workflow_commands([notice])
    values, shown = as_runner_reads(line)

    assert line.splitlines(keepends=True) == [line]
    assert set(values) == {"file", "line", "col", "title"}
    assert (values["line"], values["col"]) == ("3", "4")
    assert shown.count("\n") == bool(hint)


@given(
    message=st.text(st.characters(min_codepoint=32, max_codepoint=126)),
    file=st.text(st.characters(min_codepoint=32, max_codepoint=126)),
)
def test_plain_text_arrives_unchanged(message: str, file: str) -> None:
    notice = Notice(NoticeLevel.NOTE, "code", message, file)

    values, shown = as_runner_reads(render_workflow_commands([notice]))

    assert (values["file"], shown) == (file, message)


def test_no_notice_is_no_line() -> None:
    assert not render_workflow_commands([])
