"""Open questions as a page of their own: gaps never stand in the running text."""

from collections.abc import Sequence

from replicard.render.markdown import escape_markdown
from replicard_schema.report import OpenQuestion


def questions_markdown(questions: Sequence[OpenQuestion]) -> str:
    """List what the card leaves open, most important first."""
    if not questions:
        return "# Open questions\n\nNothing is open.\n"
    lines = ["# Open questions", ""]
    for number, question in enumerate(questions, start=1):
        items = ", ".join(question.items)
        lines.append(f"{number}. {escape_markdown(question.question)}")
        lines.append(f"   Field `{question.field}`; answers {items} ({question.level}).")
        if question.example:
            indented = question.example.strip().replace("\n", "\n   ")
            lines += ["", "   ```yaml", f"   {indented}", "   ```", ""]
    return "\n".join(lines).rstrip() + "\n"
