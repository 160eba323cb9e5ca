"""BibTeX to records, with pybtex."""

import re
from collections.abc import Iterator
from typing import Any

import latexcodec  # noqa: F401 - registers the codec latex+utf-8

from replicard.bibliography.records import Record, RecordError, checked, parsed_date
from replicard.errors import Position, Problem

_MOST_JOINS = 5_000
_LONGEST_MACRO = 1_000
_JOIN_IN_MACRO = re.compile(
    r"""@string\s*[{(]\s*[^={}"\s]{1,200}\s*=\s*(?:"[^"]{0,2000}"|\{[^{}]{0,2000}\}|\w{1,200})\s*\#""",
    re.IGNORECASE,
)
_MACRO = re.compile(r"@string\s*[{(]", re.IGNORECASE)
_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "proceedings": "book",
    "book": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "software": "software",
    "dataset": "dataset",
    "online": "webpage",
    "unpublished": "article",
}
_FIELDS = {
    "title": ("title",),
    "container-title": ("journal", "journaltitle", "booktitle"),
    "collection-title": ("series",),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "page": ("pages", "eid"),
    "edition": ("edition",),
    "version": ("version",),
    "publisher": ("publisher", "school", "institution", "organization", "howpublished"),
    "publisher-place": ("address", "location"),
    "DOI": ("doi",),
    "URL": ("url",),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EMPHASIS = re.compile(r"\\(?:emph|textit|textsl)\s*\{([^{}]{0,500})\}")
_RAISED = re.compile(r"\\textsuperscript\s*\{([^{}]{0,100})\}")
_LOWERED = re.compile(r"\\textsubscript\s*\{([^{}]{0,100})\}")
_COMMAND = re.compile(r"\\[A-Za-z]+\s*|\\(?=[&%$#_{}])|[{}$]")
_URL_COMMAND = re.compile(r"\\url\s*\{([^{}]{0,2000})\}")


def read_bibtex(text: str, name: str) -> tuple[list[Record], list[Problem]]:
    """Return the records of a BibTeX file, and what is wrong with it.

    Parameters
    ----------
    name
        Name of the file in problems.
    """
    from pybtex import errors  # noqa: PLC0415 - costs 30 ms
    from pybtex.database.input.bibtex import Parser  # noqa: PLC0415 - as above

    if (explosive := _explosive(text)) is not None:
        return [], [Problem(name, explosive, "bibliography")]
    with errors.capture() as complaints:
        try:
            entries = Parser(encoding="utf-8").parse_string(text).entries
        except (errors.PybtexError, RecursionError, ValueError, IndexError, KeyError) as error:
            return [], [_problem(error, text, name)]
    problems = [_problem(error, text, name) for error in complaints]
    records: list[Record] = []
    for key, entry in entries.items():
        try:
            records.append(_record(key, entry))
        except (RecordError, ValueError) as error:
            message = f"the record {key} cannot be used: {error}"
            problems.append(Problem(name, message, "bibliography", _position(text, key)))
    return records, problems


def _explosive(text: str) -> str | None:
    """Say why a file is refused whose abbreviations could grow without bound."""
    if _JOIN_IN_MACRO.search(text):
        return "an @string made of others with # is not supported"
    if text.count("#") > _MOST_JOINS and _MACRO.search(text):
        return f"more than {_MOST_JOINS:,} values joined with #"
    return None


def _problem(error: Exception, text: str, name: str) -> Problem:
    line = getattr(error, "lineno", None)
    message = str(error).removeprefix("syntax error in ").strip()
    message = re.sub(r"^line \d+: ", "", message)
    position = Position(line, 1) if isinstance(line, int) else None
    repeated = re.search(r"repeated bibliography entry: (\S+)", message)
    if repeated is not None:
        message = f"the citation key {repeated[1]} stands there twice"
        position = _position(text, repeated[1], last=True)
    return Problem(name, message, "bibliography", position)


def _position(text: str, key: str, *, last: bool = False) -> Position | None:
    found = list(re.finditer(rf"@\w+\s*[{{(]\s*{re.escape(key)}\s*,", text, re.IGNORECASE))
    if not found:
        return None
    return Position(text.count("\n", 0, found[-1 if last else 0].start()) + 1, 1)


def _record(key: str, entry: Any) -> Record:  # noqa: ANN401 - pybtex has no types
    fields = {name.lower(): str(value) for name, value in entry.fields.items()}
    kind = _TYPES.get(entry.type.lower(), "document")
    if kind == "article-journal" and not {"journal", "journaltitle"} & fields.keys():
        kind = "article"
    item: Record = {"id": key, "type": kind}
    for target, names in _FIELDS.items():
        value = next((fields[name] for name in names if fields.get(name)), None)
        if value is not None:
            item[target] = value if target in {"DOI", "URL"} else decoded(value)
    if "page" in item:
        item["page"] = re.sub(r"\s*(?:-{1,3}|–|—)\s*", "-", str(item["page"]))
    if "URL" in item:
        item["URL"] = _URL_COMMAND.sub(r"\1", str(item["URL"])).replace("\\", "")
    item["DOI"] = fields.get("doi", "").replace("\\", "").replace("{", "").replace("}", "")
    for role in ("author", "editor"):
        item[role] = [dict(name) for name in _names(entry.persons.get(role, []))]
    if (date := _date(fields)) is not None:
        item["issued"] = date
    return checked(item)


def _date(fields: dict[str, str]) -> Any:  # noqa: ANN401 - plain JSON
    if fields.get("date"):
        return parsed_date(decoded(fields["date"]))
    year = decoded(fields.get("year", ""))
    if not year:
        return None
    if not re.fullmatch(r"[0-9]{4}", year):
        return {"literal": year}
    month = decoded(fields.get("month", "")).lower()[:3]
    number = _MONTHS.index(month) + 1 if month in _MONTHS else None
    if number is None and month.isdigit() and 1 <= int(month) <= len(_MONTHS):
        number = int(month)
    return {"date-parts": [[int(year), *([] if number is None else [number])]]}


def _names(people: list[Any]) -> Iterator[Record]:
    for person in people:
        last = [*person.prelast_names, *person.last_names]
        first = [*person.first_names, *person.middle_names]
        family, given = decoded(" ".join(last)), decoded(" ".join(first))
        suffix = decoded(" ".join(person.lineage_names))
        if family.lower() == "others" and not given:
            continue
        if not given and len(last) == 1 and last[0].startswith("{"):
            yield {"literal": family}
            continue
        parts: Record = {"family": family, "given": given, "suffix": suffix}
        yield {part: text for part, text in parts.items() if text}


def decoded(text: str) -> str:
    r"""Return LaTeX as characters, without its commands and braces.

    >>> decoded(r"{\"U}ber \emph{E. coli} {DNA} \& more, 1--2 ~ {\o}")
    'Über <i>E. coli</i> DNA & more, 1–2 ø'
    """
    kept = _LOWERED.sub(r"<sub>\1</sub>", _RAISED.sub(r"<sup>\1</sup>", text))
    kept = _EMPHASIS.sub(r"<i>\1</i>", kept)
    read = kept.encode("utf-8").decode("latex+utf-8")
    return " ".join(
        _COMMAND.sub("", read.replace("~", " ").replace("---", "—").replace("--", "–")).split()
    )
