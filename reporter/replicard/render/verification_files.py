"""The outcome of a verification as files: JSON, Markdown, and a page of HTML."""

import json

from replicard.render import verification_words as words
from replicard.render.environment import environment
from replicard.render.page import page
from replicard_schema.verification import Agreement, Verification

_TITLE = "Verification"


def verification_json(found: Verification) -> dict[str, object]:
    """Return everything as plain data, the verdict and the counts first."""
    return {
        "verdict": words.verdict(found),
        "exit_code": found.exit_code,
        "complete": found.is_complete,
        "counts": {each.value: n for each, n in found.counts().items()},
        **found.model_dump(mode="json", exclude_none=True),
    }


def verification_files(found: Verification) -> dict[str, str]:
    """Return the result in every format, by file name."""
    document = verification_json(found)
    return {
        "verification.json": json.dumps(document, indent=1, ensure_ascii=False) + "\n",
        "verification.md": verification_markdown(found),
        "verification.html": verification_html(found),
    }


def verification_markdown(found: Verification) -> str:
    """Write the result as Markdown."""
    return _rendered("verification/verification.md.j2", found)


def verification_html(found: Verification) -> str:
    """Write the result as one HTML page that fetches nothing and runs no script."""
    body = _rendered("verification/verification.html.j2", found)
    return page(title=f"{_TITLE} of {found.card}", body=body)


def _rendered(template: str, found: Verification) -> str:
    facts, groups = words.surroundings(found)
    context = {
        "found": found,
        "verdict": words.verdict(found),
        "counted": words.counted(found),
        "sources": words.sources(found),
        "agreements": list(Agreement),
        "rows": words.summary_rows(found),
        "changed": list(words.by_kind(found.having(Agreement.CHANGED))),
        "not_checked": words.not_checked(found),
        "tolerated": words.tolerated(found),
        "surroundings": facts,
        "by_versions": groups,
        "pairs_shown": words.pairs_shown,
    }
    return environment().get_template(template).render(context)
