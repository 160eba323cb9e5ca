"""The outcomes of checking one or several cards, in the formats that people and programs read.

What only programs read is imported when it is asked for: checking a card has to start fast.
"""

# ruff: noqa: PLC0415 - see above

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from replicard.files import printable
from replicard.pipeline.check import CheckOutcome, FailOn

if TYPE_CHECKING:
    from replicard.render.notices import Notice


@dataclass(frozen=True, slots=True)
class Checks:
    """What the checks of some cards found.

    Attributes
    ----------
    outcomes
        One for each card, in the order of the cards.
    fail_on
        What makes a check fail.
    """

    outcomes: tuple[CheckOutcome, ...]
    fail_on: FailOn = FailOn.INVALID

    @property
    def failures(self) -> tuple[str, ...]:
        """Why checks fail, as sentences that name the card where there are several."""
        return tuple(
            f"{outcome.card}: {'; '.join(reasons)}"
            if len(self.outcomes) > 1
            else "; ".join(reasons)
            for outcome in self.outcomes
            if (reasons := outcome.reasons_to_fail(self.fail_on))
        )

    @property
    def exit_code(self) -> int:
        """0 if no check fails; otherwise 1."""
        return 1 if self.failures else 0

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data; of several cards, as a list under ``cards``."""
        if len(self.outcomes) == 1:
            return self.outcomes[0].as_json()
        return {"cards": [{"card": each.card, **each.as_json()} for each in self.outcomes]}

    def as_text(
        self,
        *,
        width: int = 80,
        colour: bool = False,
        show_all: bool = False,
        by_section: bool = False,
    ) -> str:
        """Return everything as text for a terminal; see `CheckOutcome.as_text`."""
        texts = [
            each.as_text(width=width, colour=colour, show_all=show_all, by_section=by_section)
            for each in self.outcomes
        ]
        if len(texts) > 1:
            pairs = zip(self.outcomes, texts, strict=True)
            texts = [f"== {printable(each.card)}\n{text}" for each, text in pairs]
        text = "\n".join(texts)
        if self.fail_on is not FailOn.INVALID:
            # Without the option a reason would only repeat the verdict.
            text += "".join(f"failed: {printable(reason)}\n" for reason in self.failures)
        return text

    def as_sarif(self, *, folder: PurePath) -> dict[str, object]:
        """Return everything as a log of SARIF 2.1.0.

        Parameters
        ----------
        folder
            Folder that the program was started in; files are named relative to it.
        """
        from importlib.metadata import version

        from replicard.render.terminal.sarif import sarif_log

        return sarif_log(self._notices(folder), version=version("replicard"))

    def as_workflow_commands(self, *, folder: PurePath) -> str:
        """Return everything as annotations of GitHub Actions; see `as_sarif`."""
        from replicard.render.terminal.workflow_commands import render_workflow_commands

        return render_workflow_commands(self._notices(folder))

    def _notices(self, folder: PurePath) -> "Sequence[Notice]":
        from replicard.render.notices import notices_of

        return [
            notice
            for each in self.outcomes
            for notice in notices_of(
                each.problems,
                each.findings,
                each.questions,
                card=each.card,
                places=each.places,
                folder=folder,
            )
        ]
