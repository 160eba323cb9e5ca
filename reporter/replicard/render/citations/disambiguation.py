"""Papers that would look the same in a text, told apart as the style wants it.

First by the initials of first authors of one name, then by more names, then by a letter
behind the year.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from string import ascii_lowercase
from typing import Any

from replicard.render.citations.engine import Processor

_MOST_NAMES = 20
_RULES_WITH_INITIALS = (
    "all-names",
    "all-names-with-initials",
    "primary-name",
    "primary-name-with-initials",
)


def told_apart(processor: Processor) -> dict[str, str]:
    """Return what stands for each record, different for different records where possible.

    Years that need a letter have it afterwards, in the reference list as well.
    """
    options = processor.style.citation_options()
    with _initials(processor, options):
        texts = {key: processor.label(key) for key in processor.order}
        if options.get("disambiguate-add-names") == "true":
            for group in _alike(texts):
                texts |= _with_more_names(processor, group)
        if options.get("disambiguate-add-year-suffix") == "true":
            for group in _alike(texts):
                texts |= _with_letters(processor, group)
    return texts


@contextmanager
def _initials(processor: Processor, options: Mapping[str, str]) -> Iterator[None]:
    """Write first authors of one family name with initials as long as this lasts."""
    changed: list[tuple[Any, str]] = []
    if _wants_initials(options):
        people: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for key in processor.order:
            for name in (processor.reference(key).get("author") or [])[:1]:
                if "family" in name and name.get("given"):
                    people[name["family"]][name["given"]].append(name)
        alike = (name for found in people.values() if len(found) > 1 for name in found.values())
        for name in (name for names in alike for name in names):
            changed.append((name, name["family"]))
            name["family"] = processor.with_initials(name)
    try:
        yield
    finally:
        for name, family in changed:
            name["family"] = family


def _wants_initials(options: Mapping[str, str]) -> bool:
    rule = options.get("givenname-disambiguation-rule", "by-cite")
    return options.get("disambiguate-add-givenname") == "true" and rule in _RULES_WITH_INITIALS


def _alike(texts: Mapping[str, str]) -> list[list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, text in texts.items():
        groups[text].append(key)
    return [group for group in groups.values() if len(group) > 1]


def _with_more_names(processor: Processor, keys: Sequence[str]) -> dict[str, str]:
    """Show as many names as it takes; nothing is changed where no number of names helps."""
    plain_texts = {key: processor.label(key) for key in keys}
    for names in range(1, _MOST_NAMES):
        with processor.showing(names):
            texts = {key: processor.label(key) for key in keys}
        if len(set(texts.values())) == len(keys):
            return texts
    return plain_texts


def _with_letters(processor: Processor, keys: Sequence[str]) -> dict[str, str]:
    for key, letter in zip(keys, ascii_lowercase, strict=False):
        processor.with_letter(key, letter)
    return {key: processor.label(key) for key in keys}
