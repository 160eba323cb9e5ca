"""The outcome of a verification as text for a terminal."""

import textwrap
from collections.abc import Sequence

from replicard.files.escape import printable
from replicard.render.verification_words import (
    by_kind,
    counted,
    not_checked,
    pairs_shown,
    sources,
    surroundings,
    tolerated,
    verdict,
)
from replicard_schema.verification import Agreement, ChangedValue, Verification, VerifiedItem

_MIN_WIDTH = 40
_MOST_ITEMS = 6
_MOST_PLACES = 3
_MOST_FACTS = 4
_BOLD, _RED, _GREEN, _YELLOW = "1", "1;31", "1;32", "1;33"


def render_verification(found: Verification, *, width: int = 80, colour: bool = False) -> str:
    """Write the verdict, the counts, what changed, and what could not be checked.

    Returns
    -------
    str
        The text, which ends in a line break.
    """
    page = _Page(max(width, _MIN_WIDTH), colour=colour)
    page.verdict(found)
    page.changed(found)
    page.not_checked(found)
    page.tolerated(found)
    page.surroundings(found)
    return "\n".join(page.lines).rstrip() + "\n"


class _Page:
    """Lines of text as wide as the terminal."""

    def __init__(self, width: int, *, colour: bool) -> None:
        self.lines: list[str] = []
        self._width = width
        self._colour = colour

    def verdict(self, found: Verification) -> None:
        code = _RED if found.exit_code else (_GREEN if found.is_complete else _YELLOW)
        for line in textwrap.wrap(verdict(found), self._width):
            self.lines.append(self._paint(line, code))
        for line in (*counted(found), sources(found)):
            self._put(line)
        self.lines.append("")

    def changed(self, found: Verification) -> None:
        if not found.exit_code:
            return
        self.lines.append(self._paint("changed", _RED))
        for kind, items in by_kind(found.having(Agreement.CHANGED)):
            self._put(kind.value, indent=2)
            for item in items[:_MOST_ITEMS]:
                self._item(item)
            self._more(len(items) - _MOST_ITEMS, indent=4)
        self.lines.append("")

    def not_checked(self, found: Verification) -> None:
        groups = not_checked(found)
        if not groups:
            return
        self.lines.append(self._paint(Agreement.NOT_CHECKED.value, _YELLOW))
        for group in groups:
            self._put(f"{group.kind.value}: {group.because}", indent=2)
            for place in group.places[:_MOST_PLACES]:
                self._put(place, indent=6)
            more = len(group.places) - _MOST_PLACES
            if more > 0:
                self._put(f"and {more:,} more", indent=6)
        self.lines.append("")

    def tolerated(self, found: Verification) -> None:
        groups = tolerated(found)
        if not groups:
            return
        self.lines.append(self._paint(Agreement.WITHIN_TOLERANCE.value, _BOLD))
        for group in groups:
            largest = "" if group.largest is None else f", largest difference {group.largest:.2g}"
            self._put(f"{group.kind.value} ({group.n:,}{largest}): {group.tolerance}", indent=2)
        self.lines.append("")

    def surroundings(self, found: Verification) -> None:
        items, groups = surroundings(found)
        if not items and not groups:
            return
        self.lines.append(self._paint("other surroundings, which are no fault", _BOLD))
        for item in items:
            told = [
                f"{_last(change)} {one} there, {other} here"
                for change, (_, one, other) in zip(
                    item.changes[:_MOST_FACTS], pairs_shown(item.changes[:_MOST_FACTS]), strict=True
                )
            ]
            more = item.n_changes - len(told)
            rest = [f"{more:,} more"] if more > 0 else []
            self._put(f"{item.place}: {'; '.join([*told, *rest])}", indent=2)
        for group in groups:
            self._put(f"{group.kind.value} ({len(group.places):,}): {group.because}", indent=2)
        self.lines.append("")

    def _item(self, item: VerifiedItem) -> None:
        pairs = pairs_shown(item.changes)
        if item.because or not pairs:
            head = pairs[0][0] if len(pairs) == 1 else item.place
            self._put(f"{head}: {item.because}", indent=4)
        for place, claimed, found in pairs:
            if len(pairs) > 1 or not item.because:
                self._put(place, indent=4)
            self._put(f"claimed  {claimed}", indent=8, hanging=17)
            self._put(f"here     {found}", indent=8, hanging=17)
        self._more(item.n_changes - len(item.changes), indent=8)

    def _more(self, n: int, *, indent: int) -> None:
        if n > 0:
            self._put(f"and {n:,} more; -o FOLDER lists all", indent=indent)

    def _put(self, text: str, *, indent: int = 0, hanging: int | None = None) -> None:
        self.lines += textwrap.wrap(
            printable(text),
            self._width,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + 2 if hanging is None else hanging),
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text


def _last(change: ChangedValue) -> str:
    parts: Sequence[str] = change.place.split(".")
    return parts[-1]
