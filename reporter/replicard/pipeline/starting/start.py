"""From a folder to a card in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from replicard.errors import OutputError, Problem
from replicard.execution import Track, silent
from replicard.files import publish
from replicard.findings import in_words
from replicard.loading import load_card
from replicard.loading.editing import Addition
from replicard.pipeline.check import CheckOutcome, outcome_of
from replicard.pipeline.importing.gaps import models_with_gaps
from replicard.pipeline.starting.draft import CARD_NAME, draft
from replicard.pipeline.starting.facts import additions, read_all_sources
from replicard.pipeline.starting.interview import Ask, interview, pass_over, suppose_provenance
from replicard.pipeline.starting.papers import suppose_papers
from replicard.pipeline.survey import survey
from replicard_schema.evidence import Reading
from replicard_schema.json_schema import SCHEMA_FILE, exported_json_schema

_SHOWN_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class StartOutcome:
    """What was found in a folder, and the card that was written into it.

    Attributes
    ----------
    card
        The card.
    readings
        What each file of a tool says.
    filled
        Fields that have a value.
    remarks
        What was left out or could not be told, as sentences.
    check
        What the card still asks for.
    """

    card: Path
    readings: tuple[Reading, ...]
    filled: tuple[Addition, ...]
    remarks: tuple[str, ...]
    check: CheckOutcome

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "card": self.card.as_posix(),
            "filled": [
                {"field": ".".join(a.path), "value": a.value, "source": a.comment}
                for a in self.filled
            ],
            "readings": [r.model_dump(mode="json", exclude_none=True) for r in self.readings],
            "remarks": list(self.remarks),
            "check": self.check.as_json(),
        }

    def as_text(self, *, width: int = 80, colour: bool = False) -> str:
        """Return what was read, what is open, and what to do next, for a terminal."""
        from replicard.render.terminal.problems import render_open_questions  # noqa: PLC0415

        read = [f"  {r.file.path}: {_what(r)}" for r in self.readings]
        lines = [
            *(["read:", *read] if read else ["no file of a tool that is known was found"]),
            *(f"note: {remark}" for remark in self.remarks),
            "",
            render_open_questions(
                self.check.questions, limit=_SHOWN_QUESTIONS, width=width, colour=colour
            ),
            f"wrote {self.card} with {len(self.filled)} fields filled",
            f"fill it in any editor, then run: replicard check {self.card}",
        ]
        return "\n".join(lines) + "\n"


def start_card(
    folder: Path,
    *,
    overwrite: bool = False,
    ask: Ask = pass_over,
    track: Track = silent,
) -> StartOutcome:
    """Look through a project folder and write a card that is filled as far as it can be.

    Parameters
    ----------
    folder
        The project; it is made if there is none.
    overwrite
        Whether a card that is already there may be replaced.
    ask
        Asks the author for what no file tells; by default nothing is asked.
    track
        Shows that the work goes on.

    Raises
    ------
    OutputError
        If there is a card already, or the folder cannot be written.
    """
    card = folder / CARD_NAME
    if card.exists() and not overwrite:
        problem = Problem(
            card.as_posix(),
            "there is a card already, and it is kept",
            code="would-overwrite",
            hint="name another folder, or use --force to replace it; "
            "`replicard import` adds to a card that is there",
        )
        raise OutputError([problem])
    found = survey(folder, track=track)
    readings = read_all_sources(folder, found)
    filled = additions(folder, found, readings, track=track)
    filled += interview(filled, ask)
    filled += suppose_provenance(filled)
    filled += suppose_papers(filled)
    found.remarks += _incomplete(filled)
    text = draft(filled, title=_title(folder))
    publish(folder, {SCHEMA_FILE: exported_json_schema(), CARD_NAME: text})
    return StartOutcome(
        card, readings, tuple(filled), tuple(found.remarks), outcome_of(load_card(card))
    )


def _incomplete(filled: Sequence[Addition]) -> list[str]:
    """Say which models stand in the card as examples only, and what they lack."""
    return [
        f"The files do not tell {in_words(fields)} of {model}, without which a card can hold no "
        'model; it stands in the card as an example behind "#:".'
        for model, fields in models_with_gaps(filled).items()
    ]


def _title(folder: Path) -> str:
    name = re.sub(r"[^\w .-]+", " ", folder.resolve().name).strip()
    return name or "project"


def _what(reading: Reading) -> str:
    if reading.unreadable_because is not None:
        return reading.unreadable_because
    n = len(reading.facts)
    return f"{reading.format}, {'1 value' if n == 1 else f'{n} values'}"
