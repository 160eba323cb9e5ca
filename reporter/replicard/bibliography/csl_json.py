"""CSL-JSON files to records."""

import json

from replicard.bibliography.records import Record, RecordError, checked
from replicard.errors import Position, Problem

_MOST_ITEMS = 20_000


def read_csl_json(text: str, name: str) -> tuple[list[Record], list[Problem]]:
    """Return the records of a CSL-JSON file, and what is wrong with it."""
    try:
        items = json.loads(text)
    except json.JSONDecodeError as error:
        place = Position(error.lineno, error.colno)
        return [], [Problem(name, f"not JSON: {error.msg}", "bibliography", place)]
    except (RecursionError, ValueError):
        return [], [Problem(name, "not CSL-JSON: nested too deep", "bibliography")]
    if isinstance(items, dict) and isinstance(items.get("items"), list):
        items = items["items"]
    if not isinstance(items, list):
        message = "not CSL-JSON: expected a list of records"
        return [], [Problem(name, message, "bibliography", Position(1, 1))]
    if len(items) > _MOST_ITEMS:
        return [], [Problem(name, f"more than {_MOST_ITEMS:,} records", "bibliography")]
    records: list[Record] = []
    problems: list[Problem] = []
    for number, item in enumerate(items, start=1):
        try:
            records.append(checked(item))
        except RecordError as error:
            message = f"record {number} cannot be used: {error}"
            problems.append(Problem(name, message, "bibliography", _position(text, item)))
    return records, problems


def _position(text: str, item: object) -> Position | None:
    """Return the line that holds the id of an item, if it is found just once."""
    key = item.get("id") if isinstance(item, dict) else None
    written = json.dumps(key, ensure_ascii=False)
    if key is None or text.count(written) != 1:
        return None
    return Position(text.count("\n", 0, text.index(written)) + 1, 1)
