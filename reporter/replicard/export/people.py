"""Names of people and groups, taken apart as citation formats want them.

A card gives names as people write them: given name, then family name. The words that
begin with a small letter are the particle; what stands before is given, what follows is
family. A name with a word such as *Institute* or a leading *The* is that of a group.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from replicard.export.writing import filled
from replicard_schema.sections.people import Person

_GROUP = re.compile(
    r"\b(?:authority|centre|center|collaboration|collaborators|college|community|company|"
    r"consortium|contributors|department|developers|facility|foundation|gmbh|group|inc|"
    r"initiative|institut|institute|institution|lab|laboratory|ltd|network|platform|project|"
    r"school|society|team|university|working group)\b\.?",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:[JS]r\.?|I{2,3}|IV|PhD|MD)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts; a group has only a family name.

    Attributes
    ----------
    family
        Family name without particle, only name, or name of a group.
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    is_group: bool = False

    @property
    def turned(self) -> str:
        """The name with the family name first, as libraries file it."""
        family = " ".join(part for part in (self.particle, self.family) if part)
        rest = ", ".join(part for part in (self.given, self.suffix) if part)
        return f"{family}, {rest}" if rest else family


def name_of(person: Person) -> Name:
    """Take a name apart.

    >>> name_of(Person(name="Anna Maria van der Berg"))
    Name(family='Berg', given='Anna Maria', particle='van der', suffix='', is_group=False)
    >>> name_of(Person(name="The Example developers")).is_group
    True
    """
    text = " ".join(person.name.split())
    if person.orcid is None and (text.startswith("The ") or _GROUP.search(text)):
        return Name(text, is_group=True)
    before, _, after = (part.strip() for part in text.partition(","))
    if after and not _SUFFIX.fullmatch(after):
        return Name(before, after)
    given, particle, family = _parts(before.split())
    return Name(family, given, particle, after)


def _parts(words: Sequence[str]) -> tuple[str, str, str]:
    start = next((i for i, word in enumerate(words[:-1]) if i and word[0].islower()), None)
    if start is None:
        return " ".join(words[:-1]), "", words[-1]
    end = next((i for i in range(start, len(words)) if not words[i][0].islower()), len(words) - 1)
    return " ".join(words[:start]), " ".join(words[start:end]), " ".join(words[end:])


def json_ld_person(person: Person) -> dict[str, JsonValue]:
    """Return a person or group as schema.org describes them; no e-mail address is known."""
    name = name_of(person)
    affiliations: list[JsonValue] = [
        {"@type": "Organization", "name": place} for place in person.affiliation
    ]
    family = " ".join(part for part in (name.particle, name.family, name.suffix) if part)
    return filled(
        {
            "@type": "Organization" if name.is_group else "Person",
            "@id": person.orcid and f"https://orcid.org/{person.orcid}",
            "name": person.name,
            "givenName": name.given,
            "familyName": None if name.is_group or not name.given else family,
            "affiliation": affiliations[0] if len(affiliations) == 1 else affiliations,
        }
    )
