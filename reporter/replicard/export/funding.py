"""Grants of a study, as several formats describe them."""

from pydantic import JsonValue

from replicard.export.writing import filled
from replicard_schema.sections.people import Study


def grants_json_ld(study: Study) -> list[JsonValue]:
    """Return the grants as schema.org describes them."""
    return [
        filled(
            {
                "@type": "Grant",
                "identifier": grant.identifier,
                "funder": {"@type": "Organization", "name": grant.funder},
            }
        )
        for grant in study.grants
    ]
