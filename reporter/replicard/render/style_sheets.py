"""Our style sheets, and what a content security policy calls them by."""

import base64
import hashlib
from importlib.resources import files


def style(path: str) -> str:
    """Return a style sheet by its path in the templates, ``report/report.css``."""
    return files("replicard_templates").joinpath(*path.split("/")).read_text(encoding="utf-8")


def sha256_source(text: str) -> str:
    """Return the name under which a policy allows an inline style sheet.

    >>> sha256_source("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
