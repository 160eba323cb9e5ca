"""What the card says otherwise, as sentences."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from replicard.changes import Kind, Statement
from replicard.render.changes.blocks import Block, Line
from replicard.render.changes.labels import label_of, subject_of
from replicard.render.english import listed, number
from replicard.render.prose import capitalised

_NUMBER = re.compile(r"[+-]?[0-9][0-9.]*(?:[eE][+-]?[0-9]+)?")
_BARE = re.compile(
    r"[+-]?[0-9][0-9.,:/-]*(?: ?[A-Za-zµ°%/²³]{1,8}){0,2}|10\.[0-9]{4,9}/\S+|https?://\S+"
)
_MOST_IN_A_SENTENCE = 90
_TITLES = {
    "study": "Study",
    "code": "Code",
    "statistics": "Statistics",
    "figures": "Figures",
    "clinical": "Clinical use",
    "output": "Output",
    "bibliography": "Bibliography",
}


def statement_blocks(
    statements: Sequence[Statement], titles: Mapping[tuple[str, str], str]
) -> Iterator[Block]:
    """Yield a block for each data set, model, validation and other part of the card.

    Parameters
    ----------
    titles
        What data sets and models are called, by section and id.
    """
    if statements:
        yield Block("What the card says")
    for subject, group in _by_subject(statements):
        yield Block(_title(subject, titles), tuple(_lines(list(group))), level=3)


def _by_subject(
    statements: Sequence[Statement],
) -> Iterator[tuple[tuple[str, str], list[Statement]]]:
    found: dict[tuple[str, str], list[Statement]] = {}
    for each in statements:
        found.setdefault(_home(each.field), []).append(each)
    yield from found.items()


def _home(field: str) -> tuple[str, str]:
    section, name = subject_of(field)
    section = section.partition("[")[0]
    is_whole = section in _TITLES or name
    return (section, name) if is_whole else ("", "")


def _title(subject: tuple[str, str], titles: Mapping[tuple[str, str], str]) -> str:
    section, name = subject
    if subject in titles:
        return titles[subject]
    if name:
        return f"{section.removesuffix('s').capitalize()} {name}".replace("Dataset", "Data set")
    return _TITLES.get(section, "The study as a whole")


def _lines(statements: Sequence[Statement]) -> Iterator[Line]:
    for record, group in groupby(statements, key=lambda each: each.record):
        members = list(group)
        if record:
            yield _of_record(record, members)
        else:
            yield from map(_line, members)


def _of_record(record: str, members: Sequence[Statement]) -> Line:
    """Write a record that was added or removed as a whole, with all its fields."""
    kind = members[0].kind
    noun = label_of(record)
    what = "All of this" if noun == "whole record" else capitalised(_with_article(noun))
    verb = "is new" if kind is Kind.ADDED else "is gone"
    details = []
    for each in members:
        value = each.after if each.kind is Kind.ADDED else each.before
        details.append(f"{label_of(each.field, below=record)}: {value_words(value, quotes=False)}")
    if what == "All of this":
        verb += " in the card" if kind is Kind.ADDED else " from the card"
    return Line(f"{what} {verb}:", tuple(details))


def _line(each: Statement) -> Line:
    noun = _with_article(label_of(each.field))
    if each.kind is Kind.REORDERED:
        return Line(f"The order of {noun} changed; it is now {value_words(each.after)}.")
    if isinstance(each.before, list) and isinstance(each.after, list):
        return _of_lists(noun, each.before, each.after)
    before, after = value_words(each.before), value_words(each.after)
    if each.kind is Kind.ADDED:
        return _stated(f"The card now gives {noun}", after)
    if each.kind is Kind.REMOVED:
        return _stated(f"The card no longer gives {noun}", before)
    if len(before) + len(after) > _MOST_IN_A_SENTENCE:
        return Line(f"The wording of {noun} changed.", (f"before: {before}", f"now: {after}"))
    return Line(f"{capitalised(noun)} changed from {before} to {after}.")


def _stated(opening: str, value: str) -> Line:
    if len(value) > _MOST_IN_A_SENTENCE:
        return Line(f"{opening}:", (value,))
    return Line(f"{opening}: {value}.".replace(".”.", ".”"))


def _of_lists(noun: str, before: Sequence[object], after: Sequence[object]) -> Line:
    added = [value_words(each) for each in after if each not in before]
    removed = [value_words(each) for each in before if each not in after]
    parts = []
    if added:
        parts.append(f"{listed(added)} {_was(added)} added to {noun}")
    if removed:
        tail = "" if added else f" from {noun}"
        parts.append(f"{listed(removed)} {_was(removed)} taken out{tail}")
    if not parts:
        return Line(f"{capitalised(noun)} changed to {value_words(list(after))}.")
    text = ", and ".join(parts)
    return Line(f"{capitalised(text)}.")


def _was(items: Sequence[object]) -> str:
    return "was" if len(items) == 1 else "were"


def _with_article(noun: str) -> str:
    is_numbered = re.search(r" [0-9]+$", noun) and not re.search(r" (?:of|for) ", noun)
    return noun if is_numbered else f"the {noun}"


def value_words(value: object, *, quotes: bool = True) -> str:
    """Write a value of the card within a sentence; texts stand in quotation marks.

    >>> value_words("3e-4"), value_words("Adam"), value_words(True), value_words([0.5, 0.7])
    ('3 × 10⁻⁴', '“Adam”', 'yes', '0.5 and 0.7')
    """
    if isinstance(value, list):
        return listed([value_words(each, quotes=quotes) for each in value]) or "none"
    if isinstance(value, dict):
        parts = [f"{key} {value_words(each, quotes=quotes)}" for key, each in value.items()]
        return listed(parts)
    if isinstance(value, bool) or value is None:
        return {None: "nothing", True: "yes", False: "no"}[value]
    if isinstance(value, int | float):
        return number(value)
    return _text(str(value), quotes=quotes)


def _text(value: str, *, quotes: bool) -> str:
    line = " ".join(value.split())
    if _NUMBER.fullmatch(line) and line.count(".") < 2:  # noqa: PLR2004 - a version has more
        return number(line)
    return line if _BARE.fullmatch(line) or not quotes else f"\u201c{line}\u201d"
