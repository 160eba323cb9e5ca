"""What a bundle tells a stranger: a page to begin with, and the versions that computed."""

from collections.abc import Mapping

from replicard.render.environment import environment
from replicard.render.markdown import escape_markdown
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence

_DEFAULT_LICENCE = "CC0-1.0"


def bundle_readme(
    card: Card,
    evidence: Evidence,
    *,
    card_file: str,
    report: str,
    files: Mapping[str, tuple[int, str]],
    n_data: int,
    is_blind: bool,
) -> str:
    """Write the README of a bundle as Markdown.

    Parameters
    ----------
    card_file, report
        Name of the card, and of the folder with the report.
    files
        Size in bytes and SHA-256 of every other file, by path.
    n_data
        How many data files are in the bundle.
    """
    return (
        environment()
        .get_template("bundle/README.md.j2")
        .render(
            title=card.study.title,
            authors=[author.name for author in card.study.authors],
            licence=card.study.license or _DEFAULT_LICENCE,
            evidence=evidence,
            card=card_file,
            report=report,
            files=files,
            has=lambda name: any(path.startswith(name) for path in files),
            n_data=n_data,
            is_blind=is_blind,
            chief=_chief(files, card_file, report),
            code=_code,
        )
    )


def _chief(files: Mapping[str, tuple[int, str]], card: str, report: str) -> list[str]:
    """Return the files whose hashes a reader may want to compare by eye."""
    stem = card.rpartition(".")[0]
    wanted = (card, f"{stem}.evidence.json", f"{report}/report.pdf", f"{report}/report.html")
    return [name for name in wanted if name in files]


def _code(text: str) -> str:
    """Write a file name as code; a backtick in it would end that."""
    return f"`{text}`" if "`" not in text else escape_markdown(text)


def requirements_lock(evidence: Evidence) -> str:
    """Write the versions of the packages that were installed, those that computed first.

    The file can be given to ``pip install -r``.
    """
    packages = evidence.environment.packages
    computed = {n: v for n, v in evidence.computed_with.items() if n in packages}
    python = evidence.environment.python
    lines = [
        f"# Python {python} ({evidence.environment.implementation})",
        "# computed the numbers:",
    ]
    lines += [f"{name}=={version}" for name, version in sorted(computed.items())]
    rest = {name: version for name, version in packages.items() if name not in computed}
    if rest:
        lines += ["# were installed beside them:"]
        lines += [f"# {name}=={version}" for name, version in sorted(rest.items())]
    return "\n".join(lines) + "\n"
