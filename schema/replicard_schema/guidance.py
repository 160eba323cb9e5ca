"""Why a question is asked, and where its answer usually stands."""

from pydantic import Field

from replicard_schema.base import Document


class Guide(Document):
    """What an author may want to know about one concept."""

    concept: str
    """Id of the concept."""
    why: str = Field(min_length=1)
    """What a reader could not judge without the answer."""
    places: dict[str, str] = {}
    """Where common tools keep it, by tool."""


class Guidance(Document):
    """Guides to the concepts of the checklists."""

    id: str
    title: str
    note: str
    entries: tuple[Guide, ...]

    def of(self, concept: str) -> Guide | None:
        """Return the guide to a concept."""
        return next((guide for guide in self.entries if guide.concept == concept), None)
