"""The methods text as plain text, for forms that take nothing else.

Each paragraph is one line, so that the form wraps it; blank lines part paragraphs.
"""

from replicard.render.citations import reference_text
from replicard.render.english import THIN
from replicard.render.typeset import closed, to_text
from replicard_schema.report import MethodsText, Paragraph

_NO_BREAK = "\u00a0"


def methods_text(text: MethodsText) -> str:
    """Write the methods text as plain text, with numbered references.

    The narrow space before a unit becomes an ordinary no-break space, which every form
    and font has.
    """
    blocks = [text.title]
    for section in text.sections:
        heading = [] if section.title is None else [section.title]
        blocks += [*heading, *map(_paragraph, section.paragraphs)]
    if text.references:
        blocks.append("References")
        entries = (f"{r.label} {reference_text(r)}".strip() for r in text.references)
        blocks.append("\n".join(entries))
    return "\n\n".join(blocks).replace(THIN, _NO_BREAK) + "\n"


def _paragraph(paragraph: Paragraph) -> str:
    title = [] if paragraph.title is None else [closed(paragraph.title)]
    return " ".join([*title, *(to_text(sentence.spans) for sentence in paragraph.sentences)])
